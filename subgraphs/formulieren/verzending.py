"""The bringing of a submitted aanvraag to the zaakregistratie, over the bus."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Verzendbron
from subgraphs.service.bus.delivery import NotDelivered, Progress
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.message import Message
from subgraphs.service.zaakregistratie.betrokkenezegel import Betrokkenezegel
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zaakregistratie import Zaakregistratie

REGISTRATIE = "zaakregistratie"
"""The destination of a message whose id is that of an aanvraag, and of one that withdraws its zaak."""
INTREKKING = "intrekking_van"
"""What the content of the latter names: the aanvraag."""
NOG_GEEN_ZAAK = "NOG_GEEN_ZAAK"
"""Why a withdrawal waits: the registration has not come to its end, or is a dead letter itself."""


class Aanvraagpost:
    """Where a submitted aanvraag is posted. Without a seal no number of a customer goes along."""

    def __init__(self, dispatcher: Dispatcher, zegel: Betrokkenezegel | None = None) -> None:
        self._dispatcher = dispatcher
        self._zegel = zegel

    def verzoek(self, aanvraag: Aanvraag) -> Message:
        """What is to be put in the outbox to have the zaak withdrawn. As long as the aanvraag is none, it
        waits behind the registration.
        """
        inhoud = {INTREKKING: aanvraag.id}
        # The version makes it another message each time that the customer asks.
        message_id = f"intrekking-{aanvraag.id}-{aanvraag.versie}"
        verzoek = self._dispatcher.message(message_id, REGISTRATIE, inhoud, aanvraag.id)
        if aanvraag.zaak_id is None:
            return replace(verzoek, not_before=verzoek.made_at, lease=None)
        return verzoek

    def bericht(self, aanvraag: Aanvraag, formulier: Formulier, klant: Statement) -> Message:
        """What is to be put in the outbox; what the customer filled in stays with the aanvraag."""
        inhoud = {"zaaktype": formulier.zaaktype, "omschrijving": formulier.titel}
        sealed = self._zegel.inhoud(formulier.zaaktype, klant) if self._zegel else {}
        return self._dispatcher.message(aanvraag.id, REGISTRATIE, {**inhoud, **sealed}, aanvraag.id)

    async def breng(self, bericht: Message, geduld: float) -> None:
        """The first attempt, if it is ours. If it takes longer than these seconds, it goes on by itself."""
        if bericht.lease is None:
            self._dispatcher.wake()
        else:
            await self._dispatcher.deliver_within(bericht, geduld)


class Aanvraagverzending:
    """Implements `Destination` and `HearsOfDiscards`: an aanvraag becomes a zaak, once, and is told so; and
    a zaak is withdrawn.
    """

    def __init__(
        self,
        bron: Verzendbron,
        registratie: Zaakregistratie,
        clock: Callable[[], datetime],
        zegel: Betrokkenezegel | None = None,
    ) -> None:
        self._bron = bron
        self._registratie = registratie
        self._clock = clock
        self._zegel = zegel

    async def deliver(self, message: Message, progress: Progress) -> None:
        if INTREKKING in message.content:
            await self._trek_in(message.content[INTREKKING], progress)
        else:
            await self._registreer(message, progress)

    async def discarded(self, message: Message) -> None:
        """What an operator gives up does not stay under way for its customer."""
        if INTREKKING in message.content:
            aanvraag_id = message.content[INTREKKING]
            await self._bron.intrekking_verwerkt(aanvraag_id, Afloop.NIET_VERWERKT, self._clock())
        else:
            await self._bron.opgegeven(message.id, self._clock())

    async def _registreer(self, message: Message, progress: Progress) -> None:
        aanvraag = await self._bron.ingediende(message.id)
        if aanvraag is None:
            return  # its zaak was made and noted, only the message still stood
        zaak_id = await self._registratie.registreer(self._opdracht(aanvraag, message.content), progress)
        await self._bron.geregistreerd(aanvraag.id, zaak_id, self._clock())

    def _opdracht(self, aanvraag: Aanvraag, inhoud: Mapping[str, str]) -> Opdracht:
        assert aanvraag.ingediend_op is not None
        return Opdracht(
            aanvraag.id,
            aanvraag.klant_id,
            inhoud["zaaktype"],
            inhoud["omschrijving"],
            aanvraag.gegevens,
            aanvraag.ingediend_op,
            self._zegel.nummer(inhoud) if self._zegel else None,
        )

    async def _trek_in(self, aanvraag_id: str, progress: Progress) -> None:
        aanvraag = await self._bron.in_te_trekken(aanvraag_id)
        if aanvraag is None:
            return  # it was never registered, or the answer was noted and only the message still stood
        if aanvraag.zaak_id is None:
            raise NotDelivered(NOG_GEEN_ZAAK)
        assert aanvraag.referentie is not None
        assert aanvraag.intrekking_op is not None
        intrekking = Intrekking(
            aanvraag.id, aanvraag.klant_id, aanvraag.zaak_id, aanvraag.referentie, aanvraag.intrekking_op
        )
        afloop = await self._registratie.trek_in(intrekking, progress)
        await self._bron.intrekking_verwerkt(aanvraag.id, afloop, self._clock())
