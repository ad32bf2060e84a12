"""No question costs more for more zaken: SQL statements and calls to a register, counted for each field.

What the ZGW APIs only give for one zaak at a time costs one call for each zaak that is asked about, and no
more than that. It is named here, so that nothing joins it unseen.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from graphql import ObjectTypeDefinitionNode, parse
from harness.per_zaak import PER_ZAAK
from harness.statements import statements
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, desk_of, settings_for
from harness.zaken_rows import ZakenRows
from harness.zaken_town import KLANT, Town, klant, town_over_register

from subgraphs.service.database import Database
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.schema import schema
from subgraphs.zaken.service import make_service

FEW, MANY = 2, 12
SELECTIONS = {
    "zaaktype": "{ omschrijving stappen { omschrijving } }",
    "status": "{ omschrijving }",
    "statussen": "{ omschrijving }",
    "voortgang": "{ stappen { stand } }",
    "resultaat": "{ omschrijving }",
    "documenten": "{ titel }",
    "besluiten": "{ besluittype }",
    "hoofdzaak": "{ id }",
    "deelzaken": "{ id }",
    "rollen": "{ betrokkene }",
    "verwachteEinddatum": "",
    "einddatumServicenorm": "",
    "termijnVerstreken": "",
}
"""All fields of a zaak that are not simply a part of its own row."""
EIGEN_RIJ = frozenset(
    {
        "id",
        "identificatie",
        "omschrijving",
        "registratiedatum",
        "startdatum",
        "einddatum",
        "einddatumGepland",
        "uiterlijkeEinddatumAfdoening",
        "opschorting",
        "verlenging",
        "archief",
    }
)


async def fill(rows: Any, klant_id: str) -> None:
    zaaktype = await rows.zaaktype()
    verleend = await rows.resultaattype(zaaktype, "Verleend")
    hoofdzaak = await rows.zaak(zaaktype, klant_id, identificatie="ZAAK-3000-0")
    for number in range(MANY):
        given = {"identificatie": f"ZAAK-2999-{number:03}", "hoofdzaak_id": hoofdzaak}
        zaak = await rows.zaak(zaaktype, klant_id, statussen=2, resultaattype_id=verleend, **given)
        await rows.besluit(zaak, "Beschikking", [await rows.document(zaak, "Brief")])


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with town_over_register(tmp_path, substatussen=True) as town:
        klant_id = SANNE.klant_id(PSEUDONYM_KEY)
        town.rows.nummers[klant_id] = SANNE.waarde
        await fill(town.rows, klant_id)
        yield town


def selection(first: int, field: str) -> str:
    return f"(first: {first}) {{ edges {{ node {{ {field} {SELECTIONS.get(field, '')} }} }} }}"


def test_every_field_is_counted() -> None:
    types = [one for one in parse(schema.as_str()).definitions if isinstance(one, ObjectTypeDefinitionNode)]
    (zaak,) = [one for one in types if one.name.value == "Zaak"]
    assert {field.name.value for field in zaak.fields} == SELECTIONS.keys() | EIGEN_RIJ


async def test_the_register_is_asked_as_often_for_many_zaken_as_for_few(town: Town) -> None:
    async def calls(first: int, field: str) -> int:
        town.rows.asked.clear()
        found = await town.zaken(SANNE, selection(first, field))
        assert len(found["edges"]) == first
        return len(town.rows.asked)

    for field in (*SELECTIONS, *PER_ZAAK):
        await calls(MANY, field)  # what is the same for everyone is known from here on
        more = await calls(MANY, field) - await calls(FEW, field)
        assert (field, more) == (field, PER_ZAAK.get(field, 0) * (MANY - FEW))
        assert await calls(1, field) <= 5, field


async def test_the_store_is_asked_as_often_for_many_zaken_as_for_few(sqlite_url: str) -> None:
    secret = {REGISTRATIEGEHEIM: "a secret that both services know about"}
    async with desk_of(make_service, settings_for("zaken", sqlite_url, **secret)) as desk:
        database = Database(sqlite_url)
        await fill(ZakenRows(database), SANNE.klant_id(PSEUDONYM_KEY))
        await database.close()

        async def asked(first: int, field: str) -> int:
            with statements() as seen:
                await desk.data(KLANT % selection(first, field), SANNE, {"r": [klant(SANNE)]})
            return len(seen)

        for field in (*SELECTIONS, *PER_ZAAK):
            assert (field, await asked(MANY, field)) == (field, await asked(FEW, field))
            assert await asked(MANY, field) <= 4, field
