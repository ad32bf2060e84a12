"""Counts the SQL that a database runs: how a test shows that a list does not cost one for each row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine


@contextmanager
def statements(engine: AsyncEngine | type[Engine] = Engine) -> Iterator[list[str]]:
    """The statements run meanwhile, in order; on every engine unless one is given. Transaction control is no

    statement.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    target = engine.sync_engine if isinstance(engine, AsyncEngine) else engine
    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)
