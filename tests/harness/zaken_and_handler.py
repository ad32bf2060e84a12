"""The zaken service with a handler beside it, and an application that registers aanvragen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, Desk, desk_of_app, settings_for
from pydantic import SecretStr
from starlette.applications import Starlette

from standins.zaakafhandeling.handler import Handler
from standins.zaakafhandeling.standin import ZAKEN, make_handler_app
from standins.zaakafhandeling.token import Tokens
from standins.zaakafhandeling.zaken_door import ZakenDoor
from subgraphs.service.upstream import AsgiUpstream
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM, ZgwCredentials
from subgraphs.zaken.afhandelaar import Afhandelaar
from subgraphs.zaken.service import make_service

SECRET = "a secret that both services know about"
FORMULIEREN = ZgwCredentials("formulieren", SECRET)


@dataclass
class Office:
    """`desk` is where customers ask; `handler` takes steps when it is told to; `tokens` are the handler's."""

    desk: Desk
    handler: Handler
    tokens: Tokens
    app: Starlette

    async def register(self, aanvraag_id: str = "aanvraag-1", zaaktype: str = "bezwaar") -> str:
        """The zaak of an aanvraag of Sanne."""
        body = {
            "aanvraagId": aanvraag_id,
            "zaaktype": zaaktype,
            "klantId": SANNE.klant_id(PSEUDONYM_KEY),
            "omschrijving": "Bezwaar maken",
            "ingediendOp": "2026-03-02T09:30:00Z",
        }
        headers = {"authorization": f"Bearer {FORMULIEREN.token()}"}
        answer = await self.desk.client.post("/registraties", json=body, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        return str(answer.json()["zaak"])

    async def behandel(
        self, method: str, path: str, body: Any = None, tokens: Tokens | None = None
    ) -> httpx.Response:
        """What the door of handlers answers."""
        headers = {"authorization": f"Bearer {(tokens or self.tokens).token()}"}
        return await self.desk.client.request(method, f"/behandeling/zaken{path}", json=body, headers=headers)


@asynccontextmanager
async def office(database_url: str, *zaaktypen: str) -> AsyncIterator[Office]:
    """Both, until this ends. The handler has these zaaktypen; all of them, when none is named."""
    tokens = Tokens("afhandeling", ZAKEN)

    async def zaken(scope: Any, receive: Any, send: Any) -> None:
        await app(scope, receive, send)

    client = httpx.AsyncClient(transport=httpx.ASGITransport(zaken), base_url="http://zaken")
    handler = Handler(ZakenDoor(client, tokens))
    handler_app = make_handler_app(handler, tokens, None)
    afhandelaar = Afhandelaar(
        naam=tokens.naam,
        url="http://handler",
        geheim=SecretStr(tokens.secret),
        zaaktypen=frozenset(zaaktypen),
    )
    settings = settings_for("zaken", database_url, **{REGISTRATIEGEHEIM: SECRET})
    app = make_service(settings, [afhandelaar], lambda _: AsgiUpstream(handler_app))
    async with desk_of_app(app, "zaken") as desk:
        yield Office(desk, handler, tokens, app)
    await handler.close()
