"""Lean: a schema that has let go of the document it was built from.

graphql-core keeps the syntax tree of each definition, with its type and in the functions that made its
fields. Nobody who validates, executes or introspects looks at it, and it is more than half of what a schema
takes in memory.
"""

from collections.abc import Iterable

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    introspection_types,
    specified_directives,
    specified_scalar_types,
)

_SHARED = {*introspection_types, *specified_scalar_types}
_MADE_LATE = ("fields", "interfaces", "types", "values")
"""What a type makes of the function it was given, when it is first asked."""


def forget_document(schema: GraphQLSchema) -> None:
    """For schemas that only serve: what compares or prints definitions as written needs their document."""
    schema.ast_node, schema.extension_ast_nodes = None, ()
    for directive in schema.directives:
        if directive not in specified_directives:
            directive.ast_node = None
            _forget(directive.args.values())
    for name, type_ in schema.type_map.items():
        if name not in _SHARED:
            _forget_type(type_)


def _forget_type(type_: GraphQLNamedType) -> None:
    type_.ast_node, type_.extension_ast_nodes = None, ()
    for made in _MADE_LATE:
        if f"_{made}" in vars(type_):
            setattr(type_, f"_{made}", getattr(type_, made))
    if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        _forget(type_.fields.values())
        _forget(argument for field in type_.fields.values() for argument in field.args.values())
    elif isinstance(type_, GraphQLInputObjectType):
        _forget(type_.fields.values())
    elif isinstance(type_, GraphQLEnumType):
        _forget(type_.values.values())


def _forget(elements: Iterable[object]) -> None:
    for element in elements:
        element.ast_node = None  # type: ignore[attr-defined]
