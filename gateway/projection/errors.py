"""Errors: those of one answer, with where they are about in the answer and in the client's document.

The specification (September 2025, "Errors") wants a path for each execution error, and `locations` where it
can be said which field of the document it is about. That is looked up only for an error, by its path: what is
right costs nothing. A client is told of so many errors at most; then one says how many are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway.errors import FieldFailure
from gateway.operation.response import ErrorEntry
from gateway.planning.plan import OutputField, OutputSelection

PathLink: TypeAlias = "tuple[PathLink, str | int] | None"
"""A position in the answer, innermost step first: cheap to make, and read only for an error."""

MOST_ERRORS = 100
"""Of one answer, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class ErrorRules:
    """How the errors of a plan's answers are told: `output` knows the document, `most` how many there are."""

    output: OutputSelection
    most: int = MOST_ERRORS


class Errors:
    """Collects them in the order of the positions they are about. `data` is the merged data of the answer."""

    __slots__ = ("_entries", "_last", "_omitted", "data", "rules")

    def __init__(self, rules: ErrorRules, data: Mapping[str, Any]) -> None:
        self.rules = rules
        self.data = data
        self._entries: list[ErrorEntry] = []
        self._omitted = 0
        self._last: tuple[Any, ...] = ()

    def add(
        self, message: str, extensions: Mapping[str, Any], path: PathLink, suffix: Sequence[str | int] = ()
    ) -> None:
        """An error about a position; `suffix` goes on from `path`."""
        if len(self._entries) < self.rules.most:
            self._entries.append(self._entry(message, extensions, path, suffix))
        else:
            self._omitted += 1
            self._last = (message, extensions, path, suffix)

    def add_unplaced(self, failure: FieldFailure) -> None:
        """An error about no position."""
        if len(self._entries) < self.rules.most:
            self._entries.append({"message": failure.message, "extensions": extensions_of(failure)})
        else:
            self._omitted += 1

    @property
    def entries(self) -> list[ErrorEntry]:
        if not self._omitted:
            return self._entries
        return [*self._entries, _omission(self._omitted)]

    @property
    def last(self) -> ErrorEntry:
        """The error that was added last, be it left out. There must be one."""
        return self._entry(*self._last) if self._last else self._entries[-1]

    def _entry(
        self, message: str, extensions: Mapping[str, Any], path: PathLink, suffix: Sequence[str | int]
    ) -> ErrorEntry:
        whole = [*steps(path), *suffix]
        locations = _locations(self.rules.output, self.data, whole)
        return {
            "message": message,
            **({"locations": locations} if locations else {}),
            "path": whole,
            "extensions": dict(extensions),
        }


def extensions_of(failure: FieldFailure) -> dict[str, Any]:
    """What its error says beside the message."""
    return {**failure.extensions, "code": failure.code}


def steps(path: PathLink) -> tuple[str | int, ...]:
    """The position as a response path, outermost step first."""
    found: list[str | int] = []
    while path is not None:
        path, step = path
        found.append(step)
    return tuple(reversed(found))


def _omission(count: int) -> ErrorEntry:
    more = "1 more error is" if count == 1 else f"{count} more errors are"
    return {"message": f"{more} left out.", "extensions": {"code": "ERRORS_OMITTED", "omitted": count}}


def _locations(
    output: OutputSelection, data: Mapping[str, Any], path: Sequence[str | int]
) -> list[Mapping[str, int]]:
    """Where the document selects what lies at the end of the path.

    Fragments on several types can give one response key other meanings; which one is meant, the objects on
    the way say by their types. Where a subgraph has given no object, those of all types count.
    """
    selections: list[OutputSelection] = [output]
    found: list[OutputField] = []
    held: Any = data
    for step in path:
        if isinstance(step, int):
            held = held[step] if isinstance(held, list) and step < len(held) else None
            continue
        typename = held.get("__typename") if isinstance(held, dict) else None
        found = [
            field for one in selections for field in _fields(one, typename) if field.response_key == step
        ]
        selections = [field.selection for field in found if field.selection]
        held = held.get(found[0].storage_key) if isinstance(held, dict) and found else None
    places = dict.fromkeys(place for field in found for place in field.locations)
    return [{"line": line, "column": column} for line, column in places]


def _fields(selection: OutputSelection, typename: object) -> Iterator[OutputField]:
    """The fields of an object of the type, those that are deferred too; of any type if that has none."""
    if not isinstance(typename, str) or typename not in selection.by_type:
        yield from selection.all_fields
        return
    yield from selection.by_type[typename]
    yield from (field for part in selection.deferred.get(typename, ()) for field in part.fields)
