"""SignIn: all that a gateway with login has more than one without, made from its settings.

sign_in = SignIn(settings)
AppParts(authenticate=sign_in.authenticate, routes=sign_in.routes, lifespans=(sign_in.lifespan,), ...)
"""

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.routing import BaseRoute

from auth.bearer import BearerTokens
from auth.clock import Clock
from auth.dpop import ProofChecker
from auth.errors import ConfigurationError
from auth.introspection import Introspection
from auth.issuers import TrustedIssuer
from auth.login import Backstage, Login, LoginSettings
from auth.login_rate import LoginRate, LoginRates
from auth.logout import Logout
from auth.pending import PendingLogins
from auth.provider import Provider
from auth.sessions import SessionLimits, Sessions
from auth.store import ExpiringStore
from auth.stores import store_at
from auth.sweeping import sweeping
from auth.tokens import Tokens
from auth.web import HttpxWeb
from gateway.http.authentication import Authentication
from gateway.http.client_keys import client_keys_route
from gateway.http.cross_site import CrossSiteRules
from gateway.http.login_routes import LoginPages
from gateway.http.logout_routes import LogoutPages
from gateway.http.session_cookie import SessionCookie
from gateway.http.token_credentials import TokenCredentials


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """`database_url` is where sessions live (sqlite:, postgresql: or valkey:). `web` reaches the providers;
    it is handed in when they are in this process. `certificate_header` is where the proxy in front puts the
    certificate that a client showed, if it does.
    """

    issuers: tuple[TrustedIssuer, ...]
    login: LoginSettings
    database_url: str = field(repr=False)
    limits: SessionLimits = field(default_factory=SessionLimits)
    rates: LoginRates = field(default_factory=LoginRates)
    web: HttpxWeb = field(default_factory=HttpxWeb)
    clock: Clock = time.time
    certificate_header: str | None = None


class SignIn:
    """Raises ConfigurationError for settings that would not be safe."""

    def __init__(self, settings: SignInSettings) -> None:
        middelen = [issuer.middel for issuer in settings.issuers]
        if len(set(middelen)) < len(middelen):
            raise ConfigurationError("each middel can be configured once")
        self._web = settings.web
        for issuer in settings.issuers:
            self._web.prepare(issuer.client.keys.certificate)
        self._clock = settings.clock
        self._store: ExpiringStore = store_at(settings.database_url)
        providers = {
            issuer.url: Provider(issuer.url, settings.web, settings.clock) for issuer in settings.issuers
        }
        tokens = Tokens(settings.issuers, providers, settings.clock)
        sessions = Sessions(self._store, settings.limits, settings.clock)
        pending = PendingLogins(self._store, settings.clock)
        backstage = Backstage(providers, tokens, pending, sessions, settings.web, settings.clock)
        cookie = SessionCookie(settings.login.base_url)
        rules = CrossSiteRules(settings.login.origins)
        bearer = _bearer_tokens(settings, tokens, providers, self._store)
        credentials = TokenCredentials(bearer, settings.login.base_url, settings.certificate_header)
        self.authenticate = Authentication(credentials, sessions, cookie)
        login = Login(settings.issuers, settings.login, backstage)
        logout = Logout(login.issuers, settings.login, backstage, self._store)
        rate = LoginRate(self._store, settings.rates, settings.login.pseudonym_key, settings.clock)
        self.routes: tuple[BaseRoute, ...] = (
            *LoginPages(login, sessions, cookie, rate).routes,
            *LogoutPages(logout, cookie, rules).routes,
            client_keys_route(settings.issuers),
        )

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """Opens what it needs and closes it again. Raises StoreError when sessions cannot be kept."""
        try:
            await self._store.open()
            async with sweeping(self._store, self._clock):
                yield
        finally:
            await self._store.close()
            await self._web.close()


def _bearer_tokens(
    settings: SignInSettings, tokens: Tokens, providers: Mapping[str, Provider], store: ExpiringStore
) -> BearerTokens:
    key = settings.login.pseudonym_key
    introspection = Introspection(settings.issuers, providers, tokens, settings.web, settings.clock)
    return BearerTokens(tokens, introspection, ProofChecker(store, key, settings.clock), key)
