"""A message to a customer as it waits in the outbox: sealed, for there may be a code in it."""

import json
from collections.abc import Mapping

from auth.errors import SealError
from auth.seal import Seal
from subgraphs.persoonsgegevens.bericht import Bericht
from subgraphs.service.bus.delivery import NotDelivered

KIND = "bericht"


class Berichtzegel:
    """Closes and opens messages with the key of this municipality: a copy of the database shows none."""

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(KIND, key.hex())

    def inhoud(self, bericht: Bericht) -> Mapping[str, str]:
        """The content of a message of the bus."""
        return {KIND: self._seal.close(json.dumps(bericht.inhoud()))}

    def bericht(self, inhoud: Mapping[str, str]) -> Bericht:
        """The message again. Raises NotDelivered when it was not sealed, or with another key."""
        try:
            return Bericht.van(json.loads(self._seal.open(inhoud[KIND])))
        except (SealError, KeyError) as exc:
            raise NotDelivered("ZEGEL_ONLEESBAAR", permanent=True) from exc
