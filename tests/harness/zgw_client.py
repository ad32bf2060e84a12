"""A client of the ZGW stand-in that does all that is asked for; a test spoils what it tests."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
from harness.standin import Register, running
from joserfc import jwt
from joserfc.jwk import OctKey

from standins.zgw.standin import INTERFACES, make_standin
from standins.zgw.token import DEFAULT

CRS = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}


def token(secret: str = DEFAULT.secret, algorithm: str = "HS256", **claims: Any) -> str:
    """The Authorization header for a call; a claim of None is left out."""
    held = {
        "iss": DEFAULT.client_id,
        "client_id": DEFAULT.client_id,
        "iat": int(time.time()),
        "user_id": "test",
        "user_representation": "Een test",
        **claims,
    }
    found = {name: value for name, value in held.items() if value is not None}
    encoded = jwt.encode({"alg": algorithm}, found, OctKey.import_key(secret), algorithms=[algorithm])
    return f"Bearer {encoded}"


@asynccontextmanager
async def zgw(scenario: Mapping[str, Any]) -> AsyncIterator[tuple[Register, httpx.AsyncClient]]:
    """The stand-in, watched, and a client whose headers are in order."""
    async with running(make_standin(scenario), INTERFACES) as register:
        headers = {"Authorization": token(), **CRS}
        async with httpx.AsyncClient(base_url=register.url, headers=headers, verify=False) as client:
            yield register, client
