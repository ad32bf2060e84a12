"""The bringing of a submitted aanvraag to the zaakregistratie: a destination of the bus."""

from collections.abc import Callable, Mapping
from datetime import datetime

from subgraphs.formulieren.aanvraag import Opdracht
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Aanvragenbron, Zaakregistratie
from subgraphs.service.bus.delivery import Progress
from subgraphs.service.bus.message import Message

REGISTRATIE = "zaakregistratie"
"""The destination of a message whose id is that of an aanvraag."""


def opdrachtinhoud(formulier: Formulier) -> Mapping[str, str]:
    """What a message says beside its id; what the customer filled in stays with the aanvraag."""
    return {"zaaktype": formulier.zaaktype, "omschrijving": formulier.titel}


class Aanvraagverzending:
    """Implements `Destination`: an aanvraag becomes a zaak, once, and is told so."""

    def __init__(
        self, bron: Aanvragenbron, registratie: Zaakregistratie, clock: Callable[[], datetime]
    ) -> None:
        self._bron = bron
        self._registratie = registratie
        self._clock = clock

    async def deliver(self, message: Message, progress: Progress) -> None:
        aanvraag = await self._bron.ingediende(message.id)
        if aanvraag is None:
            return  # its zaak was made and noted, only the message still stood
        opdracht = Opdracht(aanvraag, **message.content)
        zaak_id = await self._registratie.registreer(opdracht, progress)
        await self._bron.geregistreerd(aanvraag.id, zaak_id, self._clock())
