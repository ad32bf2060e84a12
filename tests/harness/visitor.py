"""Visitor: a browser without a screen. It keeps cookies, follows redirects and logs in as a persona."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from starlette.applications import Starlette

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone on the site of a gateway."""

    client: httpx.AsyncClient

    async def log_in(self, middel: str, persona: str) -> None:
        """The whole code flow, as a browser goes through it."""
        page = await self.client.get(f"/auth/login/{middel}", params={"terug": "/health"})
        page.raise_for_status()
        landed = await self.client.post(str(page.url), data={"sub": persona})
        landed.raise_for_status()
        assert landed.url.path == "/health", f"the login ended at {landed.url.path}"

    async def send(self, query: str, variables: Mapping[str, Any] | None = None) -> httpx.Response:
        return await self.client.post("/graphql", json={"query": query, "variables": dict(variables or {})})

    async def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The JSON of the answer, whatever its status."""
        content = (await self.send(query, variables)).json()
        assert isinstance(content, dict)
        return content


@asynccontextmanager
async def visiting(base_url: str, app: Starlette | None = None) -> AsyncIterator[Visitor]:
    """A visitor of the gateway at `base_url`, or of `app`, which goes by that name, in this process."""
    transport = httpx.ASGITransport(app) if app else None
    async with httpx.AsyncClient(
        base_url=base_url, transport=transport, follow_redirects=True, timeout=TIMEOUT
    ) as client:
        yield Visitor(client)


@asynccontextmanager
async def running(app: Starlette) -> AsyncIterator[None]:
    """The application between its start and its stop."""
    async with app.router.lifespan_context(app):
        yield
