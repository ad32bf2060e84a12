"""INVALID_GRAPHQL: what the GraphQL specification itself says about a subgraph's SDL."""

from graphql import DocumentNode, GraphQLError, build_ast_schema, validate_schema
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
        errors = [error for error in validate_schema(schema) if error.message not in allowed]
    for error in errors:
        findings.error(Code.INVALID_GRAPHQL, error.message, _places(name, error))
    return not errors


def _places(name: str, error: GraphQLError) -> list[Place]:
    return [Place(name, at.line, at.column) for at in error.locations or ()] or [Place(name)]
