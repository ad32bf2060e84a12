"""The certified `oidc-provider` of npm, as a broker in a process of its own. For tests marked `peers`."""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any
from urllib.parse import urljoin

import httpx
from harness.programs import PEERS
from joserfc.jwk import ECKey, Key

ACR = "urn:oasis:names:tc:SAML:2.0:ac:classes:"
BASIS, MIDDEN, SUBSTANTIEEL = (
    f"{ACR}{name}" for name in ("PasswordProtectedTransport", "MobileTwoFactorContract", "Smartcard")
)
SANNE: Mapping[str, Any] = {"bsn": "999990007", "naam": "Sanne"}
HENDRIK: Mapping[str, Any] = {"bsn": "999990044", "naam": "Hendrik"}


def provider_key() -> ECKey:
    """One of the provider's own: it signs ID tokens and access tokens with ES256."""
    return ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)


def jwks(*keys: Key, private: bool = False) -> dict[str, Any]:
    return {"keys": [key.as_dict(private=private) for key in keys]}


@dataclass(frozen=True)
class Broker:
    """What the provider is told to be. `clients` as registered with it (RFC 7591); `server` are rules, and
    the TLS files if it is to speak TLS.
    """

    clients: Sequence[Mapping[str, Any]]
    accounts: Mapping[str, Mapping[str, Any]] = field(
        default_factory=lambda: {"sanne": SANNE, "hendrik": HENDRIK}
    )
    claims: Sequence[str] = ("bsn", "naam")
    keys: Sequence[ECKey] = field(default_factory=lambda: (provider_key(),))
    server: Mapping[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        return {
            "clients": self.clients,
            "accounts": self.accounts,
            "claims": self.claims,
            "jwks": jwks(*self.keys, private=True),
            "server": self.server,
            "acrValues": [BASIS, MIDDEN, SUBSTANTIEEL],
        }


class NpmProvider:
    """One that runs. `url` is its issuer identifier."""

    def __init__(self, process: subprocess.Popen[str], log: IO[str]) -> None:
        self._process = process
        self._log = log
        self.url = ""

    def tell(self, **parts: Any) -> None:
        """Replaces parts of what it is, such as `clients` or `jwks`. Sessions and grants stay."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{json.dumps(parts)}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"the provider stopped: {self.log()}")
        self.url = json.loads(answer)["issuer"]

    def rotate(self, *keys: ECKey) -> None:
        """From now on it has these keys, and signs with the first."""
        self.tell(jwks=jwks(*keys, private=True))

    def log(self) -> str:
        """What it wrote of errors."""
        self._log.flush()
        self._log.seek(0)
        return self._log.read()


@contextlib.contextmanager
def npm_openid_provider(broker: Broker) -> Iterator[NpmProvider]:
    """Raises RuntimeError, with what it said, when it does not start."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["node", "openid_provider.mjs"],
            cwd=PEERS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            provider = NpmProvider(process, log)
            provider.tell(**broker.told)
            yield provider
        finally:
            assert process.stdin
            assert process.stdout
            process.stdin.close()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


@dataclass(frozen=True)
class Visit:
    """Someone at the provider's page: who they are, and the level at which they log in. Nobody when `sub` is
    empty: then they cancel.
    """

    sub: str
    acr: str | None = None


async def visit(browser: httpx.AsyncClient, url: str, who: Visit, back: str) -> str:
    """From the authorization request to the redirect that begins with `back`, as a browser goes. The login
    page is filled in when it appears, and only then: who is still logged in there passes by.
    """
    answer = await browser.get(url)
    for _ in range(8):
        location = urljoin(str(answer.request.url), answer.headers.get("location", ""))
        if answer.status_code not in (302, 303):
            raise RuntimeError(f"the provider answered {answer.status_code}: {answer.text[:500]}")
        if location.startswith(back):
            return location
        answer = await browser.get(location)
        if (
            answer.status_code == 200 and 'name="xsrf"' in answer.text
        ):  # someone else is logged out there first
            [action] = re.findall(r'action="([^"]+)"', answer.text)
            hidden = re.findall(r'name="([^"]+)" value="([^"]*)"', answer.text)
            answer = await browser.post(action, data=dict(hidden))
        elif answer.status_code == 200:  # the login page
            form = {"sub": who.sub, **({"acr": who.acr} if who.acr else {})}
            answer = await browser.post(location, data=form)
    raise RuntimeError("the provider sends the browser around in circles")


def pkce() -> tuple[str, str]:
    """A verifier and its challenge, for an app of one's own."""
    verifier = "een-verifier-van-een-app-die-lang-genoeg-is-voor-rfc-7636"
    return verifier, urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
