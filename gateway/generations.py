"""Generations: the supergraph that is served now, those before it that are still in use, and the change.

A new supergraph is read and warmed up beside the one that serves, in a thread. Then it takes over between two
turns of the event loop: each request is wholly of the generation that served when it came. Those of the old
one end in their own time, and after the last of them its connections are closed and its memory is free. What
goes wrong on the way leaves everything as it was.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

from gateway.background import beside
from gateway.connections import Connections
from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import Subgraph
from gateway.generation import Generation, Schemas, Service
from gateway.warm_up import WarmedUp, WarmUpRules, most_wanted, warm_up
from schema.allocation import without_cycle_collection

logger = logging.getLogger(__name__)

Build = Callable[[Schemas, Mapping[str, Subgraph], Mapping[str, EventSource]], Mapping[str, Service]]
"""The services over a supergraph, by path, with the ways to ask its subgraphs and to subscribe there."""


_PROMPT = 1.0
"""Seconds in which nearly all requests end."""


@dataclass(frozen=True, slots=True)
class GenerationRules:
    """`drain_seconds`: how long subscriptions may go on at an old generation; no request takes longer. Then
    they are ended, and their clients have `last_seconds` to take the last response.

    From so many types on, `large`, requests notice it when the collector of cycles goes through a schema: it
    is then made to do so once, as soon as the old one is free, and not when it thinks fit.
    """

    warm_up: WarmUpRules = field(default_factory=WarmUpRules)
    drain_seconds: float = 60.0
    last_seconds: float = 5.0
    large: int = 1000


class Generations:
    """The generations of one gateway. `problem` is the code of what keeps the newest supergraph from being
    served; whoever hands them in keeps it up to date.
    """

    def __init__(
        self, first: Schemas, connections: Connections, build: Build, rules: GenerationRules
    ) -> None:
        """Raises NoWayError when a subgraph of the first supergraph cannot be reached."""
        self._connections = connections
        self._build = build
        self._rules = rules
        self._replacing = asyncio.Lock()
        self._leaving: dict[Generation, asyncio.Task[None]] = {}
        self.current = self._made(1, first)
        self.since = datetime.now(UTC)
        self.problem: str | None = None

    def detail(self) -> dict[str, Any]:
        """What operators are told of it."""
        told = {
            "generation": self.current.number,
            "id": self.current.schemas.id,
            "since": self.since.isoformat(timespec="seconds"),
            "problem": self.problem,
        }
        return {"supergraph": {name: value for name, value in told.items() if value}}

    @property
    def leaving(self) -> int:
        """How many old generations are still in use."""
        return len(self._leaving)

    async def replace(self, read: Callable[[], Schemas]) -> None:
        """Serve what `read` gives, which is called in a thread. Whatever it raises is raised, and then the
        current generation stays.
        """
        async with self._replacing:
            began = monotonic()
            with without_cycle_collection():
                generation = self._made(self.current.number + 1, await beside(read))
                warmed = await self._warmed(generation)
                old, self.current = self.current, generation
                self.since = datetime.now(UTC)
                leaving = self._leaving[old] = asyncio.create_task(self._leave(old))
                logger.info(_REPLACED, old.number, generation.number, monotonic() - began, *_figures(warmed))
                if len(old.schemas.supergraph.types) >= self._rules.large:
                    del old
                    await asyncio.wait([leaving], timeout=_PROMPT)
                    gc.collect()

    async def old_ones_end(self) -> None:
        """Returns when nobody is at an old generation any more, and all they had is free."""
        await asyncio.gather(*self._leaving.values())

    async def close(self) -> None:
        """End all generations at once, whoever is at them."""
        await self.end_subscriptions()
        for generation in self._leaving:
            generation.abandon()
        await asyncio.gather(*self._leaving.values(), self._close(self.current))

    async def end_subscriptions(self) -> None:
        """Those of all generations."""
        await asyncio.gather(*(one.end_subscriptions() for one in (self.current, *self._leaving)))

    def _made(self, number: int, schemas: Schemas) -> Generation:
        places = _places(schemas)
        sources = self._connections.sources(places)
        services = self._build(schemas, self._connections.take(places), sources)
        return Generation(number, schemas, services, sources)

    async def _warmed(self, generation: Generation) -> WarmedUp:
        rules = self._rules.warm_up
        wanted = most_wanted(self.current, rules)
        async with AsyncExitStack() as undo:
            undo.push_async_callback(self._close, generation)
            warmed = await beside(lambda: warm_up(generation, wanted, rules))
            undo.pop_all()
        return warmed

    async def _leave(self, generation: Generation) -> None:
        if not await _is_left(generation, self._rules.drain_seconds):
            await generation.end_subscriptions()
            if not await _is_left(generation, self._rules.last_seconds):
                logger.warning("generation %d is ended under %d users", generation.number, generation.users)
        await self._close(generation)
        del self._leaving[generation]

    async def _close(self, generation: Generation) -> None:
        await self._connections.give_back(_places(generation.schemas))


_REPLACED = (
    "generation %d is followed by %d after %.1f s; "
    "operations prepared: %d, no longer valid: %d, over the budget: %d"
)


async def _is_left(generation: Generation, seconds: float) -> bool:
    """Whether all have left it within so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await generation.left_by_all()
    except TimeoutError:
        return False
    return True


def _figures(warmed: WarmedUp) -> tuple[int, int, int]:
    return warmed.prepared, warmed.obsolete, warmed.left


def _places(schemas: Schemas) -> list[tuple[str, str]]:
    return list(schemas.supergraph.subgraphs.items())
