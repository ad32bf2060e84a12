"""What the formulieren subgraph needs: a catalogue of forms, and a store of aanvragen with their bijlagen and
an outbox.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from enum import Enum, auto
from typing import Protocol

from auth.principal import Identiteit, Klantsoort
from subgraphs.formulieren.aanvraag import Aanvraag, Stand
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.inzending import OpenstaandeInzending
from subgraphs.service.bus.message import Message
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.zaakregistratie.intrekking import Afloop


class Terugname(Enum):
    """What came of taking a submission back."""

    GELUKT = auto()
    BEGONNEN = auto()
    """It is being registered: nothing was written."""
    GEWIJZIGD = auto()
    """The aanvraag is not the stored version: nothing was written."""


class Formulierenbron(Protocol):
    """The catalogue. It is public."""

    async def formulieren(self, ids: Sequence[str]) -> Mapping[str, Formulier]:
        """The forms with these ids, as far as they exist."""
        ...

    async def catalogus(
        self, zoek: str | None, klantsoort: Klantsoort | None, page: PageRequest
    ) -> Page[Formulier]:
        """Forms by titel and then id (the page's keys)."""
        ...


class Aanvragenbron(Protocol):
    """Aanvragen. Every reading for a customer names that customer, so that none sees another's."""

    async def start(self, nieuw: Aanvraag, sleutel: str) -> Aanvraag:
        """Store a new draft, once for a customer and idempotency key: on a repeat, the draft that was made
        first.

        The volgnummer of `nieuw` is of no account; the answer has the real one.
        """
        ...

    async def gestart(self, klant_id: str, sleutel: str) -> Aanvraag | None:
        """What the customer started under this idempotency key."""
        ...

    async def aanvragen(self, klant_id: str, ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        """The customer's aanvragen with these ids."""
        ...

    async def bij_zaken(self, klant_id: str, zaak_ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        """The customer's aanvragen that became these zaken, by zaak id."""
        ...

    async def aanvragen_van(
        self, klant_id: str, page: PageRequest, stand: Stand | None = None
    ) -> Page[Aanvraag]:
        """A customer's aanvragen, all or those that are so far, the newest first; the page's only key is the
        volgnummer.
        """
        ...

    async def vervang(self, oud: Aanvraag, nieuw: Aanvraag) -> bool:
        """Write a changed aanvraag; false, and nothing written, when `oud` is not the stored version."""
        ...

    async def dien_in(
        self, oud: Aanvraag, nieuw: Aanvraag, bericht: Message, weg: Sequence[str] = ()
    ) -> bool:
        """As `vervang`, and in the same transaction put a message in the outbox, and take the bijlagen with
        the ids `weg` away.
        """
        ...

    async def neem_terug(self, oud: Aanvraag, nieuw: Aanvraag) -> Terugname:
        """As `vervang`, and in the same transaction take the message of a submission back: what was not begun
        is never registered.
        """
        ...

    async def vraag_intrekking(self, oud: Aanvraag, nieuw: Aanvraag, bericht: Message) -> bool:
        """As `vervang`, and in the same transaction put the message in the outbox that asks to withdraw the
        zaak.
        """
        ...


class Verzendbron(Protocol):
    """Submitted aanvragen, whoever they are of: for who registers and withdraws, not for who asks. Of each
    act a repeat changes nothing.
    """

    async def ingediende(self, aanvraag_id: str) -> Aanvraag | None:
        """An aanvraag that waits for its zaak."""
        ...

    async def in_te_trekken(self, aanvraag_id: str) -> Aanvraag | None:
        """An aanvraag of which the withdrawal waits."""
        ...

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str, nu: datetime) -> None:
        """The aanvraag has its zaak."""
        ...

    async def intrekking_verwerkt(self, aanvraag_id: str, afloop: Afloop, nu: datetime) -> None:
        """What came of a withdrawal. Of what is withdrawn data and bijlagen are erased: the zaak has them."""
        ...

    async def opgegeven(self, aanvraag_id: str, nu: datetime) -> None:
        """An aanvraag that waits for its zaak will never have one."""
        ...


class Bijlagenbron(Protocol):
    """The files of aanvragen. Every change is one of its aanvraag too, and only of a draft."""

    async def bijlagen(self, aanvraag_ids: Sequence[str]) -> Mapping[str, Sequence[Bijlage]]:
        """By aanvraag, in order of adding. Who asks has found the aanvragen to be theirs."""
        ...

    async def bijlage(self, klant_id: str, bijlage_id: str) -> tuple[Bijlage, Aanvraag] | None:
        """The customer's bijlage with this id, and the aanvraag that it goes with."""
        ...

    async def voeg_toe(self, oud: Aanvraag, bijlage: Bijlage) -> bool:
        """Make place for a file; false, and nothing made, when `oud` is not the stored version."""
        ...

    async def verwijder(self, oud: Aanvraag, bijlage_id: str, nu: datetime) -> bool:
        """Take a bijlage away with its content; false when `oud` is not the stored version."""
        ...

    async def schrijf(self, bijlage_id: str, poging: str, nummer: int, inhoud: bytes, nu: datetime) -> None:
        """Store a part of an upload, counted from 0. It is of no account until the whole has come."""
        ...

    async def ontvangen(self, bijlage: Bijlage) -> bool:
        """The upload `poging` is the file. False, and nothing changed, when the aanvraag is no draft any
        more, or another upload was first.
        """
        ...

    async def vergeet(self, bijlage_id: str, poging: str) -> None:
        """Forget the parts of an upload."""
        ...

    def inhoud(self, bijlage: Bijlage) -> AsyncIterator[bytes]:
        """The content, in chunks of at most CHUNK bytes; `grootte` bytes together."""
        ...


class Inzendingenbron(Protocol):
    """What customers began to fill in elsewhere."""

    async def openstaand(self, klant: Identiteit) -> Sequence[OpenstaandeInzending]:
        """Those of one customer, the last changed first. Raises RegisterUnavailable, RegisterRefused."""
        ...
