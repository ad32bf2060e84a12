"""Pieces: what an answer in parts is made of, each projected when its own data are there.

A piece is the answer itself without what is deferred in it, or the fields of one object that are deferred
alike, or one item of a streamed list. While it is projected it finds what comes after it. What lies where
null propagation has left nothing is not found: it is never delivered (incremental delivery proposal,
"Response").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from gateway.operation.response import ErrorEntry
from gateway.operation.selection import Deferral, Stream
from gateway.planning.plan import OutputDeferred
from gateway.projection.errors import ErrorRules, Errors, PathLink, steps

Complete: TypeAlias = "Callable[[Any, PathLink, Findings], Any]"
"""From a stored value to the client's, or None; the functions of a projection are such."""

ResponsePath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the answer. When it `failed` a null has reached its top and it has no data; `errors` then
    holds the one that caused that.
    """

    data: Any = field(repr=False)
    errors: Sequence[ErrorEntry]
    failed: bool
    deferred: Sequence[LaterFields] = ()
    streamed: Sequence[LaterItems] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LaterFields:
    """Fields of the object at `path` that belong to all of `deferrals`."""

    deferrals: frozenset[Deferral]
    path: ResponsePath
    _project: Complete = field(repr=False)
    _stored: Mapping[str, Any] = field(repr=False)
    _link: PathLink = field(repr=False)
    _of: Findings = field(repr=False)

    def piece(self) -> Piece:
        findings = self._of.fresh()
        data = self._project(self._stored, self._link, findings)
        return findings.piece(data, self.path, failed=data is None)


@dataclass(frozen=True, slots=True, eq=False)
class LaterItems:
    """The items after the first ones of the list at `path`."""

    stream: Stream
    path: ResponsePath
    _complete: Complete = field(repr=False)
    _non_null: bool
    _stored: Sequence[Any] = field(repr=False)
    _link: PathLink = field(repr=False)
    _of: Findings = field(repr=False)

    def pieces(self) -> Iterator[Piece]:
        """One for each item. A failed one is the last: as in a list that is not streamed, it is the list that
        has failed.
        """
        first = self.stream.initial_count
        for index, stored in enumerate(self._stored[first:], first):
            findings = self._of.fresh()
            data = self._complete(stored, (self._link, index), findings)
            piece = findings.piece(data, (*self.path, index), failed=self._non_null and data is None)
            yield piece
            if piece.failed:
                return


class Findings(Errors):
    """The errors of one piece, and what it found that comes later."""

    __slots__ = ("_deferred", "_streamed")

    def __init__(self, rules: ErrorRules, data: Mapping[str, Any]) -> None:
        super().__init__(rules, data)
        self._deferred: list[LaterFields] = []
        self._streamed: list[LaterItems] = []

    def fresh(self) -> Findings:
        """For another piece of the same answer."""
        return Findings(self.rules, self.data)

    def defer(
        self, output: OutputDeferred, project: Complete, stored: Mapping[str, Any], path: PathLink
    ) -> None:
        later = LaterFields(output.deferrals, steps(path), project, stored, path, self)
        self._deferred.append(later)

    def stream(
        self, stream: Stream, complete: tuple[Complete, bool], stored: Sequence[Any], path: PathLink
    ) -> None:
        """`complete` is for an item, and says whether it may not be null."""
        later = LaterItems(stream, steps(path), *complete, stored, path, self)
        self._streamed.append(later)

    def piece(self, data: Any, path: ResponsePath, *, failed: bool) -> Piece:
        """The piece at `path`."""
        if failed:
            return Piece(None, [self.last], failed)
        deferred = [one for one in self._deferred if _is_there(data, one.path[len(path) :])]
        streamed = [one for one in self._streamed if _is_there(data, one.path[len(path) :])]
        return Piece(data, self.entries, failed, deferred, streamed)


def _is_there(data: Any, path: ResponsePath) -> bool:
    for step in path:
        if data is None:
            return False
        data = data[step]
    return data is not None
