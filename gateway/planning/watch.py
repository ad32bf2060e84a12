"""Watch: who looks on while an operation is planned, as `gemeentegraaf plan --stages` does."""

from collections.abc import Callable

Watch = Callable[[str, object], None]
"""Told the name of each stage and what came of it: the override labels that are on, an Operation, an
OutputSelection, a SelectionSet, a Solution, or a list of Drafts. Later stages change the drafts: look at
once, or not at all.
"""


def unwatched(stage: str, value: object) -> None:
    """Nobody looks on: how requests are planned."""
