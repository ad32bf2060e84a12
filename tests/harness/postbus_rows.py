"""Things written straight into the tables of the postbus, one at a time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Table, insert

from subgraphs.service.database import Database
from subgraphs.zaken.postbus import tables as t
from subgraphs.zaken.postbus.bericht import moment_volgorde
from subgraphs.zaken.postbus.taak import op_volgorde

NAAM = "open-zaak"
"""The register that zaken are in, for a postbus that is elsewhere; here nothing but a part of an id."""
NU = datetime(2026, 3, 2, 12, tzinfo=UTC)


class PostbusRows:
    """Each method adds one thing to somebody's postbus, and gives its id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers = count(1)

    async def taak(
        self, klant_id: str, titel: str, dagen: int | None = 7, zaak: str | None = None, **values: Any
    ) -> str:
        """A taak that ends in so many days, for a zaak if its uuid is given."""
        einde = None if dagen is None else NU + timedelta(days=dagen)
        row = {
            "titel": titel,
            "toelichting": "",
            "soort": "formulier",
            "stand": "open",
            "verloopdatum": einde,
            "volgorde": op_volgorde(einde),
            "gegevens": {},
            "zaak_id": _zaak_id(zaak),
            **values,
        }
        return await self._add(t.taak, klant_id, row)

    async def bericht(self, klant_id: str, onderwerp: str, dagen: int = 1, **values: Any) -> str:
        """A bericht of so many days ago."""
        moment = NU - timedelta(days=dagen)
        row = {
            "onderwerp": onderwerp,
            "tekst": "Beste klant",
            "soort": "notificatie",
            "gepubliceerd_op": moment,
            "volgorde": moment_volgorde(moment),
            **values,
        }
        return await self._add(t.bericht, klant_id, row)

    async def contactmoment(
        self, klant_id: str, onderwerp: str, dagen: int = 1, zaak: str | None = None, **values: Any
    ) -> str:
        """A contactmoment of so many days ago, about a zaak if its uuid is given."""
        moment = NU - timedelta(days=dagen)
        row = {
            "kanaal": "telefoon",
            "onderwerp": onderwerp,
            "inhoud": "",
            "reactie": "",
            "moment": moment,
            "volgorde": moment_volgorde(moment),
            "vertrouwelijk": False,
            "zaak_id": _zaak_id(zaak),
            **values,
        }
        return await self._add(t.contactmoment, klant_id, row)

    async def _add(self, table: Table, klant_id: str, row: dict[str, Any]) -> str:
        made = f"00000000-0000-4000-8000-{next(self._numbers):012}"
        async with self._database.writing() as session:
            await session.execute(insert(table).values(id=made, klant_id=klant_id, **row))
        return made


def _zaak_id(uuid: str | None) -> str | None:
    return f"{NAAM}~{uuid}" if uuid else None
