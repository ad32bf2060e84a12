"""carry_through: what has begun is done to its end; and how the executor lets its calls be handled."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from harness.memory_subgraph import MemorySubgraph
from harness.small_town import SUPERGRAPH, small_town

from auth.principal import ANONIEM
from gateway.execution.carry_through import carry_through
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import Handling, SubgraphRequest, SubgraphResponse
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from schema.supergraph import Supergraph


class Work:
    """Something that takes until it is let go."""

    def __init__(self) -> None:
        self.begun, self.let_go, self.done = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.cancelled = False

    async def __call__(self) -> str:
        self.begun.set()
        try:
            await self.let_go.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        self.done.set()
        return "outcome"


async def test_its_outcome_is_that_of_the_work() -> None:
    work = Work()
    work.let_go.set()
    assert await carry_through(work()) == "outcome"

    async def failing() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await carry_through(failing())


async def test_being_cancelled_waits_for_the_work() -> None:
    work = Work()
    waiting = asyncio.create_task(carry_through(work()))
    await work.begun.wait()
    waiting.cancel()
    await asyncio.sleep(0)
    assert not waiting.done()
    work.let_go.set()
    await asyncio.wait((waiting,))
    assert waiting.cancelled()
    assert work.done.is_set()


async def test_being_cancelled_twice_ends_the_work() -> None:
    work = Work()
    waiting = asyncio.create_task(carry_through(work()))
    await work.begun.wait()
    for _ in range(2):
        waiting.cancel()
        await asyncio.sleep(0)
    await asyncio.wait((waiting,))
    assert waiting.cancelled()
    await asyncio.sleep(0)
    assert work.cancelled


@dataclass
class Noting:
    """Notes how calls may be handled."""

    inner: MemorySubgraph
    handled: list[Handling] = field(default_factory=list)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.handled.append(request.handling)
        return await self.inner.execute(request)

    async def close(self) -> None:
        await self.inner.close()


@pytest.mark.parametrize(
    ("query", "zaken", "personen"),
    [
        ('{ zaak(id: "z1") { aanvrager { naam } } }', Handling.SHAREABLE, Handling.SHAREABLE),
        (
            'mutation { zaakSluiten(id: "z1") { aanvrager { naam } } }',
            Handling.ONCE,
            Handling.REPEATABLE,
        ),
    ],
)
async def test_a_mutation_is_sent_once_and_what_it_asks_besides_is_never_older_than_it(
    query: str, zaken: Handling, personen: Handling
) -> None:
    subgraphs = {name: Noting(subgraph) for name, subgraph in small_town().items()}
    pipeline = Pipeline(Supergraph.parse(SUPERGRAPH), Executor(subgraphs, ErrorPolicy()))
    answer = await pipeline.answer(GraphQLRequest(query), ANONIEM)
    assert not answer.errors
    assert (subgraphs["zaken"].handled, subgraphs["personen"].handled) == ([zaken], [personen])
