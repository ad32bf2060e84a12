"""The selection tree: a client's operation with fragments, conditions and duplicates worked out.

Normalization makes it, authorization marks what is denied, planning reads it. For each position the
possible runtime types are grouped into branches: all types of a branch select exactly the same fields, in
the client's order. There are no fragments any more, and no @skip or @include: their variables are part of
the plan cache's key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from graphql import ArgumentNode, GraphQLOutputType, VariableDefinitionNode

    from auth.policy import Denied


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
class Field:
    """One field at one position. `type` is its type in the full schema (with inaccessible elements) on this
    branch.

    `arguments` are the client's argument nodes sorted by name, with variables left in. `selection` is None
    for leaves. A field with a `denial` is never planned; its position becomes null with one error. `local`
    fields (`__schema`, `__type`) are answered by the gateway itself. `contexts`: what the objects above give
    of the contexts that subgraphs fill its arguments from.
    """

    name: str
    response_key: str
    arguments: tuple[ArgumentNode, ...]
    type: GraphQLOutputType
    selection: SelectionSet | None = None
    denial: Denied | None = None
    local: bool = False
    contexts: tuple[Contextual, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The object types that select the same fields here. `types` is sorted.

    An interface that nothing implements stands for itself.
    """

    types: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SelectionSet:
    """All branches at one position, whose declared type in the full schema is `type`.

    Possible types that select nothing are in no branch: objects of those types come out as `{}`.
    """

    type: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """What is planned: the kind, the root selection, and the variable definitions as written."""

    kind: Literal["query", "mutation", "subscription"]
    name: str | None
    selection: SelectionSet
    variables: tuple[VariableDefinitionNode, ...]
