"""SignIn: all that a gateway with login has more than one without, made from its settings.

sign_in = SignIn(settings)
AppParts(authenticate=sign_in.authenticate, routes=sign_in.routes, lifespans=(sign_in.lifespan,), ...)
"""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.routing import BaseRoute

from auth.bearer import BearerTokens
from auth.clock import Clock
from auth.errors import ConfigurationError
from auth.issuers import TrustedIssuer
from auth.login import Backstage, Login, LoginSettings
from auth.pending import PendingLogins
from auth.provider import Provider
from auth.sessions import SessionLimits, Sessions
from auth.store import SqlStore
from auth.tokens import Tokens
from auth.web import HttpxWeb
from gateway.http.authentication import Authentication
from gateway.http.cross_site import CrossSiteRules
from gateway.http.login_routes import LoginPages
from gateway.http.session_cookie import SessionCookie


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """`database_url` is where sessions live (sqlite: or postgresql:). `web` reaches the providers; it is
    handed in when they are in this process.
    """

    issuers: tuple[TrustedIssuer, ...]
    login: LoginSettings
    database_url: str = field(repr=False)
    limits: SessionLimits = field(default_factory=SessionLimits)
    web: HttpxWeb = field(default_factory=HttpxWeb)
    clock: Clock = time.time


class SignIn:
    """Raises ConfigurationError for settings that would not be safe."""

    def __init__(self, settings: SignInSettings) -> None:
        middelen = [issuer.middel for issuer in settings.issuers]
        if len(set(middelen)) < len(middelen):
            raise ConfigurationError("each middel can be configured once")
        self._web = settings.web
        self._store = SqlStore(settings.database_url)
        providers = {
            issuer.url: Provider(issuer.url, settings.web, settings.clock) for issuer in settings.issuers
        }
        tokens = Tokens(settings.issuers, providers, settings.clock)
        sessions = Sessions(self._store, settings.limits, settings.clock)
        pending = PendingLogins(self._store, settings.clock)
        backstage = Backstage(providers, tokens, pending, sessions, settings.web, settings.clock)
        cookie = SessionCookie(settings.login.base_url)
        rules = CrossSiteRules(settings.login.origins)
        bearer = BearerTokens(tokens, settings.login.pseudonym_key)
        self.authenticate = Authentication(bearer, sessions, cookie)
        login = Login(settings.issuers, settings.login, backstage)
        self.routes: tuple[BaseRoute, ...] = LoginPages(login, sessions, cookie, rules).routes

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Opens what it needs and closes it again."""
        await self._store.create()
        try:
            yield
        finally:
            await self._store.close()
            await self._web.close()
