"""A fetch that is ready is held for a moment when others to the same subgraph are about to be ready too."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from harness.memory_subgraph import ScriptedSubgraph
from harness.plans import entities, key, represent, root, run

from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse

BOOKS = root(1, "a", "{ book }", "book { id }")
SHOPS = root(2, "c", "{ shop }", "shop { id }")
BOOK = entities(3, "b", "book", "... on Book { n }", represent("Book", "n", key("id")), after=(1,))
SHOP = entities(4, "b", "shop", "... on Shop { n }", represent("Shop", "n", key("id")), after=(2,))


@dataclass
class Waiting:
    """A Subgraph that answers once it is let."""

    data: dict[str, Any]
    let: asyncio.Event = field(default_factory=asyncio.Event)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        await self.let.wait()
        return SubgraphResponse(self.data)

    async def close(self) -> None:
        """Nothing to end."""


@dataclass
class Counting:
    """A Subgraph that answers every lookup, and then lets another one answer."""

    lets: Sequence[asyncio.Event] = ()
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        body = orjson.loads(request.body)
        self.bodies.append(body)
        for event in self.lets:
            event.set()
        lists = {name: given for name, given in body["variables"].items() if isinstance(given, list)}
        if "representations" in lists:
            return SubgraphResponse({"_entities": [{"n": 1}]})
        return SubgraphResponse({f"_{number}": [{"n": 1}] for number in range(len(lists))})

    async def close(self) -> None:
        """Nothing to end."""


async def test_two_that_become_ready_shortly_after_each_other_go_as_one() -> None:
    slower, asked = Waiting({"shop": {"id": 2}}), Counting()

    async def run_it() -> Any:
        subgraphs = {"a": ScriptedSubgraph([SubgraphResponse({"book": {"id": 1}})]), "b": asked, "c": slower}
        return await run((BOOKS, SHOPS, BOOK, SHOP), subgraphs)

    running = asyncio.ensure_future(run_it())
    await asyncio.sleep(0)  # both roots are on their way
    slower.let.set()
    result = await running
    assert len(asked.bodies) == 1
    assert result.data == {"book": {"id": 1, "n": 1}, "shop": {"id": 2, "n": 1}}


async def test_nobody_waits_for_one_that_does_not_come() -> None:
    """The second root answers only after the first one's entities were asked: who held them would hang."""
    slower = Waiting({"shop": {"id": 2}})
    asked = Counting(lets=(slower.let,))
    first = ScriptedSubgraph([SubgraphResponse({"book": {"id": 1}})])
    async with asyncio.timeout(5):
        result = await run((BOOKS, SHOPS, BOOK, SHOP), {"a": first, "b": asked, "c": slower})
    assert len(asked.bodies) == 2
    assert result.data == {"book": {"id": 1, "n": 1}, "shop": {"id": 2, "n": 1}}


async def test_one_that_was_held_goes_when_its_company_turns_out_to_have_nothing_to_ask() -> None:
    slower, asked = Waiting({"shop": None}), Counting()
    slower.let.set()
    first = ScriptedSubgraph([SubgraphResponse({"book": {"id": 1}})])
    result = await run((BOOKS, SHOPS, BOOK, SHOP), {"a": first, "b": asked, "c": slower})
    (body,) = asked.bodies
    assert "representations" in body["variables"]
    assert result.data == {"book": {"id": 1, "n": 1}, "shop": None}
