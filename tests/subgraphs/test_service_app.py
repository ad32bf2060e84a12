"""A subgraph service: one endpoint, closed gates, coded errors, a clean start and stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import strawberry
import strawberry.federation
from harness.subgraph_desk import (
    BAKKERIJ,
    SANNE,
    Desk,
    acting_for,
    codes,
    desk_of_app,
    principal,
    settings_for,
)
from sqlalchemy import MetaData

from auth.assurance import Niveau
from auth.principal import ANONIEM
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.context import Caller, Context
from subgraphs.service.database import Database
from subgraphs.service.directives import BURGER, INGELOGD, KLANT, OPENBAAR
from subgraphs.service.errors import Conflict, InvalidInput, NotFound
from subgraphs.service.register_errors import Reason, RegisterRefused, RegisterUnavailable
from subgraphs.service.schema import SubgraphSchema

BSN = "999990007"
"""What nobody may say. The lines that raise it only name it: tracebacks quote them."""


@dataclass
class Journal:
    """What the resolvers of one request did."""

    caller: Caller
    read: list[str] = field(default_factory=list)


Info = strawberry.Info[Context[Journal], None]
JOURNALS: list[Journal] = []


@strawberry.federation.interface(keys=["id"])
class Dier:
    id: strawberry.ID

    @classmethod
    async def resolve_reference(cls, id: strawberry.ID) -> Dier:  # noqa: A002
        if id == "stuk":
            raise KeyError(BSN)
        found = Kat(id=id) if id.startswith("kat") else Hond(id=id)
        if not isinstance(found, cls):
            raise NotFound("Dit dier")
        return found


@strawberry.federation.type(keys=["id"], directives=[OPENBAAR])
class Hond(Dier):
    pass


@strawberry.federation.type(keys=["id"], directives=[KLANT])
class Kat(Dier):
    naam: str = "Minoes"


@strawberry.type(directives=[BURGER])
class Dossier:
    inhoud: str


@strawberry.type
class Query:
    @strawberry.field(directives=[OPENBAAR])
    def wie(self, info: Info) -> str:
        return type(info.context.caller).__name__

    @strawberry.field(directives=[BURGER])
    def geheim(self, info: Info) -> str | None:
        info.context.own.read.append("geheim")
        return "open"

    @strawberry.field(directives=[INGELOGD])
    def iemand(self) -> str | None:
        return "iemand"

    @strawberry.field(directives=[OPENBAAR])
    def dossier(self, info: Info) -> Dossier | None:
        info.context.own.read.append("dossier")
        return Dossier(inhoud="privé")

    @strawberry.field(directives=[OPENBAAR])
    def stuk(self) -> str | None:
        raise KeyError(BSN)

    @strawberry.field(directives=[OPENBAAR])
    def elders(self) -> str | None:
        raise RegisterUnavailable("brp", Reason.STATUS, 503)

    @strawberry.field(directives=[OPENBAAR])
    def geweigerd(self) -> str | None:
        raise RegisterRefused("brp", 403, "permission_denied")

    @strawberry.field(directives=[OPENBAAR])
    def fout(self, soort: str) -> str | None:
        raise {"weg": NotFound("Dit"), "in": InvalidInput("Nee.", veld="soort"), "uit": Conflict("Nee.")}[
            soort
        ]


@strawberry.type
class Subscription:
    @strawberry.subscription(directives=[KLANT])
    async def tikken(self) -> AsyncIterator[int]:
        yield 1


SCHEMA = SubgraphSchema(Query, subscription=Subscription, types=[Hond, Kat])


def journal(caller: Caller) -> Journal:
    JOURNALS.append(Journal(caller))
    return JOURNALS[-1]


def service(url: str) -> Service[Journal]:
    return Service(SCHEMA, MetaData(), Database(url), journal)


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    JOURNALS.clear()
    app = make_service_app(service(sqlite_url), settings_for("proef", sqlite_url))
    async with desk_of_app(app, "proef") as desk:
        yield desk


async def test_public_fields_open_for_anyone(desk: Desk) -> None:
    assert await desk.data("{ wie }") == {"wie": "Anoniem"}
    assert await desk.data("{ wie }", SANNE) == {"wie": "Statement"}


@pytest.mark.parametrize(
    ("who", "opens"),
    [
        (None, False),
        (principal(SANNE, Niveau.BASIS), False),
        (principal(BAKKERIJ), False),
        (principal(SANNE), True),
        (principal(SANNE, Niveau.HOOG), True),
        (acting_for(SANNE), False),
    ],
    ids=[
        "nobody",
        "too low a level",
        "another kind",
        "as asked",
        "higher",
        "with a mandate for something else",
    ],
)
async def test_a_gated_field_opens_only_for_its_scopes_and_is_not_read_otherwise(
    desk: Desk, who: object, opens: bool
) -> None:
    answer = await desk.ask("{ geheim }", who)  # type: ignore[arg-type]
    assert answer["data"] == {"geheim": "open" if opens else None}
    assert codes(answer) == ([] if opens else ["UNAUTHORIZED_FIELD_OR_TYPE"])
    assert JOURNALS[-1].read == (["geheim"] if opens else [])


async def test_a_field_that_returns_a_gated_type_is_gated(desk: Desk) -> None:
    answer = await desk.ask("{ dossier { inhoud } }")
    assert (answer["data"], codes(answer)) == ({"dossier": None}, ["UNAUTHORIZED_FIELD_OR_TYPE"])
    assert JOURNALS[-1].read == []
    assert await desk.data("{ dossier { inhoud } }", SANNE) == {"dossier": {"inhoud": "privé"}}


async def test_authenticated_asks_for_any_login(desk: Desk) -> None:
    assert codes(await desk.ask("{ iemand }")) == ["UNAUTHORIZED_FIELD_OR_TYPE"]
    assert await desk.data("{ iemand }", BAKKERIJ) == {"iemand": "iemand"}


async def test_a_gated_subscription_stays_closed() -> None:
    stream = await SCHEMA.subscribe(
        "subscription { tikken }", context_value=Context(ANONIEM, Journal(ANONIEM))
    )
    assert isinstance(stream, AsyncIterator)
    results = [result async for result in stream]
    assert [error.extensions["code"] for result in results for error in result.errors or ()] == [
        "UNAUTHORIZED_FIELD_OR_TYPE"
    ]
    assert [result.data for result in results] == [None]


async def test_what_nobody_foresaw_is_masked_and_logged_without_its_text(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await desk.ask("{ stuk wie }")
    assert answer["data"] == {"stuk": None, "wie": "Anoniem"}
    assert codes(answer) == ["INTERNAL_SERVER_ERROR"]
    assert "KeyError at ['stuk']" in caplog.text
    assert "in stuk" in caplog.text
    assert BSN not in str(answer) + caplog.text


async def test_a_register_without_an_answer_is_named_in_the_log_and_not_to_the_caller(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    answer = await desk.ask("{ elders geweigerd }")
    assert codes(answer) == ["BRON_NIET_BESCHIKBAAR", "INTERNAL_SERVER_ERROR"]
    assert "register brp: status 503, for ['elders']" in caplog.text
    assert "register brp: refused with 403 permission_denied, for ['geweigerd']" in caplog.text
    assert "brp" not in str(answer)


@pytest.mark.parametrize(
    ("soort", "extensions"),
    [
        ("weg", {"code": "NIET_GEVONDEN"}),
        ("in", {"code": "ONGELDIGE_INVOER", "veld": "soort"}),
        ("uit", {"code": "CONFLICT"}),
    ],
)
async def test_what_was_foreseen_keeps_its_code(desk: Desk, soort: str, extensions: dict[str, str]) -> None:
    answer = await desk.ask("query($soort: String!) { fout(soort: $soort) }", variables={"soort": soort})
    assert answer["errors"][0]["extensions"] == extensions


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ wie", "GRAPHQL_PARSE_FAILED"),
        ("{ bestaatNiet }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($soort: String!) { fout(soort: $soort) }", "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_request_that_is_wrong_says_what_is_wrong(desk: Desk, query: str, code: str) -> None:
    answer = await desk.ask(query)
    assert (answer["data"], codes(answer)) == (None, [code])


@pytest.mark.parametrize("body", [b"{", b"[]", b'"wie"', b"\xff\xfe", b"[" * 100_000])
async def test_a_body_that_is_no_request_is_refused(desk: Desk, body: bytes) -> None:
    headers = {"content-type": "application/json"}
    response = await desk.client.post("/graphql", content=body, headers=headers)
    assert response.status_code == 400


async def test_queries_come_by_post_alone(desk: Desk) -> None:
    assert (await desk.client.get("/graphql", params={"query": "{ wie }"})).status_code == 405


ENTITIES = """
query($representations: [_Any!]!) {
  _entities(representations: $representations) { __typename ... on Hond { id } ... on Kat { id naam } }
}"""


async def test_an_entity_is_found_by_its_type_and_by_its_interface(desk: Desk) -> None:
    representations = [
        {"__typename": "Dier", "id": "hond-1"},
        {"__typename": "Kat", "id": "kat-1"},
        {"__typename": "Dier", "id": "kat-2"},
    ]
    data = await desk.data(ENTITIES, SANNE, {"representations": representations})
    assert data["_entities"] == [
        {"__typename": "Hond", "id": "hond-1"},
        {"__typename": "Kat", "id": "kat-1", "naam": "Minoes"},
        {"__typename": "Kat", "id": "kat-2", "naam": "Minoes"},
    ]


async def test_a_bad_representation_fails_alone_and_in_its_own_place(desk: Desk) -> None:
    representations = [
        {"__typename": "Hond", "id": "hond-1"},
        {"__typename": "Hond", "id": "kat-1"},
        {"__typename": "Dossier", "id": "1"},
        {"__typename": "Nergens", "id": "1"},
        {"id": "1"},
        "hond-1",
        {"__typename": "Dier", "id": "stuk"},
    ]
    answer = await desk.ask(ENTITIES, SANNE, {"representations": representations})
    assert answer["data"]["_entities"] == [{"__typename": "Hond", "id": "hond-1"}, *[None] * 6]
    invalid = ["ONGELDIGE_INVOER"] * 4
    assert codes(answer) == ["NIET_GEVONDEN", *invalid, "INTERNAL_SERVER_ERROR"]


async def test_the_key_of_a_gated_entity_opens_nothing_by_itself(desk: Desk) -> None:
    answer = await desk.ask(ENTITIES, None, {"representations": [{"__typename": "Kat", "id": "kat-1"}]})
    assert answer["data"]["_entities"] == [None]
    assert set(codes(answer)) == {"UNAUTHORIZED_FIELD_OR_TYPE"}


async def test_the_service_gives_its_own_schema(desk: Desk) -> None:
    sdl = (await desk.data("{ _service { sdl } }"))["_service"]["sdl"]
    assert 'interface Dier @key(fields: "id")' in sdl


async def test_health_tells_whether_the_database_answers(desk: Desk, sqlite_url: str) -> None:
    assert (await desk.client.get("/health")).json() == {"status": "ok"}
    unreachable = sqlite_url.replace("store.sqlite3", "map/die/er/niet/is.sqlite3")
    app = make_service_app(service(unreachable), settings_for("proef", unreachable))
    desk.client._transport.app = app  # type: ignore[attr-defined]
    response = await desk.client.get("/health")
    assert (response.status_code, response.json()) == (503, {"status": "storing"})


async def test_work_runs_from_start_to_stop(sqlite_url: str) -> None:
    happened: list[str] = []

    async def prepare() -> None:
        happened.append("prepared")

    async def background() -> None:
        happened.append("working")
        try:
            await asyncio.Event().wait()
        finally:
            happened.append("stopped")

    async def close() -> None:
        happened.append("closed")

    whole = Service(
        SCHEMA,
        MetaData(),
        Database(sqlite_url),
        journal,
        prepare=prepare,
        background=[background],
        closing=[close],
    )
    async with desk_of_app(make_service_app(whole, settings_for("proef", sqlite_url)), "proef") as desk:
        await desk.data("{ wie }")
        await asyncio.sleep(0)
        assert happened == ["prepared", "working"]
    assert happened == ["prepared", "working", "stopped", "closed"]
