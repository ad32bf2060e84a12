"""What is the same for everyone is asked once, and then only whether it changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from harness.moving_pace import MovingPace
from harness.register_server import RegisterServer, register_server
from starlette.responses import JSONResponse, Response

from subgraphs.service.etag_cache import CacheRules, EtagCache
from subgraphs.service.register_call import RegisterAnswer, RegisterCall
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.register_errors import RegisterUnavailable

RULES = RegisterRules(attempts=1, cache=CacheRules(fresh_seconds=60, stale_seconds=600, max_bytes=1000))
ZAAKTYPE = replace(RegisterCall.get("/zaaktypen/1"), shared=True)
CHANGED = JSONResponse({"versie": 2}, headers={"etag": '"2"'})
UNCHANGED = Response(status_code=304)
DOWN = Response(status_code=503)


@asynccontextmanager
async def known(*answers: Response) -> AsyncIterator[tuple[RegisterServer, RegisterClient, MovingPace]]:
    """A client that has asked once, of a register that answers these from then on."""
    pace = MovingPace()
    first = JSONResponse({"versie": 1}, headers={"etag": '"1"'})
    async with register_server(first, *answers) as register:
        client = RegisterClient(RegisterTarget("catalogi", register.url), RULES, pace.pace())
        await client.ask(ZAAKTYPE)
        yield register, client, pace
        await client.close()


async def versie(client: RegisterClient) -> int:
    found: int = (await client.ask(ZAAKTYPE)).object()["versie"]
    return found


async def test_what_is_fresh_is_not_asked() -> None:
    async with known(CHANGED) as (register, client, pace):
        pace.clock.forward(59)
        assert await versie(client) == 1
        assert len(register.asked) == 1


async def test_what_did_not_change_is_fresh_again() -> None:
    async with known(UNCHANGED) as (register, client, pace):
        pace.clock.forward(61)
        assert [await versie(client), await versie(client)] == [1, 1]
        assert [asked.headers.get("if-none-match") for asked in register.asked] == [None, '"1"']


async def test_what_changed_is_taken_over() -> None:
    async with known(CHANGED) as (_, client, pace):
        pace.clock.forward(61)
        assert await versie(client) == 2


async def test_while_the_register_is_down_the_last_known_serves_for_so_long() -> None:
    async with known(DOWN) as (_, client, pace):
        pace.clock.forward(599)
        assert await versie(client) == 1
        pace.clock.forward(2)
        with pytest.raises(RegisterUnavailable):
            await client.ask(ZAAKTYPE)


async def test_what_is_of_one_customer_is_never_kept() -> None:
    async with known(CHANGED) as (register, client, _):
        await client.ask(replace(ZAAKTYPE, shared=False))
        await client.ask(replace(ZAAKTYPE, query=(("page", "2"),)))
    assert len(register.asked) == 3


def test_the_least_recently_used_makes_room() -> None:
    cache = EtagCache(CacheRules(max_bytes=10))
    for key in ("a", "b"):
        cache.keep(key, RegisterAnswer("catalogi", 200, {}, b"12345"), 0)
    cache.find("a")
    cache.keep("c", RegisterAnswer("catalogi", 200, {}, b"12345"), 0)
    assert [key for key in "abc" if cache.find(key)] == ["a", "c"]
    cache.keep("d", RegisterAnswer("catalogi", 200, {}, b"x" * 11), 0)
    assert [key for key in "abcd" if cache.find(key)] == ["a", "c"]
