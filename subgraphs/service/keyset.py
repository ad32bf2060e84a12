"""The SQL side of keyset pagination, equal on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_

from subgraphs.service.pagination import PageRequest


def page_of(
    statement: Select[Any], page: PageRequest, *columns: ColumnElement[Any], descending: bool = False
) -> Select[Any]:
    """The statement for one page plus one row, sorted by `columns`, which together are unique, all in one
    direction.
    """
    if page.after is not None:
        here, there = tuple_(*columns), tuple_(*page.after)
        statement = statement.where(here < there if descending else here > there)
    order = [column.desc() if descending else column.asc() for column in columns]
    return statement.order_by(*order).limit(page.first + 1)
