"""What a client is told of a subgraph's errors and failures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ErrorPolicy:
    """What passes of a subgraph's own errors: their message or a fixed sentence, and the extensions named here."""

    messages: bool = True
    extensions: frozenset[str] = frozenset({"klantsoorten", "niveau"})
