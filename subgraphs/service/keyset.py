"""The SQL side of keyset pagination, equal on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_

from subgraphs.service.pagination import Keys, PageRequest, bad_cursor
from subgraphs.service.text import is_plain

MAX_INTEGER = 2**31 - 1


def page_of(
    statement: Select[Any], page: PageRequest, *columns: ColumnElement[Any], descending: bool = False
) -> Select[Any]:
    """The statement for one page plus one row, sorted by `columns`, which together are unique, all in one
    direction. Raises InvalidInput for a cursor whose keys are not of the columns' types: it is of another
    list.
    """
    if page.after is not None:
        _check(page.after, columns)
        here, there = tuple_(*columns), tuple_(*page.after)
        statement = statement.where(here < there if descending else here > there)
    order = [column.desc() if descending else column.asc() for column in columns]
    return statement.order_by(*order).limit(page.first + 1)


def _check(keys: Keys, columns: tuple[ColumnElement[Any], ...]) -> None:
    for key, column in zip(keys, columns, strict=True):
        possible = is_plain(key) if isinstance(key, str) else abs(key) <= MAX_INTEGER
        if not possible or not isinstance(key, column.type.python_type):
            raise bad_cursor()
