"""Logout: a session's end, here and at the provider, whoever begins it.

    end      the person's own wish      over here; the browser may have to go on to the provider
    onward   -> the provider's page     by a form, once, for this browser alone
    arrived  <- the provider            back to where the person came from
    told     <- the provider            its word that a login is over, without any browser (back channel)

OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0. An ID token says who someone is and can
hold a BSN, so it goes to the provider in a form, never in an address.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auth.errors import LoginError, ProviderError, SealError
from auth.issuers import TrustedIssuer
from auth.login import Backstage, Browser, LoginSettings
from auth.logout_label import logout_label
from auth.logout_token import LogoutTokens
from auth.return_address import return_address
from auth.seal import Seal, fingerprint, new_secret
from auth.sessions import Session
from auth.store import ExpiringStore

LIFETIME = 10 * 60.0
"""Seconds one may take to go on to the provider, and to come back."""
_ONWARD, _BACK = "afmelden", "afgemeld"


@dataclass(frozen=True, slots=True)
class ProviderLogout:
    """The way to the provider's logout page: where it is, and what it is told, by a form or its address."""

    url: str
    fields: Mapping[str, str] = field(repr=False)
    form: bool = True


class Logout:
    """Over all issuers of this gateway. `store` keeps logouts that are on their way."""

    def __init__(
        self,
        issuers: Mapping[str, TrustedIssuer],
        settings: LoginSettings,
        backstage: Backstage,
        store: ExpiringStore,
    ) -> None:
        self._issuers = issuers
        self._settings = settings
        self._backstage = backstage
        self._store = store
        self._tokens = LogoutTokens(issuers.values(), backstage.tokens, store, backstage.clock)

    async def end(self, browser: Browser, terug: str) -> str | None:
        """Ends the session. Where the login at the provider is to end as well: the secret, for a cookie, with
        which this browser goes `onward`.

        Raises LoginError (LOGIN_RETURN: nothing is ended then) and StoreError.
        """
        address = return_address(terug, self._settings.base_url, self._settings.origins)
        session = await self._backstage.sessions.end(browser.session) if browser.session else None
        if session is None:
            return None
        secret = browser.attempt or new_secret()
        state = new_secret()
        provider = await self._provider_logout(session, state)
        if provider is None:
            return None
        back = {"terug": address, "browser": fingerprint(secret)}
        await self._keep(_BACK, state, back)
        onward = {"url": provider.url, "fields": dict(provider.fields), "form": provider.form}
        await self._keep(_ONWARD, secret, onward)
        return secret

    async def onward(self, browser: Browser) -> ProviderLogout:
        """The way on that this browser's last logout left. Raises LoginError (LOGOUT_STATE) without one."""
        kept = await self._taken(_ONWARD, browser.attempt or "")
        return ProviderLogout(kept["url"], kept["fields"], kept["form"])

    async def arrived(self, state: str, browser: Browser) -> str:
        """Where the person came from. Raises LoginError (LOGOUT_STATE) when this browser began no such
        logout.
        """
        kept = await self._taken(_BACK, state)
        if not hmac.compare_digest(kept["browser"], fingerprint(browser.attempt or "")):
            raise LoginError("LOGOUT_STATE", "the logout is another browser's")
        return str(kept["terug"])

    async def told(self, token: str) -> int:
        """Ends what a provider's logout token says is over; how many sessions that were. Raises TokenError,
        ProviderError and StoreError.
        """
        over = await self._tokens.read(token)
        label = logout_label(self._settings.pseudonym_key, over.issuer, over.name, over.value)
        return await self._backstage.sessions.end_all(label)

    async def _provider_logout(self, session: Session, state: str) -> ProviderLogout | None:
        issuer = self._issuers.get(session.principal.middel)
        if issuer is None or not issuer.ends_session:
            return None
        try:
            metadata = await self._backstage.providers[issuer.url].metadata()
        except ProviderError:
            return None
        if metadata.end_session_endpoint is None:
            return None
        fields = {
            "client_id": issuer.client.id,
            "post_logout_redirect_uri": self._settings.logged_out,
            "state": state,
            **({"id_token_hint": session.id_token} if session.id_token else {}),
        }
        return ProviderLogout(metadata.end_session_endpoint, fields, issuer.logout_form)

    async def _keep(self, kind: str, secret: str, value: Mapping[str, Any]) -> None:
        """The last of its kind counts: a browser can log out again before it went on."""
        seal = Seal(kind, secret)
        expires = self._backstage.clock() + LIFETIME
        await self._store.take(seal.name)
        await self._store.add(seal.name, seal.close(json.dumps({**value, "expires": expires})), expires)

    async def _taken(self, kind: str, secret: str) -> dict[str, Any]:
        seal = Seal(kind, secret)
        sealed = await self._store.take(seal.name)
        try:
            kept: dict[str, Any] = json.loads(seal.open(sealed or ""))
        except SealError as exc:
            raise LoginError("LOGOUT_STATE", "no such logout is on its way") from exc
        if self._backstage.clock() >= kept["expires"]:
            raise LoginError("LOGOUT_STATE", "the logout took too long")
        return kept
