"""The registers of Voorbeeldstad: stand-ins on ports of this machine, and the file that connects a demo.

Persons and companies at the BRP and the Handelsregister, open data at a CKAN, the website at a CMS, the
council at Open Raadsinformatie: the same Voorbeeldstad that the embedded stores are filled with.
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

from gemeentegraaf.demo import Registers
from standins.brp import standin as brp
from standins.ckan import standin as ckan
from standins.cms import standin as cms
from standins.kvk import standin as kvk
from standins.open_raadsinformatie import standin as ori
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
SECRETS = {"BRP": brp.SLEUTEL, "KVK": kvk.SLEUTEL, "CMS": CMS_SLEUTEL}


@asynccontextmanager
async def registers_town(folder: Path, today: date) -> AsyncIterator[tuple[Registers, dict[str, Register]]]:
    """What connects a demo, and the stand-ins by name, as long as this lasts."""
    async with AsyncExitStack() as stack:
        apps = {
            "brp": brp.make_standin({}),
            "kvk": kvk.make_standin({}),
            "ckan": ckan.make_standin(ckan_scenario(today)),
            "cms": cms.make_standin(cms_scenario(today)),
            "ori": ori.make_standin(ori_scenario(demo_raad(today))),
        }
        there = {name: await stack.enter_async_context(running(app)) for name, app in apps.items()}
        file = folder / "bronnen.yaml"
        file.write_text(yaml.safe_dump(_bronnen({name: each.url for name, each in there.items()})))
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
