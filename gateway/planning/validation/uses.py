"""Uses: what of all that is given somebody reads, and what for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Flag, auto

from gateway.planning.validation.survey import Given


class Use(Flag):
    """Who reads a value."""

    ANSWER = auto()
    KEY = auto()
    """A representation, to look the entity up."""
    REQUIREMENT = auto()
    """A representation or a context, for a field's sake."""
    WAY = auto()
    """The path of a later fetch."""


class Uses:
    """Collects them, by fetch, field node and type: the objects' own where they were sent for, as others need
    not be; else the one that the subgraph sees, which cannot tell what it masks apart.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[int, int, str], Use] = {}
        self._here: set[Given] = set()

    def note(self, givens: Iterable[Given], use: Use) -> None:
        for given in givens:
            self._here.add(given)
            for key in _keys(given):
                self._found[key] = self._found.get(key, Use(0)) | use

    def is_read(self, given: Given) -> bool:
        """Whether it is read at its very place."""
        return given in self._here

    def of(self, given: Given) -> Use:
        """Who reads it, here or wherever else it cannot be told apart from."""
        found = Use(0)
        for key in _keys(given):
            found |= self._found.get(key, Use(0))
        return found


def _keys(given: Given) -> list[tuple[int, int, str]]:
    type_name = given.type if given.is_lookup else given.seen_as
    return [(given.fetch.id, id(node), type_name) for node in given.nodes]
