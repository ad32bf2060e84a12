"""The place where registers tell the zaken service what happens, over a real store and real registers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from pydantic import SecretStr
from starlette.applications import Starlette

from standins.zgw.token import DEFAULT
from subgraphs.service.database import Database
from subgraphs.zaken import tables as t
from subgraphs.zaken.bronnen import Zaakbronnen, Zgwsectie
from subgraphs.zaken.gebeurtenis import Soort
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.notificaties import PATH, Ontvangst, notificaties_routes
from subgraphs.zaken.notificatiesectie import Notificatiesectie
from subgraphs.zaken.zgw.zaken import ZgwZaken

NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECTIE = Notificatiesectie(
    sleutel=SecretStr("een-sleutel"),
    geheim=SecretStr(DEFAULT.secret),
    client_id=DEFAULT.client_id,
    afzenders=("openzaak.voorbeeldstad.example",),
)


def bronnen(origin: str, notificaties: Notificatiesectie = SECTIE) -> Zaakbronnen:
    """One register with all its APIs at this address, that tells us."""
    register = Zgwsectie(
        naam="open-zaak",
        zaken=f"{origin}/zaken/api/v1",
        catalogi=f"{origin}/catalogi/api/v1",
        documenten=f"{origin}/documenten/api/v1",
        besluiten=f"{origin}/besluiten/api/v1",
        client_id=DEFAULT.client_id,
        geheim=SecretStr(DEFAULT.secret),
    )
    there = notificaties.model_copy(update={"url": f"{origin}/notificaties/api/v1"})
    return Zaakbronnen(registers=(register,), notificaties=there)


class Post:
    """The routes over a real store, and what was written."""

    def __init__(self, database: Database, bronnen: Zaakbronnen) -> None:
        self.gebeurtenissen = Gebeurtenissen(database)
        self.woken = 0
        self.zaken = ZgwZaken(bronnen)
        vinder = self.zaken.zaakvinder(lambda: NU.date())
        ontvangst = Ontvangst(self.gebeurtenissen, vinder, self._wake, lambda: NU)
        self.app = Starlette(routes=notificaties_routes(ontvangst, bronnen.notificaties or SECTIE))

    async def ask(self, method: str, **request: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://zaken") as client:
            return await client.request(method, PATH, **request)

    async def tell(self, message: Any, content_type: str = "application/json") -> int:
        headers = {"authorization": SECTIE.auth, "content-type": content_type}
        return (await self.ask("POST", json=message, headers=headers)).status_code

    async def heard(self) -> list[tuple[str, Soort]]:
        found = await self.gebeurtenissen.na(0, 100)
        return [(each.gebeurtenis.zaak_id, each.gebeurtenis.soort) for each in found]

    def _wake(self) -> None:
        self.woken += 1


@asynccontextmanager
async def posting(database: Database, bronnen: Zaakbronnen) -> AsyncIterator[Post]:
    await database.create_tables(t.metadata)
    post = Post(database, bronnen)
    try:
        yield post
    finally:
        await post.zaken.close()
