"""Introspection: what the provider says of a token that says nothing itself. RFC 7662 and RFC 9701.

What it said is believed again for a short while, and no longer than the token lives: a token that is
withdrawn ends within that time. Answers are kept under a hash of the token.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final
from weakref import WeakValueDictionary

from auth.bearer_rules import IntrospectionRules
from auth.claim_path import Claims
from auth.client_calls import ClientCalls
from auth.clock import Clock
from auth.errors import ConfigurationError, ProviderError, TokenError
from auth.issuers import TrustedIssuer
from auth.provider import Provider
from auth.token_claims import PROVIDER_SAYS, check_access, moment
from auth.tokens import LONGEST, Tokens
from auth.web import Web, WebAnswer

SIGNED: Final = "application/token-introspection+jwt"
_SIGNED_TYPE: Final = "token-introspection+jwt"
_OK = 200
_KEPT = 4096
"""Answers."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """None are the claims of a token that is not active."""

    claims: Claims | None = field(repr=False)
    until: float


class Introspection:
    """For the issuers that give such tokens out. A token does not say whose it is, and may not be shown to
    anyone else than who made it: so they must all be of one provider. Raises ConfigurationError otherwise.
    """

    def __init__(
        self,
        issuers: Iterable[TrustedIssuer],
        providers: Mapping[str, Provider],
        tokens: Tokens,
        web: Web,
        clock: Clock = time.time,
    ) -> None:
        self._issuers = [one for one in issuers if one.bearer and one.bearer.introspection]
        self._rules = _common(self._issuers)
        self._tokens = tokens
        self._clock = clock
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        if self._issuers:
            first = self._issuers[0]
            self._provider = providers[first.url]
            client = self._rules.client or first.client
            self._calls = ClientCalls(client, self._provider, web, clock)

    def __len__(self) -> int:
        """How many answers are kept."""
        return len(self._answers)

    async def access(self, token: str) -> tuple[TrustedIssuer, Claims]:
        """The issuer and the claims of an opaque token. Raises TokenError, and ProviderError when there is no
        way to know.
        """
        if not self._issuers or len(token) > LONGEST:
            raise TokenError("TOKEN_MALFORMED", "not a token of a kind that is taken here")
        claims = await self._claims(token)
        if claims is None:
            raise TokenError("TOKEN_INACTIVE", "the provider says that the token does not hold")
        if claims.get("iss", self._provider.url) != self._provider.url:
            raise TokenError("TOKEN_ISSUER", "the token is not from this issuer")
        issuer, bearer = self._tokens.fitting(claims, self._issuers)
        check_access(claims, bearer, self._clock(), PROVIDER_SAYS)
        return issuer, claims

    async def _claims(self, token: str) -> Claims | None:
        """Of requests that come at once with the same token, one asks."""
        name = sha256(token.encode()).hexdigest()
        lock = self._asking.setdefault(name, asyncio.Lock())
        async with lock:
            known = self._answers.get(name)
            if known is None or self._clock() >= known.until:
                known = _Answer(claims := await self._ask(token), self._until(claims))
                self._keep(name, known)
            return known.claims

    def _keep(self, name: str, answer: _Answer) -> None:
        """What is too old goes: it says who someone is."""
        now = self._clock()
        self._answers.pop(name, None)
        while self._answers and (len(self._answers) >= _KEPT or self._oldest().until <= now):
            self._answers.popitem(last=False)
        self._answers[name] = answer

    def _oldest(self) -> _Answer:
        return next(iter(self._answers.values()))

    def _until(self, claims: Claims | None) -> float:
        """At most half the token's life, as the Dutch OAuth profile has it."""
        now = self._clock()
        made, ends = (moment((claims or {}).get(name)) for name in ("iat", "exp"))
        bounds = [now + self._rules.seconds, ends]
        if made is not None and ends is not None:
            bounds.append(now + (ends - made) / 2)
        return min(bound for bound in bounds if bound is not None)

    async def _ask(self, token: str) -> Claims | None:
        metadata = await self._provider.metadata()
        if metadata.introspection_endpoint is None:
            raise ProviderError(f"{self._provider.url} does not say where tokens are asked about")
        form = {"token": token, "token_type_hint": "access_token"}
        headers = {"accept": SIGNED} if self._rules.signed else {}
        answer = await self._calls.post(metadata.introspection_endpoint, form, headers)
        if answer.status != _OK:
            raise ProviderError(f"{self._provider.url} answered {answer.status} when asked about a token")
        content = await self._signed(answer) if self._rules.signed else answer.content
        active = content.get("active")
        if not isinstance(active, bool):
            raise ProviderError(f"{self._provider.url} does not say whether a token is active")
        return content if active else None

    async def _signed(self, answer: WebAnswer) -> Claims:
        """What is in the signed answer, which must be for us. RFC 9701, section 5."""
        if answer.jwt is None:
            raise ProviderError(f"{self._provider.url} did not sign its answer about a token")
        issuer = self._issuers[0]
        try:
            signed = await self._tokens.signed(self._tokens.opened(answer.jwt), issuer)
        except TokenError as exc:
            raise ProviderError(f"{self._provider.url} gave a bad answer about a token: {exc.code}") from exc
        content = signed.claims.get("token_introspection")
        ours = (self._rules.client or issuer.client).id
        if signed.header.get("typ") != _SIGNED_TYPE or signed.claims.get("aud") not in (ours, [ours]):
            raise ProviderError(f"{self._provider.url} gave an answer about a token that is not for us")
        if not isinstance(content, dict):
            raise ProviderError(f"{self._provider.url} gave an empty answer about a token")
        return content


def _common(issuers: list[TrustedIssuer]) -> IntrospectionRules:
    """The rules of all of them."""
    found = [(one.url, one.bearer.introspection) for one in issuers if one.bearer]
    if any(one != found[0] for one in found):
        raise ConfigurationError(
            "tokens without content can be taken from one provider only, with the same introspection for each"
            " of its middelen"
        )
    return found[0][1] or IntrospectionRules() if found else IntrospectionRules()
