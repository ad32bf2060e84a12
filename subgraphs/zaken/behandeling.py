"""Behandeling: what a handler sees of the zaken of its zaaktypen, and the steps it takes with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.gebeurtenis import Soort
from subgraphs.zaken.melding import Gemeld, Melder


@dataclass(frozen=True, slots=True)
class Tijd:
    """When a step is taken: the moment, and the day that it is by the calendar of the municipality."""

    moment: datetime
    dag: date


class OnbekendeZaak(LookupError):
    """There is no such zaak, or another handles it."""


class KanNiet(ValueError):
    """The zaak does not allow this step. `code` says why, in the words of the Zaken API."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True, slots=True)
class Dossier:
    """A zaak as its handler sees it. `stap` is the volgnummer of its last status, `stappen` all there are;
    of the last of them the zaak ends. `resultaten` are those that can be.
    """

    zaak_id: str
    identificatie: str
    zaaktype: str
    stap: int
    stappen: tuple[int, ...]
    resultaat: str | None
    resultaten: tuple[str, ...]
    gesloten: bool


class Behandeling:
    """The zaken that began as an aanvraag and are complete, by who handles them."""

    def __init__(self, database: Database, afhandelaars: Afhandelaars, melder: Melder) -> None:
        self._database = database
        self._afhandelaars = afhandelaars
        self._melder = melder

    async def open_zaken(self, afhandelaar: Afhandelaar, aantal: int) -> Sequence[str]:
        """The ids of zaken that still run, the oldest first."""
        chosen = _zaken().where(t.zaak.c.einddatum.is_(None)).order_by(t.zaak.c.identificatie)
        async with self._database.reading() as session:
            rows = (await session.execute(chosen)).all()
        return [row.id for row in rows if self._is_van(afhandelaar, row)][:aantal]

    async def dossier(self, afhandelaar: Afhandelaar, zaak_id: str) -> Dossier:
        """Raises OnbekendeZaak."""
        async with self._database.reading() as session:
            return await self._dossier(session, afhandelaar, _zaken().where(t.zaak.c.id == zaak_id))

    async def zet_status(self, afhandelaar: Afhandelaar, zaak_id: str, volgnummer: int, tijd: Tijd) -> bool:
        """Set a status; false when it is the last one already. With the eindstatus the zaak ends (Zaken API,
        zrc-007). Raises OnbekendeZaak, KanNiet.
        """
        async with self._database.writing() as session:
            dossier = await self._locked(session, afhandelaar, zaak_id)
            if dossier.stap == volgnummer:
                return False
            _mag_naar(dossier, volgnummer)
            await session.execute(_insert_status(dossier, volgnummer, tijd.moment))
            if volgnummer == dossier.stappen[-1]:
                ended = {"einddatum": tijd.dag}
                await session.execute(update(t.zaak).where(t.zaak.c.id == zaak_id).values(ended))
            await self._melder.meld(session, Gemeld(zaak_id, dossier.zaaktype), Soort.STATUS_GEZET)
        self._melder.wek()
        return True

    async def stel_resultaat_vast(self, afhandelaar: Afhandelaar, zaak_id: str, omschrijving: str) -> bool:
        """Say how the zaak ends; false when it said so already. Raises OnbekendeZaak, KanNiet."""
        async with self._database.writing() as session:
            dossier = await self._locked(session, afhandelaar, zaak_id)
            if dossier.resultaat == omschrijving:
                return False
            _is_open(dossier)
            if omschrijving not in dossier.resultaten:
                raise KanNiet("zaaktype-mismatch", "the zaaktype does not know this resultaat")
            await session.execute(_update_resultaat(dossier, omschrijving))
            await self._melder.meld(session, Gemeld(zaak_id, dossier.zaaktype), Soort.RESULTAAT_VASTGESTELD)
        self._melder.wek()
        return True

    async def _locked(self, session: AsyncSession, afhandelaar: Afhandelaar, zaak_id: str) -> Dossier:
        """The dossier as it stands, while nobody else can take a step with it."""
        await session.execute(select(t.zaak.c.id).where(t.zaak.c.id == zaak_id).with_for_update())
        return await self._dossier(session, afhandelaar, _zaken().where(t.zaak.c.id == zaak_id))

    async def _dossier(self, session: AsyncSession, afhandelaar: Afhandelaar, chosen: Select[Any]) -> Dossier:
        zaak = (await session.execute(chosen)).one_or_none()
        if zaak is None or not self._is_van(afhandelaar, zaak):
            raise OnbekendeZaak("there is no such zaak here")
        stappen = select(t.statustype.c.volgnummer).where(t.statustype.c.zaaktype_id == zaak.zaaktype_id)
        gezet = select(t.statustype.c.volgnummer).join_from(t.status, t.statustype)
        gezet = gezet.where(t.status.c.zaak_id == zaak.id)
        gezet = gezet.order_by(t.status.c.datum.desc(), t.statustype.c.volgnummer.desc()).limit(1)
        c = t.resultaattype.c
        resultaten = select(c.omschrijving).where(c.zaaktype_id == zaak.zaaktype_id).order_by(c.id)
        resultaat = select(c.omschrijving).where(c.id == zaak.resultaattype_id)
        return Dossier(
            zaak_id=zaak.id,
            identificatie=zaak.identificatie,
            zaaktype=zaak.zaaktype,
            stap=(await session.execute(gezet)).scalar_one(),
            stappen=tuple(sorted((await session.execute(stappen)).scalars())),
            resultaat=(await session.execute(resultaat)).scalar_one_or_none(),
            resultaten=tuple((await session.execute(resultaten)).scalars()),
            gesloten=zaak.einddatum is not None,
        )

    def _is_van(self, afhandelaar: Afhandelaar, zaak: Any) -> bool:
        return afhandelaar in self._afhandelaars.van(zaak.zaaktype)


