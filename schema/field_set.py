"""Field sets: the `fields` arguments of @key, @requires and @provides, as selection sets."""

from functools import lru_cache

from graphql import FieldNode, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode, parse


@lru_cache(maxsize=65536)
def parse_field_set(text: str) -> SelectionSetNode:
    """Braces around the whole are optional. Raises GraphQLSyntaxError when the text is no selection set."""
    stripped = text.strip()
    braced = stripped if stripped.startswith("{") else f"{{ {stripped} }}"
    definition = parse(braced, no_location=True).definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    return definition.selection_set


def top_level_names(fields: SelectionSetNode) -> frozenset[str]:
    """The names of the fields selected on the object itself, also those inside fragments on it."""
    found: set[str] = set()
    pending = [fields]
    while pending:
        for node in pending.pop().selections:
            if isinstance(node, FieldNode):
                found.add(node.name.value)
            elif isinstance(node, InlineFragmentNode):
                pending.append(node.selection_set)
    return frozenset(found)
