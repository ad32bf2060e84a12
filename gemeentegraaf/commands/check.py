"""check: what a new supergraph changes for clients, and which of their operations it no longer answers."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from gemeentegraaf.command_error import FAILED
from gemeentegraaf.saved_operations import Problem, SavedOperations
from gemeentegraaf.supergraph_source import parse_supergraph, supergraph_text
from schema.change import Change, Severity
from schema.check import check as find_changes


class Format(StrEnum):
    """How the outcome is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """`problems` are those on the new supergraph, `known` the places of those on the old one.

    `operations` is the number of documents that were looked at; None when nobody asked for it.
    """

    changes: Sequence[Change]
    operations: int | None = None
    problems: Sequence[Problem] = ()
    known: frozenset[tuple[str, str, int, int]] = frozenset()

    @property
    def is_safe(self) -> bool:
        return not self.problems and all(one.severity is not Severity.BREAKING for one in self.changes)

    @property
    def counts(self) -> dict[Severity, int]:
        counted = Counter(one.severity for one in self.changes)
        return {severity: counted[severity] for severity in Severity}

    def lines(self) -> Iterator[str]:
        for severity in Severity:
            if own := [one for one in self.changes if one.severity is severity]:
                yield f"{severity}:"
                yield from (f"  {one.coordinate} {one.message} [{one.code}]" for one in own)
                yield ""
        if self.problems:
            yield "operations that fail:"
            for one in self.problems:
                before = " (before as well)" if one.place in self.known else ""
                yield f"  {one.file}:{one.line}:{one.column} {one.message} [{one.code}]{before}"
            yield ""
        yield ", ".join(f"{count} {severity}" for severity, count in self.counts.items()) + " changes"
        if self.operations is not None:
            failing = len({one.file for one in self.problems})
            yield f"{self.operations} documents with operations, {failing} files with failures"

    def values(self) -> dict[str, Any]:
        problems = [asdict(one) | {"failedBefore": one.place in self.known} for one in self.problems]
        return {
            "safe": self.is_safe,
            "counts": {str(severity): count for severity, count in self.counts.items()},
            "changes": [
                {
                    "severity": one.severity,
                    "code": one.code,
                    "coordinate": one.coordinate,
                    "message": one.message,
                }
                for one in self.changes
            ],
            "operations": None
            if self.operations is None
            else {"documents": self.operations, "problems": problems},
        }


def check(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The supergraph that is served: a file or a URL.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The supergraph that may replace it.")],
    operations: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Operations of clients, in *.graphql files.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to write the outcome.")] = Format.TEXT,  # noqa: A002
) -> None:
    """Say what a new supergraph changes for the clients of an old one: breaking, dangerous or safe.

    With --operations, also which saved operations the new one refuses or cannot plan. Exits with 1 when a
    change is breaking or an operation fails, with 2 when something cannot be read.
    """
    before, after = supergraph_text(old), supergraph_text(new)
    graphs = parse_supergraph(before, old), parse_supergraph(after, new)
    outcome = _Outcome(find_changes(before, after))
    if operations is not None:
        saved = SavedOperations.read(operations)
        known, problems = (saved.problems(graph) for graph in graphs)
        count = len(saved.documents) + len(saved.unreadable)
        outcome = _Outcome(outcome.changes, count, problems, frozenset(one.place for one in known))
    if format is Format.JSON:
        print(orjson.dumps(outcome.values(), option=orjson.OPT_INDENT_2).decode())
    else:
        print("\n".join(outcome.lines()))
    if not outcome.is_safe:
        raise typer.Exit(FAILED)
