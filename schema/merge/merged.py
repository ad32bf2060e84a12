"""Merged: the supergraph as values, before it is printed. The names follow the join specification, v0.5."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import DefinitionNode

from schema.access import Access
from schema.definition import Kind
from schema.type_ref import TypeRef


@dataclass(frozen=True, slots=True)
class Directive:
    """One application in the supergraph: by name in the specification (or its own), as text with its
    arguments."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class TypeJoin:
    """`@join__type`."""

    subgraph: str
    key: str | None = None
    is_extension: bool = False
    resolvable: bool = True
    is_interface_object: bool = False


@dataclass(frozen=True, slots=True)
class DirectiveJoin:
    """`@join__directive`: an application that stays with its subgraphs. `arguments` are strings, by name."""

    subgraphs: tuple[str, ...]
    name: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ContextArgument:
    """An argument that a gateway fills from a `@context` further up."""

    name: str
    type: TypeRef
    context: str
    selection: str


@dataclass(frozen=True, slots=True)
class FieldJoin:
    """`@join__field`. Without a subgraph: the field comes from an interface object."""

    subgraph: str | None = None
    requires: str | None = None
    provides: str | None = None
    type: str | None = None
    external: bool = False
    override: str | None = None
    used_overridden: bool = False
    override_label: str | None = None
    context_arguments: tuple[ContextArgument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedElement:
    """What every part of the supergraph has."""

    name: str
    description: str | None = None
    directives: tuple[Directive, ...] = ()

    def has(self, directive: str) -> bool:
        return any(one.name == directive for one in self.directives)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedInput(MergedElement):
    """An argument or an input field; arguments have no joins."""

    type: TypeRef
    default: str | None = None
    joins: tuple[FieldJoin, ...] = ()

    @property
    def is_required(self) -> bool:
        return self.type.required and self.default is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedField(MergedElement):
    """A field of an object type or interface. No joins: every subgraph that has the type has the field
    alike."""

    type: TypeRef
    arguments: Mapping[str, MergedInput] = field(default_factory=dict)
    joins: tuple[FieldJoin, ...] = ()
    applied: tuple[DirectiveJoin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedValue(MergedElement):
    """An enum value and the subgraphs that have it."""

    subgraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedType(MergedElement):
    """A type. `interfaces` and `members` map a name to the subgraphs that state it."""

    kind: Kind
    joins: tuple[TypeJoin, ...]
    applied: tuple[DirectiveJoin, ...] = ()
    interfaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, MergedField] = field(default_factory=dict)
    inputs: Mapping[str, MergedInput] = field(default_factory=dict)
    values: Mapping[str, MergedValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MergedLink:
    """`@link` of the supergraph's schema definition."""

    url: str
    purpose: str | None = None
    namespace: str | None = None
    imports: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The whole supergraph. `definitions` are those of directives, and of the scalars that they need.

    `access`: coordinate ("Type" or "Type.field") to what it asks; without those that ask nothing.
    """

    subgraphs: tuple[tuple[str, str], ...]
    types: Mapping[str, MergedType]
    schema: MergedElement
    access: Mapping[str, Access] = field(default_factory=dict)
    links: tuple[MergedLink, ...] = ()
    definitions: tuple[DefinitionNode, ...] = ()
