"""What the formulieren subgraph needs: a catalogue of forms, a store of aanvragen with an outbox, a
zaakregistratie.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from auth.principal import Klantsoort
from subgraphs.formulieren.aanvraag import Aanvraag, Opdracht
from subgraphs.formulieren.formulier import Formulier
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

    async def dien_in(self, oud: Aanvraag, opdracht: Opdracht, niet_voor: datetime) -> bool:
        """As `vervang`, and in the same transaction put the aanvraag in the outbox, not due before
        `niet_voor`.
        """
        ...

    async def neem_opdrachten(self, nu: datetime, niet_voor: datetime, aantal: int) -> Sequence[Opdracht]:
        """At most `aantal` that are due, the longest due first.

        Each goes to one caller only: it is not due again before `niet_voor`.
        """
        ...

    async def geregistreerd(self, aanvraag_id: str, zaak_id: str, nu: datetime) -> None:
        """The aanvraag has its zaak: it leaves the outbox. Of a repeat nothing comes."""
        ...

    async def mislukt(self, aanvraag_id: str, fout: str, niet_voor: datetime) -> None:
        """An attempt failed with this code: count it, and try again from `niet_voor`."""
        ...


class RegistratieMislukt(Exception):
    """The zaakregistratie did not confirm. `code` says why and holds nothing of the aanvraag.

    The zaak may have been made all the same: only asking again tells.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Zaakregistratie(Protocol):
    """Where an aanvraag becomes a zaak."""

    async def registreer(self, opdracht: Opdracht) -> str:
        """Make the zaak, or find the one already made of this aanvraag, and answer its id.

        Raises RegistratieMislukt.
        """
        ...
