"""Field sets: the `fields` arguments of @key, @requires and @provides, as selection sets."""

from functools import lru_cache

from graphql import OperationDefinitionNode, SelectionSetNode, parse


@lru_cache(maxsize=65536)
def parse_field_set(text: str) -> SelectionSetNode:
    """Braces around the whole are optional. Raises GraphQLSyntaxError when the text is no selection set."""
    stripped = text.strip()
    braced = stripped if stripped.startswith("{") else f"{{ {stripped} }}"
    definition = parse(braced, no_location=True).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return definition.selection_set
