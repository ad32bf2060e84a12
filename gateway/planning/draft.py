"""Drafts: fetches while they are being put together. The builder and the passes change them; a Plan is then
frozen from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from graphql import ArgumentNode, SelectionSetNode

from gateway.operation.selection import Deferral
from gateway.planning.layout import TYPENAME, Position
from gateway.planning.plan import ContextValue, Fills, Path, RepresentationField
from gateway.planning.representation import unite

Kind = Literal["query", "mutation", "subscription"]


@dataclass(slots=True)
class DraftField:
    """One field of a subgraph's operation, under its storage key as alias."""

    name: str
    arguments: Sequence[ArgumentNode]
    selection: DraftSelection | None


@dataclass(slots=True)
class DraftSelection:
    """What is selected at a position of `type` in the subgraph: `fields` there, and by runtime type where it
    is abstract.
    """

    type: str
    fields: dict[str, DraftField] = field(default_factory=dict)
    by_type: dict[str, DraftSelection] = field(default_factory=dict)
    typename: bool = False

    def of_type(self, name: str) -> DraftSelection:
        """The selection for objects of this type: this one itself where no other type is possible."""
        return self if name == self.type else self.by_type.setdefault(name, DraftSelection(name))

    def merge(self, other: DraftSelection) -> None:
        """Take over all that `other` selects; equal storage keys at equal positions ask the same thing."""
        self.typename |= other.typename
        for name, selection in other.by_type.items():
            self.of_type(name).merge(selection)
        for key, theirs in other.fields.items():
            mine = self.fields.setdefault(key, theirs)
            if mine is not theirs and mine.selection and theirs.selection:
                mine.selection.merge(theirs.selection)

    def signature(self) -> object:
        """Equal for selections that ask the same."""
        fields = tuple(
            (key, tuple(map(id, one.arguments)), one.selection.signature() if one.selection else None)
            for key, one in self.fields.items()
        )
        by_type = tuple((name, one.signature()) for name, one in sorted(self.by_type.items()))
        return self.type, self.typename, fields, by_type

    def fills(self) -> Fills:
        """The storage keys of all types, as a tree; objects of two types may have the same key."""
        found: dict[str, Fills | None] = {TYPENAME: None} if self.typename else {}
        for selection in (self, *self.by_type.values()):
            for key, one in selection.fields.items():
                below = one.selection.fills() if one.selection else None
                found[key] = _united(found.get(key), below)
        return found


@dataclass(frozen=True, slots=True)
class DraftContext:
    """A variable that is filled from an object above, which lies at `position`."""

    value: ContextValue
    position: Position = field(compare=False, repr=False)


@dataclass(slots=True)
class DraftEntity:
    """How the objects of `types` (None: all at the position) are looked up as `type`, by a `key` of the
    subgraph, and what is taken of them.

    `requires`: what is sent for the sake of each field with @requires, by its storage key.
    `contexts`: the variables in its selection that are filled from above, by name.
    """

    types: frozenset[str] | None
    type: str
    typename: str | None
    key: SelectionSetNode
    representation: dict[str, RepresentationField]
    selection: DraftSelection
    requires: dict[str, tuple[RepresentationField, ...]] = field(default_factory=dict)
    contexts: dict[str, DraftContext] = field(default_factory=dict)

    def united(self, other: DraftEntity) -> dict[str, RepresentationField] | None:
        """The representation that serves both as one lookup; None if there is none.

        Two keys are two lookups: where one of them is missing, what the other leads to is there all the same.
        """
        if (self.types, self.type, self.typename) != (other.types, other.type, other.typename):
            return None
        if self.key is not other.key:
            return None
        return unite(self.representation, other.representation)

    def excludes(self, other: DraftEntity) -> bool:
        """Whether an object could be meant by both, or asked for what only the other wants."""
        if self.types is None or other.types is None or self.type == other.type:
            return True
        return bool(self.types & other.types)


@dataclass(slots=True)
class Draft:
    """One fetch in the making. `root` for root fields, else `entities`. `deferrals`: see Fetch."""

    id: int
    subgraph: str
    kind: Kind
    path: Path
    after: set[int]
    root: DraftSelection | None = None
    entities: list[DraftEntity] = field(default_factory=list)
    deferrals: frozenset[Deferral] = frozenset()

    @property
    def contexts(self) -> dict[str, DraftContext]:
        """All variables that are filled from above, by name."""
        return {name: one for entity in self.entities for name, one in entity.contexts.items()}

    def is_later_than(self, other: Draft) -> bool:
        """Whether it serves what is delivered after what the other serves, or at another time."""
        around = {outer for one in other.deferrals for outer in (one, *one.enclosing)}
        return not self.deferrals <= around

    def can_take(self, entity: DraftEntity) -> bool:
        """Whether the entity fits in this fetch: as part of a lookup it has, or beside all of them.

        What depends on no context stays apart from what does, which is asked once for each value of it.
        """
        if any(bool(mine.contexts) != bool(entity.contexts) for mine in self.entities):
            return False
        return any(mine.united(entity) is not None for mine in self.entities) or not any(
            mine.excludes(entity) for mine in self.entities
        )

    def take(self, entity: DraftEntity) -> DraftEntity:
        """Add the entity, which fits; the answer is the one that now stands for it."""
        for mine in self.entities:
            if (united := mine.united(entity)) is not None:
                mine.representation = united
                mine.selection.merge(entity.selection)
                mine.contexts |= entity.contexts
                mine.requires |= entity.requires
                return mine
        self.entities.append(entity)
        return entity


def _united(mine: Fills | None, theirs: Fills | None) -> Fills | None:
    if mine is None or theirs is None:
        return mine or theirs
    return {key: _united(mine.get(key), theirs.get(key)) for key in {**mine, **theirs}}
