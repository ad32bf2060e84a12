"""InputCosts: what the values that arguments are given cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    Undefined,
    ValueNode,
    get_named_type,
    is_input_object_type,
    value_from_ast,
)

from gateway.operation.cost import Sum, Variables


@dataclass(frozen=True, slots=True)
class InputCosts:
    """By the weights of one supergraph: by input type, by `Input.field`, and by scalar or enum."""

    weights: Mapping[str, int]

    def of(self, type_: GraphQLInputType, node: ValueNode, weight: int | None) -> Sum:
        """Of the value of one argument. `weight` is the argument's own, and counts once."""
        named = get_named_type(type_)
        if not is_input_object_type(named) and named.name not in self.weights:
            return Sum(weight or 0)
        return Sum(weight or 0, (_Given(self, type_, node, weighed=weight is not None),))

    def of_value(self, type_: GraphQLInputType, value: Any, *, weighed: bool = False) -> int:
        """Of a coerced value. `weighed`: what it is of itself counts elsewhere, only what is in it here."""
        if isinstance(type_, GraphQLNonNull):
            return self.of_value(type_.of_type, value, weighed=weighed)
        if value is None:
            return 0
        if isinstance(type_, GraphQLList):
            items = value if isinstance(value, list) else [value]
            return sum(self.of_value(type_.of_type, item, weighed=weighed) for item in items)
        if isinstance(type_, GraphQLInputObjectType):
            own = 0 if weighed else self.weights.get(type_.name, 1)
            return own + sum(self._of_field(type_, name, item) for name, item in value.items())
        return 0 if weighed else self.weights.get(type_.name, 0)

    def _of_field(self, owner: GraphQLInputObjectType, name: str, value: Any) -> int:
        known = owner.fields.get(name)
        if known is None or value is None:
            return 0
        weight = self.weights.get(f"{owner.name}.{name}")
        return (weight or 0) + self.of_value(known.type, value, weighed=weight is not None)


@dataclass(frozen=True, slots=True)
class _Given:
    """The value of an argument, with the variables in it."""

    costs: InputCosts = field(repr=False, compare=False)
    type: GraphQLInputType
    node: ValueNode = field(repr=False)
    weighed: bool

    def of(self, variables: Variables) -> int:
        value = value_from_ast(self.node, self.type, dict(variables))
        return 0 if value is Undefined else self.costs.of_value(self.type, value, weighed=self.weighed)
