"""CoercedVariables: the client's variables, coerced as the specification says (section 6.1.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    coerce_input_value,
    get_variable_values,
    is_input_type,
    is_required_input_field,
    type_from_ast,
)

from gateway.operation.refusal import InputRefused

CoercedVariables: TypeAlias = Mapping[str, Any]
"""JSON values with defaults filled in. Variables that were not given and have no default are not there."""

MOST_PROBLEMS = 20


def coerce_variables(
    schema: GraphQLSchema, operation: OperationDefinitionNode, given: Mapping[str, Any]
) -> CoercedVariables:
    """Raises InputRefused, whose errors name the place and the expected type but never repeat a value.

    graphql-core's own messages quote what was sent, and that can be someone's BSN.
    """
    definitions = operation.variable_definitions or ()
    outcome = get_variable_values(schema, definitions, dict(given), max_errors=MOST_PROBLEMS)
    if not isinstance(outcome, list):
        return outcome.coerced
    problems = [problem for definition in definitions for problem in _problems(schema, definition, given)]
    raise InputRefused.at(problems[:MOST_PROBLEMS] or [GraphQLError("The variables do not fit their types.")])


def _problems(
    schema: GraphQLSchema, definition: VariableDefinitionNode, given: Mapping[str, Any]
) -> Iterator[GraphQLError]:
    name = definition.variable.name.value
    wanted = type_from_ast(schema, definition.type)
    if not is_input_type(wanted) or (name not in given and definition.default_value):
        return
    for place, complaint in _complaints(f"${name}", given.get(name, Undefined), wanted):
        yield GraphQLError(f'Variable "{place}" {complaint}.', definition)


def _complaints(place: str, value: Any, wanted: GraphQLInputType) -> Iterator[tuple[str, str]]:
    """What is wrong with a value, as (place, complaint), found without recursion: values can nest deeply."""
    stack: list[tuple[str, Any, GraphQLInputType]] = [(place, value, wanted)]
    while stack:
        here, value, expected = stack.pop()
        if isinstance(expected, GraphQLNonNull):
            if value is None or value is Undefined:
                yield here, f'of required type "{expected}" {"is null" if value is None else "is missing"}'
                continue
            expected = expected.of_type
        if value is None or value is Undefined:
            continue
        match expected:
            case GraphQLList():
                items = enumerate(value) if isinstance(value, list) else [(None, value)]
                stack.extend(
                    (here if index is None else f"{here}[{index}]", item, expected.of_type)
                    for index, item in items
                )
            case GraphQLInputObjectType() if isinstance(value, dict):
                yield from ((here, complaint) for complaint in _misfits(value, expected))
                stack.extend(
                    (f"{here}.{name}", value[name], known.type)
                    for name, known in expected.fields.items()
                    if name in value
                )
            case GraphQLInputObjectType():
                yield here, f'must be an object of type "{expected}"'
            case GraphQLScalarType() | GraphQLEnumType():
                if coerce_input_value(value, expected) is Undefined:
                    yield here, _leaf_complaint(expected)


def _misfits(value: Mapping[str, Any], expected: GraphQLInputObjectType) -> Iterator[str]:
    """The fields that an input object lacks or has too many."""
    for name, known in expected.fields.items():
        if name not in value and is_required_input_field(known):
            yield f'lacks the required field "{name}" of type "{known.type}"'
    for name in value:
        if name not in expected.fields:
            yield f'has a field "{name}" that type "{expected}" does not know'
    if expected.is_one_of and (len(value) != 1 or None in value.values()):
        yield f'must have exactly one field of type "{expected}", and not null'


def _leaf_complaint(expected: GraphQLScalarType | GraphQLEnumType) -> str:
    if isinstance(expected, GraphQLEnumType):
        return f'must be one of {", ".join(expected.values)} (type "{expected}")'
    return f'must be a value of type "{expected}"'
