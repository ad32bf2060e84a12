"""Document: a client's text, parsed, within the limits, and valid against the public schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged as merging

from gateway.operation.limits import OperationLimits
from gateway.operation.refusal import LimitExceeded, OperationUnresolved, ParseFailed, ValidationFailed

MOST_ERRORS = 20
"""Validation stops here: nobody mends more at once, and finding them costs us."""

MOST_COMPARISONS = 50_000
"""What graphql-core may spend on comparing fields that share a response key; two for each pair of fields.

Its own bound is ten times as high: a text of a few kilobytes, refused in the end, then held up all other
requests for more than a second. It reads the bound from its module, for every document anew.
"""
merging.MAX_COMPLEXITY_BUDGET = MOST_COMPARISONS


@dataclass(frozen=True, slots=True)
class Rules:
    """What documents are held against. Without `introspection`, `__schema` and `__type` are refused, and
    errors suggest no names: by guessing, the schema would come out all the same.
    """

    schema: GraphQLSchema
    limits: OperationLimits = field(default_factory=OperationLimits)
    introspection: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A valid executable document. `operations` are by name; the anonymous one is under None."""

    node: DocumentNode = field(repr=False)
    operations: Mapping[str | None, OperationDefinitionNode] = field(repr=False)
    fragments: Mapping[str, FragmentDefinitionNode] = field(repr=False)

    @classmethod
    def read(cls, text: str, rules: Rules) -> Document:
        """Raises ParseFailed, LimitExceeded or ValidationFailed, in that order of checks."""
        node = _parse(text, rules.limits)
        if exceeded := rules.limits.exceeded_by(node):
            raise LimitExceeded.at(exceeded)
        if problems := _validate(node, rules):
            raise ValidationFailed.at(problems)
        definitions = node.definitions
        return cls(
            node,
            {
                definition.name.value if definition.name else None: definition
                for definition in definitions
                if isinstance(definition, OperationDefinitionNode)
            },
            {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)},
        )

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """GetOperation of the specification (section 6.1). Raises OperationUnresolved."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name is None:
            raise OperationUnresolved.because(
                "The document has several operations: say in operationName which is meant."
            )
        if name not in self.operations:
            raise OperationUnresolved.because(f'The document has no operation named "{name}".')
        return self.operations[name]


def _parse(text: str, limits: OperationLimits) -> DocumentNode:
    try:
        return parse(
            text,
            allow_empty_selection_sets=False,
            max_source_length=limits.characters,
            max_lexical_tokens=limits.tokens,
            max_comments=limits.tokens,
        )
    except GraphQLError as problem:
        raise ParseFailed.at([problem]) from problem


def _validate(node: DocumentNode, rules: Rules) -> list[GraphQLError]:
    if not any(isinstance(definition, OperationDefinitionNode) for definition in node.definitions):
        return [GraphQLError("The document has no operation.")]
    applied = specified_rules if rules.introspection else (*specified_rules, NoSchemaIntrospectionCustomRule)
    hide = not rules.introspection
    return validate(rules.schema, node, applied, max_errors=MOST_ERRORS, hide_suggestions=hide)
