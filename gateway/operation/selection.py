"""The selection tree: a client's operation with fragments, conditions and duplicates worked out.

Normalization makes it, authorization marks what is denied, planning reads it. For each position the
possible runtime types are grouped into branches: all types of a branch select exactly the same fields, in
the client's order. There are no fragments any more, and no @skip or @include: their variables are part of
the plan cache's key. Of @defer and @stream what is left is which fields are delivered later than the object
they belong to, and which lists in parts; nothing of that where an answer is given whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from operator import is_
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from graphql import ArgumentNode, DirectiveNode, GraphQLOutputType, VariableDefinitionNode

    from auth.policy import Denied


Location = tuple[int, int]
"""Line and column in the client's document, from 1."""


@dataclass(frozen=True, slots=True)
class Contextual:
    """Where a value of a context (@fromContext) comes from: `field`, of the object of type `type` that lies
    `levels` fields above the one whose field needs it. `selection` is as the supergraph prints it. Without a
    `field` the value is the name of the type.
    """

    context: str
    selection: str
    levels: int
    type: str
    field: Field | None


@dataclass(frozen=True, slots=True, eq=False)
class Deferral:
    """One @defer, at one position; compared by identity. `depth`: how many steps of the response path lead to
    the object whose fields it defers, indices among them. `parent`: the one that it stands in.
    """

    directive: DirectiveNode = field(repr=False)
    label: str | None
    depth: int
    parent: Deferral | None

    @property
    def order(self) -> tuple[int, int]:
        """Outer ones first, then as they stand in the document."""
        location = self.directive.loc
        return self.depth, location.start if location else 0

    @property
    def enclosing(self) -> Iterator[Deferral]:
        """The deferrals that it stands in, from the inside out."""
        outer = self.parent
        while outer is not None:
            yield outer
            outer = outer.parent


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """One @stream, at one position; compared by identity. `initial_count` may be negative, which is an
    execution error. `depth`: how many steps of the response path lead to the list.
    """

    label: str | None
    initial_count: int
    depth: int


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One field at one position. `type` is its type in the full schema (with inaccessible elements) on this
    branch.

    `arguments` are the client's argument nodes sorted by name, with variables left in. `selection` is None
    for leaves. A field with a `denial` is never planned; its position becomes null with one error. `local`
    fields (`__schema`, `__type`) are answered by the gateway itself. `contexts`: what the objects above give
    of the contexts that subgraphs fill its arguments from. `stream`: of the list that it is, the items from
    some number on are delivered later. `locations`: where the document selects it.
    """

    name: str
    response_key: str
    arguments: tuple[ArgumentNode, ...]
    type: GraphQLOutputType
    selection: SelectionSet | None = None
    denial: Denied | None = None
    local: bool = False
    contexts: tuple[Contextual, ...] = ()
    stream: Stream | None = None
    locations: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Deferred:
    """Fields of an object that are delivered later than the object: together with whichever of `deferrals` is
    complete first, as each of these selects them. None of `deferrals` stands in another.
    """

    deferrals: frozenset[Deferral]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The object types that select the same fields here. `types` is sorted.

    An interface that nothing implements stands for itself. `fields` are delivered together with the object,
    be that at once or later.
    """

    types: tuple[str, ...]
    fields: tuple[Field, ...]
    deferred: tuple[Deferred, ...] = ()

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The deferred ones too."""
        return self.fields + tuple(one for deferred in self.deferred for one in deferred.fields)

    def mapped(self, change: Callable[[Field], Field | None]) -> Branch:
        """The branch with other fields, None for those that are to go; itself when none changes."""
        fields = _mapped(self.fields, change)
        deferred = tuple(replace(one, fields=_mapped(one.fields, change)) for one in self.deferred)
        mapped = Branch(self.types, fields, tuple(one for one in deferred if one.fields))
        same = len(mapped.all_fields) == len(self.all_fields)
        return self if same and all(map(is_, mapped.all_fields, self.all_fields)) else mapped


@dataclass(frozen=True, slots=True, eq=False)
class SelectionSet:
    """All branches at one position, whose declared type in the full schema is `type`.

    Possible types that select nothing are in no branch: objects of those types come out as `{}`.
    """

    type: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What is planned: the kind, the root selection, and the variable definitions as written. Only with
    `in_parts` is anything deferred or streamed.
    """

    kind: Literal["query", "mutation", "subscription"]
    name: str | None
    selection: SelectionSet
    variables: tuple[VariableDefinitionNode, ...]
    in_parts: bool = False


def _mapped(fields: tuple[Field, ...], change: Callable[[Field], Field | None]) -> tuple[Field, ...]:
    return tuple(changed for one in fields if (changed := change(one)) is not None)
