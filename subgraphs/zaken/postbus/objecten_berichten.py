"""Berichten in an Objects API, in the shape that nl-portal gives them."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from subgraphs.service.database import Database
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.settings import LOCAL
from subgraphs.zaken.postbus.bericht import Bericht, Berichtsoort, Handelingsperspectief
from subgraphs.zaken.postbus.bladzijde import bladzijde
from subgraphs.zaken.postbus.lezingen import Lezingen, lezer
from subgraphs.zaken.postbus.objecten import Object, Objecten, leesbare
from subgraphs.zaken.source import Inzage

logger = logging.getLogger(__name__)

EEN_DAG = len("2026-01-31")
_SOORTEN = {each.value: each for each in Berichtsoort}
_PERSPECTIEVEN = {each.value: each for each in Handelingsperspectief}


class ObjectenBerichten:
    """Implements `Berichtenbron` over an Objects API; the database keeps what who acts for customers read."""

    def __init__(self, objecten: Objecten, objecttype: str, database: Database) -> None:
        self._objecten = objecten
        self._objecttype = objecttype
        self._lezingen = Lezingen(database)
        self._onbekend_gemeld = False

    async def berichten_van(
        self, inzage: Inzage, gelezen: bool | None, nu: datetime, page: PageRequest
    ) -> Page[Bericht]:
        objecten = await self._objecten.van(inzage, self._objecttype)
        alle = await self._zoals_gelezen(inzage, leesbare(objecten, self._bericht))
        shown = (each for each in alle if each.gepubliceerd_op <= nu and gelezen in (None, each.gelezen))
        return bladzijde(shown, page, descending=True)

    async def bericht(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        found = await self._gepubliceerd(inzage, bericht_id, nu)
        return next(iter(await self._zoals_gelezen(inzage, [found[1]])), None) if found else None

    async def lees(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        gepubliceerd = await self._gepubliceerd(inzage, bericht_id, nu)
        if gepubliceerd is None:
            return None
        found, bericht = gepubliceerd
        if wie := lezer(inzage):
            await self._lezingen.lees(wie, bericht.id, nu)
            return replace(bericht, gelezen=True)
        if bericht.gelezen:
            return bericht
        read = await self._objecten.wijzig(found, {"geopend": True}, nu.date())
        return None if read is None else self._bericht(read)

    async def _gepubliceerd(
        self, inzage: Inzage, bericht_id: str, nu: datetime
    ) -> tuple[Object, Bericht] | None:
        """A bericht that who looks may see, and the object that it is."""
        found = await self._objecten.een(inzage, self._objecttype, bericht_id)
        bericht = next(leesbare(filter(None, [found]), self._bericht), None)
        if found is None or bericht is None or bericht.gepubliceerd_op > nu:
            return None
        return found, bericht

    async def _zoals_gelezen(self, inzage: Inzage, alle: Iterable[Bericht]) -> Iterable[Bericht]:
        """Each as read or not by who looks."""
        wie = lezer(inzage)
        if wie is None:
            return alle
        found = list(alle)
        gelezen = await self._lezingen.gelezen(wie, [each.id for each in found])
        return [replace(each, gelezen=each.id in gelezen) for each in found]

    def _bericht(self, found: Object) -> Bericht:
        """Raises KeyError, TypeError or ValueError for data that is no bericht."""
        data = found.data
        uiterlijk = data.get("einddatumHandelingstermijn")
        perspectief = str(data.get("handelingsperspectief") or "").lower()
        return Bericht(
            id=found.uuid,
            onderwerp=str(data["onderwerp"]),
            tekst=str(data["berichtTekst"]),
            soort=self._soort(str(data.get("berichtType") or Berichtsoort.NOTIFICATIE).lower()),
            gepubliceerd_op=_moment(data["publicatiedatum"]),
            gelezen=data.get("geopend") is True,
            uiterlijk_op=_dag(uiterlijk) if uiterlijk else None,
            zaak_id=self._objecten.zaak_id(data),
            handelingsperspectief=_PERSPECTIEVEN.get(perspectief),
            bijlagen=tuple(each for each in data.get("bijlages") or () if isinstance(each, str)),
        )

    def _soort(self, naam: str) -> Berichtsoort:
        """What a bericht is for. Registers have kinds of their own: those are told in the log once."""
        if (known := _SOORTEN.get(naam)) is not None:
            return known
        if not self._onbekend_gemeld:
            logger.warning("register objecten: berichten of an unknown kind are shown as OVERIG")
            self._onbekend_gemeld = True
        return Berichtsoort.OVERIG


def _dag(text: str) -> date:
    """The day where the municipality is. Raises ValueError."""
    return date.fromisoformat(text) if len(text) == EEN_DAG else _moment(text).astimezone(LOCAL).date()


def _moment(text: str) -> datetime:
    """A day begins at its beginning. Raises ValueError."""
    if len(text) == EEN_DAG:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
