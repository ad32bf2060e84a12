"""The embedded gegevensmagazijn: a Persoonsgegevensbron over SQLite or PostgreSQL."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import RowMapping, Select, case, select, update

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging
from subgraphs.persoonsgegevens.klant import Klant, Relatie, Verwant
from subgraphs.persoonsgegevens.rows import contact_of, organisatie_of, persoon_of, verwant_of, vestiging_of
from subgraphs.service.database import Database
from subgraphs.service.organisatie import Vestiging

R = TypeVar("R")

_RELATIES = {relatie.value: plaats for plaats, relatie in enumerate(Relatie)}


class Gegevensmagazijn:
    """Fulfils Persoonsgegevensbron. Every reading is one statement, or two where persons and organisations
    differ.
    """

    def __init__(self, database: Database, nu: Callable[[], datetime]) -> None:
        self._database = database
        self._nu = nu

    async def klanten(self, ids: Sequence[str]) -> Mapping[str, Klant]:
        personen = await self._rows(
            select(tables.persoon, tables.klant)
            .join_from(tables.persoon, tables.klant)
            .where(tables.persoon.c.klant_id.in_(ids))
        )
        gevonden: dict[str, Klant] = {row["klant_id"]: persoon_of(row) for row in personen}
        if rest := [id_ for id_ in ids if id_ not in gevonden]:
            organisaties = await self._rows(
                select(tables.organisatie, tables.klant)
                .join_from(tables.organisatie, tables.klant)
                .where(tables.organisatie.c.klant_id.in_(rest))
            )
            gevonden |= {row["klant_id"]: organisatie_of(row) for row in organisaties}
        return gevonden

    async def verwanten(self, ids: Sequence[str]) -> Mapping[str, Sequence[Verwant]]:
        verwant = tables.verwant.c
        rows = await self._rows(
            select(tables.verwant)
            .where(verwant.klant_id.in_(ids))
            .order_by(case(_RELATIES, value=verwant.relatie), verwant.volgnummer)
        )
        return _grouped(rows, verwant_of)

    async def vestigingen(self, ids: Sequence[str]) -> Mapping[str, Sequence[Vestiging]]:
        vestiging = tables.vestiging.c
        rows = await self._rows(
            select(tables.vestiging)
            .where(vestiging.klant_id.in_(ids))
            .order_by(vestiging.hoofdvestiging.desc(), vestiging.vestigingsnummer)
        )
        return _grouped(rows, vestiging_of)

    async def contactgegevens(self, ids: Sequence[str]) -> Mapping[str, Contactgegevens]:
        rows = await self._rows(select(tables.klant).where(tables.klant.c.klant_id.in_(ids)))
        return {row["klant_id"]: contact_of(row) for row in rows}

    async def contactgegevens_wijzigen(self, id_: str, wijziging: Contactwijziging) -> Contactgegevens | None:
        here = tables.klant.c.klant_id == id_
        async with self._database.writing() as session:
            found = await session.execute(select(tables.klant).where(here).with_for_update())
            row = found.mappings().one_or_none()
            if row is None:
                return None
            nieuw = wijziging.toegepast_op(contact_of(row), self._nu())
            await session.execute(
                update(tables.klant)
                .where(here)
                .values(
                    email=nieuw.email,
                    telefoonnummer=nieuw.telefoonnummer,
                    voorkeurskanaal=nieuw.voorkeurskanaal,
                    contact_gewijzigd_op=nieuw.gewijzigd_op,
                )
            )
            return nieuw

    async def _rows(self, statement: Select[Any]) -> Sequence[RowMapping]:
        async with self._database.reading() as session:
            found: Sequence[RowMapping] = (await session.execute(statement)).mappings().all()
            return found


def _grouped(rows: Sequence[RowMapping], value: Callable[[RowMapping], R]) -> Mapping[str, Sequence[R]]:
    """Values by customer, in the order of the rows."""
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[row["klant_id"]].append(value(row))
    return groups
