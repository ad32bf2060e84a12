"""What the formulieren subgraph needs: a catalogue of forms, a store of aanvragen with an outbox, a
zaakregistratie.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from auth.principal import Klantsoort
from subgraphs.formulieren.aanvraag import Aanvraag, Opdracht
from subgraphs.formulieren.formulier import Formulier
from subgraphs.service.bus.delivery import Progress
from subgraphs.service.bus.message import Message
from subgraphs.service.pagination import Page, PageRequest


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

    async def aanvragen(self, klant_id: str, ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        """The customer's aanvragen with these ids."""
        ...

    async def bij_zaken(self, klant_id: str, zaak_ids: Sequence[str]) -> Mapping[str, Aanvraag]:
        """The customer's aanvragen that became these zaken, by zaak id."""
        ...

    async def aanvragen_van(self, klant_id: str, page: PageRequest) -> Page[Aanvraag]:
        """All of a customer's aanvragen, the newest first; the page's only key is the volgnummer."""
        ...

    async def vervang(self, oud: Aanvraag, nieuw: Aanvraag) -> bool:
        """Write a changed aanvraag; false, and nothing written, when `oud` is not the stored version."""
        ...

    async def dien_in(self, oud: Aanvraag, nieuw: Aanvraag, bericht: Message) -> bool:
        """As `vervang`, and in the same transaction put a message in the outbox."""
        ...

    async def ingediende(self, aanvraag_id: str) -> Aanvraag | None:
        """An aanvraag that waits for its zaak, whoever it is of: for who registers, not for who asks."""
        ...

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str, nu: datetime) -> None:
        """The aanvraag has its zaak. Of a repeat nothing comes."""
        ...


class Zaakregistratie(Protocol):
    """Where an aanvraag becomes a zaak."""

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        """Make the zaak, or find the one already made of this aanvraag, and answer its id.

        Raises NotDelivered: the zaak may have been made all the same, only asking again tells.
        """
        ...
