"""Shares: a fetch below a list that is delivered in parts is made in several goes, one for each part.

The first share is for the objects in the first items of all lists on the way. Then there is one for each of
these lists: for the objects in the rest of its items, as far as the lists around it are at their first items.
So every object is in exactly one share, that of the outermost list in whose rest it lies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gateway.execution.paths import Items, Way
from gateway.operation.selection import Deferral, Stream
from gateway.planning.plan import Fetch, Key, TypeIs


@dataclass(frozen=True, slots=True)
class Part:
    """Of an answer, what is delivered together: what `deferrals` (if any) defer, in the rest of the items of
    `stream` or, without one, in the first items of all lists.
    """

    deferrals: frozenset[Deferral] = frozenset()
    stream: Stream | None = None


AT_ONCE = Part()
"""What the client waits for."""


@dataclass(frozen=True, slots=True)
class Share:
    """One go of a fetch: for the objects that `way` leads to, after those shares of other fetches."""

    fetch: Fetch
    way: Way
    part: Part
    after: tuple[tuple[int, Stream | None], ...]


def shares_of(fetches: Sequence[Fetch]) -> list[Share]:
    """All shares, the first ones of all fetches before the others."""
    streams = {fetch.id: _streams(fetch) for fetch in fetches}
    first = [_share(fetch, None, streams) for fetch in fetches]
    return first + [_share(fetch, stream, streams) for fetch in fetches for stream in streams[fetch.id]]


def _streams(fetch: Fetch) -> tuple[Stream, ...]:
    return tuple(step.stream for step in fetch.path if isinstance(step, Key) and step.stream)


def _share(fetch: Fetch, rest_of: Stream | None, streams: Mapping[int, Sequence[Stream]]) -> Share:
    """What it reads was got by the same share of the fetches before it, if these are below the list too."""
    after = tuple((earlier, rest_of if rest_of in streams[earlier] else None) for earlier in fetch.after)
    return Share(fetch, _way(fetch, rest_of), Part(fetch.deferrals, rest_of), after)


def _way(fetch: Fetch, rest_of: Stream | None) -> Way:
    way: list[Key | TypeIs | Items] = []
    inside = False
    for step in fetch.path:
        if not isinstance(step, Key) or step.stream is None or inside:
            way.append(step)
        elif step.stream is rest_of:
            way.append(Items(step.key, step.stream.initial_count, None))
            inside = True
        else:
            way.append(Items(step.key, 0, step.stream.initial_count))
    return tuple(way)
