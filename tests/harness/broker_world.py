"""A gateway's login with the certified provider of npm, each on a port of its own, as gateway.yaml has it."""

from __future__ import annotations

import secrets
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from harness.login_world import KEY, MovableClock, who_page
from harness.npm_openid_provider import MIDDEN, Broker, NpmProvider, Visit, npm_openid_provider, pkce, visit
from harness.raw_jwt import by_es256
from harness.served import served_at
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.routing import Route

from auth.dpop import access_token_hash
from auth.keys import dump_signing_key, generate_signing_key
from auth.login import LoginSettings
from auth.principal import Identifier
from auth.pseudonym import pseudonym
from gateway.http.sign_in import SignIn, SignInSettings
from gateway.settings import GatewaySettings

BACK = "http://127.0.0.1/klaar"
"""Where apps have the provider send people back to. Nobody listens there: the test reads the address."""
SANNE, HENDRIK = ({"klant": pseudonym(KEY, Identifier.BSN, number)} for number in ("999990007", "999990044"))
"""What the page `/wie` says of them."""


@dataclass(frozen=True)
class BrokerWorld:
    """`base` is the gateway."""

    base: str
    provider: NpmProvider
    clock: MovableClock

    def browser(self) -> httpx.AsyncClient:
        """Keeps cookies, of the gateway and of the provider, and follows no redirect by itself."""
        return httpx.AsyncClient(base_url=self.base)

    async def log_in(self, browser: httpx.AsyncClient, middel: str, who: Visit, **query: str) -> str:
        """Through the whole flow; where the gateway sends the browser in the end."""
        begun = await browser.get(f"/auth/login/{middel}", params=query)
        assert begun.status_code == 303, begun.text
        back = f"{self.base}/auth/callback/{middel}"
        done = await browser.get(await visit(browser, begun.headers["location"], who, back))
        assert done.status_code == 303, (done.text, self.provider.log())
        return done.headers["location"]

    async def app(
        self,
        client_id: str,
        who: Visit,
        key: ECKey | None = None,
        tls: ssl.SSLContext | bool = True,
    ) -> dict[str, Any]:
        """What an app gets for the login of someone: its token answer. With `key` the token is bound to it,
        and `tls` may show a certificate.
        """
        verifier, challenge = pkce()
        asked = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": BACK,
            "scope": "openid graaf",
            "state": "s",
            "nonce": "n",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "acr_values": MIDDEN,
        }
        form = {
            "grant_type": "authorization_code",
            "client_id": client_id,
            "redirect_uri": BACK,
            "code_verifier": verifier,
        }
        url = f"{self.provider.url}/token"
        async with httpx.AsyncClient(verify=tls) as browser:
            back = await visit(browser, f"{self.provider.url}/auth?{urlencode(asked)}", who, BACK)
            code = parse_qs(urlsplit(back).query)["code"][0]
            headers = {"dpop": proof(key, "POST", url)} if key else {}
            answer = await browser.post(url, data={**form, "code": code}, headers=headers)
        assert answer.status_code == 200, (answer.text, self.provider.log())
        given: dict[str, Any] = answer.json()
        return given


def proof(key: ECKey, method: str, url: str, token: str | None = None, nonce: str | None = None) -> str:
    """A DPoP proof as an app makes one, now."""
    claims = {
        "htm": method,
        "htu": url,
        "iat": int(MovableClock()()),
        "jti": secrets.token_urlsafe(16),
        **({"ath": access_token_hash(token)} if token else {}),
        **({"nonce": nonce} if nonce else {}),
    }
    return by_es256({"alg": "ES256", "typ": "dpop+jwt", "jwk": key.as_dict(private=False)}, claims, key)


@asynccontextmanager
async def broker_world(
    folder: Path, broker: Callable[[str], Broker], issuers: str, environ: Mapping[str, str]
) -> AsyncIterator[BrokerWorld]:
    """`broker` is made for the address of the gateway; `issuers` is that part of gateway.yaml, in which
    `${ISSUER}` is the address of the provider and other names are those of `environ`.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        base = f"http://127.0.0.1:{listener.getsockname()[1]}"
        async with AsyncExitStack() as stack:
            provider = stack.enter_context(npm_openid_provider(broker(base)))
            clock = MovableClock()
            sign_in = _sign_in(base, folder, issuers, {**environ, "ISSUER": provider.url}, clock)
            app = Starlette(routes=[*sign_in.routes, Route("/wie", who_page(sign_in))])
            await stack.enter_async_context(sign_in.lifespan())
            await stack.enter_async_context(served_at(listener, app))
            yield BrokerWorld(base, provider, clock)


def _sign_in(
    base: str, folder: Path, issuers: str, environ: Mapping[str, str], clock: MovableClock
) -> SignIn:
    indented = "\n".join(f"    {line}" for line in issuers.strip().splitlines())
    text = f"""
public_url: {base}
login:
  pseudonym_key: ${{PSEUDONIEMSLEUTEL}}
  signing_key: ${{IDENTITEITSSLEUTEL}}
  sessions_url: sqlite:///{folder}/auth.sqlite3
  client_certificate_header: client-cert
  issuers:
{indented}
"""
    secret = {
        "PSEUDONIEMSLEUTEL": KEY.decode(),
        "IDENTITEITSSLEUTEL": dump_signing_key(generate_signing_key()),
    }
    login = GatewaySettings.load(text, {**environ, **secret}).login
    assert login
    return SignIn(
        SignInSettings(
            login.trusted_issuers,
            LoginSettings(base, KEY),
            login.sessions_url.get_secret_value(),
            clock=clock,
            certificate_header=login.client_certificate_header,
        )
    )
