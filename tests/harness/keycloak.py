"""A real Keycloak in a process of its own, with the realm of docker/keycloak and people to log in as."""

from __future__ import annotations

import asyncio
import hmac
import json
import os
import socket
import struct
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from hashlib import sha1
from pathlib import Path
from typing import Any

import httpx
from harness.programs import keycloak

REALM = Path(__file__).parents[2] / "docker" / "keycloak" / "realm.json"
CLIENT_SECRET = "geheim-van-de-test"
ADMIN = "beheer"
PATIENCE = 600
"""Seconds. It takes a minute or more, as busy as the machine is."""


@dataclass(frozen=True, slots=True)
class KeycloakPerson:
    """Someone in the realm, whose password is their name."""

    name: str
    bsn: str

    @property
    def otp_key(self) -> str:
        return f"{self.name:x<20}"

    def otp(self) -> str:
        """The six digits of this half minute (RFC 6238). Keycloak takes each only once."""
        counter = struct.pack(">Q", int(time.time()) // 30)
        digest = hmac.new(self.otp_key.encode(), counter, sha1).digest()
        at = digest[-1] & 0x0F
        return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"

    @property
    def in_realm(self) -> dict[str, Any]:
        kind = {"subType": "totp", "digits": 6, "period": 30, "counter": 0, "algorithm": "HmacSHA1"}
        code = {
            "type": "otp",
            "secretData": json.dumps({"value": self.otp_key}),
            "credentialData": json.dumps(kind),
        }
        return {
            "username": self.name,
            "enabled": True,
            "firstName": self.name.title(),
            "lastName": "de Vries",
            "email": f"{self.name}@voorbeeld.nl",
            "emailVerified": True,
            "attributes": {"bsn": [self.bsn]},
            "credentials": [{"type": "password", "value": self.name}, code],
        }


@dataclass(frozen=True, slots=True)
class Keycloak:
    """`url` is the server's own."""

    url: str

    async def end_sessions(self, person: KeycloakPerson) -> None:
        """As an administrator does: everywhere this person is logged in, they are not any more."""
        async with httpx.AsyncClient(base_url=self.url, timeout=30) as http:
            form = {"grant_type": "password", "client_id": "admin-cli", "username": ADMIN, "password": ADMIN}
            token = await http.post("/realms/master/protocol/openid-connect/token", data=form)
            bearer = {"authorization": f"Bearer {token.json()['access_token']}"}
            users = "/admin/realms/voorbeeldstad/users"
            [found] = (await http.get(users, params={"username": person.name}, headers=bearer)).json()
            (await http.post(f"{users}/{found['id']}/logout", headers=bearer)).raise_for_status()


@asynccontextmanager
async def keycloak_server(gateway_url: str, people: list[KeycloakPerson]) -> AsyncIterator[Keycloak]:
    """A server whose one client is the gateway at this URL. Raises RuntimeError, with its log, when it does
    not come up.
    """
    home = keycloak()
    if home is None:
        raise RuntimeError("no Keycloak on this machine")
    realm = json.loads(REALM.read_text())
    imported = home / "data" / "import"
    imported.mkdir(parents=True, exist_ok=True)
    realm["users"] = [one.in_realm for one in people]
    (imported / "realm.json").write_text(json.dumps(realm))
    port = _free_port()
    with (home / "data" / "log").open("w+b") as log:
        process = subprocess.Popen(  # noqa: ASYNC220 - nothing else is going on yet
            [
                home / "bin" / "kc.sh", "start", "--optimized", "--import-realm", "--http-enabled=true",
                "--hostname-strict=false", "--http-host=127.0.0.1", f"--http-port={port}",
            ],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "GEMEENTEGRAAF_URL": gateway_url,
                "GEMEENTEGRAAF_CLIENT_SECRET": CLIENT_SECRET,
                "KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN,
                "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMIN,
            },
        )  # fmt: skip
        try:
            server = Keycloak(f"http://127.0.0.1:{port}")
            if not await _is_up(server, process):
                log.seek(0)
                raise RuntimeError(f"Keycloak did not come up:\n{log.read().decode(errors='replace')}")
            yield server
        finally:
            process.terminate()
            process.wait(timeout=60)


async def _is_up(server: Keycloak, process: subprocess.Popen[bytes]) -> bool:
    async with httpx.AsyncClient(base_url=server.url, timeout=10) as http:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                found = await http.get("/realms/voorbeeldstad/.well-known/openid-configuration")
                if found.status_code == httpx.codes.OK:
                    return True
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.5)
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
