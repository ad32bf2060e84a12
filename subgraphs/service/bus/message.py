"""A message of the bus: what must reach a destination, and how far its delivery is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4


@dataclass(frozen=True, slots=True)
class Message:
    """Something that must reach `destination`, which knows repeats by `id`.

    `content` is JSON, and may be personal. Nobody delivers it before `not_before`, but for who has its
    `lease`. Of messages with one `order_key` to one destination, a later one waits for the earlier.
    `attempts` counts the failures; `done` holds, by the name of a step, what came of the steps that are
    behind us.
    """

    id: str
    destination: str
    content: Mapping[str, Any] = field(repr=False)
    made_at: datetime
    not_before: datetime
    order_key: str | None = None
    attempts: int = 0
    done: Mapping[str, str] = field(default_factory=dict, repr=False)
    lease: str | None = None


def new_lease() -> str:
    """A token that no one else has."""
    return uuid4().hex
