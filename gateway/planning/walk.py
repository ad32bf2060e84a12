"""The values of a walk through the graph: where it stands, which ways are open, and what was chosen.

A Solution says, for the fields wanted of one object, which are taken where the walk stands (`local`) and
which by visiting other subgraphs (`visits`), each through a Door. What no way leads to is `missing`;
whoever asked may get it otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from graphql import SelectionSetNode

from gateway.operation.selection import Contextual, Deferral, Field, SelectionSet
from schema.graph import Entry
from schema.joined import ContextArgument


class Cost(NamedTuple):
    """What a solution adds: round trips on its longest path, calls, and fields; compared in that order."""

    depth: int = 0
    calls: int = 0
    size: int = 0

    def beside(self, other: Cost) -> Cost:
        """Both at the same time."""
        return Cost(max(self.depth, other.depth), self.calls + other.calls, self.size + other.size)

    def after(self, other: Cost) -> Cost:
        """This once the other is done."""
        return Cost(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a walk stands: at `type` in `subgraph`. `type` is an interface's name at an interface object.

    `provided` is what an @provides on the way here opened. With `apart` the fields that are wanted are to be
    got by calls of their own, from here as a start: what is delivered later must not keep what is not.
    """

    subgraph: str
    type: str
    provided: SelectionSet | None = None
    apart: bool = False

    def seen_as(self, type_name: str) -> Place:
        """The same for objects that are known to be of this type."""
        return Place(self.subgraph, type_name, self.provided, self.apart)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a subgraph gives a field: what it @requires of the object besides the key, and where the
    arguments that it fills from contexts come from.
    """

    requires: SelectionSetNode | None = None
    contexts: tuple[tuple[ContextArgument, Contextual], ...] = ()

    @property
    def are_plain(self) -> bool:
        return self.requires is None and not self.contexts

    def are(self, other: Terms) -> bool:
        """Syntax trees compare by all they hold; those of one field set are the same one."""
        return self.requires is other.requires and self.contexts == other.contexts


PLAIN = Terms()


@dataclass(frozen=True, slots=True, eq=False)
class Door:
    """A way into another subgraph (or back into the same) that is open from where the walk stands.

    `needs` are the fields of the representation, of which those of `key` identify the entity; `condition`
    says how to get them here. Behind it are the fields that are given on just these `terms`. `cost` counts
    the call itself.
    """

    entry: Entry
    place: Place
    key: SelectionSet | None
    needs: SelectionSet | None
    condition: Solution | None
    terms: Terms
    cost: Cost


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One field, taken at some place; `below` for composite fields."""

    field: Field
    below: Below | None


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """What is taken behind one door."""

    door: Door
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """How to get fields of one object of a known type (or of an interface object of yet unknown type)."""

    cost: Cost
    local: tuple[Choice, ...] = ()
    visits: tuple[Visit, ...] = ()
    missing: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Unmasking:
    """At an interface object: the door to a subgraph that knows the real types, and what is taken from there
    on.
    """

    door: Door
    below: Below


@dataclass(frozen=True, slots=True, eq=False)
class Below:
    """How to get the selection at one position, whose objects the subgraph at `place` gives.

    `by_type`: the solution for each object type the objects can be there; at an interface object the
    interface's own name stands for all of them. `missing` has the same shape as the selection. `deferred`:
    how to get what each set of deferrals selects there, apart from the rest; `cost` does not count it.
    """

    place: Place
    selection: SelectionSet
    by_type: tuple[tuple[str, Solution], ...]
    cost: Cost
    missing: SelectionSet | None = None
    unmasking: Unmasking | None = None
    deferred: tuple[tuple[frozenset[Deferral], Below], ...] = ()
