"""The synchroniser: fills the magazijn from the BRP and keeps it current. One round does all that is to do.

    whom       who is in the magazijn, and who is new                     -> on the list, due
    follow     who is not followed yet                                    -> a volgindicatie, with a feed
    changes    who changed since the last time, or, without a feed,
               who was last read too long ago                             -> due
    read       who is due, twenty at a time                               -> written to the magazijn

Of all processes over one magazijn one does a round at a time, under a lease; of one that dies it ends by
time. A round can be broken off at any moment and begun again: what is done is written down with what was
done, in one transaction, and everything may be done twice. The contact data that customers gave stay as they
are.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from auth.principal import Identifier, Identiteit
from auth.pseudonym import pseudonym
from subgraphs.persoonsgegevens.brp_wijzigingen import BrpWijzigingen
from subgraphs.persoonsgegevens.klant import Persoon
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.werklijst import Beurt, Werklijst
from subgraphs.service.pacht import Pacht
from subgraphs.service.settings import LOCAL

logger = logging.getLogger(__name__)

PACHT = "synchronisatie"
"""The lease under which rounds are done."""
TEGELIJK = 20
"""As many as the BRP gives in one answer."""
UITSTEL = timedelta(hours=1)
"""After which someone whose data could not be read is tried again."""
OPRIJ = 3
"""This many people in a row who cannot be read: then it is the register, and not they."""


class Personenbron(Protocol):
    """A register that gives several people at a time, with all that the magazijn keeps."""

    async def personen(self, mensen: Sequence[Identiteit]) -> Sequence[Persoon]:
        """Who of them is there. Raises BronOnbeschikbaar."""
        ...


@dataclass(slots=True)
class Verslag:
    """What a round did. `uitgesteld` are who could not be read, and will be tried again."""

    gevolgd: int = 0
    gewijzigd: int = 0
    bijgewerkt: int = 0
    onbekend: int = 0
    uitgesteld: int = 0


@dataclass(frozen=True, slots=True)
class Synchronisatie:
    """`key` is the municipality's pseudonym key; `verversen` how old a copy may become where there is no
    feed (`wijzigingen` is None). `tegelijk` people are read in one question.
    """

    bron: Personenbron
    lijst: Werklijst
    wijzigingen: BrpWijzigingen | None
    key: bytes = field(repr=False)
    nu: Callable[[], datetime]
    pacht: Pacht
    verversen: timedelta = timedelta(days=30)
    tegelijk: int = TEGELIJK

    async def ronde(self, nieuw: Sequence[str] = ()) -> Verslag:
        """All that is to do, with these BSNs besides.

        Raises AlBezig when another process is at it, PachtVerloren, BronOnbeschikbaar; what was done until
        then stays done.
        """
        async with self.pacht.gehouden():
            return await self._ronde(nieuw)

    async def _ronde(self, nieuw: Sequence[str]) -> Verslag:
        verslag = Verslag()
        await self.lijst.neem_op(nieuw, self.nu())
        if self.wijzigingen is None:
            verslag.gewijzigd = await self.lijst.verouderd(self.nu() - self.verversen, self.nu())
        else:
            await self._volg(self.wijzigingen, verslag)
            await self._wijzigingen(self.wijzigingen, verslag)
        while beurten := await self.lijst.aan_de_beurt(self.nu(), self.tegelijk):
            await self._lees(beurten, verslag)
        return verslag

    async def _volg(self, feed: BrpWijzigingen, verslag: Verslag) -> None:
        while bsns := await self.lijst.niet_gevolgd(self.tegelijk):
            for bsn in bsns:
                await feed.volg(bsn)
                await self.lijst.gevolgd(bsn)
                verslag.gevolgd += 1

    async def _wijzigingen(self, feed: BrpWijzigingen, verslag: Verslag) -> None:
        """The day itself is asked again next time: more may change on it, and twice does no harm."""
        vandaag = self.nu().astimezone(LOCAL).date()
        sinds = await self.lijst.sinds()
        gewijzigd = [] if sinds is None else await feed.sinds(sinds)
        verslag.gewijzigd = await self.lijst.gewijzigd(gewijzigd, vandaag, self.nu())

    async def _lees(self, beurten: Sequence[Beurt], verslag: Verslag) -> None:
        try:
            await self._werk_bij(beurten, verslag)
        except BronOnbeschikbaar as exc:
            if len(beurten) == 1:
                raise
            logger.warning("people could not be read together, now one by one: %s", exc.reden)
            await self._een_voor_een(beurten, verslag)

    async def _een_voor_een(self, beurten: Sequence[Beurt], verslag: Verslag) -> None:
        """One whose data cannot be read must not hold up the others."""
        mislukt = 0
        for beurt in beurten:
            try:
                await self._werk_bij([beurt], verslag)
                mislukt = 0
            except BronOnbeschikbaar:
                mislukt += 1
                if mislukt == OPRIJ:
                    raise
                await self.lijst.stel_uit(beurt, self.nu() + UITSTEL)
                verslag.uitgesteld += 1

    async def _werk_bij(self, beurten: Sequence[Beurt], verslag: Verslag) -> None:
        mensen = [
            Identiteit(pseudonym(self.key, Identifier.BSN, beurt.bsn), Identifier.BSN, beurt.bsn)
            for beurt in beurten
        ]
        gevonden = await self.bron.personen(mensen)
        await self.lijst.bijgewerkt(beurten, gevonden, self.nu())
        verslag.bijgewerkt += len(gevonden)
        verslag.onbekend += len(beurten) - len(gevonden)
