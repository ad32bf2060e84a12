"""Assembled: what a client makes of an answer in parts, by the letter of the proposal.

It holds the gateway to what the proposal promises a client: every id is announced before it is used, once;
data never overwrite data; what is completed is told nothing more of; `hasNext` is true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Name = tuple[str | None, Path]
"""By what a client knows a part: its label and path."""


@dataclass
class Assembled:
    """The data so far, and what became of each thing that was announced: `failed` are those that did, by
    label and path, and `failures` why.
    """

    data: Any = None
    errors: list[Mapping[str, Any]] = field(default_factory=list)
    failed: Counter[Name] = field(default_factory=Counter)
    failures: list[Mapping[str, Any]] = field(default_factory=list)
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
            self._announced[one["id"]] = (one.get("label"), tuple(one["path"]))
            self._open.add(one["id"])

    def _complete(self, one: Mapping[str, Any]) -> None:
        assert one["id"] in self._open
        self._open.remove(one["id"])
        if one.get("errors"):
            self.failures += one["errors"]
            self.failed[self._announced[one["id"]]] += 1

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
