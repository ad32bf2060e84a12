"""What the zaken subgraph needs of a zaakregistratie, embedded or real.

Every reading of zaken says who looks: a source only hands over what they may see, so that no resolver can
forget to ask. Visible is a zaak of which the customer is initiator, of an external zaaktype, and with at
least one status: without one its registration is not complete. Who acts for the customer sees those of the
diensten of their mandate. Of a visible zaak: the documents that are final and released to the initiator, and
the besluiten that have been sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, Self

from auth.propagation import Statement
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken.zaak import Besluit, Document, Fase, Status, Statustype, Zaak, Zaaktype


@dataclass(frozen=True, slots=True)
class Inzage:
    """Who looks: the customer `klant_id`, or someone who acts for them for these `diensten` alone."""

    klant_id: str = field(repr=False)
    diensten: frozenset[str] | None = None

    @classmethod
    def van(cls, caller: Statement) -> Self:
        return cls(caller.klant, caller.mandaat.diensten if caller.mandaat else None)


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which zaken are asked for; `zoek` is text to be found in the identificatie or the omschrijving."""

    fase: Fase | None = None
    zaaktype_id: str | None = None
    zoek: str | None = None


class Zakenbron(Protocol):
    """Reading zaken. The batch readers answer for the ids they know and leave out the others."""

    async def zaken_van(self, inzage: Inzage, selectie: Selectie, page: PageRequest) -> Page[Zaak]:
        """The zaken that are visible, the last registered first; the page's only key is the identificatie."""
        ...

    async def zaken(self, inzage: Inzage, ids: Sequence[str]) -> Mapping[str, Zaak]:
        """The zaken with these ids that are visible."""
        ...

    async def statussen(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Status]]:
        """The statuses of visible zaken, oldest first."""
        ...

    async def documenten(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Document]]:
        """The released documents of visible zaken, newest first."""
        ...

    async def besluiten(self, zaak_ids: Sequence[str]) -> Mapping[str, Sequence[Besluit]]:
        """The besluiten of visible zaken that have been sent, newest first."""
        ...

    async def zaaktypen(self, ids: Sequence[str]) -> Mapping[str, Zaaktype]:
        """Zaaktypen, of whichever version: an old zaak keeps the version it began with."""
        ...

    async def statustypen(self, zaaktype_ids: Sequence[str]) -> Mapping[str, Sequence[Statustype]]:
        """The steps of zaaktypen, first step first."""
        ...

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        """The external zaaktypen in force on a day, by omschrijving and then id (the page's keys)."""
        ...


@dataclass(frozen=True, slots=True)
class Registratie:
    """An aanvraag that is to become a zaak: `zaaktype` is an identificatie, `gegevens` what was filled in."""

    aanvraag_id: str
    zaaktype: str
    klant_id: str = field(repr=False)
    omschrijving: str
    ingediend_op: datetime
    gegevens: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Geregistreerd:
    """The zaak of an aanvraag; `nieuw` is false when an earlier request had already made it."""

    zaak_id: str
    identificatie: str
    nieuw: bool


class OnbekendZaaktype(ValueError):
    """No zaaktype with this identificatie is in force."""


class Zaakregister(Protocol):
    """Writing zaken."""

    async def registreer(self, registratie: Registratie, op: date) -> Geregistreerd:
        """Make the zaak with its initiator, first document and first status: all or nothing, and once.

        `op` is the day of registration. Raises OnbekendZaaktype.
        """
        ...
