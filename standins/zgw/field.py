"""Fields: what may be written into a thing, with the default of each, and how a wrong value is refused."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from standins.zgw.fout import Param
from standins.zgw.register import Register


class Wrong(ValueError):
    """A value that cannot be taken: `code` and `reason` as in `invalidParams`, `place` within the value."""

    def __init__(self, code: str, reason: str, place: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.reason = reason
        self.place = place


Check = Callable[[Any, Register], Any]
"""Gives the value to hold. Raises Wrong."""


class _Required:
    """There is no default."""


REQUIRED = _Required()


@dataclass(frozen=True, slots=True)
class Field:
    """A field that requests may write. Without a default it must be given."""

    check: Check
    default: Any = REQUIRED

    @property
    def required(self) -> bool:
        return isinstance(self.default, _Required)


Fields = Mapping[str, Field]


def checked(
    fields: Fields, given: Mapping[str, Any], register: Register
) -> tuple[dict[str, Any], list[Param]]:
    """The values of those fields that were given, and what is wrong with any of them."""
    values: dict[str, Any] = {}
    wrong: list[Param] = []
    for name in fields.keys() & given.keys():
        try:
            values[name] = fields[name].check(given[name], register)
        except Wrong as exc:
            wrong.append(Param(f"{name}{exc.place}", exc.code, exc.reason))
    return values, sorted(wrong, key=lambda param: param.name)


def absent(fields: Fields, given: Mapping[str, Any]) -> list[Param]:
    """What should have been given."""
    names = [name for name, field in fields.items() if field.required and name not in given]
    return [Param(name, "required", "Dit veld is vereist.") for name in names]


def defaults(fields: Fields) -> dict[str, Any]:
    """The values of what was not given."""
    return {name: field.default for name, field in fields.items() if not field.required}


def text(longest: int | None = None, shortest: int = 0) -> Check:
    def check(value: Any, _register: Register) -> str:
        if not isinstance(value, str):
            raise Wrong("invalid", "Not a valid string.")
        if len(value) < shortest:
            raise Wrong("blank", "Dit veld mag niet leeg zijn.")
        if longest is not None and len(value) > longest:
            raise Wrong("max_length", f"Zorg ervoor dat dit veld niet meer dan {longest} karakters bevat.")
        return value

    return check


def choice(*values: str, blank: bool = False) -> Check:
    def check(value: Any, _register: Register) -> str:
        if value in values or (blank and value == ""):
            return str(value)
        raise Wrong("invalid_choice", "Dit is geen geldige keuze.")

    return check


def flag(value: Any, _register: Register) -> bool:
    if not isinstance(value, bool):
        raise Wrong("invalid", "Must be a valid boolean.")
    return value


def whole(least: int = 0) -> Check:
    def check(value: Any, _register: Register) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise Wrong("invalid", "Een geldig getal is verplicht.")
        if value < least:
            raise Wrong("min_value", f"Zorg ervoor dat deze waarde {least} of hoger is.")
        return value

    return check


def day(value: Any, _register: Register) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as exc:
        raise Wrong("invalid", "Datum heeft het verkeerde formaat.") from exc


def moment(value: Any, _register: Register) -> str:
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as exc:
        raise Wrong("invalid", "Datetime heeft het verkeerde formaat.") from exc
    if found.tzinfo is None:
        raise Wrong("invalid", "Datetime heeft geen tijdzone.")
    return found.isoformat().replace("+00:00", "Z")


def rsin(value: Any, _register: Register) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\d{9}", value):
        raise Wrong("invalid", "Een RSIN heeft 9 cijfers.")
    if (
        sum(int(digit) * weight for digit, weight in zip(value, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
        % 11
    ):
        raise Wrong("invalid", "Onjuist RSIN nummer.")
    return value


def url(value: Any, _register: Register) -> str:
    if not isinstance(value, str) or (value and not re.match(r"(https?://[^/\s]+|/)", value)):
        raise Wrong("invalid", "Voer een geldige URL in.")
    return value


def reference(*kinds: str) -> Check:
    """A URL of something that is here, of one of these kinds."""

    def check(value: Any, register: Register) -> str:
        if not isinstance(value, str) or not value:
            raise Wrong("bad-url", "De URL is niet geldig.")
        if not value.startswith("/"):
            raise Wrong("unknown-service", "De service van deze URL is niet bekend.")
        if (kind := register.kind(value)) is None:
            raise Wrong("does_not_exist", "Ongeldige hyperlink - Object bestaat niet.")
        if kind not in kinds:
            raise Wrong("invalid-resource", f"De URL is niet die van een van {', '.join(kinds)}.")
        return value

    return check


def many(each: Check) -> Check:
    def check(value: Any, register: Register) -> list[Any]:
        if not isinstance(value, list):
            raise Wrong("not_a_list", "Verwachtte een lijst met items.")
        return [each(item, register) for item in value]

    return check


def nullable(inner: Check) -> Check:
    return lambda value, register: None if value is None else inner(value, register)


def group(fields: Fields) -> Check:
    """An object with these fields; what is not among them is dropped, as the real ones do."""

    def check(value: Any, register: Register) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Wrong("invalid", "Ongeldige data. Er wordt een object verwacht.")
        values, wrong = checked(fields, value, register)
        for param in [*absent(fields, value), *wrong]:
            raise Wrong(param.code, param.reason, f".{param.name}")
        return {**defaults(fields), **values}

    return check


def anything(value: Any, _register: Register) -> Any:
    return value
