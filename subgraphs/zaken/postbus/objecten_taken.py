"""Taken in an Objects API, as externe klanttaken (version 2 of nl-portal's objecttype).

The register cannot hold two answers apart that come at once: it takes the last. So an answer is claimed in
our own database first, and only who has the claim writes. A claim that came to nothing can be taken over
after `GEDULD`, as long as the register says that the taak is open.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from subgraphs.service.database import Database
from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.settings import LOCAL
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.postbus.bladzijde import bladzijde
from subgraphs.zaken.postbus.objecten import Object, Objecten, leesbare
from subgraphs.zaken.postbus.taak import Afloop, Antwoord, Taak, Taakkeuze, Taaksoort, Taakstand, stand_op
from subgraphs.zaken.source import Inzage

LAATSTE_SECONDE = time(23, 59, 59)
GEDULD = timedelta(minutes=1)
AFGEROND = "afgerond"
"""What the register calls a taak that the customer did."""
_STANDEN = {
    "open": Taakstand.OPEN,
    AFGEROND: Taakstand.INGEDIEND,
    "ingediend": Taakstand.INGEDIEND,
    "verwerkt": Taakstand.VERWERKT,
    "gesloten": Taakstand.GESLOTEN,
}
_SOORTEN = {
    "portaalformulier": Taaksoort.FORMULIER,
    "url": Taaksoort.LINK,
    "ogonebetaling": Taaksoort.BETALING,
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Who answers a taak: by the key of the answer and its content. `klaar`: the register has it."""

    sleutel: str
    vingerafdruk: str
    moment: datetime
    klaar: bool


class ObjectenTaken:
    """Implements `Takenbron` over an Objects API; the database keeps the claims."""

    def __init__(self, objecten: Objecten, objecttype: str, database: Database) -> None:
        self._objecten = objecten
        self._objecttype = objecttype
        self._database = database

    async def taken_van(
        self, inzage: Inzage, keuze: Taakkeuze, nu: datetime, page: PageRequest
    ) -> Page[Taak]:
        objecten = await self._objecten.van(inzage, self._objecttype)
        alle = leesbare(objecten, lambda each: self._taak(each, nu))
        return bladzijde(filter(keuze.geldt, alle), page)

    async def taken(self, inzage: Inzage, ids: Sequence[str], nu: datetime) -> Mapping[str, Taak]:
        found = [await self._objecten.een(inzage, self._objecttype, each) for each in ids]
        return {taak.id: taak for taak in leesbare(filter(None, found), lambda each: self._taak(each, nu))}

    async def beantwoord(self, inzage: Inzage, antwoord: Antwoord, nu: datetime) -> Afloop:
        known = await self._claimed(antwoord.taak_id)
        if known is not None and known.sleutel == antwoord.sleutel:
            if known.vingerafdruk != antwoord.vingerafdruk:
                return Afloop.SLEUTEL_HERGEBRUIKT
            if known.klaar:
                return Afloop.BEANTWOORD
        found = await self._objecten.een(inzage, self._objecttype, antwoord.taak_id)
        taak = next(leesbare(filter(None, [found]), lambda each: self._taak(each, nu)), None)
        if found is None or taak is None:
            return Afloop.NIET_OPEN
        ours = known is not None and known.sleutel == antwoord.sleutel
        if taak.stand is Taakstand.INGEDIEND and ours:
            await self._done(antwoord)  # written before, though nobody heard so
            return Afloop.BEANTWOORD
        if taak.stand is not Taakstand.OPEN:
            return Afloop.NIET_OPEN
        if not await self._claim(antwoord, nu):
            return Afloop.WORDT_BEANTWOORD
        return await self._write(found, antwoord, nu.date())

    async def _write(self, found: Object, antwoord: Antwoord, op: date) -> Afloop:
        data = {"status": AFGEROND, "portaalformulier": {"verzonden_data": dict(antwoord.gegevens)}}
        if await self._objecten.wijzig(found, data, op) is None:
            return Afloop.NIET_OPEN
        await self._done(antwoord)
        return Afloop.BEANTWOORD

    async def _claimed(self, taak_id: str) -> Claim | None:
        c = t.taakclaim.c
        async with self._database.reading() as session:
            row = (await session.execute(select(t.taakclaim).where(c.taak_id == taak_id))).one_or_none()
        return None if row is None else Claim(row.sleutel, row.vingerafdruk, row.moment, row.klaar)

    async def _claim(self, antwoord: Antwoord, nu: datetime) -> bool:
        """Whether this answer may be written: it is the first, a repeat, or the other came to nothing."""
        c = t.taakclaim.c
        values = {"sleutel": antwoord.sleutel, "vingerafdruk": antwoord.vingerafdruk, "moment": nu}
        try:
            async with self._database.writing() as session:
                where = select(t.taakclaim).where(c.taak_id == antwoord.taak_id).with_for_update()
                row = (await session.execute(where)).one_or_none()
                if row is None:
                    new = {"taak_id": antwoord.taak_id, "klaar": False, **values}
                    await session.execute(insert(t.taakclaim).values(new))
                    return True
                if row.sleutel != antwoord.sleutel and row.moment > nu - GEDULD:
                    return False
                again = update(t.taakclaim).where(c.taak_id == antwoord.taak_id)
                await session.execute(again.values(klaar=False, **values))
        except IntegrityError:
            return False
        return True

    async def _done(self, antwoord: Antwoord) -> None:
        c = t.taakclaim.c
        async with self._database.writing() as session:
            ours = (c.taak_id == antwoord.taak_id, c.sleutel == antwoord.sleutel)
            await session.execute(update(t.taakclaim).where(*ours).values(klaar=True))

    def _taak(self, found: Object, nu: datetime) -> Taak:
        """Raises KeyError, TypeError or ValueError for data that is no klanttaak."""
        data = found.data
        soort = _SOORTEN[data["soort"]]
        einde = _moment(data["verloopdatum"]) if data.get("verloopdatum") else None
        formulier = data.get("portaalformulier") or {}
        return Taak(
            id=found.uuid,
            titel=str(data["titel"]),
            toelichting=str(data.get("toelichting") or ""),
            soort=soort,
            stand=stand_op(_STANDEN[data["status"]], einde, nu),
            verloopdatum=einde,
            zaak_id=self._objecten.zaak_id(data),
            url=_url(data.get("url")),
            formulierkenmerk=_kenmerk(formulier.get("formulier")),
            gegevens=dict(formulier.get("data") or {}),
        )


def _url(given: object) -> str | None:
    """An address that a browser may be sent to; None for anything else, as a script."""
    uri = given.get("uri") if isinstance(given, dict) else None
    return uri if isinstance(uri, str) and uri.startswith("https://") else None


def _kenmerk(formulier: object) -> str | None:
    value = formulier.get("value") or formulier.get("waarde") if isinstance(formulier, dict) else None
    return str(value) if value else None


def _moment(text: str) -> datetime:
    """A day lasts until its last second; without an offset it is our own time. Raises ValueError."""
    if "T" not in text and " " not in text:
        return datetime.combine(date.fromisoformat(text), LAATSTE_SECONDE, LOCAL)
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)
