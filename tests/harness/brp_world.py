"""A BRP for tests: the stand-in on a port, and the settings that connect the subgraph to it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from harness.standin import Register, running
from harness.subgraph_desk import settings_for
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from auth.identification import generate_identification_key
from standins.brp.register import Personenregister
from standins.brp.standin import DOELBINDING, PERSONEN, ROOT, SLEUTEL, VOLGEN, Toegang, brp_app
from standins.service.scenario import read_scenario
from subgraphs.service.settings import ServiceSettings

IDENTIFICATION_KEY = json.dumps(generate_identification_key().as_dict(private=True))
BRP = "brp-personen-bevragen-v2"


@dataclass
class Heard:
    """An application that remembers the headers and bodies it was sent."""

    app: ASGIApp
    headers: list[Mapping[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        body = await Request(scope, receive).body()
        self.headers.append(dict(Request(scope).headers))
        self.bodies.append(orjson.loads(body) if body else {})

        async def again() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        return await self.app(scope, again, send)


@dataclass(frozen=True, slots=True)
class BrpWorld:
    """`register` can be made to fail, `heard` knows what it was asked, `people` can be changed."""

    register: Register
    heard: Heard
    people: Personenregister

    @property
    def url(self) -> str:
        return self.register.url + ROOT

    @property
    def volgen_url(self) -> str:
        return self.register.url + VOLGEN


@asynccontextmanager
async def brp_world(most: int | None = None) -> AsyncIterator[BrpWorld]:
    """The stand-in with the people of Voorbeeldstad, watched by its description; with `most`, that many of
    them and the four who are special.
    """
    city = _city()
    people = Personenregister.van(city if most is None else (*city[:most], *city[-4:]))
    heard = Heard(brp_app(people, Toegang(SLEUTEL, frozenset({DOELBINDING}))))
    async with running(heard, {ROOT: BRP}) as register:
        yield BrpWorld(register, heard, people)


@cache
def _city() -> tuple[Mapping[str, Any], ...]:
    """Read once: changing someone puts another in their place."""
    return tuple(read_scenario(PERSONEN)["personen"])


def connected(folder: Path, database_url: str, section: Mapping[str, Any]) -> ServiceSettings:
    """Settings of the subgraph with a file of sources, and the key by which it is told numbers."""
    path = folder / "bronnen.yaml"
    path.write_text(json.dumps({"persoonsgegevens": section}), encoding="utf-8")
    return replace(
        settings_for("persoonsgegevens", database_url),
        bronnen=path,
        environ={"BRP_SLEUTEL": SLEUTEL},
        identification_key=IDENTIFICATION_KEY,
    )


def brp_section(url: str, **more: Any) -> dict[str, Any]:
    return {"url": url, "sleutel": {"env": "BRP_SLEUTEL"}, "doelbinding": DOELBINDING, **more}