def _zaken() -> Select[Any]:
    """Complete zaken that began as an aanvraag."""
    c = t.zaak.c
    columns = (c.id, c.identificatie, c.zaaktype_id, c.resultaattype_id, c.einddatum)
    has_status = select(t.status.c.id).where(t.status.c.zaak_id == c.id).exists()
    return (
        select(*columns, t.zaaktype.c.identificatie.label("zaaktype"))
        .join_from(t.zaak, t.zaaktype)
        .where(c.aanvraag_id.is_not(None), has_status)
    )


def _is_open(dossier: Dossier) -> None:
    if dossier.gesloten:
        raise KanNiet("zaak-closed", "the zaak has ended")


def _mag_naar(dossier: Dossier, volgnummer: int) -> None:
    _is_open(dossier)
    if volgnummer not in dossier.stappen:
        raise KanNiet("zaaktype-mismatch", "the zaaktype does not know this status")
    if volgnummer == dossier.stappen[-1] and dossier.resultaat is None:
        raise KanNiet("resultaat-does-not-exist", "a zaak that ends must have a resultaat")


def _insert_status(dossier: Dossier, volgnummer: int, moment: datetime) -> Any:
    statustype = (
        select(t.statustype.c.id)
        .join_from(t.statustype, t.zaak, t.statustype.c.zaaktype_id == t.zaak.c.zaaktype_id)
        .where(t.zaak.c.id == dossier.zaak_id, t.statustype.c.volgnummer == volgnummer)
        .scalar_subquery()
    )
    return insert(t.status).values(
        id=str(uuid4()), zaak_id=dossier.zaak_id, statustype_id=statustype, datum=moment
    )


def _update_resultaat(dossier: Dossier, omschrijving: str) -> Any:
    resultaattype = (
        select(t.resultaattype.c.id)
        .where(
            t.resultaattype.c.zaaktype_id == t.zaak.c.zaaktype_id,
            t.resultaattype.c.omschrijving == omschrijving,
        )
        .scalar_subquery()
    )
    changed = update(t.zaak).where(t.zaak.c.id == dossier.zaak_id)
    return changed.values(resultaattype_id=resultaattype)
