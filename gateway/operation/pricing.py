"""Pricing: makes the cost formula of an operation from what the supergraph says of its elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphql import (
    GraphQLArgument,
    GraphQLInterfaceType,
    GraphQLObjectType,
    IntValueNode,
    ValueNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_list_type,
)

from gateway.operation.cost import MUTATION, CostFormula, Size, Sum
from gateway.operation.input_cost import InputCosts
from gateway.operation.selection import Branch, Field, Operation, SelectionSet
from schema.costs import ListSize
from schema.supergraph import Supergraph

Sizes = Mapping[str, Size]
"""By field name: the lengths of lists of which the field that gives their object says how long they are."""
_NONE: Sizes = {}


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is said of one field of one type. `arguments` are those with a weight of their own."""

    weight: int | None
    size: ListSize | None
    arguments: tuple[tuple[str, int], ...]


class Pricing:
    """Prices operations over one supergraph. A list of which nothing is said counts as `list_size` long."""

    def __init__(self, supergraph: Supergraph, list_size: int) -> None:
        self._schema = supergraph.full
        self._costs = supergraph.costs
        self._inputs = InputCosts(supergraph.costs.weights)
        self.list_size = list_size
        self._stated = lru_cache(maxsize=None)(self._state)

    def formula(self, operation: Operation) -> CostFormula:
        """`operation` is normalized, and authorized."""
        walk = _Walk(self)
        roots = tuple(
            (field.response_key, walk.field(branch, field, _NONE))
            for branch in operation.selection.branches
            for field in branch.all_fields
        )
        return CostFormula(MUTATION if operation.kind == "mutation" else 0, roots)

    def stated(self, branch: Branch, name: str) -> list[_Stated]:
        """The different things that are said of a field by the types of a branch."""
        return list(dict.fromkeys(self._stated(type_name, name) for type_name in branch.types))

    def weight(self, field: Field, stated: _Stated) -> int:
        """Of the field once, or of each item of its list."""
        if stated.weight is not None:
            return stated.weight
        returned = get_named_type(field.type)
        return self._costs.weights.get(returned.name, int(is_composite_type(returned)))

    def arguments(self, branch: Branch, field: Field, stated: _Stated) -> Iterator[Sum]:
        known = self._arguments_of(branch.types[0], field.name)
        weights = dict(stated.arguments)
        for given in field.arguments:
            if given.name.value in known:
                type_ = known[given.name.value].type
                yield self._inputs.of(type_, given.value, weights.get(given.name.value))

    def size(self, branch: Branch, field: Field, stated: _Stated) -> Size:
        """As `stated` by the field, of its own list or of those within."""
        said = stated.size or ListSize()
        known = self._arguments_of(branch.types[0], field.name)
        given = {argument.name.value: argument.value for argument in field.arguments}
        defaults = {name: _default(known[name]) for name in said.slicing if name in known}
        values = {name: given.get(name, default) for name, default in defaults.items()}
        numbers = [int(value.value) for value in values.values() if isinstance(value, IntValueNode)]
        variables = {name: value for name, value in values.items() if isinstance(value, VariableNode)}
        without = [int(one.value) for name in variables if isinstance(one := defaults[name], IntValueNode)]
        assumed = self.list_size if said.assumed is None else said.assumed
        return Size(
            max(numbers, default=None),
            tuple(variable.name.value for variable in variables.values()),
            max(without, default=assumed),
        )

    def _state(self, type_name: str, name: str) -> _Stated:
        weights, coordinate = self._costs.weights, f"{type_name}.{name}"
        arguments = tuple(
            (argument, weights[f"{coordinate}({argument}:)"])
            for argument in self._arguments_of(type_name, name)
            if f"{coordinate}({argument}:)" in weights
        )
        return _Stated(weights.get(coordinate), self._costs.sizes.get(coordinate), arguments)

    def _arguments_of(self, type_name: str, name: str) -> Mapping[str, GraphQLArgument]:
        owner = self._schema.type_map[type_name]
        if isinstance(owner, GraphQLObjectType | GraphQLInterfaceType) and name in owner.fields:
            arguments: Mapping[str, GraphQLArgument] = owner.fields[name].args
            return arguments
        return {}


class _Walk:
    """Through one operation: each selection set once, however often fragments come back to it, but where
    the lengths of its lists are said from above.
    """

    def __init__(self, pricing: Pricing) -> None:
        self._pricing = pricing
        self._done: dict[SelectionSet, Sum] = {}

    def field(self, branch: Branch, field: Field, sized: Sizes) -> Sum:
        if field.denial or field.local or field.name.startswith("__"):
            return Sum()
        stated = self._pricing.stated(branch, field.name)
        return Sum.dearest(self._field(branch, field, one, sized) for one in stated)

    def _field(self, branch: Branch, field: Field, stated: _Stated, sized: Sizes) -> Sum:
        size = self._pricing.size(branch, field, stated)
        within = stated.size.sized if stated.size else ()
        item = Sum(self._pricing.weight(field, stated))
        if field.selection:
            item = Sum.total((item, self._selection(field.selection, dict.fromkeys(within, size))))
        if is_list_type(get_nullable_type(field.type)):
            own = Size(assumed=self._pricing.list_size) if within else size
            item = item.times(sized.get(field.name, own))
        return Sum.total((item, *self._pricing.arguments(branch, field, stated)))

    def _selection(self, selection: SelectionSet, sized: Sizes) -> Sum:
        if sized:
            return self._dearest(selection, sized)
        if selection not in self._done:
            self._done[selection] = self._dearest(selection, sized)
        return self._done[selection]

    def _dearest(self, selection: SelectionSet, sized: Sizes) -> Sum:
        return Sum.dearest(
            Sum.total(self.field(branch, field, sized) for field in branch.all_fields)
            for branch in selection.branches
        )


def _default(argument: GraphQLArgument) -> ValueNode | None:
    """The schema is made from a document, so that defaults are literals."""
    return argument.default.literal if argument.default else None
