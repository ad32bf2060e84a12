"""Update: what follows on the first response of an answer in parts, one of perhaps many.

Incremental delivery proposal (graphql-spec #1110), section "Response": "Incremental Stream Update Result".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.operation.response import ErrorEntry

ResponsePath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """What is announced: a deferred fragment of the object at `path`, or the rest of the list there."""

    id: str
    path: ResponsePath
    label: str | None

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "path": list(self.path)}
        if self.label is not None:
            body["label"] = self.label
        return body


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of the object at `sub_path` below the path that was announced under this id."""

    id: str
    data: Mapping[str, Any] = field(repr=False)
    errors: Sequence[ErrorEntry] = field(default=(), repr=False)
    sub_path: ResponsePath = ()

    @property
    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"id": self.id, "data": self.data}
        if self.sub_path:
            body["subPath"] = list(self.sub_path)
        return _with_errors(body, self.errors)


@dataclass(frozen=True, slots=True)
class Items:
    """Further items of the list that was announced under this id."""

    id: str
    items: Sequence[Any] = field(repr=False)
    errors: Sequence[ErrorEntry] = field(default=(), repr=False)

    @property
    def body(self) -> dict[str, Any]:
        return _with_errors({"id": self.id, "items": list(self.items)}, self.errors)


@dataclass(frozen=True, slots=True)
class Completed:
    """The end of what was announced under this id. With `errors` it failed: a null of it reached its top."""

    id: str
    errors: Sequence[ErrorEntry] = field(default=(), repr=False)

    @property
    def body(self) -> dict[str, Any]:
        return _with_errors({"id": self.id}, self.errors)


@dataclass(frozen=True, slots=True)
class Update:
    """`has_next`: whether another one follows."""

    pending: Sequence[Pending]
    incremental: Sequence[Fields | Items]
    completed: Sequence[Completed]
    has_next: bool

    def with_errors(self, errors: Sequence[ErrorEntry]) -> Update:
        """With errors that have no position: they go with the first of what is told, as an update has no
        place of its own for them.
        """
        if not errors:
            return self
        if self.incremental:
            first, *others = self.incremental
            return replace(self, incremental=(replace(first, errors=(*first.errors, *errors)), *others))
        end, *ends = self.completed
        return replace(self, completed=(replace(end, errors=(*end.errors, *errors)), *ends))

    @property
    def body(self) -> dict[str, Any]:
        """The response map."""
        body: dict[str, Any] = {}
        if self.pending:
            body["pending"] = [one.body for one in self.pending]
        if self.incremental:
            body["incremental"] = [one.body for one in self.incremental]
        if self.completed:
            body["completed"] = [one.body for one in self.completed]
        return {**body, "hasNext": self.has_next}


def _with_errors(body: dict[str, Any], errors: Sequence[ErrorEntry]) -> dict[str, Any]:
    if errors:
        body["errors"] = list(errors)
    return body
