"""Stages: what each stage of planning made of an operation, written down while it happens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gateway.operation.selection import Operation, SelectionSet
from gateway.planning.formats.trees import indented, lines_of

TITLES = {
    "labels": "override labels that are on",
    "normalized": "normalized: fragments spread, conditions decided, by type",
    "permitted": "permitted: what this caller may see of it",
    "layout": "layout: which storage key feeds which field of the answer",
    "wanted": "wanted: what is permitted, and what contexts read",
    "solution": "solution: through which doors to go, and what to take behind each",
    "drafts": "drafts: the fetches as they are first built",
    "unite_types": "pass unite_types: one fetch for types that want the same",
    "merge_later": "pass merge_later: what may wait joins a later fetch",
    "reduce_order": "pass reduce_order: no wait that another implies",
}
UNCHANGED = ("as before",)


class StageLog:
    """A Watch. A stage that changes nothing of what the one before it made is said to be so."""

    def __init__(self) -> None:
        self._sections: list[str] = []
        self._before: dict[type, Sequence[str]] = {}

    def __call__(self, stage: str, value: object) -> None:
        if isinstance(value, frozenset):
            self._add(stage, sorted(value) or ["none"])
            return
        lines = list(lines_of(value))
        same = lines == self._before.get(type(value)) and stage != "solution"
        self._before[type(value)] = lines
        if isinstance(value, Operation):
            self._before[SelectionSet] = list(lines_of(value.selection))
        self._add(stage, UNCHANGED if same else lines or ["nothing"])

    @property
    def text(self) -> str:
        """All stages so far, a blank line between them."""
        return "\n\n".join(self._sections)

    def _add(self, stage: str, lines: Iterable[str]) -> None:
        self._sections.append("\n".join([f"# {TITLES.get(stage, stage)}", *indented(lines)]))
