"""Register: objects and their records, and which of them a request asks for."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Record = dict[str, Any]


@dataclass
class Held:
    """An object: its type and its records, the first one first."""

    uuid: str
    type: str
    records: list[Record] = field(default_factory=list)

    def record(self, op: date) -> Record | None:
        """The one in force on a day: the last that had begun and not ended."""
        day = op.isoformat()
        found = (
            each
            for each in reversed(self.records)
            if each["startAt"] <= day and (each["endAt"] is None or each["endAt"] > day)
        )
        return next(found, None)

    def change(self, record: Mapping[str, Any], op: date) -> None:
        """Adds a record; the one before it ends where this begins."""
        if self.records:
            self.records[-1]["endAt"] = record["startAt"]
        found = {
            "geometry": None,
            "references": [],
            "correctionFor": None,
            **deepcopy(dict(record)),
            "index": len(self.records) + 1,
            "endAt": None,
            "registrationAt": op.isoformat(),
        }
        self.records.append(found)


def merged(old: Any, patch: Any) -> Any:
    """JSON Merge Patch (RFC 7396), as the API takes changes to `data`."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(old) if isinstance(old, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


class WrongFilter(ValueError):
    """An expression that says nothing: the text says how it should look."""


_OPERATORS: Mapping[str, Callable[[Any, str], bool]] = {
    "exact": lambda held, value: _same(held, value),
    "gt": lambda held, value: _compared(held, value, lambda a, b: a > b),
    "gte": lambda held, value: _compared(held, value, lambda a, b: a >= b),
    "lt": lambda held, value: _compared(held, value, lambda a, b: a < b),
    "lte": lambda held, value: _compared(held, value, lambda a, b: a <= b),
    "icontains": lambda held, value: isinstance(held, str) and value.lower() in held.lower(),
    "in": lambda held, value: any(_same(held, each) for each in value.split("|")),
}


def data_filter(expression: str) -> Callable[[Mapping[str, Any]], bool]:
    """The test that `key__operator__value` asks for. Raises WrongFilter."""
    parts = expression.rsplit("__", 2)
    if len(parts) != 3 or parts[1] not in _OPERATORS or not parts[0]:
        raise WrongFilter("Filter expression doesn't have the shape 'key__operator__value'")
    path, operator, value = parts[0].split("__"), _OPERATORS[parts[1]], parts[2]
    return lambda data: operator(_within(data, path), value)


def _within(data: Any, path: Iterable[str]) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _same(held: Any, value: str) -> bool:
    if isinstance(held, bool):
        return str(held).lower() == value.lower()
    if isinstance(held, int | float):
        return _compared(held, value, lambda a, b: a == b)
    return bool(held == value)


def _compared(held: Any, value: str, test: Callable[[Any, Any], bool]) -> bool:
    if isinstance(held, str):
        return test(held, value)
    if isinstance(held, int | float) and not isinstance(held, bool):
        try:
            return test(held, float(value))
        except ValueError:
            return False
    return False
