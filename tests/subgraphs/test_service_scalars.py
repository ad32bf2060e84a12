"""The shared scalars take what they promise, write it back the same, and do not repeat what they refuse."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from graphql import GraphQLError

from subgraphs.service.scalars import SCALARS, Duration


def parse(scalar: object, value: object) -> Any:
    definition = SCALARS[scalar]
    assert definition.parse_value
    return definition.parse_value(value)


def write(scalar: object, value: object) -> Any:
    definition = SCALARS[scalar]
    assert definition.serialize
    return definition.serialize(value)


@pytest.mark.parametrize(
    ("scalar", "text", "value"),
    [
        (date, "2026-01-31", date(2026, 1, 31)),
        (datetime, "2026-01-31T14:30:00Z", datetime(2026, 1, 31, 14, 30, tzinfo=UTC)),
        (
            datetime,
            "2026-07-31T14:30:00+02:00",
            datetime(2026, 7, 31, 14, 30, tzinfo=timezone(timedelta(hours=2))),
        ),
        (Duration, "P6W", "P6W"),
        (Duration, "P1Y2M3DT4H5M6.5S", "P1Y2M3DT4H5M6.5S"),
    ],
)
def test_what_is_read_is_written_the_same(scalar: object, text: str, value: object) -> None:
    assert parse(scalar, text) == value
    assert write(scalar, value) == text


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        (date, "31-01-2026"),
        (date, "2026-02-30"),
        (date, 20260131),
        (date, "20261231"),
        (datetime, "2025-01-31T14:30:00"),
        (datetime, "2025-01-31T25:30:00Z"),
        (datetime, "gisteren"),
        (Duration, "PT"),
        (Duration, "P1DT"),
        (Duration, "zes weken"),
        (Duration, None),
    ],
)
def test_what_has_another_form_is_refused_without_being_repeated(scalar: object, value: object) -> None:
    with pytest.raises(GraphQLError) as caught:
        parse(scalar, value)
    assert str(value) not in caught.value.message


def test_a_moment_without_an_offset_is_never_written() -> None:
    with pytest.raises(ValueError, match="offset"):
        write(datetime, datetime(2026, 1, 31))  # noqa: DTZ001
