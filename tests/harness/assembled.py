"""Assembled: what a client makes of an answer in parts, by the letter of the proposal.

It holds the gateway to what the proposal promises a client: every id is announced before it is used, once;
data never overwrite data; what is completed is told nothing more of; `hasNext` is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Name = tuple[str | None, Path]
"""By what a client knows a part: its label and path."""


@dataclass
class Assembled:
    """The data so far, and what became of each thing that was announced."""

    data: Any = None
    errors: list[Mapping[str, Any]] = field(default_factory=list)
    outcomes: dict[Name, str] = field(default_factory=dict)
    """What was announced: "pending", "delivered", "failed", or "idle" when it turned out to hold nothing that
    had not come with another.
    """
    failures: list[Mapping[str, Any]] = field(default_factory=list)
    """The errors of what failed."""
    _announced: dict[str, Name] = field(default_factory=dict)
    _open: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, first: Mapping[str, Any], updates: Iterable[Mapping[str, Any]]) -> Assembled:
        """From response maps."""
        assembled = cls(deepcopy(first["data"]), list(first.get("errors", ())))
        assert first.keys() <= {"data", "errors", "pending", "hasNext"}
        assert ("pending" in first) == ("hasNext" in first), "announced, or answered at once"
        assembled._announce(first.get("pending", ()))
        has_next = first.get("hasNext", False)
        for update in updates:
            assert has_next, "something follows on what was the last"
            assert update.keys() <= {"pending", "incremental", "completed", "hasNext"}
            assembled.take(update)
            has_next = update["hasNext"]
        assert not has_next, "the end is missing"
        assert not assembled._open, "not all that was announced came"
        return assembled

    def take(self, update: Mapping[str, Any]) -> None:
        self._announce(update.get("pending", ()))
        for one in update.get("incremental", ()):
            assert one["id"] in self._open
            self.errors += one.get("errors", ())
            path = self._announced[one["id"]][1]
            target = self._at((*path, *one.get("subPath", ())))
            one = deepcopy(one)
            self.outcomes[self._announced[one["id"]]] = "delivered"
            if "items" in one:
                assert isinstance(target, list)
                target += one["items"]
            else:
                _merge(target, one["data"])
        for one in update.get("completed", ()):
            self._complete(one)

    def _announce(self, pending: Sequence[Mapping[str, Any]]) -> None:
        for one in pending:
            assert one["id"] not in self._announced, "an id twice"
            name = (one.get("label"), tuple(one["path"]))
            assert one.get("label") is None or name not in self.outcomes, "a label twice at one position"
            self._announced[one["id"]] = name
            self.outcomes[name] = "pending"
            self._open.add(one["id"])

    def _complete(self, one: Mapping[str, Any]) -> None:
        assert one["id"] in self._open
        self._open.remove(one["id"])
        name = self._announced[one["id"]]
        if one.get("errors"):
            self.failures += one["errors"]
            self.outcomes[name] = "failed"
        elif self.outcomes[name] == "pending":
            self.outcomes[name] = "idle"

    def _at(self, path: Path) -> Any:
        value = self.data
        for step in path:
            value = value[step]
        return value


def _merge(target: Any, data: Any) -> None:
    """Only what is not there yet is delivered, but for the objects on the way to it."""
    assert isinstance(target, dict)
    for key, value in data.items():
        assert key not in target, f"{key} is delivered twice"
        target[key] = value
