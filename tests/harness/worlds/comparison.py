"""When two answers to one operation are the same.

`data` must be equal to the letter, the order of fields included. Of `errors`, the specification fixes the
positions and leaves open which of several failures below one null are told: once a null has spread, its
siblings need not be executed (GraphQL, "Handling Execution Errors"). So

1. every error has a path, which leads to a null in `data`, or below one that spread from there;
2. no two errors have the same path;
3. both answers explain the same nulls;
4. where the null has not spread, both tell of exactly that path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Answer:
    """What somebody answered: `data`, and the paths of the errors (None for an error without one).

    `told`: the errors in words.
    """

    data: Any
    errors: Sequence[Path | None]
    told: Sequence[str] = ()

    @property
    def explained(self) -> set[Path]:
        """The nulls that errors are about."""
        return {null for path in self.errors if path is not None and (null := self.null_of(path)) is not None}

    def null_of(self, path: Path) -> Path | None:
        """The null on the path; None when there is none."""
        value = self.data
        for depth, step in enumerate(path):
            if value is None:
                return path[:depth]
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return path if value is None else None


def differences(expected: Answer, got: Answer) -> Iterator[str]:
    """What is not the same, in words."""
    texts = [orjson.dumps(answer.data).decode() for answer in (expected, got)]
    if texts[0] != texts[1]:
        yield "data"
    else:
        yield from _differing_errors(expected, got)


def shown(expected: Answer, got: Answer) -> str:
    """Both answers, for a person."""
    return "\n".join(
        f"{name} {orjson.dumps(answer.data).decode()}\n  errors {'; '.join(answer.told)}"
        for name, answer in (("expected", expected), ("got     ", got))
    )


def _differing_errors(expected: Answer, got: Answer) -> Iterator[str]:
    for path in got.errors:
        if path is None or got.null_of(path) is None:
            yield f"an error that explains nothing: {path}"
    if twice := {path for path in got.errors if got.errors.count(path) > 1}:
        yield f"more than one error at {sorted(map(repr, twice))}"
    for path in expected.explained ^ got.explained:
        yield f"{'no' if path in expected.explained else 'an'} error for the null at {path}"
    direct = {path for path in expected.errors if path in expected.explained}
    for path in direct - set(got.errors):
        yield f"no error at {path}"
