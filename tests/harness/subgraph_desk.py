"""A subgraph service in this process, and who comes to its desk: nobody, or a persona with a statement."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import httpx
from starlette.applications import Starlette

from auth.assurance import Niveau
from auth.identification import Recipient, load_identification_key, load_recipient_key
from auth.keys import dump_key_set, generate_signing_key, public_key_set
from auth.principal import Identifier, Identiteit, Mandaat, Principal
from auth.propagation import HEADER, Issuer
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.voorbeeldstad import PERSONAS, Persona

PSEUDONYM_KEY = b"voorbeeldstad-pseudoniemsleutel!"
TODAY = date(2026, 3, 2)
SIGNING_KEY = generate_signing_key()

PERSONA = {persona.sleutel: persona for persona in PERSONAS}
SANNE = PERSONA["sanne-de-vries"]
HENDRIK = PERSONA["hendrik-van-den-berg"]
BAKKERIJ = PERSONA["de-gouden-korst"]
MUZIEKSCHOOL = PERSONA["muziekschool-voorbeeldstad"]


def settings_for(name: str, database_url: str, **secrets: str) -> ServiceSettings:
    """Settings with demo data, and the key that `statement` signs with."""
    return ServiceSettings(
        name=name,
        database_url=database_url,
        pseudonym_key=PSEUDONYM_KEY,
        statement_keys=dump_key_set(public_key_set(SIGNING_KEY)),
        demo=True,
        today=TODAY,
        secrets=secrets,
    )


def principal(persona: Persona, niveau: Niveau = Niveau.MIDDEN) -> Principal:
    """The persona, logged in for itself."""
    who = Identiteit(persona.klant_id(PSEUDONYM_KEY), persona.identifier, persona.waarde)
    return Principal(who, who, persona.klantsoort, "demo", niveau)


def acting_for(persona: Persona) -> Principal:
    """Someone else, with a mandate to act for the persona."""
    own = principal(persona)
    actor = Identiteit("een-ander", Identifier.PSEUDONIEM, "een-ander")
    return Principal(actor, own.subject, own.klantsoort, "demo", own.niveau, Mandaat(frozenset({"alles"})))


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a subgraph answers."""

    client: httpx.AsyncClient
    name: str
    recipients: Mapping[str, Recipient] = field(default_factory=dict)

    async def ask(
        self,
        query: str,
        who: Principal | Persona | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The JSON of the answer to `query`, asked by `who`."""
        caller = principal(who) if isinstance(who, Persona) else who
        issuer = Issuer(SIGNING_KEY, recipients=self.recipients)
        headers = {HEADER: issuer.statement(caller, self.name)} if caller else {}
        response = await self.client.post(
            "/graphql", json={"query": query, "variables": dict(variables or {})}, headers=headers
        )
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def data(
        self,
        query: str,
        who: Principal | Persona | None = None,
        variables: Mapping[str, Any] | None = None,
    ) -> Any:
        """The data of an answer that must have no errors."""
        answer = await self.ask(query, who, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]


@asynccontextmanager
async def desk_of(
    make_service: Callable[[ServiceSettings], Starlette], settings: ServiceSettings
) -> AsyncIterator[Desk]:
    """The service between its start and its stop. With an identification key it is told numbers."""
    recipients = {}
    if settings.identification_key is not None:
        public = load_identification_key(settings.identification_key).as_dict(private=False)
        recipients = {settings.name: Recipient(load_recipient_key(json.dumps(public)))}
    async with desk_of_app(make_service(settings), settings.name, recipients) as desk:
        yield desk


@asynccontextmanager
async def desk_of_app(
    app: Starlette, name: str, recipients: Mapping[str, Recipient] | None = None
) -> AsyncIterator[Desk]:
    """An application between its start and its stop."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://subgraph") as client,
    ):
        yield Desk(client, name, recipients or {})


def codes(answer: Mapping[str, Any]) -> list[str]:
    """The codes of the errors, in order of their paths."""
    errors = sorted(
        answer.get("errors", []), key=lambda error: [str(part) for part in error.get("path") or ()]
    )
    return [error["extensions"]["code"] for error in errors]
