"""The scalars that subgraphs share. Their errors name the expected form and never repeat what was sent."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType

import strawberry
from graphql import GraphQLError
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

Duration = NewType("Duration", str)
"""An ISO 8601 duration such as `P6W`, as the zaaktypecatalogus writes them: calendar units, so no
timedelta.
"""

Bedrag = NewType("Bedrag", Decimal)
"""An amount in euros."""

GeoJSON = NewType("GeoJSON", dict[str, Any])
"""A GeoJSON geometry (RFC 7946)."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
_DURATION = re.compile(r"P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")


def _parser(parse: Callable[[str], object], form: str) -> Callable[[object], object]:
    def checked(value: object) -> object:
        if not isinstance(value, str):
            raise GraphQLError(f"Verwacht een tekst: {form}.")
        try:
            return parse(value)
        except ValueError as exc:
            raise GraphQLError(f"Verwacht {form}.") from exc

    return checked


def _day(value: str) -> date:
    if not _DAY.fullmatch(value):
        raise ValueError("no date")
    return date.fromisoformat(value)


def _moment(value: str) -> datetime:
    if not _MOMENT.fullmatch(value):
        raise ValueError("no RFC 3339 date-time")
    return datetime.fromisoformat(value)


def _duration(value: str) -> str:
    if not _DURATION.fullmatch(value):
        raise ValueError("no ISO 8601 duration")
    return value


def _amount(value: str) -> Decimal:
    if not _AMOUNT.fullmatch(value):
        raise ValueError("no amount")
    return Decimal(value)


def _written_amount(value: Decimal) -> str:
    return f"{value:.2f}"


def _geometry(value: object) -> object:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str):
        raise GraphQLError("Verwacht een geometrie volgens GeoJSON.")
    return value


def _written_moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("a DateTime needs an offset")
    return value.isoformat().replace("+00:00", "Z")


def _written_day(value: date) -> str:
    return value.isoformat()


SCALARS: Mapping[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Date",
        description="Een kalenderdag: `2026-01-31`.",
        specified_by_url="https://scalars.graphql.org/andimarek/local-date",
        serialize=_written_day,
        parse_value=_parser(_day, "een datum als 2026-01-31"),
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="Een tijdstip met tijdzone: `2026-01-31T14:30:00Z`.",
        specified_by_url="https://scalars.graphql.org/andimarek/date-time",
        serialize=_written_moment,
        parse_value=_parser(_moment, "een tijdstip met tijdzone als 2026-01-31T14:30:00Z"),
    ),
    Duration: strawberry.scalar(
        name="Duration",
        description="Een termijn volgens ISO 8601: `P6W` is zes weken.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#appendix-A",
        serialize=_duration,
        parse_value=_parser(_duration, "een termijn volgens ISO 8601, als P6W"),
    ),
    Bedrag: strawberry.scalar(
        name="Bedrag",
        description="Een bedrag in euro's met twee decimalen, als tekst: `12.50`.",
        specified_by_url="https://www.w3.org/TR/xmlschema-2/#decimal",
        serialize=_written_amount,
        parse_value=_parser(_amount, "een bedrag als 12.50"),
    ),
    GeoJSON: strawberry.scalar(
        name="GeoJSON",
        description="Een geometrie volgens GeoJSON (RFC 7946): lengtegraad voor breedtegraad, in WGS 84.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc7946",
        parse_value=_geometry,
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Een JSON-waarde van welke vorm ook: tekst, getal, lijst of object.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
    ),
}
