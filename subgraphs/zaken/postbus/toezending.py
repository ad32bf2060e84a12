"""Toezending: what handlers put in the embedded postbus of the customer of a zaak, and what comes back.

Each thing has a `kenmerk` of the handler's own, once for each zaak: a repeat finds what is there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.service.database import Database
from subgraphs.zaken import tables as z
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.postbus.bericht import Berichtsoort, Handelingsperspectief, moment_volgorde
from subgraphs.zaken.postbus.taak import Taaksoort, Taakstand, op_volgorde
from subgraphs.zaken.zichtbaarheid import Rolsoort


@dataclass(frozen=True, slots=True)
class Taakverzoek:
    """What a customer is asked to do."""

    kenmerk: str
    titel: str
    toelichting: str
    soort: Taaksoort
    verloopdatum: datetime | None = None
    url: str | None = None
    formulier: Mapping[str, Any] | None = field(default=None, repr=False)
    gegevens: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Berichtverzoek:
    """What a customer is told."""

    kenmerk: str
    onderwerp: str
    tekst: str
    soort: Berichtsoort
    uiterlijk_op: date | None = None
    handelingsperspectief: Handelingsperspectief | None = None
    bijlagen: tuple[str, ...] = ()
    """The ids of documents of the zaak."""


@dataclass(frozen=True, slots=True)
class Gevraagd:
    """A taak as its handler sees it; `antwoord` is there once the customer gave one."""

    id: str
    titel: str
    stand: Taakstand
    antwoord: Mapping[str, Any] | None = field(default=None, repr=False)


class GeenAanvrager(LookupError):
    """Nobody asked for this zaak, so that there is no postbus to put anything in."""


class OnbekendeBijlage(LookupError):
    """The zaak has no document with an id that was to go along."""


class Toezending:
    """Writes in the postbus of who asked for a zaak."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def vraag(self, zaak_id: str, verzoek: Taakverzoek) -> tuple[str, bool]:
        """The id of the taak, and whether it is new. Raises GeenAanvrager."""
        values = {
            "volgorde": op_volgorde(verzoek.verloopdatum),
            "titel": verzoek.titel,
            "toelichting": verzoek.toelichting,
            "soort": verzoek.soort,
            "stand": Taakstand.OPEN,
            "verloopdatum": verzoek.verloopdatum,
            "url": verzoek.url,
            "formulier": None if verzoek.formulier is None else dict(verzoek.formulier),
            "gegevens": dict(verzoek.gegevens),
        }
        return await self._put(t.taak, zaak_id, verzoek.kenmerk, values)

    async def bericht(self, zaak_id: str, verzoek: Berichtverzoek, nu: datetime) -> tuple[str, bool]:
        """The id of the bericht, and whether it is new. Raises GeenAanvrager and OnbekendeBijlage."""
        await self._check_documenten(zaak_id, verzoek.bijlagen)
        values = {
            "volgorde": moment_volgorde(nu),
            "onderwerp": verzoek.onderwerp,
            "tekst": verzoek.tekst,
            "soort": verzoek.soort,
            "gepubliceerd_op": nu,
            "uiterlijk_op": verzoek.uiterlijk_op,
            "handelingsperspectief": verzoek.handelingsperspectief,
            "bijlagen": list(verzoek.bijlagen),
        }
        return await self._put(t.bericht, zaak_id, verzoek.kenmerk, values)

    async def gevraagd(self, zaak_id: str) -> Sequence[Gevraagd]:
        """The taken of a zaak, by the order in which they end."""
        c = t.taak.c
        chosen = select(t.taak).where(c.zaak_id == zaak_id).order_by(c.volgorde, c.id)
        async with self._database.reading() as session:
            rows = (await session.execute(chosen)).all()
        return [Gevraagd(row.id, row.titel, Taakstand(row.stand), row.antwoord) for row in rows]

    async def zet_stand(self, zaak_id: str, taak_id: str, stand: Taakstand) -> bool:
        """Say that an answer was processed, or that a taak need not be done any more.

        False for a taak that is not of the zaak, or is not so far: only what was answered is processed, only
        what is open is closed. A repeat is true.
        """
        c = t.taak.c
        before = Taakstand.INGEDIEND if stand is Taakstand.VERWERKT else Taakstand.OPEN
        async with self._database.writing() as session:
            wanted = (c.id == taak_id, c.zaak_id == zaak_id, c.stand.in_((before, stand)))
            done = await session.execute(update(t.taak).where(*wanted).values(stand=stand).returning(c.id))
            return done.one_or_none() is not None

    async def _check_documenten(self, zaak_id: str, ids: Sequence[str]) -> None:
        """Raises OnbekendeBijlage unless these are all documents of the zaak."""
        c = z.document.c
        chosen = select(c.id).where(c.id.in_(ids), c.zaak_id == zaak_id)
        async with self._database.reading() as session:
            known = set((await session.execute(chosen)).scalars()) if ids else set()
        if not known.issuperset(ids):
            raise OnbekendeBijlage("the zaak has no such document")

    async def _put(
        self, table: Table, zaak_id: str, kenmerk: str, values: Mapping[str, Any]
    ) -> tuple[str, bool]:
        made = str(uuid5(NAMESPACE_URL, f"urn:gemeentegraaf:{table.name}:{zaak_id}:{kenmerk}"))
        try:
            async with self._database.writing() as session:
                if await session.scalar(select(table.c.id).where(table.c.id == made)):
                    return made, False
                whose = await _aanvrager(session, zaak_id)
                await session.execute(insert(table).values(id=made, zaak_id=zaak_id, **whose, **values))
        except IntegrityError:
            return made, False  # the same, at the same moment
        return made, True


async def _aanvrager(session: AsyncSession, zaak_id: str) -> dict[str, str | None]:
    """Whose postbus it is, and the dienst that a mandate must name. Raises GeenAanvrager."""
    chosen = (
        select(z.rol.c.klant_id, z.zaaktype.c.dienst)
        .join_from(z.rol, z.zaak)
        .join(z.zaaktype)
        .where(z.rol.c.zaak_id == zaak_id, z.rol.c.omschrijving_generiek == Rolsoort.INITIATOR)
        .order_by(z.rol.c.klant_id)
        .limit(1)
    )
    row = (await session.execute(chosen)).one_or_none()
    if row is None or row.klant_id is None:
        raise GeenAanvrager("nobody asked for this zaak")
    return {"klant_id": row.klant_id, "dienst": row.dienst}
