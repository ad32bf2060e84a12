"""INVALID_GRAPHQL: what the GraphQL specification itself says about a subgraph's SDL."""

from collections.abc import Iterator

from graphql import (
    DocumentNode,
    GraphQLArgument,
    GraphQLError,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_ast_schema,
    is_input_type,
    validate_schema,
)
from graphql.validation.validate import validate_sdl

from schema.completion import complete
from schema.errors import Code, Findings, Place
from schema.vocabulary import Vocabulary

_NO_QUERY = "Query root type must be provided."
"""A subgraph may do without queries of its own, also with a root type that has none."""


def check_graphql(
    name: str, document: DocumentNode, vocabulary: Vocabulary, query: str, findings: Findings
) -> bool:
    """Whether the document is valid GraphQL once completed; if not, why is among the findings."""
    completed = complete(document, vocabulary, query)
    errors = list(validate_sdl(completed))
    if not errors:
        schema = build_ast_schema(completed, assume_valid_sdl=True)
        allowed = {_NO_QUERY, f"Type {query} must define one or more fields."}
        errors = list(_misplaced(schema)) or validate_schema(schema)
        errors = [error for error in errors if error.message not in allowed]
    for error in errors:
        findings.error(Code.INVALID_GRAPHQL, error.message, _places(name, error))
    return not errors


def _misplaced(schema: GraphQLSchema) -> Iterator[GraphQLError]:
    """Defaults of types that nobody can give: graphql-core's own validation raises a TypeError at them."""
    inputs: list[tuple[str, GraphQLArgument | GraphQLInputField]] = []
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for name, field in type_.fields.items():
                inputs += ((f"{type_.name}.{name}({key}:)", one) for key, one in field.args.items())
        elif isinstance(type_, GraphQLInputObjectType):
            inputs += ((f"{type_.name}.{name}", one) for name, one in type_.fields.items())
    for directive in schema.directives:
        inputs += ((f"@{directive.name}({key}:)", one) for key, one in directive.args.items())
    for name, one in inputs:
        if one.ast_node and one.ast_node.default_value and not is_input_type(one.type):
            yield GraphQLError(f"The type of {name} must be Input Type but got: {one.type}.", one.ast_node)


def _places(name: str, error: GraphQLError) -> list[Place]:
    return [Place(name, at.line, at.column) for at in error.locations or ()] or [Place(name)]
