"""Counts the SQL that a database runs: how a test shows that a list does not cost one for each row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine

_SEEN: ContextVar[list[str] | None] = ContextVar("seen", default=None)


@contextmanager
def statements(engine: AsyncEngine | type[Engine] = Engine) -> Iterator[list[str]]:
    """The statements that are run for what is done meanwhile, in order; on every engine unless one is given.

    What a service does by itself, in tasks that run already, does not count; nor does transaction control.
    """
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if _SEEN.get() is seen and not statement.startswith("BEGIN"):
            seen.append(statement)

    target = engine.sync_engine if isinstance(engine, AsyncEngine) else engine
    token = _SEEN.set(seen)
    event.listen(target, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(target, "before_cursor_execute", note)
        _SEEN.reset(token)
