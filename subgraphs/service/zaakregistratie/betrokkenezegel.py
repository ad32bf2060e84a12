"""The number of a customer, as it waits in the outbox: sealed, and only where the registration needs it."""

import json
from collections.abc import Callable, Mapping

from auth.errors import SealError
from auth.principal import Identifier, Identiteit
from auth.propagation import Statement
from auth.seal import Seal
from subgraphs.service.bus.delivery import NotDelivered

KIND = "betrokkene"


class Betrokkenezegel:
    """Closes and opens numbers with the key of this municipality.

    `nodig` says of a zaaktype whether its registration knows customers by their number.
    """

    def __init__(self, key: bytes, nodig: Callable[[str], bool]) -> None:
        self._seal = Seal(KIND, key.hex())
        self._nodig = nodig

    def inhoud(self, zaaktype: str, klant: Statement) -> Mapping[str, str]:
        """What a message says of the customer beside their pseudonym: nothing, where that will do."""
        nummer = klant.identificatie.subject
        if nummer is None or not self._nodig(zaaktype):
            return {}
        text = json.dumps([nummer.id, nummer.soort.value, nummer.waarde])
        return {KIND: self._seal.close(text)}

    def nummer(self, inhoud: Mapping[str, str]) -> Identiteit | None:
        """The number again. Raises NotDelivered when the key is another by now."""
        if KIND not in inhoud:
            return None
        try:
            klant_id, soort, waarde = json.loads(self._seal.open(inhoud[KIND]))
        except SealError as exc:
            raise NotDelivered("ZEGEL_ONLEESBAAR", permanent=True) from exc
        return Identiteit(klant_id, Identifier(soort), waarde)
