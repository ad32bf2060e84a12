"""The registers of Voorbeeldstad: stand-ins on ports of this machine, and the file that connects a demo.

Persons and companies at the BRP and the Handelsregister, open data at a CKAN, the website at a CMS, the
council at Open Raadsinformatie: the same Voorbeeldstad that the embedded stores are filled with. Zaken,
taken, berichten and contactmomenten at an Open Zaak, an Objects API and an Open Klant: less, and Sanne's.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from harness.ckan_scenario import GROEPEN, ckan_scenario
from harness.raad import ori_scenario
from harness.standin import Register, running
from harness.website import SLEUTEL as CMS_SLEUTEL
from harness.website import cms_scenario
from starlette.types import ASGIApp

from gemeentegraaf.demo import Registers
from standins.brp import standin as brp
from standins.ckan import standin as ckan
from standins.cms import standin as cms
from standins.kvk import standin as kvk
from standins.objects import standin as objects
from standins.objects import token as objects_token
from standins.open_raadsinformatie import standin as ori
from standins.openklant import standin as openklant
from standins.service.scenario import Scenario, read_scenario
from standins.zgw import standin as zgw
from standins.zgw import token as zgw_token
from subgraphs.raadsinformatie.demo_raad import demo_raad

CATALOGUS = {
    "identificatie": "https://data.voorbeeldstad.example/id/catalogus",
    "titel": "Open data van Voorbeeldstad",
    "beschrijving": "Alles wat open is.",
    "uitgever": {"naam": "Gemeente Voorbeeldstad", "uri": "https://data.voorbeeldstad.example/id/gemeente"},
    "contactpunt": {"naam": "Team Data", "email": "opendata@voorbeeldstad.example"},
    "homepage": "https://data.voorbeeldstad.example",
    "gebied": {"naam": "Voorbeeldstad"},
    "uitgiftedatum": "2018-05-01",
}
STANDINS = Path(zgw.__file__).parents[1]
OF_ZAKEN = {"zgw": zgw, "objects": objects, "openklant": openklant}
OBJECTTYPEN = "https://objecttypen.voorbeeldstad.example/api/v2/objecttypes"
SECRETS = {
    "BRP": brp.SLEUTEL,
    "KVK": kvk.SLEUTEL,
    "CMS": CMS_SLEUTEL,
    "ZGW": zgw_token.DEFAULT.secret,
    "OBJECTEN": objects_token.DEFAULT,
    "OPENKLANT": openklant.DEFAULT,
}


@asynccontextmanager
async def registers_town(folder: Path, today: date) -> AsyncIterator[tuple[Registers, dict[str, Register]]]:
    """What connects a demo, and the stand-ins by name, as long as this lasts."""
    async with AsyncExitStack() as stack:
        apps: dict[str, ASGIApp] = {
            "brp": brp.make_standin({}),
            "kvk": kvk.make_standin({}),
            "ckan": ckan.make_standin(ckan_scenario(today)),
            "cms": cms.make_standin(cms_scenario(today)),
            "ori": ori.make_standin(ori_scenario(demo_raad(today))),
        }
        apps |= {name: made.make_standin(_example(name)) for name, made in OF_ZAKEN.items()}
        there = {name: await stack.enter_async_context(running(app)) for name, app in apps.items()}
        file = folder / "bronnen.yaml"
        url = {name: each.url for name, each in there.items()}
        file.write_text(yaml.safe_dump(_bronnen(url) | {"zaken": _zaken(url)}))
        yield Registers(file, SECRETS), there


def _bronnen(url: dict[str, str]) -> dict[str, Any]:
    return {
        "persoonsgegevens": {
            "brp": {
                "url": url["brp"] + brp.ROOT,
                "sleutel": {"env": "BRP"},
                "doelbinding": brp.DOELBINDING,
            },
            "kvk": {"url": url["kvk"] + kvk.ROOT, "sleutel": {"env": "KVK"}},
        },
        "opendata": {
            "ckan": {
                "url": url["ckan"],
                "themas": {name: thema.value for name, thema in GROEPEN.items()},
                "catalogus": CATALOGUS,
            }
        },
        "website": {"cms": {"url": f"{url['cms']}/jsonapi", "sleutel": {"env": "CMS"}}},
        "raadsinformatie": {"ori": {"url": url["ori"] + ori.ROOT, "index": "ori_voorbeeldstad_*"}},
    }


def _zaken(url: dict[str, str]) -> dict[str, Any]:
    apis = {api: f"{url['zgw']}/{api}/api/v1" for api in ("zaken", "catalogi", "documenten", "besluiten")}
    login = {"client_id": zgw_token.DEFAULT.client_id, "geheim": {"env": "ZGW"}}
    return {
        "registers": [{"naam": "open-zaak", **apis, **login}],
        "objecten": {
            "url": url["objects"] + objects.ROOT,
            "token": {"env": "OBJECTEN"},
            "taken": f"{OBJECTTYPEN}/taak",
            "berichten": f"{OBJECTTYPEN}/bericht",
            "zaakregister": "open-zaak",
        },
        "openklant": {"url": url["openklant"] + openklant.ROOT, "token": {"env": "OPENKLANT"}},
    }


def _example(name: str) -> Scenario:
    return read_scenario(STANDINS / name / "voorbeeld.yaml")
