"""A town with a login, an explorer and a clock that is moved by hand, on a port: for a real browser."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qsl

from harness.login_world import KEY, MovableClock
from harness.served import served_at
from harness.small_town import SUPERGRAPH, small_town
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route

from auth.login import LoginSettings
from auth.principal import Klantsoort
from auth.sessions import SessionLimits
from auth.ways_in import LoginWaysIn
from gateway.app import AppParts, make_app
from gateway.http.explorer.config import Audience, Example, ExplorerConfig, WayIn
from gateway.http.sign_in import SignIn, SignInSettings
from gateway.settings import GatewaySettings
from gemeentegraaf.development_login import AT, DevelopmentLogin, make_development_login
from schema.supergraph import Supergraph
from subgraphs.service.voorbeeldstad import PERSONAS

QUERY = "query Inkomen { ik { naam inkomen } }"
CONFIG = ExplorerConfig(
    municipality="Voorbeeldstad",
    ways_in=(WayIn("DigiD", Klantsoort.BURGER, "Als inwoner", "/auth/login/digid?niveau=basis&terug=/"),),
    examples=(Example("Inkomen", Audience.BURGER, QUERY),),
)


@dataclass
class LoginTown:
    """`base` is the gateway; `left` what the provider was sent when someone logged out there."""

    base: str
    clock: MovableClock = field(default_factory=MovableClock)
    left: list[dict[str, str]] = field(default_factory=list)

    async def end_session(self, request: Request) -> RedirectResponse:
        """The provider's logout page, at which nothing is asked."""
        form = dict(parse_qsl((await request.body()).decode()))
        self.left.append(form)
        return RedirectResponse(f"{form['post_logout_redirect_uri']}?state={form['state']}", 303)


@asynccontextmanager
async def login_town(folder: Path, limits: SessionLimits | None = None) -> AsyncIterator[LoginTown]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        town = LoginTown(f"http://127.0.0.1:{listener.getsockname()[1]}")
        development = make_development_login(town.base, PERSONAS, demo=True)
        sign_in = _sign_in(town, development, f"sqlite:///{folder}/auth.sqlite3", limits or SessionLimits())
        logout: BaseRoute = Route(f"{AT}/digid/oauth2/end_session", town.end_session, methods=["POST"])
        parts = AppParts(
            authenticate=sign_in.authenticate,
            ways_in=LoginWaysIn(development.issuers, town.base),
            explorer=CONFIG,
            routes=(logout, *sign_in.routes, *development.routes),
            lifespans=(sign_in.lifespan,),
        )
        settings = GatewaySettings(public_url=town.base)
        app = make_app(settings, Supergraph.parse(SUPERGRAPH), dict(small_town()), parts)
        async with served_at(listener, app):
            yield town


def _sign_in(town: LoginTown, development: DevelopmentLogin, url: str, limits: SessionLimits) -> SignIn:
    issuers = tuple(replace(issuer, ends_session=True) for issuer in development.issuers)
    login = LoginSettings(town.base, KEY)
    return SignIn(SignInSettings(issuers, login, url, limits=limits, web=development.web, clock=town.clock))
