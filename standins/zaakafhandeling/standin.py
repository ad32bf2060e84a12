"""The application: where the component takes notifications, and the steps that it takes meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from standins.service.app import make_app
from standins.service.body import read_body
from standins.service.scenario import Scenario, ScenarioError
from standins.zaakafhandeling.event import MEDIA_TYPE, event_of, refused
from standins.zaakafhandeling.handler import Handler
from standins.zaakafhandeling.token import DEFAULT, Tokens
from standins.zaakafhandeling.zaken_door import ZakenDoor

NAAM = "zaakafhandeling"
ZAKEN = "zaken"
"""What the zaken service signs as."""
TEMPO = 15.0
MAX_BYTES = 64 * 1024


def make_standin(scenario: Scenario) -> Starlette:
    """The component of a scenario, over HTTP. Raises ScenarioError when it names no zaken service."""
    if "zaken" not in scenario:
        raise ScenarioError("the scenario has no `zaken`: where is the zaken service?")
    tokens = Tokens(scenario.get("naam", NAAM), ZAKEN, scenario.get("geheim", DEFAULT))
    client = httpx.AsyncClient(base_url=scenario["zaken"], timeout=5)
    return make_handler_app(Handler(ZakenDoor(client, tokens)), tokens, scenario.get("tempo", TEMPO))


def make_handler_app(handler: Handler, tokens: Tokens, tempo: float | None) -> Starlette:
    """The application over any door. Without a tempo it takes no steps by itself."""

    async def notifications(request: Request) -> Response:
        if not tokens.is_from_other(request.headers.get("authorization")):
            raise refused(401, "there is no token of the zaken service")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
            raise refused(415, f"events are taken as {MEDIA_TYPE}")
        handler.hear(event_of(_object(await read_body(request, refused, MAX_BYTES))))
        return Response(status_code=204)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        running = None if tempo is None else asyncio.create_task(handler.run(tempo))
        try:
            yield
        finally:
            if running is not None:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running
            await handler.close()

    return make_app(
        [Route("/", notifications, methods=["POST"]), Route("/", permission, methods=["OPTIONS"])],
        refused,
        lifespan=lifespan,
    )


async def permission(request: Request) -> Response:
    """Who asks may send events here, as fast as they like (CloudEvents, Web Hooks, section 4)."""
    origin = request.headers.get("webhook-request-origin")
    if not origin:
        raise refused(400, "WebHook-Request-Origin is required")
    granted = {"allow": "POST, OPTIONS", "webhook-allowed-origin": origin, "webhook-allowed-rate": "*"}
    return Response(status_code=200, headers=granted)


def _object(body: bytes) -> dict[str, object]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as exc:
        raise refused(400, "the body is not JSON") from exc
    if not isinstance(found, dict):
        raise refused(400, "an event is an object")
    return found
