"""Zaken written straight into the tables, one fact at a time: what a test of the store is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Table, insert

from subgraphs.service.database import Database
from subgraphs.zaken import tables as t

START = date(2026, 3, 2)


class ZakenRows:
    """Each method adds one thing, visible to the customer unless told otherwise, and gives its id."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._numbers = count(1)

    async def zaaktype(self, identificatie: str = "melding", **values: Any) -> str:
        row = {
            "identificatie": identificatie,
            "omschrijving": identificatie.title(),
            "doel": "Iets oplossen",
            "aanleiding": "Een melding",
            "doorlooptijd": "P8W",
            "servicenorm": "P2W",
            "trefwoorden": ["iets"],
            "extern": True,
            "begin_geldigheid": date(2020, 1, 1),
            **values,
        }
        zaaktype_id = await self._add(t.zaaktype, row)
        for volgnummer, omschrijving in enumerate(("Ontvangen", "Beoordelen", "Klaar"), start=1):
            await self._add(
                t.statustype,
                {
                    "id": f"{zaaktype_id}:{volgnummer}",
                    "zaaktype_id": zaaktype_id,
                    "volgnummer": volgnummer,
                    "omschrijving": omschrijving,
                    "toelichting": f"Uitleg bij {omschrijving}",
                    "is_eindstatus": volgnummer == 3,
                },
            )
        return zaaktype_id

    async def zaak(
        self, zaaktype_id: str, klant_id: str, rol: str = "initiator", statussen: int = 1, **values: Any
    ) -> str:
        """`indicatie_machtiging` is of the rol; all other values are of the zaak."""
        machtiging = values.pop("indicatie_machtiging", None)
        row = {
            "identificatie": f"ZAAK-2026-{next(self._numbers):07}",
            "zaaktype_id": zaaktype_id,
            "omschrijving": "Losse tegel",
            "registratiedatum": START,
            "startdatum": START,
            "uiterlijke_einddatum": START + timedelta(weeks=8),
            **values,
        }
        zaak_id = await self._add(t.zaak, row)
        await self.rol(zaak_id, klant_id, rol, indicatie_machtiging=machtiging)
        for volgnummer in range(1, statussen + 1):
            await self._add(
                t.status,
                {
                    "id": f"{zaak_id}-status-{volgnummer}",
                    "zaak_id": zaak_id,
                    "statustype_id": f"{zaaktype_id}:{volgnummer}",
                    "datum": datetime(2026, 3, 1 + volgnummer, 9, tzinfo=UTC),
                },
            )
        return zaak_id

    async def rol(self, zaak_id: str, klant_id: str, rol: str, **values: Any) -> None:
        row = {"zaak_id": zaak_id, "klant_id": klant_id, "omschrijving_generiek": rol, **values}
        await self._insert(t.rol, row)

    async def behandelrol(self, zaak_id: str, betrokkene: str, naam: str, rol: str = "behandelaar") -> str:
        row = {
            "zaak_id": zaak_id,
            "omschrijving_generiek": rol,
            "omschrijving": rol.title(),
            "betrokkene": betrokkene,
            "naam": naam,
        }
        return await self._add(t.behandelrol, row)

    async def substatus(self, zaak_id: str, volgnummer: int, omschrijving: str, doelgroep: str) -> str:
        """Within the status with this number, which the zaak must have; each an hour after the one before."""
        row = {
            "zaak_id": zaak_id,
            "status_id": f"{zaak_id}-status-{volgnummer}",
            "omschrijving": omschrijving,
            "tijdstip": datetime(2026, 3, 1 + volgnummer, tzinfo=UTC)
            + timedelta(minutes=next(self._numbers)),
            "doelgroep": doelgroep,
        }
        return await self._add(t.substatus, row)

    async def resultaattype(self, zaaktype_id: str, omschrijving: str) -> str:
        row = {
            "zaaktype_id": zaaktype_id,
            "omschrijving": omschrijving,
            "toelichting": f"Uitleg: {omschrijving}",
        }
        return await self._add(t.resultaattype, row)

    async def document(self, zaak_id: str, titel: str, **values: Any) -> str:
        row = {
            "zaak_id": zaak_id,
            "identificatie": f"DOC-{next(self._numbers):07}",
            "titel": titel,
            "documenttype": "Brief",
            "bestandsnaam": "brief.pdf",
            "formaat": "application/pdf",
            "omvang": 1200,
            "creatiedatum": START,
            "status": "definitief",
            "tonen_aan_initiator": True,
            **values,
        }
        return await self._add(t.document, row)

    async def besluit(
        self, zaak_id: str, besluittype: str, documenten: Sequence[str] = (), **values: Any
    ) -> str:
        """A besluit, laid down in these documents."""
        row = {
            "zaak_id": zaak_id,
            "identificatie": f"BESLUIT-{next(self._numbers):07}",
            "besluittype": besluittype,
            "toelichting": "Zie de brief",
            "datum": START,
            "ingangsdatum": START,
            "verzenddatum": START,
            **values,
        }
        besluit = await self._add(t.besluit, row)
        for document in documenten:
            await self._insert(t.besluitdocument, {"besluit_id": besluit, "document_id": document})
        return besluit

    async def _add(self, table: Table, row: dict[str, Any]) -> str:
        made = {"id": f"{table.name}-{next(self._numbers)}", **row}
        await self._insert(table, made)
        return str(made["id"])

    async def _insert(self, table: Table, row: dict[str, Any]) -> None:
        async with self._database.writing() as session:
            await session.execute(insert(table).values(row))
