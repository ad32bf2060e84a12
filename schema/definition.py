"""Definitions: the types of one subgraph as values, each merged over its definition and extensions.

Directive applications are sorted into `federation` (named as in the specification, whatever the subgraph
calls them) and `custom` (all others, GraphQL's own among them). `@shareable` and `@external` on an object
are handed down to the fields of that same declaration, for that is what they mean.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graphql import ConstValueNode, DirectiveNode, Node, print_ast

from schema.applied import Applied
from schema.type_ref import TypeRef


class Kind(StrEnum):
    """The kinds of types, named as people read them."""

    SCALAR = "scalar"
    OBJECT = "object type"
    INTERFACE = "interface"
    UNION = "union"
    ENUM = "enum"
    INPUT = "input object"


@dataclass(frozen=True, slots=True)
class Application:
    """One application of a directive. `arguments` are plain values; the node keeps the literals and the
    place."""

    name: str
    arguments: Applied
    node: DirectiveNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What every named part of a schema has."""

    name: str
    node: Node
    description: str | None = None
    federation: tuple[Application, ...] = ()
    custom: tuple[Application, ...] = ()

    def applied(self, directive: str) -> Iterator[Application]:
        """The applications of a federation directive, in order."""
        return (application for application in self.federation if application.name == directive)

    def has(self, directive: str) -> bool:
        return any(application.name == directive for application in self.federation)

    def first(self, directive: str) -> Application | None:
        return next(self.applied(directive), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputValue(Element):
    """An argument or a field of an input object."""

    type: TypeRef
    default: ConstValueNode | None = None

    @property
    def is_required(self) -> bool:
        return self.type.required and self.default is None

    @property
    def printed_default(self) -> str | None:
        return None if self.default is None else print_ast(self.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Field(Element):
    """A field of an object type or interface."""

    type: TypeRef
    arguments: Mapping[str, InputValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumValue(Element):
    """A value of an enum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type(Element):
    """A type. Only the members of its kind are filled; references map a type's name to the place that names
    it."""

    kind: Kind
    is_extension: bool = False
    interfaces: Mapping[str, Node] = field(default_factory=dict)
    fields: Mapping[str, Field] = field(default_factory=dict)
    inputs: Mapping[str, InputValue] = field(default_factory=dict)
    values: Mapping[str, EnumValue] = field(default_factory=dict)
    members: Mapping[str, Node] = field(default_factory=dict)

    @property
    def is_interface_object(self) -> bool:
        return self.has("interfaceObject")

    def elements(self) -> Iterator[Element]:
        """The type itself and everything in it that can carry directives."""
        yield self
        yield from self.inputs.values()
        yield from self.values.values()
        for one in self.fields.values():
            yield one
            yield from one.arguments.values()

    @property
    def is_composite(self) -> bool:
        return self.kind in {Kind.OBJECT, Kind.INTERFACE, Kind.UNION}
