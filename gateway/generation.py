"""Generation: one supergraph with all that answers over it, for as long as anyone is at it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gateway.execution.event_source import EventSource
from gateway.pipeline import Pipeline
from schema.supergraph import Supergraph

Message: TypeAlias = MutableMapping[str, Any]
Endpoint: TypeAlias = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]
"""An ASGI 3 application."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """What a generation serves: a supergraph and, perhaps, the contract of it that is for everyone.

    `id` is what operators know it by: the beginning of the text's SHA-256, or nothing.
    """

    supergraph: Supergraph
    openbaar: Supergraph | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """One way in: the ASGI application at it, and the pipeline behind that."""

    endpoint: Endpoint
    pipeline: Pipeline


@dataclass(eq=False)
class Generation:
    """`services` are by path, `sources` those of its subscriptions. `number` counts from 1, the generation
    that the process began with.
    """

    number: int
    schemas: Schemas = field(repr=False)
    services: Mapping[str, Service] = field(repr=False)
    sources: Mapping[str, EventSource] = field(repr=False)
    _users: int = field(default=0, init=False)
    _left: asyncio.Event = field(default_factory=asyncio.Event, init=False, repr=False)

    @property
    def users(self) -> int:
        """How many requests are at it now."""
        return self._users

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Holds the generation for one request, until all of its answer has gone out."""
        self._users += 1
        self._left.clear()
        try:
            yield
        finally:
            self._users -= 1
            if not self._users:
                self._left.set()

    async def left_by_all(self) -> None:
        """Returns when nobody is at it; for a generation that gets no new requests."""
        if self._users:
            await self._left.wait()

    async def end_subscriptions(self) -> None:
        """Each gets one last response, SUBSCRIPTION_CLOSED."""
        for source in self.sources.values():
            await source.close()

    def abandon(self) -> None:
        """Wait no longer for those who are still at it."""
        self._left.set()
