"""A gateway's login with the demo's provider, on a real port: for flows as a browser makes them."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from harness.clock import StillClock
from harness.served import served_at
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from auth.login import LoginSettings
from auth.principal import Principal
from gateway.http.caller import CallerRefused
from gateway.http.sign_in import SignIn, SignInSettings
from gemeentegraaf.development_login import DevelopmentLogin, make_development_login
from subgraphs.service.voorbeeldstad import PERSONAS

KEY = b"k" * 32
FRONTEND = "https://www.voorbeeldstad.nl"


class MovableClock(StillClock):
    """Real time, which the provider lives in, moved forward at will for the gateway alone."""

    def __init__(self) -> None:
        super().__init__(0)

    def __call__(self) -> float:
        return time.time() + self.now


@dataclass(frozen=True)
class LoginWorld:
    """`base` is the gateway; `provider` the settings with which it trusts the demo's logins."""

    base: str
    provider: DevelopmentLogin
    clock: MovableClock

    def browser(self) -> httpx.AsyncClient:
        """Keeps cookies, and follows no redirect by itself."""
        return httpx.AsyncClient(base_url=self.base)


@asynccontextmanager
async def login_world(folder: Path) -> AsyncIterator[LoginWorld]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        clock = MovableClock()
        development = make_development_login(base, PERSONAS, demo=True)
        sign_in = SignIn(
            SignInSettings(
                development.issuers,
                LoginSettings(base, KEY, frozenset({FRONTEND})),
                f"sqlite:///{folder}/auth.sqlite3",
                web=development.web,
                clock=clock,
            )
        )
        app = Starlette(routes=[*sign_in.routes, *development.routes, Route("/wie", who_page(sign_in))])
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(sign_in.lifespan())
            await stack.enter_async_context(served_at(listener, app))
            yield LoginWorld(base, development, clock)


def who_page(sign_in: SignIn) -> Callable[[Request], Awaitable[Response]]:
    """A page that does nothing but ask who is calling."""

    async def who(request: Request) -> Response:
        try:
            caller = await sign_in.authenticate(request)
        except CallerRefused as error:
            return JSONResponse({"code": error.code, "message": str(error)}, error.status, error.headers)
        return JSONResponse({"klant": caller.subject.id if isinstance(caller, Principal) else None})

    return who


async def log_in(browser: httpx.AsyncClient, middel: str, persona: str, **query: str) -> httpx.Response:
    """Through the whole flow, one redirect at a time; the last answer is that of our callback."""
    return await browser.get(await chosen(browser, middel, persona, **query))


async def chosen(browser: httpx.AsyncClient, middel: str, persona: str, **query: str) -> str:
    """The URL of our callback that the provider sends the browser to."""
    begun = await browser.get(f"/auth/login/{middel}", params=query)
    assert begun.status_code == 303, begun.text
    agreed = await browser.post(begun.headers["location"], data={"sub": persona})
    assert agreed.status_code == 302, agreed.text
    return agreed.headers["location"]


async def access_token(provider: str, persona: str) -> str:
    """As an app gets one: code flow at the demo's provider, with any client id and secret."""
    app = {"client_id": "mijn-app", "redirect_uri": "http://127.0.0.1/klaar"}
    async with httpx.AsyncClient(base_url=provider) as client:
        asked = {"response_type": "code", "scope": "openid", **app}
        agreed = await client.post("/oauth2/authorize", params=asked, data={"sub": persona})
        code = parse_qs(urlsplit(agreed.headers["location"]).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "client_secret": "x", **app}
        answer = await client.post("/oauth2/token", data=form)
        return str(answer.json()["access_token"])


def without(response: httpx.Response, name: str) -> bool:
    """Whether the answer takes this cookie away."""
    return any(
        header.startswith(f"{name}=") and "Max-Age=0" in header
        for header in response.headers.get_list("set-cookie")
    )
