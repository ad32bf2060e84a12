"""The bringing of a submitted aanvraag to the zaakregistratie, over the bus."""

from collections.abc import Callable
from datetime import datetime

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag, Opdracht
from subgraphs.formulieren.betrokkenezegel import Betrokkenezegel
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Aanvragenbron, Zaakregistratie
from subgraphs.service.bus.delivery import Progress
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.message import Message

REGISTRATIE = "zaakregistratie"
"""The destination of a message whose id is that of an aanvraag."""


class Aanvraagpost:
    """Where a submitted aanvraag is posted. Without a seal no number of a customer goes along."""

    def __init__(self, dispatcher: Dispatcher, zegel: Betrokkenezegel | None = None) -> None:
        self._dispatcher = dispatcher
        self._zegel = zegel

    def bericht(self, aanvraag: Aanvraag, formulier: Formulier, klant: Statement) -> Message:
        """What is to be put in the outbox; what the customer filled in stays with the aanvraag."""
        inhoud = {"zaaktype": formulier.zaaktype, "omschrijving": formulier.titel}
        sealed = self._zegel.inhoud(formulier, klant) if self._zegel else {}
        return self._dispatcher.message(aanvraag.id, REGISTRATIE, {**inhoud, **sealed})

    async def breng(self, bericht: Message, geduld: float) -> None:
        """The first attempt. If it takes longer than these seconds, it goes on by itself."""
        await self._dispatcher.deliver_within(bericht, geduld)


class Aanvraagverzending:
    """Implements `Destination`: an aanvraag becomes a zaak, once, and is told so."""

    def __init__(
        self,
        bron: Aanvragenbron,
        registratie: Zaakregistratie,
        clock: Callable[[], datetime],
        zegel: Betrokkenezegel | None = None,
    ) -> None:
        self._bron = bron
        self._registratie = registratie
        self._clock = clock
        self._zegel = zegel

    async def deliver(self, message: Message, progress: Progress) -> None:
        aanvraag = await self._bron.ingediende(message.id)
        if aanvraag is None:
            return  # its zaak was made and noted, only the message still stood
        inhoud = message.content
        nummer = self._zegel.nummer(inhoud) if self._zegel else None
        opdracht = Opdracht(aanvraag, inhoud["zaaktype"], inhoud["omschrijving"], nummer)
        zaak_id = await self._registratie.registreer(opdracht, progress)
        await self._bron.geregistreerd(aanvraag.id, zaak_id, self._clock())
