"""Joined: what each subgraph knows of a type of the supergraph, as values.

Specification: https://specs.apollo.dev/join, v0.1 to v0.5. Made by `schema.join_reader`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TypeJoin:
    """One `@join__type`: this type exists in `subgraph`, perhaps as an entity with `key`."""

    subgraph: str
    key: str | None
    resolvable: bool
    is_interface_object: bool


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """An argument that the gateway fills: of `type`, with what `selection` gives of the nearest object above
    whose type sets `context`."""

    name: str
    type: str
    context: str
    selection: str


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """One `@join__field`: how `subgraph` has this field. `type` is its type there, as printed."""

    subgraph: str
    type: str
    requires: str | None = None
    provides: str | None = None
    external: bool = False
    overridden: bool = False
    overrides: str | None = None
    override_label: str | None = None
    context_arguments: tuple[ContextArgument, ...] = ()


@dataclass(frozen=True, slots=True)
class JoinedField:
    """A field of the supergraph and the subgraphs that declare it.

    `injected`: no subgraph of the object type itself resolves it; it comes from an interface object.
    """

    name: str
    type: str
    joins: Mapping[str, FieldJoin]
    injected: bool


@dataclass(frozen=True, slots=True)
class JoinedType:
    """An object, interface or union of the supergraph and what each subgraph knows of it.

    `contexts`: those that its objects set, named `subgraph__name`.
    """

    name: str
    kind: str
    joins: Mapping[str, tuple[TypeJoin, ...]]
    fields: Mapping[str, JoinedField]
    implements: Mapping[str, frozenset[str]]
    members: Mapping[str, frozenset[str]]
    contexts: frozenset[str] = frozenset()

    def is_interface_object_in(self, subgraph: str) -> bool:
        return any(join.is_interface_object for join in self.joins.get(subgraph, ()))
