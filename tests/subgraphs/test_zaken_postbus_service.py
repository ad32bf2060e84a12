"""The zaken service with its postbus in registers elsewhere, as the file of sources names them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness import postbus_elders
from harness.postbus_elders import BERICHT, TAAK, PostbusElders
from harness.standin import Fault, Register, running
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE, Desk, codes, desk_of, settings_for

from auth.identification import dump_identification_key, generate_identification_key
from standins.objects import standin as objects
from standins.objects.token import DEFAULT as OBJECTS_TOKEN
from standins.openklant import standin as openklant
from subgraphs.service.settings import ServiceSettings, SettingsError
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service

SECRET = {REGISTRATIEGEHEIM: "a secret that both services know about"}
KLANT = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { %s } } }"
ALLES = """taken { edges { node { id titel stand zaak { id } } } }
    berichten { edges { node { id onderwerp gelezen } } } contactmomenten { edges { node { onderwerp } } }"""
BEANTWOORD = """mutation ($taak: ID!) { taakBeantwoorden(input: {taak: $taak, gegevens: {antwoord: "ja"},
    idempotentiesleutel: "een"}) { taak { stand } fouten { code } } }"""


def settings_over(objecten_url: str, klant_url: str, folder: Path) -> ServiceSettings:
    bronnen = {
        "objecten": {
            "url": f"{objecten_url}/api/v2",
            "token": {"env": "OBJECTEN_TOKEN"},
            "taken": TAAK,
            "berichten": BERICHT,
        },
        "openklant": {
            "url": f"{klant_url}/klantinteracties/api/v1",
            "token": {"env": "KLANT_TOKEN"},
        },
    }
    path = folder / "bronnen.yaml"
    path.write_text(yaml.safe_dump({"zaken": bronnen}))
    return replace(
        settings_for("zaken", f"sqlite:///{folder / 'store.sqlite3'}", **SECRET),
        bronnen=path,
        environ={"OBJECTEN_TOKEN": OBJECTS_TOKEN, "KLANT_TOKEN": openklant.DEFAULT},
        identification_key=dump_identification_key(generate_identification_key()),
    )


@dataclass(frozen=True)
class Town:
    desk: Desk
    rows: PostbusElders
    registers: tuple[Register, Register]

    async def ask(self, selection: str) -> dict[str, Any]:
        reference = {"__typename": "Klant", "id": SANNE.klant_id(PSEUDONYM_KEY)}
        return await self.desk.ask(KLANT % selection, SANNE, {"r": [reference]})


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    monkeypatch.setitem(postbus_elders.NUMMERS, "sanne", SANNE.waarde)
    monkeypatch.setitem(postbus_elders.NUMMERS, "hendrik", HENDRIK.waarde)
    async with (
        running(objects.make_standin({}), objects.INTERFACES) as objecten,
        running(openklant.make_standin({}), openklant.INTERFACES) as klant,
        PostbusElders.at(objecten.url, klant.url) as rows,
        desk_of(make_service, settings_over(objecten.url, klant.url, tmp_path)) as desk,
    ):
        yield Town(desk, rows, (objecten, klant))


async def test_a_customer_has_a_postbus_from_registers(town: Town) -> None:
    taak = await town.rows.taak("sanne", "iets", None)
    vreemd = await town.rows.taak("hendrik", "van een ander", None)
    bericht = await town.rows.bericht("sanne", "welkom")
    await town.rows.contactmoment("sanne", "gebeld")
    found = (await town.ask(ALLES))["data"]["_entities"][0]
    assert found == {
        "taken": {"edges": [{"node": {"id": taak, "titel": "iets", "stand": "OPEN", "zaak": None}}]},
        "berichten": {"edges": [{"node": {"id": bericht, "onderwerp": "welkom", "gelezen": False}}]},
        "contactmomenten": {"edges": [{"node": {"onderwerp": "gebeld"}}]},
    }
    for _ in range(2):
        done = await town.desk.data(BEANTWOORD, SANNE, {"taak": taak})
        assert done["taakBeantwoorden"] == {"taak": {"stand": "INGEDIEND"}, "fouten": []}
    assert codes(await town.desk.ask(BEANTWOORD, SANNE, {"taak": vreemd})) == ["NIET_GEVONDEN"]


async def test_a_register_that_is_down_takes_only_its_own_part_with_it(town: Town) -> None:
    await town.rows.contactmoment("sanne", "gebeld")
    objecten, _ = town.registers
    objecten.fault = Fault(503)
    answer = await town.ask("taken { totaal } contactmomenten { totaal }")
    assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]
    assert answer["data"]["_entities"][0] == {"taken": None, "contactmomenten": {"totaal": 1}}


def test_a_section_that_is_wrong_is_told_by_its_key(tmp_path: Path) -> None:
    settings = settings_over("http://objecten.test", "http://klant.test", tmp_path)
    assert settings.bronnen is not None
    settings.bronnen.write_text("zaken: {objecten: {url: geen, token: geheim, kleur: rood}}")
    with pytest.raises(SettingsError) as refused:
        make_service(settings)
    told = str(refused.value)
    assert all(f"zaken.objecten.{key}" in told for key in ("url", "token", "kleur"))
    assert "geheim" not in told.replace("a secret", "")
