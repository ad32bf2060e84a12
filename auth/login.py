"""Login: a browser's way in, from the choice of a middel to a session.

    begin    -> the provider's page    state, nonce and PKCE verifier kept here, bound to this browser
    finish   <- the provider's answer  state taken (once), code exchanged, ID token judged, level checked

Whoever has a session and asks for a higher level at the same middel is stepping up: the provider must ask
them anew, the same person must come back, and the session goes on under a new id. Without that nothing
changes: the session they had stays as it was.

OpenID Connect Core 1.0 (code flow), RFC 7636 (PKCE), RFC 9207 (issuer in the response), OIDC NL GOV.
"""

import hmac
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from auth.assurance import Niveau
from auth.claims import naam_of, principal_of
from auth.clock import Clock
from auth.code_exchange import CodeExchange, IdToken
from auth.errors import (
    ClaimsError,
    ConfigurationError,
    LoginError,
    ProviderError,
    SessionError,
    TokenError,
)
from auth.issuers import TrustedIssuer
from auth.logout_label import logout_labels
from auth.loopback import is_secure
from auth.pending import Attempt, PendingLogin, PendingLogins
from auth.principal import Principal
from auth.provider import Provider
from auth.return_address import return_address
from auth.seal import fingerprint, new_secret
from auth.sessions import Sessions, SignedOn
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

    @property
    def logged_out(self) -> str:
        """The post-logout redirect URI to register, the same for every provider."""
        return f"{self.base_url.rstrip('/')}/auth/uitgelogd"


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
class Browser:
    """What a browser holds: `attempt`, the secret of an earlier attempt to log in (several tabs share one),
    and `session`, the id of its session.
    """

    attempt: str | None = field(default=None, repr=False)
    session: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """`url` is the provider's page; `browser` the secret that ties the answer to this browser, for a
    cookie.
    """

    url: str = field(repr=False)
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

    async def begin(self, middel: str, terug: str, niveau: str | None, browser: Browser) -> Begun:
        """Raises LoginError, and StoreError."""
        issuer = self._issuer(middel)
        wanted = _niveau(niveau)
        address = return_address(terug, self._settings.base_url, self._settings.origins)
        known = await self._stepping_up(browser, middel, wanted)
        extra = {
            "acr_values": _acr_values(issuer, wanted) if niveau else None,
            "prompt": "login" if known else None,
        }
        attempt = Attempt(*(secrets.token_urlsafe(48) for _ in range(3)))
        try:
            given = {name: value for name, value in extra.items() if value}
            url = await self._exchange(issuer).authorization_url(attempt, given)
        except ProviderError as exc:
            raise LoginError(exc.code, str(exc), address) from exc
        secret = browser.attempt or new_secret()
        person = _person(known) if known else None
        pending = PendingLogin(attempt, middel, address, wanted.name, fingerprint(secret), person)
        await self._backstage.pending.add(pending)
        return Begun(url, secret)

    async def finish(self, middel: str, answer: Mapping[str, str], browser: Browser) -> Finished:
        """`answer` is the query of the provider's redirect.

        Raises LoginError; it carries `terug` once the answer is known to belong to this browser's own
        attempt. Raises StoreError.
        """
        issuer = self._issuer(middel)
        pending = await self._backstage.pending.take(answer.get("state", ""))
        ours = hmac.compare_digest(pending.browser, fingerprint(browser.attempt or ""))
        if pending.middel != middel or not ours:
            raise LoginError("LOGIN_STATE", "the answer belongs to another attempt")
        try:
            token = await self._id_token(issuer, answer, pending.attempt)
            principal = principal_of(token.claims, issuer, self._settings.pseudonym_key)
            _check(principal, pending)
        except LoginError as exc:
            raise LoginError(exc.code, str(exc), pending.terug) from exc
        except (ProviderError, ClaimsError) as exc:
            raise LoginError(exc.code, str(exc), pending.terug) from exc
        except TokenError as exc:
            raise LoginError("LOGIN_ID_TOKEN", f"{exc.code}: {exc}", pending.terug) from exc
        session = await self._backstage.sessions.begin(
            self._signed_on(token, principal, issuer), replaces=browser.session
        )
        return Finished(session, pending.terug)

    async def _stepping_up(self, browser: Browser, middel: str, wanted: Niveau) -> Principal | None:
        """Who has a session at this middel already, of a lower level than is wanted now."""
        if browser.session is None:
            return None
        try:
            known = (await self._backstage.sessions.find(browser.session, use=False)).principal
        except SessionError:
            return None
        return known if known.middel == middel and known.niveau < wanted else None

    def _signed_on(self, token: IdToken, principal: Principal, issuer: TrustedIssuer) -> SignedOn:
        return SignedOn(
            principal,
            naam_of(token.claims, issuer),
            token.text if issuer.ends_session and issuer.logout_form else None,
            logout_labels(self._settings.pseudonym_key, issuer.url, token.claims),
        )

    async def _id_token(self, issuer: TrustedIssuer, answer: Mapping[str, str], attempt: Attempt) -> IdToken:
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
        return await exchange.id_token(answer["code"], attempt, self._backstage.tokens)

    def _issuer(self, middel: str) -> TrustedIssuer:
        if middel not in self.issuers:
            raise LoginError("LOGIN_UNKNOWN", "there is no such way to log in")
        return self.issuers[middel]

    def _exchange(self, issuer: TrustedIssuer) -> CodeExchange:
        provider = self._backstage.providers[issuer.url]
        back = self._settings.callback(issuer.middel)
        return CodeExchange(issuer, provider, back, self._backstage.web, self._backstage.clock)


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


def _person(principal: Principal) -> str:
    """Who logged in, and whose data it opens: a step-up may change neither."""
    return f"{principal.actor.id} {principal.subject.id}"


def _check(principal: Principal, pending: PendingLogin) -> None:
    """A provider may answer with less than was asked (OIDC NL GOV has the client check), or ask someone else
    to log in.
    """
    if principal.niveau < Niveau[pending.niveau]:
        raise LoginError("LOGIN_LEVEL_TOO_LOW", "the login is of a lower level than was asked for")
    if pending.person is not None and _person(principal) != pending.person:
        raise LoginError("LOGIN_OTHER_PERSON", "the step-up is by someone else than the session")
