"""Incremental scenarios: a request and the parts its answer comes in, to the letter, as data.

A file holds worlds, as those of harness/scenario.py do. Which subgraph answers before which is settled by the
scenario, so that every part comes at its own time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.scenario import ScenarioSubgraph, documents_of

from gateway.execution.subgraph import Subgraph, SubgraphRequest, SubgraphResponse

SETTLED = 50
"""After so many turns of the event loop all that can go on without an answer of a subgraph has."""


@dataclass(frozen=True)
class IncrementalScenario:
    """One request and its outcome.

    `parts`: the response maps in order, of each error its `path` and `code`. `order`: subgraphs that answer
    in this order, and after all others. `calls`: how many requests a subgraph gets.
    """

    name: str
    query: str
    parts: Sequence[Mapping[str, Any]]
    variables: Mapping[str, Any] = field(default_factory=dict)
    order: Sequence[str] = ()
    calls: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class IncrementalWorld:
    """Subgraphs by name and what is played in them."""

    subgraphs: Mapping[str, ScenarioSubgraph]
    scenarios: Sequence[IncrementalScenario]


def incremental_worlds_of(path: Path) -> Iterator[IncrementalWorld]:
    """The worlds of one file. Raises TypeError for a word that means nothing."""
    for document in documents_of(path):
        subgraphs = {name: ScenarioSubgraph(**given) for name, given in document.pop("subgraphs").items()}
        scenarios = [IncrementalScenario(**given) for given in document.pop("scenarios")]
        assert not document, f"{path.name}: {document.keys()}"
        yield IncrementalWorld(subgraphs, scenarios)


class Turns:
    """Lets one call at a time have its answer, once nothing else goes on any more."""

    def __init__(self, order: Sequence[str]) -> None:
        self._order = list(order)
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = 0

    async def mine(self, name: str) -> None:
        """Until it is the turn of this subgraph."""
        self._count += 1
        rank = self._order.index(name) if name in self._order else -1
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((rank, self._count, turn))
        await turn

    @asynccontextmanager
    async def given(self) -> AsyncIterator[None]:
        giving = asyncio.create_task(self._give())
        try:
            yield
        finally:
            giving.cancel()

    async def _give(self) -> None:
        while True:
            for _ in range(SETTLED):
                await asyncio.sleep(0)
            if self._waiting:
                first = min(self._waiting, key=lambda one: one[:2])
                self._waiting.remove(first)
                first[2].set_result(None)


@dataclass
class InTurn:
    """A Subgraph that answers when it is its turn."""

    name: str
    inner: Subgraph
    turns: Turns

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        await self.turns.mine(self.name)
        return await self.inner.execute(request)

    async def close(self) -> None:
        await self.inner.close()
