"""Everything of a login but HTTP: over a provider and a store in memory, with a clock moved by hand."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from harness.clock import StillClock
from harness.memory_store import MemoryStore
from harness.openid_provider import DIGID, URL, OpenIdProvider

from auth.issuers import TrustedIssuer
from auth.login import Backstage, Begun, Browser, Finished, Login, LoginSettings
from auth.logout import Logout
from auth.pending import PendingLogins
from auth.provider import Provider
from auth.sessions import Session, Sessions
from auth.tokens import Tokens

BASE = "https://graaf.voorbeeldstad.nl"
OTHER = replace(DIGID, middel="digid_twee")


@dataclass
class World:
    """Login and logout over a provider and a store in memory."""

    issuers: tuple[TrustedIssuer, ...] = (DIGID, OTHER)
    clock: StillClock = field(default_factory=StillClock)
    store: MemoryStore = field(default_factory=MemoryStore)

    def __post_init__(self) -> None:
        self.provider = OpenIdProvider(self.clock)
        others = [OpenIdProvider(self.clock, one.url) for one in self.issuers if one.url != URL]
        self.others = {one.url: one for one in others}
        every = (self.provider, *others)
        providers = {one.url: Provider(one.url, one, self.clock) for one in every}
        self.sessions = Sessions(self.store, clock=self.clock)
        backstage = Backstage(
            providers,
            Tokens(self.issuers, providers, self.clock),
            PendingLogins(self.store, self.clock),
            self.sessions,
            self.provider,
            self.clock,
        )
        settings = LoginSettings(BASE, b"k" * 32)
        self.login = Login(self.issuers, settings, backstage)
        self.logout = Logout(self.login.issuers, settings, backstage, self.store)

    async def begin(self, terug: str = "/mijn", niveau: str | None = None) -> Begun:
        return await self.login.begin("digid", terug, niveau, Browser())

    async def answer(self, begun: Begun, **changes: str) -> Session:
        """The provider's answer comes back, with changes, in the browser that began."""
        return await self.sessions.find((await self.finish(begun, **changes)).session_id)

    async def finish(self, begun: Begun, **changes: str) -> Finished:
        answer = {**self.provider.authorize(begun.url), **changes}
        return await self.login.finish("digid", answer, Browser(begun.browser))
