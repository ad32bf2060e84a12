"""Connections: the ways to the subgraphs of all generations that are alive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import Subgraph

Place = tuple[str, str]
"""A subgraph's name, and its URL in the supergraph."""


class NoWayError(ValueError):
    """A subgraph of the supergraph cannot be reached at all. The text says which, and what to do."""

    code = "SUBGRAPH_WITHOUT_ADDRESS"


@dataclass(frozen=True, slots=True)
class Ways:
    """How the subgraph at a Place is reached: to ask it, and to subscribe at it, if that can be done.

    What is made opens nothing until it is used. Both raise NoWayError.
    """

    ask: Callable[[str, str], Subgraph]
    listen: Callable[[str, str], EventSource | None] = lambda _name, _url: None

    @classmethod
    def fixed(cls, subgraphs: Mapping[str, Subgraph], sources: Mapping[str, EventSource]) -> Ways:
        """The ways that are given, by name, whatever URLs the supergraph has."""

        def ask(name: str, _url: str) -> Subgraph:
            if name not in subgraphs:
                raise NoWayError(f"no way was given to reach {name}")
            return subgraphs[name]

        return cls(ask, lambda name, _url: sources.get(name))


@dataclass(slots=True)
class _Shared:
    """A way to ask, and how many generations have it."""

    subgraph: Subgraph
    holders: int = 0


class Connections:
    """One way to ask each subgraph at each URL. It is shared by the generations that know the subgraph there,
    so that a new supergraph finds its connections open and what was learned of its subgraphs still known. It
    is closed when the last of them gives it back.

    Ways to subscribe are each generation's own: to close them ends its subscriptions, and no others.
    """

    def __init__(self, ways: Ways) -> None:
        self._ways = ways
        self._shared: dict[Place, _Shared] = {}

    def __len__(self) -> int:
        return len(self._shared)

    def take(self, places: Iterable[Place]) -> dict[str, Subgraph]:
        """The subgraphs at these places, by name. Raises NoWayError, and then has taken none."""
        wanted = list(places)
        made = {place: self._ways.ask(*place) for place in wanted if place not in self._shared}
        self._shared.update({place: _Shared(subgraph) for place, subgraph in made.items()})
        for place in wanted:
            self._shared[place].holders += 1
        return {place[0]: self._shared[place].subgraph for place in wanted}

    def sources(self, places: Iterable[Place]) -> dict[str, EventSource]:
        """New ways to subscribe, by name, at those of these places where that can be done."""
        made = {place[0]: self._ways.listen(*place) for place in places}
        return {name: source for name, source in made.items() if source is not None}

    async def give_back(self, places: Iterable[Place]) -> None:
        """What was taken for these places is needed no more."""
        unused = []
        for place in places:
            shared = self._shared[place]
            shared.holders -= 1
            if not shared.holders:
                unused.append(self._shared.pop(place).subgraph)
        for subgraph in unused:
            await subgraph.close()
