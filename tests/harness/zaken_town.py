"""The zaken subgraph over a register of zaken, as the gateway asks it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from harness.standin import Register, running
from harness.subgraph_desk import PSEUDONYM_KEY, Desk, desk_of, settings_for
from harness.zaken_wereld import APIS
from harness.zgw_rows import NAAM, ZgwRows

from auth.identification import dump_identification_key, generate_identification_key
from standins.zgw.standin import INTERFACES
from standins.zgw.token import DEFAULT
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service

KLANT = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant { zaken%s } } }"


@dataclass(frozen=True)
class Town:
    """The subgraph, and the register behind it."""

    desk: Desk
    rows: ZgwRows
    register: Register

    async def zaken(self, who: Persona, selection: str) -> dict[str, Any]:
        """What the customer sees of the zaken; `selection` is in braces, after arguments if there are any."""
        (found,) = (await self.desk.data(KLANT % selection, who, {"r": [klant(who)]}))["_entities"]
        zaken: dict[str, Any] = found["zaken"]
        return zaken

    async def add(self, who: Persona, **values: Any) -> str:
        klant_id = who.klant_id(PSEUDONYM_KEY)
        self.rows.nummers[klant_id] = who.waarde
        zaaktype = await self.rows.zaaktype(f"soort-{len(self.rows.nummers)}")
        zaak = await self.rows.zaak(zaaktype, klant_id, **values)
        await self.rows.document(zaak, "Brief", inhoud=b"%PDF-")
        return zaak


def klant(who: Persona) -> dict[str, str]:
    return {"__typename": "Klant", "id": who.klant_id(PSEUDONYM_KEY)}


def settings_over(url: str, folder: Path, **settings: Any) -> ServiceSettings:
    """The settings of a subgraph that reads from the register at this address."""
    secret = {REGISTRATIEGEHEIM: "a secret that both services know about"}
    register = {
        "naam": NAAM,
        "client_id": DEFAULT.client_id,
        "geheim": {"env": "ZGW_GEHEIM"},
        "seconden": 60.0,
        **{api: f"{url}/{api}/api/v1" for api in APIS},
        **settings,
    }
    bronnen = folder / "bronnen.yaml"
    bronnen.write_text(yaml.safe_dump({"zaken": {"registers": [register]}}))
    return replace(
        settings_for("zaken", f"sqlite:///{folder / 'store.sqlite3'}", **secret),
        bronnen=bronnen,
        environ={"ZGW_GEHEIM": DEFAULT.secret},
        identification_key=dump_identification_key(generate_identification_key()),
    )


@asynccontextmanager
async def town_over_register(folder: Path, **settings: Any) -> AsyncIterator[Town]:
    """`settings` are those of the register, where they differ from what fits the stand-in."""
    rows = ZgwRows()
    async with (
        running(rows, INTERFACES) as register,
        desk_of(make_service, settings_over(register.url, folder, **settings)) as desk,
    ):
        yield Town(desk, rows, register)
