"""What the zaken subgraph needs of a zaakregistratie, embedded or real.

Every reading of zaken says who looks: a source only hands over what they may see, so that no resolver
can forget to ask. The rules are those of subgraphs.zaken.zichtbaarheid.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, Self, TypeAlias, TypeVar

from auth.principal import Identifier, Identiteit
from auth.propagation import Statement
from subgraphs.service.bereik import Bereik
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.zaak import (
    Besluit,
    Bestand,
    Document,
    Fase,
    Resultaat,
    Rol,
    Status,
    Statustype,
    Substatus,
    Zaak,
    Zaaktype,
)


@dataclass(frozen=True, slots=True)
class Inzage:
    """Who looks: the customer `klant_id`, or `gemachtigde`, who acts for them for these `diensten` alone.

    All of them pseudonyms; `nummer` is what a register knows the customer by, where this subgraph is told.
    """

    klant_id: str = field(repr=False)
    diensten: frozenset[str] | None = None
    gemachtigde: str | None = field(default=None, repr=False)
    nummer: Identiteit | None = field(default=None, repr=False)
    soort: Identifier = Identifier.PSEUDONIEM
    """What kind of number is behind the pseudonym, also where this subgraph is not told it."""

    @classmethod
    def van(cls, caller: Statement) -> Self:
        return cls(
            caller.klant,
            caller.mandaat.diensten if caller.mandaat else None,
            caller.actor if caller.actor != caller.klant else None,
            caller.identificatie.subject,
            caller.soort,
        )


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which zaken are asked for; `zoek` is text to be found in the identificatie or the omschrijving."""

    fase: Fase | None = None
    zaaktype_id: str | None = None
    zoek: str | None = None


T = TypeVar("T")
Gelezen: TypeAlias = Mapping[str, T | RegisterUnavailable]
"""What was read, by id; of what could not be reached, why."""


class Zakenbron(Protocol):
    """Reading zaken, of one register or of several.

    The batch readers answer for the ids they know and leave out the others; for what is in a register that
    gives no answer, they have that as the answer. The lists raise it when no register answers.
    """

    async def zaken_van(self, inzage: Inzage, selectie: Selectie, page: PageRequest) -> Page[Zaak]:
        """The zaken that are visible, the last registered first; the page's only key is `volgorde`.

        Partial when one of several registers gives no answer.
        """
        ...

    async def zaken(self, inzage: Inzage, ids: Sequence[str]) -> Gelezen[Zaak]:
        """The zaken with these ids that are visible."""
        ...

    async def deelzaken(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Zaak]]:
        """The parts of zaken, as far as they are visible themselves, the last registered first."""
        ...

    async def laatste_statussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Status]:
        """The status that visible zaken have now."""
        ...

    async def statussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Status]]:
        """The statuses of visible zaken, oldest first."""
        ...

    async def substatussen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Substatus]]:
        """What happened in between that the customer may know, by zaak, oldest first."""
        ...

    async def resultaten(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Resultaat]:
        """How visible zaken ended."""
        ...

    async def rollen(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Rol]]:
        """Who takes part in visible zaken: the customer first, the others by what they are."""
        ...

    async def documenten(self, inzage: Inzage, zaak_ids: Sequence[str]) -> Gelezen[Sequence[Document]]:
        """The released documents of visible zaken, newest first."""
        ...

    async def besluiten(
        self, inzage: Inzage, zaak_ids: Sequence[str], op: date
    ) -> Gelezen[Sequence[Besluit]]:
        """The besluiten of visible zaken that on this day have been sent or published, newest first."""
        ...

    async def besluitdocumenten(self, inzage: Inzage, besluit_ids: Sequence[str]) -> Gelezen[Sequence[str]]:
        """The ids of the documents that besluiten are laid down in, whether these are visible or not."""
        ...

    def bestand(
        self, inzage: Inzage, document_id: str, bereik: Bereik | None = None
    ) -> AbstractAsyncContextManager[Bestand | None]:
        """The content of a document that `documenten` would show; None without one. What comes before
        `bereik` may be left out. Raises Onbereikbaar.
        """
        ...

    async def zaaktypen(self, ids: Sequence[str]) -> Gelezen[Zaaktype]:
        """Zaaktypen, of whichever version: an old zaak keeps the version it began with."""
        ...

    async def statustypen(self, zaaktype_ids: Sequence[str]) -> Gelezen[Sequence[Statustype]]:
        """The steps of zaaktypen, first step first."""
        ...

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        """The external zaaktypen in force on a day, by omschrijving and then id (the page's keys)."""
        ...
