"""In which order the sources are asked, how long that may take, and what happens when one does not answer.

    each source in the municipality's order for this kind of customer
        gives the customer     -> that is the answer, wholly: sources are never mixed in one answer
        does not know them     -> the next
        no answer, not in time -> the next, and what that gives is marked: `uitgeweken`

The registers together have one budget, and no more than half of the time that the gateway will wait; the
magazijn is ours, and is there when they are not.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens.klant import Bron, Klant, Persoon
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar, Persoonsgegevensbron
from subgraphs.persoonsgegevens.vraag import Vraag

logger = logging.getLogger(__name__)

BUDGET = 1.5
"""Seconds that all registers together may take for one customer."""
VOOR_REGISTERS = 0.5
"""The part of the time that whoever asks will wait, that registers may have."""


@dataclass(frozen=True, slots=True)
class Volgorde:
    """What a municipality chooses. `gemeentecode` (CBS) is its own: with it, what the magazijn has of who is
    registered elsewhere yields to a register that is in the order too.
    """

    per_klantsoort: Mapping[Klantsoort, Sequence[Bron]]
    budget: float = BUDGET
    gemeentecode: str | None = None


@dataclass(slots=True)
class _Zoektocht:
    """What came of the sources so far."""

    uitgeweken: bool = False
    reserve: Klant | None = field(default=None, repr=False)


class GeordendeBronnen:
    """Fulfils Persoonsgegevensbron over several others."""

    def __init__(self, bronnen: Mapping[Bron, Persoonsgegevensbron], volgorde: Volgorde) -> None:
        self._bronnen = bronnen
        self._volgorde = volgorde

    async def klant(self, vraag: Vraag) -> Klant | None:
        deadline = asyncio.get_running_loop().time() + self._budget(vraag)
        tocht = _Zoektocht()
        for bron in self._volgorde.per_klantsoort[vraag.klantsoort]:
            try:
                found = await self._gevraagd(bron, vraag, deadline)
            except BronOnbeschikbaar as exc:
                logger.warning("source %s gave no answer: %s", bron, exc.reden)
                tocht.uitgeweken = True
                continue
            if found is None:
                continue
            if not self._gaat_door(bron, found):
                return _gemerkt(found, uitgeweken=tocht.uitgeweken)
            tocht.reserve = found
        if tocht.reserve is None and tocht.uitgeweken:
            raise BronOnbeschikbaar("no source is left")
        return tocht.reserve and _gemerkt(tocht.reserve, uitgeweken=tocht.uitgeweken)

    def _budget(self, vraag: Vraag) -> float:
        """Registers may not use up all the time there is: the magazijn must be able to answer after them."""
        if vraag.seconden is None:
            return self._volgorde.budget
        return min(self._volgorde.budget, vraag.seconden * VOOR_REGISTERS)

    async def _gevraagd(self, bron: Bron, vraag: Vraag, deadline: float) -> Klant | None:
        if bron is Bron.MAGAZIJN:
            return await self._bronnen[bron].klant(vraag)
        try:
            async with asyncio.timeout_at(deadline):
                return await self._bronnen[bron].klant(vraag)
        except TimeoutError as exc:
            raise BronOnbeschikbaar("the budget is spent") from exc

    def _gaat_door(self, bron: Bron, found: Klant) -> bool:
        """Whether a source after this one is to be preferred for this customer."""
        eigen = self._volgorde.gemeentecode
        return (
            bron is Bron.MAGAZIJN
            and eigen is not None
            and isinstance(found, Persoon)
            and found.gemeente.code != eigen
        )


def _gemerkt(klant: Klant, *, uitgeweken: bool) -> Klant:
    return replace(klant, herkomst=replace(klant.herkomst, uitgeweken=uitgeweken)) if uitgeweken else klant
