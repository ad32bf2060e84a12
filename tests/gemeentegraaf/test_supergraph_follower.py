"""The gateway follows its supergraph: it takes what can be served, and says what cannot."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from harness.reloaded import Versions, version

from gateway.connections import Connections
from gateway.generation import Schemas
from gateway.generations import GenerationRules, Generations
from gemeentegraaf.schemas import read_schemas
from gemeentegraaf.supergraph_feed import FileFeed
from gemeentegraaf.supergraph_follower import Follower, FollowRules
from gemeentegraaf.supergraph_source import SourceError, SourceLimits

ONLY_WHEN_TOLD = FollowRules(seconds=None)
INVALID = "INVALID_SUPERGRAPH"


@dataclass
class ScriptedFeed:
    """A Feed that gives what it is told to, in turn; then nothing new."""

    script: list[str | Exception]
    closed: bool = False

    def look(self) -> str | None:
        given = self.script.pop(0) if self.script else None
        if isinstance(given, Exception):
            raise given
        return given

    def close(self) -> None:
        self.closed = True


def read(text: str) -> Schemas:
    return read_schemas(text, None)


def begun(unreachable: str = "") -> Generations:
    connections = Connections(Versions(unreachable=unreachable).ways)
    return Generations(read(version(0)), connections, lambda *_: {}, GenerationRules())


async def after_each_look(*script: str | Exception, unreachable: str = "") -> list[tuple[int, str | None]]:
    """The number of the generation, and the problem, after each of these looks."""
    generations = begun(unreachable)
    follower = Follower(ScriptedFeed(list(script)), read, ONLY_WHEN_TOLD)
    told = []
    for _ in script:
        await follower.look(generations)
        told.append((generations.current.number, generations.problem))
    await generations.close()
    return told


GONE = SourceError("it is not there")
BROKEN = "type Query {"


async def test_each_new_text_is_served() -> None:
    assert await after_each_look(version(1), version(2)) == [(2, None), (3, None)]


async def test_what_is_served_already_needs_no_new_generation() -> None:
    assert await after_each_look(version(0), version(1), version(1)) == [(1, None), (2, None), (2, None)]


async def test_a_mistake_is_told_until_it_is_mended_or_taken_back() -> None:
    told = await after_each_look(BROKEN, version(1), BROKEN, version(1))
    assert told == [(1, INVALID), (2, None), (2, INVALID), (2, None)]


async def test_what_cannot_be_had_for_a_while_hides_no_mistake_and_makes_none() -> None:
    generations = begun()
    feed = ScriptedFeed([BROKEN, GONE])
    follower = Follower(feed, read, ONLY_WHEN_TOLD)
    told = []
    for _ in range(3):
        await follower.look(generations)
        told.append(generations.problem)
    assert told == [INVALID, "SUPERGRAPH_UNAVAILABLE", INVALID]
    assert await after_each_look(GONE, version(1)) == [(1, "SUPERGRAPH_UNAVAILABLE"), (2, None)]
    await generations.close()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (version(1).replace("type Query", "type Vraag"), INVALID),
        (version(1).replace("first: Int", "first: Nergens"), INVALID),
        (version(1).replace("join__Graph", "ander"), INVALID),
        ("", INVALID),
        (version(3), "SUBGRAPH_WITHOUT_ADDRESS"),
    ],
    ids=["no root", "a type that is missing", "no subgraphs", "nothing", "no way"],
)
async def test_what_cannot_be_served_is_refused_with_its_code(text: str, code: str) -> None:
    unreachable = "http://first.test/3/graphql"
    assert await after_each_look(text, version(1), unreachable=unreachable) == [(1, code), (2, None)]


async def test_a_contract_that_is_wanted_and_cannot_be_made_is_a_reason_not_to_change() -> None:
    generations = begun()
    await Follower(ScriptedFeed([version(1)]), lambda text: read_schemas(text, True), ONLY_WHEN_TOLD).look(
        generations
    )
    assert (generations.current.number, generations.problem) == (1, "INVALID_CONTRACT")
    await generations.close()


async def test_a_fault_of_our_own_stops_neither_the_gateway_nor_the_following(
    caplog: pytest.LogCaptureFixture,
) -> None:
    secret = "123456782"

    def faulty(text: str) -> Schemas:
        if text == version(1):
            raise RecursionError(secret)
        return read(text)

    generations = begun()
    follower = Follower(ScriptedFeed([version(1), version(2)]), faulty, ONLY_WHEN_TOLD)
    await follower.look(generations)
    assert (generations.current.number, generations.problem) == (1, "RELOAD_FAILED")
    assert "RecursionError" in caplog.text
    assert secret not in caplog.text
    await follower.look(generations)
    assert (generations.current.number, generations.problem) == (2, None)
    await generations.close()


async def test_the_same_complaint_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    await after_each_look(GONE, GONE, GONE, version(1), GONE)
    lines = [record.getMessage() for record in caplog.records if "follower" in record.name]
    assert [line.partition(":")[0] for line in lines] == [
        "the supergraph stays as it is",
        "the supergraph is in order again",
        "the supergraph stays as it is",
    ]


def write(path: Path, number: int) -> None:
    path.write_text(version(number))


class TestWhenItLooks:
    @asynccontextmanager
    async def following(self, path: Path, rules: FollowRules) -> AsyncIterator[Generations]:
        write(path, 0)
        feed = FileFeed(path, SourceLimits(), lambda _: None)
        generations = begun()
        feed.look()
        async with Follower(feed, read, rules)(generations):
            yield generations
        await generations.close()

    async def until(self, generations: Generations, number: int) -> None:
        async with asyncio.timeout(20):
            while generations.current.number < number:  # noqa: ASYNC110 - it is asked of the outside
                await asyncio.sleep(0.005)

    async def test_every_few_seconds(self, tmp_path: Path) -> None:
        path = tmp_path / "supergraph.graphql"
        async with self.following(path, FollowRules(seconds=0.02)) as generations:
            for number in (2, 3):
                write(path, number)
                await self.until(generations, number)

    async def test_at_a_hangup_of_the_process(self, tmp_path: Path) -> None:
        path = tmp_path / "supergraph.graphql"
        async with self.following(path, ONLY_WHEN_TOLD) as generations:
            write(path, 1)
            await asyncio.sleep(0.05)
            assert generations.current.number == 1
            os.kill(os.getpid(), signal.SIGHUP)
            await self.until(generations, 2)

    def test_the_time_varies_around_what_is_set(self) -> None:
        rules = FollowRules(seconds=10, jitter=0.2)
        pauses = [rules.pause() or 0 for _ in range(200)]
        assert 8 <= min(pauses) < 9 < 11 < max(pauses) <= 12
