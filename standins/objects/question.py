"""Question: what a list or a search asks for, read from the query or the body."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from standins.objects.refusals import invalid
from standins.objects.register import Held, Record, WrongFilter, data_filter

KEYS = frozenset({"type", "typeVersion", "data_attr", "data_attrs", "data_icontains", "date", "ordering"})


@dataclass(frozen=True, slots=True)
class Question:
    """Which objects, as they were on `day`, in what order."""

    day: date
    object_type: str | None
    type_version: str | None
    tests: Sequence[Callable[[Mapping[str, Any]], bool]]
    text: str
    ordering: Sequence[str]

    @classmethod
    def read(cls, given: Mapping[str, Any], today: date) -> "Question":
        """The question that these keys ask. Raises Refusal 400 for a key or a value that is not known."""
        if unknown := sorted(given.keys() - KEYS):
            raise invalid(dict.fromkeys(unknown, "Onbekende parameter."))
        expressions = _several(given.get("data_attr")) + str(given.get("data_attrs") or "").split(",")
        try:
            tests = [data_filter(each) for each in expressions if each]
            day = date.fromisoformat(given["date"]) if given.get("date") else today
        except WrongFilter as exc:
            raise invalid({"data_attr": str(exc)}) from exc
        except ValueError as exc:
            raise invalid({"date": "Voer een geldige datum in."}) from exc
        version = given.get("typeVersion")
        return cls(
            day,
            given.get("type"),
            None if version is None else str(version),
            tests,
            str(given.get("data_icontains") or "").lower(),
            [each for each in str(given.get("ordering") or "").split(",") if each],
        )

    def meets(self, held: Held, record: Record) -> bool:
        """Whether this object is asked for, with the record of the day."""
        return (
            self.object_type in (None, held.type)
            and self.type_version in (None, str(record["typeVersion"]))
            and all(test(record["data"]) for test in self.tests)
            and (not self.text or self.text in " ".join(_texts(record["data"])).lower())
        )

    def ordered(self, found: list[tuple[Held, Record]]) -> list[tuple[Held, Record]]:
        """In the order asked for. Raises Refusal 400 for a field that lists cannot be ordered by."""
        for name in reversed(self.ordering):
            path = name.removeprefix("-").split("__")
            if path[0] != "record" or len(path) < 2:
                raise invalid({"ordering": f"'{name}' is geen veld om op te ordenen."})
            found = sorted(found, key=lambda pair: _sortable(pair[1], path[1:]), reverse=name.startswith("-"))
        return found


def _several(value: Any) -> list[str]:
    return [] if value is None else [str(each) for each in value] if isinstance(value, list) else [str(value)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for each in value.values() for text in _texts(each)]
    if isinstance(value, list):
        return [text for each in value for text in _texts(each)]
    return [value] if isinstance(value, str) else []


def _sortable(record: Any, path: Sequence[str]) -> tuple[bool, str]:
    for step in path:
        record = record.get(step) if isinstance(record, Mapping) else None
    return record is None, str(record)
