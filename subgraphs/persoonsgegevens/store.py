"""The embedded gegevensmagazijn: who customers are and how to reach them, over SQLite or PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, Select, case, insert, select, update
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging, Kanaal
from subgraphs.persoonsgegevens.klant import Klant, Organisatie, Persoon, Relatie, Verwant, Vestiging
from subgraphs.persoonsgegevens.rows import (
    contact_of,
    contact_row,
    organisatie_of,
    persoon_of,
    verwant_of,
    vestiging_of,
)
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.vraag import VERWANTEN, Vraag
from subgraphs.service.database import Database

_RELATIES = {relatie.value: plaats for plaats, relatie in enumerate(Relatie)}


class Gegevensmagazijn:
    """Fulfils Persoonsgegevensbron and Contactgegevensbron. A customer is one statement, and one more where
    relatives or vestigingen are asked.
    """

    def __init__(self, database: Database, nu: Callable[[], datetime]) -> None:
        self._database = database
        self._nu = nu

    async def klant(self, vraag: Vraag) -> Klant | None:
        with _reachable():
            if vraag.klantsoort is Klantsoort.BURGER:
                return await self._persoon(vraag)
            return await self._organisatie(vraag)

    async def _persoon(self, vraag: Vraag) -> Persoon | None:
        row = await self._row(
            select(tables.persoon, tables.klant)
            .join_from(tables.persoon, tables.klant)
            .where(tables.persoon.c.klant_id == vraag.klant_id)
        )
        if row is None:
            return None
        # How someone is addressed depends on the partner's name.
        wanted = vraag.raakt(*VERWANTEN, "adressering")
        verwanten = await self._verwanten(vraag.klant_id) if wanted else ()
        return replace(persoon_of(row), verwanten=verwanten)

    async def _organisatie(self, vraag: Vraag) -> Organisatie | None:
        row = await self._row(
            select(tables.organisatie, tables.klant)
            .join_from(tables.organisatie, tables.klant)
            .where(tables.organisatie.c.klant_id == vraag.klant_id)
        )
        if row is None:
            return None
        vestigingen = await self._vestigingen(vraag.klant_id) if vraag.raakt("vestigingen") else ()
        return replace(organisatie_of(row), vestigingen=vestigingen)

    async def _verwanten(self, id_: str) -> tuple[Verwant, ...]:
        verwant = tables.verwant.c
        rows = await self._rows(
            select(tables.verwant)
            .where(verwant.klant_id == id_)
            .order_by(case(_RELATIES, value=verwant.relatie), verwant.volgnummer)
        )
        return tuple(map(verwant_of, rows))

    async def _vestigingen(self, id_: str) -> tuple[Vestiging, ...]:
        vestiging = tables.vestiging.c
        rows = await self._rows(
            select(tables.vestiging)
            .where(vestiging.klant_id == id_)
            .order_by(vestiging.hoofdvestiging.desc(), vestiging.vestigingsnummer)
        )
        return tuple(map(vestiging_of, rows))

    async def contactgegevens(self, ids: Sequence[str]) -> Mapping[str, Contactgegevens]:
        with _reachable():
            rows = await self._rows(select(tables.klant).where(tables.klant.c.klant_id.in_(ids)))
        return {row["klant_id"]: contact_of(row) for row in rows}

    async def neem_op(self, id_: str, klantsoort: Klantsoort) -> None:
        row = {
            "klant_id": id_,
            "klantsoort": klantsoort,
            "voorkeurskanaal": Kanaal.POST,
            "bijgewerkt_op": self._nu(),
            "in_onderzoek": False,
        }
        known = select(tables.klant.c.klant_id).where(tables.klant.c.klant_id == id_)
        with suppress(IntegrityError):  # the same customer, twice at the same moment
            async with self._database.writing() as session:
                if (await session.execute(known)).first() is None:
                    await session.execute(insert(tables.klant).values(row))

    async def contactgegevens_wijzigen(self, id_: str, wijziging: Contactwijziging) -> Contactgegevens | None:
        here = tables.klant.c.klant_id == id_
        async with self._database.writing() as session:
            found = await session.execute(select(tables.klant).where(here).with_for_update())
            row = found.mappings().one_or_none()
            if row is None:
                return None
            nieuw = wijziging.toegepast_op(contact_of(row), self._nu())
            await session.execute(update(tables.klant).where(here).values(contact_row(nieuw)))
            return nieuw

    async def _row(self, statement: Select[Any]) -> RowMapping | None:
        rows = await self._rows(statement)
        return rows[0] if rows else None

    async def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


@contextmanager
def _reachable() -> Iterator[None]:
    """A database that cannot be reached is a source that does not answer; anything else is our mistake."""
    try:
        yield
    except (OperationalError, InterfaceError, OSError) as exc:
        raise BronOnbeschikbaar(f"the magazijn gives {type(exc).__name__}") from exc
