"""A change that the customer may ask for and not make: an aanvraag, which becomes a zaak.

It is written down together with the message that brings it to the zaakregistratie, so that it is never lost;
the bus brings it there, once, however often that is tried. What was filled in goes away then; a fingerprint
stays, by which a repeat is told from another request under the same idempotency key.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import uuid4

from auth.principal import Identiteit
from auth.propagation import Statement
from subgraphs.persoonsgegevens.vingerafdruk import Vingerafdrukken
from subgraphs.service.bus.delivery import Progress
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.message import Message
from subgraphs.service.errors import InvalidInput, KeyReused
from subgraphs.service.text import is_plain
from subgraphs.service.zaakregistratie.betrokkenezegel import Betrokkenezegel
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zaakregistratie import Zaakregistratie

REGISTRATIE = "zaakregistratie"
"""The destination on the bus of aanvragen."""
GEDULD = 4.0
"""Seconds a customer waits for the zaak; after it the bus goes on by itself."""
MAX_SLEUTEL = 128


@dataclass(frozen=True, slots=True)
class Verzoek:
    """What a customer asks for: a zaak of this type, with this in it."""

    zaaktype: str
    omschrijving: str
    gegevens: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Aanvraag:
    """`zaak_id` is there once it has become a zaak; what was filled in is with the zaak then. `vingerafdruk`
    is of what was asked; None where an earlier version wrote it down without.
    """

    id: str
    klant_id: str
    zaaktype: str
    omschrijving: str
    gegevens: Mapping[str, Any] = field(repr=False)
    ingediend_op: datetime
    zaak_id: str | None = None
    vingerafdruk: str | None = None


class Aanvraagbron(Protocol):
    """Where aanvragen are kept until they are a zaak, and so that a repeat is known."""

    async def aanvraag(self, aanvraag_id: str) -> Aanvraag | None: ...

    async def bekend(self, klant_id: str, sleutel: str) -> Aanvraag | None:
        """What this customer asked with this idempotency key."""
        ...

    async def schrijf(self, nieuw: Aanvraag, sleutel: str, message: Message) -> bool:
        """Keep it, and the message with it; False when the customer's key is taken."""
        ...

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str) -> None:
        """It has become this zaak."""
        ...


class Aanvraagbezorging:
    """Fulfils Destination: an aanvraag becomes a zaak, once, and is told so."""

    def __init__(self, bron: Aanvraagbron, registratie: Zaakregistratie, zegel: Betrokkenezegel) -> None:
        self._bron = bron
        self._registratie = registratie
        self._zegel = zegel

    async def deliver(self, message: Message, progress: Progress) -> None:
        aanvraag = await self._bron.aanvraag(message.id)
        if aanvraag is not None and aanvraag.zaak_id is None:
            opdracht = _opdracht(aanvraag, self._zegel.nummer(message.content))
            zaak_id = await self._registratie.registreer(opdracht, progress)
            await self._bron.geregistreerd(aanvraag.id, zaak_id)


@dataclass(frozen=True, slots=True)
class Aanvragen:
    """The desk where a customer asks."""

    bron: Aanvraagbron
    dispatcher: Dispatcher
    zegel: Betrokkenezegel
    vingerafdrukken: Vingerafdrukken
    nu: Callable[[], datetime]
    geduld: float = GEDULD

    async def dien_in(self, klant: Statement, sleutel: str, verzoek: Verzoek) -> Aanvraag:
        """Ask for it, and wait a moment for the zaak. A repeat with the same key gets what there is by now.

        Raises InvalidInput for a key that cannot be one, and KeyReused for one with which something else was
        asked.
        """
        if not 1 <= len(sleutel) <= MAX_SLEUTEL or not is_plain(sleutel):
            raise InvalidInput(
                f"Een idempotentiesleutel heeft 1 tot en met {MAX_SLEUTEL} tekens.",
                veld="idempotentiesleutel",
            )
        nieuw = self._nieuw(klant.klant, verzoek)
        aanvraag = await self.bron.bekend(klant.klant, sleutel)
        while aanvraag is None:
            aanvraag = await self._geschreven(nieuw, sleutel, self.zegel.inhoud(verzoek.zaaktype, klant))
        if not _vraagt_hetzelfde(aanvraag, nieuw):
            raise KeyReused(veld="idempotentiesleutel")
        return aanvraag

    def _nieuw(self, klant_id: str, verzoek: Verzoek) -> Aanvraag:
        return Aanvraag(
            id=uuid4().hex,
            klant_id=klant_id,
            zaaktype=verzoek.zaaktype,
            omschrijving=verzoek.omschrijving,
            gegevens=verzoek.gegevens,
            ingediend_op=self.nu(),
            vingerafdruk=self.vingerafdrukken.van(klant_id, verzoek.zaaktype, verzoek.gegevens),
        )

    async def _geschreven(self, nieuw: Aanvraag, sleutel: str, sealed: Mapping[str, str]) -> Aanvraag | None:
        """The aanvraag as it is after the first attempt; that of who was before us, if somebody was. `sealed`
        is what its registration must know of the customer.
        """
        # This request makes the first attempt itself; if it dies, the dispatcher takes over.
        message = self.dispatcher.message(nieuw.id, REGISTRATIE, sealed)
        if not await self.bron.schrijf(nieuw, sleutel, message):
            return await self.bron.bekend(nieuw.klant_id, sleutel)
        await self.dispatcher.deliver_within(message, self.geduld)
        return await self.bron.aanvraag(nieuw.id)


def _opdracht(aanvraag: Aanvraag, nummer: Identiteit | None) -> Opdracht:
    return Opdracht(
        aanvraag.id,
        aanvraag.klant_id,
        aanvraag.zaaktype,
        aanvraag.omschrijving,
        aanvraag.gegevens,
        aanvraag.ingediend_op,
        nummer,
    )


def _vraagt_hetzelfde(eerder: Aanvraag, nieuw: Aanvraag) -> bool:
    """Of what was written down without a fingerprint, only the zaaktype is still known for sure."""
    if eerder.vingerafdruk is None:
        return eerder.zaaktype == nieuw.zaaktype
    return eerder.vingerafdruk == nieuw.vingerafdruk
