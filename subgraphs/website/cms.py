"""Cms: the website's content as a CMS publishes it, read as a whole and kept for a moment.

What a municipality publishes fits in memory, and changes by the hour. So each kind is read in one go, and
searched, filtered and paged here, alike for every CMS: a visitor costs it nothing, and it may be down.

    fresh       a kind that was read less than `verversen` ago: no call
    old         what is there serves on, and is read anew behind it: nobody waits, and a failure only delays
    too old     `bewaren` after it was read, or never read: whoever asks waits, and hears of a failure
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.website.jsonapi import Jsonapi, Vindplaats
from subgraphs.website.soort import SOORTEN, Inhoud, Soort
from subgraphs.website.source import Selectie, Vondst
from subgraphs.website.verzameling import Verzameling, bladzijde

logger = logging.getLogger(__name__)

T = TypeVar("T", bound=Inhoud)


@dataclass(frozen=True, slots=True)
class Houdbaarheid:
    """Seconds: after which content is read anew, and for how long it may stand in when that fails.

    It is read anew once in a `pauze` at most.
    """

    verversen: float = 60.0
    bewaren: float = 86_400.0
    pauze: float = 5.0


@dataclass(slots=True)
class _Gelezen:
    """What was last read of a kind, and when; `opnieuw` is from when it is read again."""

    verzameling: Verzameling[Any] | None = None
    op: float = 0.0
    opnieuw: float = 0.0
    lezer: asyncio.Lock = field(default_factory=asyncio.Lock)


class Cms:
    """Fulfils Websitebron. `vindplaatsen` has every kind, by its name; `clock` gives seconds."""

    def __init__(
        self,
        jsonapi: Jsonapi,
        vindplaatsen: Mapping[str, Vindplaats],
        houdbaarheid: Houdbaarheid | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._jsonapi = jsonapi
        self._vindplaatsen = vindplaatsen
        self._houdbaarheid = houdbaarheid or Houdbaarheid()
        self._clock = clock
        self._gelezen = {soort.naam: _Gelezen() for soort in SOORTEN}
        self._lezingen: set[asyncio.Task[None]] = set()

    async def lijst(self, soort: Soort[T], selectie: Selectie, page: PageRequest) -> Page[T]:
        gekozen = (await self._verzameling(soort)).gekozen(selectie)
        rijen = [(kenmerken.sleutels(selectie.vanaf, selectie.tot), item) for kenmerken, item in gekozen]
        rijen.sort(key=lambda rij: rij[0], reverse=soort.aflopend)
        return bladzijde(rijen, page, aflopend=soort.aflopend)

    async def items(self, soort: Soort[T], ids: Sequence[str]) -> Mapping[str, T]:
        return (await self._verzameling(soort)).met(ids)

    async def zoek(self, zoek: str, page: PageRequest) -> Page[Vondst]:
        verzamelingen = await asyncio.gather(*(self._verzameling(soort) for soort in SOORTEN))
        rijen = [
            ((soort.naam, kenmerken.id), Vondst(soort, item))
            for soort, verzameling in zip(SOORTEN, verzamelingen, strict=True)
            for kenmerken, item in verzameling.gekozen(Selectie(zoek))
        ]
        return bladzijde(sorted(rijen, key=lambda rij: rij[0]), page)

    @property
    def leest(self) -> bool:
        """Whether anything is being read behind what serves."""
        return bool(self._lezingen)

    async def close(self) -> None:
        for lezing in self._lezingen:
            lezing.cancel()
        await asyncio.gather(*self._lezingen, return_exceptions=True)
        await self._jsonapi.close()

    async def _verzameling(self, soort: Soort[T]) -> Verzameling[T]:
        """Raises RegisterUnavailable, RegisterRefused."""
        gelezen = self._gelezen[soort.naam]
        if (bruikbaar := self._bruikbaar(gelezen)) is not None:
            if self._clock() >= gelezen.opnieuw and not gelezen.lezer.locked():
                gelezen.opnieuw = self._clock() + self._houdbaarheid.pauze
                lezing = asyncio.create_task(self._ververs(soort, gelezen))
                self._lezingen.add(lezing)
                lezing.add_done_callback(self._lezingen.discard)
            return bruikbaar
        async with gelezen.lezer:
            if (bruikbaar := self._bruikbaar(gelezen)) is not None:
                return bruikbaar  # somebody else read it while this waited
            return await self._lees(soort, gelezen)

    def _bruikbaar(self, gelezen: _Gelezen) -> Verzameling[Any] | None:
        houdbaar = self._clock() - gelezen.op <= self._houdbaarheid.bewaren
        return gelezen.verzameling if houdbaar else None

    async def _ververs(self, soort: Soort[T], gelezen: _Gelezen) -> None:
        try:
            async with gelezen.lezer:
                await self._lees(soort, gelezen)
        except (RegisterUnavailable, RegisterRefused) as exc:
            logger.warning("%s; what was read before stands in for %s", exc, soort.naam)

    async def _lees(self, soort: Soort[T], gelezen: _Gelezen) -> Verzameling[T]:
        items = await self._jsonapi.lees(soort, self._vindplaatsen[soort.naam])
        gelezen.verzameling = verzameling = Verzameling.van(soort, items)
        gelezen.op = self._clock()
        gelezen.opnieuw = gelezen.op + self._houdbaarheid.verversen
        return verzameling
