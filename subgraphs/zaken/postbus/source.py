"""What the postbus needs of the registers behind it, embedded or real.

Every reading says who looks, and gives what is theirs alone. Who acts for a customer sees what belongs to the
diensten of their mandate: by its own dienst, or in a register that knows none by the zaak that it is for.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from subgraphs.service.bereik import Bereik
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken.postbus.bericht import Bericht
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.postbus.contactmoment import Contactmoment
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taak, Taakkeuze
from subgraphs.zaken.source import Gelezen, Inzage
from subgraphs.zaken.zaak import Bestand


class Takenbron(Protocol):
    """Taken. Its methods raise RegisterUnavailable when the register gives no answer."""

    async def taken_van(
        self, inzage: Inzage, keuze: Taakkeuze, nu: datetime, page: PageRequest
    ) -> Page[Taak]:
        """The taken that were chosen, by `volgorde` and then id (the page's keys)."""
        ...

    async def taken(self, inzage: Inzage, ids: Sequence[str], nu: datetime) -> Mapping[str, Taak]:
        """The taken with these ids that are the customer's."""
        ...

    async def beantwoord(self, inzage: Inzage, antwoord: Antwoord, nu: datetime) -> Afloop:
        """Take an answer to an open taak of the customer, once; the taak is closed to others from then on.

        A repeat with the same key and content comes to the same. NIET_OPEN also for a taak that is not
        theirs.
        """
        ...


class Berichtenbron(Protocol):
    """Berichten. Its methods raise RegisterUnavailable when the register gives no answer."""

    async def berichten_van(
        self, inzage: Inzage, gelezen: bool | None, nu: datetime, page: PageRequest
    ) -> Page[Bericht]:
        """Those published by now, the newest first, by `volgorde` and id (the page's keys).

        Whether one is read is about who looks: who acts for a customer reads for themselves alone.
        """
        ...

    async def bericht(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        """A bericht of the customer that is published by now; None when there is none with this id."""
        ...

    async def lees(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        """Mark a bericht of the customer as read by who looks; None when there is none with this id."""
        ...


class Bijlagenbron(Protocol):
    """The documents that berichten refer to, whosever they are: who asks has seen the bericht."""

    async def bijlagen(self, inzage: Inzage, verwijzingen: Sequence[str]) -> Gelezen[Bijlage]:
        """By reference the documents that may be shown to customers; of what cannot be reached, why."""
        ...

    def inhoud(
        self, inzage: Inzage, verwijzing: str, bereik: Bereik | None = None
    ) -> AbstractAsyncContextManager[Bestand | None]:
        """The content of what `bijlagen` would give; None without one. What comes before `bereik` may be
        left out. Raises RegisterUnavailable, and Onbereikbaar.
        """
        ...


class Contactmomentenbron(Protocol):
    """Contactmomenten. Raises RegisterUnavailable when the register gives no answer."""

    async def contactmomenten_van(
        self, inzage: Inzage, page: PageRequest, zaak_id: str | None = None
    ) -> Page[Contactmoment]:
        """Those that are not confidential, the latest first, by `volgorde` and id (the page's keys).

        With a zaak only those that were about it.
        """
        ...
