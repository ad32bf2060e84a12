"""A supergraph of which every version tells which one it is, in each of its two subgraphs."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from harness.composed import composed
from harness.memory_events import MemoryEventSource

from gateway.connections import NoWayError, Ways
from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse
from gateway.generation import Schemas
from schema.supergraph import Supergraph

QUERY = "{ thing { id first second } }"
FIRST = 'type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! first: Int }'
SECOND = 'type Thing @key(fields: "id") { id: ID! second: Int }'
SDL = composed({"first": FIRST, "second": SECOND})


def version(number: int) -> str:
    """The supergraph's text, number `number`: its subgraphs are at addresses of its own. Odd ones also differ
    in their types.
    """
    text = SDL.replace(".test/", f".test/{number}/")
    return text.replace("type Thing", '"Odd." type Thing') if number % 2 else text


def schemas(number: int) -> Schemas:
    return Schemas(Supergraph.parse(version(number)), id=str(number))


@dataclass
class Versions:
    """The subgraphs of all versions. With `pause`, each takes so many seconds for an answer; while `gate` is
    not set, they wait with it. One cannot be reached.

    `opened` and `closed` are the names and URLs of those that were connected, and let go; `sources` are those
    for subscriptions, in order.
    """

    pause: float = 0.0
    unreachable: str = ""
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)
    opened: list[tuple[str, str]] = field(default_factory=list)
    closed: list[tuple[str, str]] = field(default_factory=list)
    sources: list[MemoryEventSource] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate.set()

    @property
    def ways(self) -> Ways:
        return Ways(self._ask, self._listen)

    def _listen(self, _name: str, _url: str) -> MemoryEventSource:
        self.sources.append(MemoryEventSource())
        return self.sources[-1]

    def _ask(self, name: str, url: str) -> VersionSubgraph:
        if url == self.unreachable:
            raise NoWayError(f"{name} cannot be reached")
        self.opened.append((name, url))
        return VersionSubgraph(self, (name, url))


class VersionSubgraph:
    """Answers QUERY's part with the number in its URL, until it is closed."""

    def __init__(self, versions: Versions, place: tuple[str, str]) -> None:
        self._versions = versions
        self._place = place
        self._number = int(place[1].split("/")[3])

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        assert self._place not in self._versions.closed, "asked after it was closed"
        await asyncio.sleep(self._versions.pause)
        self._versions.waiting.set()
        await self._versions.gate.wait()
        if self._place[0] == "first":
            return SubgraphResponse({"thing": {"id": str(self._number), "first": self._number}})
        return SubgraphResponse({"_entities": [{"second": self._number}]})

    async def close(self) -> None:
        self._versions.closed.append(self._place)
