"""The zaken service over the examples of three stand-ins: zaken, taken and contactmomenten of one customer,
which know each other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from harness.standin import running
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, Desk, desk_of, settings_for

from auth.identification import dump_identification_key, generate_identification_key
from gemeentegraaf.commands.standin import standin_app
from standins.objects.token import DEFAULT as OBJECTS_TOKEN
from standins.openklant.standin import DEFAULT as KLANT_TOKEN
from standins.zgw.token import DEFAULT as CLIENT
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service

NAMES = ("zgw", "objects", "openklant")
TYPES = "https://objecttypen.voorbeeldstad.example/api/v2/objecttypes"
EIK, WILG = "Kappen van een eik, Lindelaan 14", "Kappen van een wilg, Lindelaan 14"
QUERY = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    zaken { edges { node { omschrijving status { omschrijving } resultaat { omschrijving }
        documenten { titel } besluiten { besluittype } } } }
    taken { edges { node { titel soort zaak { omschrijving } } } }
    berichten { edges { node { onderwerp zaak { omschrijving } } } }
    contactmomenten { edges { node { onderwerp zaak { omschrijving } } } }
} } }"""


def bronnen(urls: dict[str, str]) -> dict[str, Any]:
    apis = {api: f"{urls['zgw']}/{api}/api/v1" for api in ("zaken", "catalogi", "documenten", "besluiten")}
    zgw = {"naam": "open-zaak", "client_id": CLIENT.client_id, "geheim": {"env": "ZGW"}, **apis}
    objecten = {
        "url": f"{urls['objects']}/api/v2",
        "token": {"env": "OBJECTEN"},
        "taken": f"{TYPES}/taak",
        "berichten": f"{TYPES}/bericht",
        "zaakregister": "open-zaak",
    }
    klant = {
        "url": f"{urls['openklant']}/klantinteracties/api/v1",
        "token": {"env": "OPENKLANT"},
        "zaakregister": "open-zaak",
    }
    return {"zaken": {"registers": [zgw], "objecten": objecten, "openklant": klant}}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with AsyncExitStack() as stack:
        urls = {}
        for name in NAMES:
            interfaces = import_module(f"standins.{name}.standin").INTERFACES
            register = await stack.enter_async_context(running(standin_app(name, None), interfaces))
            urls[name] = register.url
        path = tmp_path / "bronnen.yaml"
        path.write_text(yaml.safe_dump(bronnen(urls)))
        settings = replace(
            settings_for(
                "zaken",
                f"sqlite:///{tmp_path / 'store.sqlite3'}",
                **{REGISTRATIEGEHEIM: "a secret that both services know about"},
            ),
            bronnen=path,
            environ={"ZGW": CLIENT.secret, "OBJECTEN": OBJECTS_TOKEN, "OPENKLANT": KLANT_TOKEN},
            identification_key=dump_identification_key(generate_identification_key()),
            today=None,
        )
        yield await stack.enter_async_context(desk_of(make_service, settings))


def nodes(klant: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [edge["node"] for edge in klant[name]["edges"]]


async def test_what_is_in_three_registers_is_one_answer(desk: Desk) -> None:
    reference = {"__typename": "Klant", "id": SANNE.klant_id(PSEUDONYM_KEY)}
    klant = (await desk.data(QUERY, SANNE, {"r": [reference]}))["_entities"][0]
    zaken = {zaak.pop("omschrijving"): zaak for zaak in nodes(klant, "zaken")}
    assert zaken == {
        EIK: {
            "status": {"omschrijving": "In behandeling"},
            "resultaat": None,
            "documenten": [],
            "besluiten": [],
        },
        WILG: {
            "status": {"omschrijving": "Afgehandeld"},
            "resultaat": {"omschrijving": "Verleend"},
            "documenten": [{"titel": "Beschikking kapvergunning"}],
            "besluiten": [{"besluittype": "Kapvergunning"}],
        },
    }
    van_de_eik = {"zaak": {"omschrijving": EIK}}
    assert nodes(klant, "taken") == [
        {"titel": "Stuur een foto van de boom", "soort": "FORMULIER", **van_de_eik},
        {"titel": "Betaal de leges", "soort": "BETALING", **van_de_eik},
    ]
    assert nodes(klant, "berichten") == [{"onderwerp": "Uw aanvraag is ontvangen", **van_de_eik}]
    assert nodes(klant, "contactmomenten") == [{"onderwerp": "Vraag over de voortgang", **van_de_eik}]
