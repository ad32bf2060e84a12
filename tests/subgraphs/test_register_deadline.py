"""Registers have a part of the time that the gateway waits: the rest of it is to answer without them."""

from __future__ import annotations

import pytest
import strawberry
from harness.raw_server import raw_server, silence
from harness.register_server import register_server
from harness.subgraph_desk import desk_of_app, settings_for
from sqlalchemy import MetaData
from starlette.applications import Starlette
from starlette.responses import JSONResponse

from subgraphs.service.app import Service, make_service_app
from subgraphs.service.database import Database
from subgraphs.service.deadline import (
    FOR_REGISTERS,
    answering_within,
    in_part_of_the_time,
    left_for_registers,
)
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.register_call import RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.service.schema import SubgraphSchema

GET = RegisterCall.get("/zaken")
LONG = 3600.0
PATIENT = RegisterRules(budget=LONG, connect=60.0, silence=LONG)


async def reason(client: RegisterClient, *, streamed: bool = False) -> Reason:
    """Why no answer came."""
    asked = client.stream(GET).__aenter__() if streamed else client.ask(GET)
    with pytest.raises(RegisterUnavailable) as caught:
        await asked
    return caught.value.reason


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_call_takes_no_longer_than_the_request_that_it_is_for(streamed: bool) -> None:
    async with raw_server(silence) as server:
        client = RegisterClient(RegisterTarget("zaken", server.url), PATIENT)
        with answering_within(0.2):
            assert await reason(client, streamed=streamed) is Reason.TIMEOUT
        await client.close()


async def test_when_the_time_is_over_a_register_is_not_asked() -> None:
    async with register_server(JSONResponse([])) as register:
        client = RegisterClient(RegisterTarget("zaken", register.url), PATIENT)
        with answering_within(0.0):
            assert await reason(client) is Reason.TIMEOUT
        assert register.asked == []
        assert (await client.ask(GET)).json() == []
        await client.close()


def test_nobody_counts_outside_a_request() -> None:
    with answering_within(LONG):
        left = left_for_registers()
        assert left is not None
        assert left <= LONG * FOR_REGISTERS
        with answering_within(None):
            assert left_for_registers() is None
    assert left_for_registers() is None


def test_what_others_come_after_has_a_part_of_what_is_left() -> None:
    with answering_within(LONG):
        with in_part_of_the_time(0.5):
            half = left_for_registers()
        whole = left_for_registers()
    assert half is not None
    assert whole is not None
    assert half <= LONG * FOR_REGISTERS / 2 < whole
    with in_part_of_the_time(0.5):
        assert left_for_registers() is None


@strawberry.type
class Query:
    @strawberry.field(directives=[OPENBAAR])
    def over(self) -> float | None:
        return left_for_registers()


@strawberry.type
class Mutation:
    @strawberry.mutation(directives=[OPENBAAR])
    def over(self) -> float | None:
        return left_for_registers()


def service(url: str) -> Starlette:
    schema = SubgraphSchema(query=Query, mutation=Mutation)
    return make_service_app(
        Service(schema, MetaData(), Database(url), lambda _: None), settings_for("proef", url)
    )


@pytest.mark.parametrize(
    ("header", "asked", "most"),
    [("100000", "{ over }", 80.0), (None, "{ over }", None), ("100000", "mutation { over }", None)],
)
async def test_a_question_leaves_time_to_answer_and_a_change_takes_what_it_needs(
    sqlite_url: str, header: str | None, asked: str, most: float | None
) -> None:
    async with desk_of_app(service(sqlite_url), "proef") as desk:
        if header:
            desk.client.headers["gemeentegraaf-timeout-ms"] = header
        over = (await desk.data(asked))["over"]
    assert (over is None) if most is None else 0 < over <= most
