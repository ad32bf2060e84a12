"""Berichten in an Objects API, in the shape that nl-portal gives them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from subgraphs.service.database import Database
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.zaken.postbus.bericht import Bericht, Berichtsoort
from subgraphs.zaken.postbus.bladzijde import bladzijde
from subgraphs.zaken.postbus.lezingen import Lezingen, lezer
from subgraphs.zaken.postbus.objecten import Object, Objecten, leesbare
from subgraphs.zaken.source import Inzage


class ObjectenBerichten:
    """Implements `Berichtenbron` over an Objects API; the database keeps what who acts for customers read."""

    def __init__(self, objecten: Objecten, objecttype: str, database: Database) -> None:
        self._objecten = objecten
        self._objecttype = objecttype
        self._lezingen = Lezingen(database)

    async def berichten_van(
        self, inzage: Inzage, gelezen: bool | None, nu: datetime, page: PageRequest
    ) -> Page[Bericht]:
        objecten = await self._objecten.van(inzage, self._objecttype)
        alle = await self._zoals_gelezen(inzage, leesbare(objecten, self._bericht))
        shown = (each for each in alle if each.gepubliceerd_op <= nu and gelezen in (None, each.gelezen))
        return bladzijde(shown, page, descending=True)

    async def lees(self, inzage: Inzage, bericht_id: str, nu: datetime) -> Bericht | None:
        found = await self._objecten.een(inzage, self._objecttype, bericht_id)
        bericht = next(leesbare(filter(None, [found]), self._bericht), None)
        if found is None or bericht is None or bericht.gepubliceerd_op > nu:
            return None
        if wie := lezer(inzage):
            await self._lezingen.lees(wie, bericht.id, nu)
            return replace(bericht, gelezen=True)
        if bericht.gelezen:
            return bericht
        read = await self._objecten.wijzig(found, {"geopend": True}, nu.date())
        return None if read is None else self._bericht(read)

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
        return Bericht(
            id=found.uuid,
            onderwerp=str(data["onderwerp"]),
            tekst=str(data["berichtTekst"]),
            soort=Berichtsoort(str(data.get("berichtType") or Berichtsoort.NOTIFICATIE).lower()),
            gepubliceerd_op=_moment(data["publicatiedatum"]),
            gelezen=data.get("geopend") is True,
            uiterlijk_op=date.fromisoformat(uiterlijk[:10]) if uiterlijk else None,
            zaak_id=self._objecten.zaak_id(data),
        )


def _moment(text: str) -> datetime:
    """A day begins at its beginning. Raises ValueError."""
    if len(text) == len("2026-01-31"):
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
