"""Login: a browser's way in, from the choice of a middel to a session.

    begin    -> the provider's page    state, nonce and PKCE verifier kept here, bound to this browser
    finish   <- the provider's answer  state taken (once), code exchanged, ID token judged, level checked
    end                                the session is over

OpenID Connect Core 1.0 (code flow), RFC 7636 (PKCE), RFC 9207 (issuer in the response), OIDC NL GOV.
"""

import hmac
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from auth.assurance import Niveau
from auth.claims import naam_of, principal_of
from auth.clock import Clock
from auth.code_exchange import CodeExchange
from auth.errors import ClaimsError, ConfigurationError, LoginError, ProviderError, TokenError
from auth.issuers import TrustedIssuer
from auth.loopback import is_secure
from auth.pending import Attempt, PendingLogin, PendingLogins, fingerprint
from auth.principal import Principal
from auth.provider import Provider
from auth.return_address import return_address
from auth.sessions import Sessions
from auth.tokens import Tokens
from auth.web import Web


@dataclass(frozen=True, slots=True)
class LoginSettings:
    """`base_url` is this gateway as browsers see it; `origins` are the frontends that people may return
    to.
    """

    base_url: str
    pseudonym_key: bytes = field(repr=False)
    origins: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if not is_secure(self.base_url):
            raise ConfigurationError("people log in over https, or on this machine only")

    def callback(self, middel: str) -> str:
        """The redirect URI to register: one for each middel, so that no provider can answer for another."""
        return f"{self.base_url.rstrip('/')}/auth/callback/{middel}"


@dataclass(frozen=True, slots=True)
class Backstage:
    """What a login works with behind the scenes; `providers` by issuer URL."""

    providers: Mapping[str, Provider]
    tokens: Tokens
    pending: PendingLogins
    sessions: Sessions
    web: Web
    clock: Clock = time.time


@dataclass(frozen=True, slots=True)
class Begun:
    """`url` is the provider's page; `browser` the secret that ties the answer to this browser, for a
    cookie.
    """

    url: str
    browser: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Finished:
    """`session_id` is for the cookie; `terug` is where to go on."""

    session_id: str = field(repr=False)
    terug: str


class Login:
    """Over all issuers of this gateway."""

    def __init__(
        self, issuers: Iterable[TrustedIssuer], settings: LoginSettings, backstage: Backstage
    ) -> None:
        self.issuers = {issuer.middel: issuer for issuer in issuers}
        self._settings = settings
        self._backstage = backstage

    async def begin(self, middel: str, terug: str, niveau: str | None, browser: str | None) -> Begun:
        """Raises LoginError. `browser` is the secret of an earlier attempt: several tabs share one."""
        issuer = self._issuer(middel)
        wanted = _niveau(niveau)
        address = return_address(terug, self._settings.base_url, self._settings.origins)
        attempt = Attempt(*(secrets.token_urlsafe(48) for _ in range(3)))
        try:
            url = await self._exchange(issuer).authorization_url(attempt, _acr_values(issuer, wanted))
        except ProviderError as exc:
            raise LoginError(exc.code, str(exc), address) from exc
        secret = browser or secrets.token_urlsafe(32)
        pending = PendingLogin(attempt, middel, address, wanted.name, fingerprint(secret))
        await self._backstage.pending.add(pending)
        return Begun(url, secret)

    async def finish(
        self, middel: str, answer: Mapping[str, str], browser: str | None, former: str | None
    ) -> Finished:
        """`answer` is the query of the provider's redirect, `former` the browser's present session.

        Raises LoginError; it carries `terug` once the answer is known to belong to this browser's own
        attempt.
        """
        issuer = self._issuer(middel)
        pending = await self._backstage.pending.take(answer.get("state", ""))
        if pending.middel != middel or not hmac.compare_digest(pending.browser, fingerprint(browser or "")):
            raise LoginError("LOGIN_STATE", "the answer belongs to another attempt")
        try:
            claims = await self._claims(issuer, answer, pending.attempt)
            principal = principal_of(claims, issuer, self._settings.pseudonym_key)
            _check_niveau(principal, Niveau[pending.niveau])
        except LoginError as exc:
            raise LoginError(exc.code, str(exc), pending.terug) from exc
        except (ProviderError, ClaimsError) as exc:
            raise LoginError(exc.code, str(exc), pending.terug) from exc
        except TokenError as exc:
            raise LoginError("LOGIN_ID_TOKEN", str(exc), pending.terug) from exc
        session = await self._backstage.sessions.begin(principal, naam_of(claims, issuer), former)
        return Finished(session, pending.terug)

    async def end(self, session_id: str) -> str | None:
        """Ends the session. The provider's own logout page, where it has one and the issuer uses it."""
        principal = await self._backstage.sessions.end(session_id)
        issuer = self.issuers.get(principal.middel) if principal else None
        if issuer is None or not issuer.ends_session:
            return None
        try:
            metadata = await self._backstage.providers[issuer.url].metadata()
        except ProviderError:
            return None
        return metadata.end_session_endpoint

    async def _claims(
        self, issuer: TrustedIssuer, answer: Mapping[str, str], attempt: Attempt
    ) -> Mapping[str, Any]:
        metadata = await self._backstage.providers[issuer.url].metadata()
        if answer.get("iss", issuer.url) != issuer.url or (
            metadata.issuer_in_response and "iss" not in answer
        ):
            raise LoginError("LOGIN_STATE", "the answer is another provider's")
        if "error" in answer:
            raise LoginError("LOGIN_CANCELLED", "the provider or the person broke off the login")
        if not answer.get("code"):
            raise LoginError("LOGIN_CODE", "the answer holds no code")
        exchange = self._exchange(issuer)
        return await exchange.claims(answer["code"], attempt, self._backstage.tokens, self._backstage.clock)

    def _issuer(self, middel: str) -> TrustedIssuer:
        if middel not in self.issuers:
            raise LoginError("LOGIN_UNKNOWN", "there is no such way to log in")
        return self.issuers[middel]

    def _exchange(self, issuer: TrustedIssuer) -> CodeExchange:
        provider = self._backstage.providers[issuer.url]
        return CodeExchange(issuer, provider, self._settings.callback(issuer.middel), self._backstage.web)


def _niveau(text: str | None) -> Niveau:
    """The level that is asked for: any that we know, when none is named."""
    if text is None:
        return Niveau.BASIS
    if text.upper() not in Niveau.__members__ or text.upper() == Niveau.GEEN.name:
        raise LoginError("LOGIN_LEVEL_UNKNOWN", "there is no such level")
    return Niveau[text.upper()]


def _acr_values(issuer: TrustedIssuer, wanted: Niveau) -> str | None:
    """The level itself or the next higher one that the issuer knows how to ask for."""
    return next((issuer.acr_values[level] for level in sorted(issuer.acr_values) if level >= wanted), None)


def _check_niveau(principal: Principal, wanted: Niveau) -> None:
    """A provider may answer with less than was asked; OIDC NL GOV has the client check."""
    if principal.niveau < wanted:
        raise LoginError("LOGIN_LEVEL_TOO_LOW", "the login is of a lower level than was asked for")
