"""Normalization: from a validated document to the selection tree.

In: the document, the operation's name, the coerced variables. Out: an Operation in which, per position and
runtime type,
- fragments are spread and fields with equal response keys merged, in the order of the specification
  (GraphQL, section 6.3.2 "Field Collection");
- @skip and @include are decided. The variables they read are part of the plan cache's key
  (`condition_variables`), so each combination that occurs gets a plan of its own, in which nothing is
  fetched that is not wanted;
- with `in_parts`, the fields of deferred fragments are set apart by the deferrals that select them, and
  streamed lists are marked. A field that is also selected outside a deferral is not deferred, nor one of a
  nested deferral that the outer one selects too (incremental delivery proposal, "GetFilteredDeferUsageSet").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLList,
    GraphQLNamedType,
    GraphQLNonNull,
    GraphQLOutputType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    TypeNameMetaFieldDef,
    VariableNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
)

from gateway.operation.incremental_directives import (
    DEFER,
    NAMES,
    STREAM,
    Directives,
    deciding_variables,
    holders,
)
from gateway.operation.selection import (
    Branch,
    Deferral,
    Deferred,
    Field,
    Location,
    Operation,
    SelectionSet,
    Stream,
)

_LOCAL = frozenset({"__schema", "__type"})
_CONDITIONS = frozenset({"skip", "include"})

Selected = tuple[SelectionSetNode, Deferral | None]
Found = list[tuple[FieldNode, Deferral | None]]
Collected = dict[str, Found]


@dataclass(frozen=True, slots=True)
class _Position:
    """A position: how many steps of the response path lead to it, and the deferrals that its field is
    delivered with. `made` are the deferrals and streams of its own, which all its types share.
    """

    depth: int = 0
    around: frozenset[Deferral] = frozenset()
    made: dict[object, Any] = field(default_factory=dict)


@dataclass(slots=True)
class _Collection:
    """What is collected for the objects of one type at one position."""

    type: str
    position: _Position
    fields: Collected = field(default_factory=dict)
    visited: set[tuple[str, int | None]] = field(default_factory=set)

    def visits(self, fragment: str, deferral: Deferral | None) -> bool:
        """Whether the fragment is to be gone into: not twice under one @defer, nor once it has been without.

        Under another @defer it is, as its fields then belong to both.
        """
        before = len(self.visited)
        if (fragment, None) not in self.visited:
            self.visited.add((fragment, id(deferral.directive) if deferral else None))
        return len(self.visited) > before


def normalize(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    schema: GraphQLSchema,
    *,
    in_parts: bool = False,
) -> Operation:
    """The selection tree of one operation of a document that is valid against the public part of `schema`.

    `in_parts`: heed @defer and @stream, which otherwise are as if not there.
    """
    root = schema.get_root_type(operation.operation)
    assert root is not None, "validation lets no operation through whose root type is missing"
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    normalizer = Normalizer(schema, fragments, variables, holders(document) if in_parts else frozenset())
    return Operation(
        kind=operation.operation.value,
        name=operation.name.value if operation.name else None,
        selection=normalizer.selection_set(root.name, (operation.selection_set,)),
        variables=tuple(operation.variable_definitions or ()),
        in_parts=in_parts,
    )


def condition_variables(document: DocumentNode) -> frozenset[str]:
    """The variables that any @skip, @include, @defer or @stream of the document reads."""
    return deciding_variables(document, _CONDITIONS | NAMES)


class Normalizer:
    """Normalizes selection sets over one schema. Equal (type, selection sets) give the same object, so that
    a document whose fragments nest deeply costs no more than its own size.

    `parted` are the selection sets, by identity, in which something is delivered later. These are worked out
    anew at each position: every position has deferrals and streams of its own.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        fragments: Mapping[str, FragmentDefinitionNode],
        variables: Mapping[str, Any],
        parted: frozenset[int] = frozenset(),
    ) -> None:
        self._schema = schema
        self._fragments = fragments
        self._variables = variables
        self._directives = Directives(variables)
        self._parted = parted
        self._done: dict[tuple[str, tuple[int, ...]], SelectionSet] = {}

    def selection_set(self, type_name: str, nodes: tuple[SelectionSetNode, ...]) -> SelectionSet:
        """All of `nodes` merged, at a position of this type."""
        return self._selection_set(type_name, [(node, None) for node in nodes], _Position())

    def _selection_set(self, type_name: str, nodes: Sequence[Selected], position: _Position) -> SelectionSet:
        if self._parted and self._is_parted(nodes):
            return SelectionSet(type_name, tuple(self._branches(type_name, nodes, position)))
        key = (type_name, tuple(id(node) for node, _ in nodes))
        if key not in self._done:
            whole = [(node, None) for node, _ in nodes]
            self._done[key] = SelectionSet(type_name, tuple(self._branches(type_name, whole, _Position())))
        return self._done[key]

    def _is_parted(self, nodes: Sequence[Selected]) -> bool:
        """Whether not all that is selected here and below is delivered together."""
        deferrals = {deferral for _, deferral in nodes}
        return len(deferrals) > 1 or any(id(node) in self._parted for node, _ in nodes)

    def _branches(self, type_name: str, nodes: Sequence[Selected], position: _Position) -> Iterator[Branch]:
        """Object types that collect the same nodes, with the same field types, share a branch."""
        groups: dict[object, tuple[list[str], Collected]] = {}
        for name in self._possible(type_name):
            collection = _Collection(name, position)
            for node, deferral in nodes:
                self._collect(node, deferral, collection)
            if collected := collection.fields:
                signature = tuple(
                    (
                        key,
                        tuple((id(node), deferral) for node, deferral in found),
                        str(self._definition(name, found[0][0].name.value).type),
                    )
                    for key, found in collected.items()
                )
                groups.setdefault(signature, ([], collected))[0].append(name)
        for names, collected in groups.values():
            yield self._branch(names, collected, position)

    def _branch(self, names: list[str], collected: Collected, position: _Position) -> Branch:
        fields: list[Field] = []
        deferred: dict[frozenset[Deferral], list[Field]] = {}
        for key, found in collected.items():
            deferrals = _delivered_with(found)
            together = fields if deferrals == position.around else deferred.setdefault(deferrals, [])
            together.append(self._field(names[0], key, found, replace(position, around=deferrals)))
        later = tuple(Deferred(deferrals, tuple(those)) for deferrals, those in deferred.items())
        return Branch(tuple(sorted(names)), tuple(fields), later)

    def _possible(self, type_name: str) -> list[str]:
        """An interface that nothing implements stands for itself: an interface object may still give some."""
        named = self._schema.type_map[type_name]
        possible = self._schema.get_possible_types(named) if is_abstract_type(named) else ()
        return [t.name for t in possible] or [type_name]

    def _collect(self, selection_set: SelectionSetNode, deferral: Deferral | None, into: _Collection) -> None:
        for selection in selection_set.selections:
            if not self._included(selection):
                continue
            if isinstance(selection, FieldNode):
                key = selection.alias.value if selection.alias else selection.name.value
                into.fields.setdefault(key, []).append((selection, deferral))
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                if condition is None or self._applies(into.type, condition.name.value):
                    inner = self._deferral(selection, deferral, into)
                    self._collect(selection.selection_set, inner, into)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self._fragments[selection.name.value]
                inner = self._deferral(selection, deferral, into)
                if into.visits(selection.name.value, inner) and self._applies(
                    into.type, fragment.type_condition.name.value
                ):
                    self._collect(fragment.selection_set, inner, into)

    def _deferral(
        self, fragment: InlineFragmentNode | FragmentSpreadNode, parent: Deferral | None, into: _Collection
    ) -> Deferral | None:
        """What the fields of the fragment are deferred by: the fragment's own directive, or one around it."""
        directive = self._directives.active(fragment, DEFER) if self._parted else None
        if directive is None:
            return parent
        label = self._directives.argument(directive, DEFER, "label")
        made: Deferral = into.position.made.setdefault(
            (id(directive), parent), Deferral(directive, label, into.position.depth, parent)
        )
        return made

    def _applies(self, type_name: str, condition: str) -> bool:
        if type_name == condition:
            return True
        abstract: GraphQLNamedType | None = self._schema.type_map.get(condition)
        return (
            abstract is not None
            and is_abstract_type(abstract)
            and self._schema.is_sub_type(abstract, self._schema.type_map[type_name])
        )

    def _included(self, node: object) -> bool:
        return all(
            bool(self._variables.get(value) if is_variable else value) == (name == "include")
            for name, value, is_variable in _conditions(node)
        )

    def _field(self, type_name: str, key: str, found: Found, position: _Position) -> Field:
        """`position` is that of the object, with the deferrals that the field is delivered with."""
        node, _ = found[0]
        name = node.name.value
        definition = self._definition(type_name, name)
        named = get_named_type(definition.type)
        local = name in _LOCAL
        selection = None
        if is_composite_type(named) and not local:
            below = [(one.selection_set, deferral) for one, deferral in found if one.selection_set]
            depth = position.depth + 1 + _list_levels(definition.type)
            selection = self._selection_set(named.name, below, _Position(depth, position.around))
        return Field(
            name=name,
            response_key=key,
            arguments=tuple(sorted(node.arguments or (), key=lambda argument: argument.name.value)),
            type=definition.type,
            selection=selection,
            local=local,
            stream=None if local else self._stream(node, position),
            locations=tuple(_location(one) for one, _ in found if one.loc),
        )

    def _stream(self, node: FieldNode, position: _Position) -> Stream | None:
        """Validation sees to it that no other field is merged with a streamed one."""
        directive = self._directives.active(node, STREAM) if self._parted else None
        if directive is None:
            return None
        count = self._directives.argument(directive, STREAM, "initialCount")
        label = self._directives.argument(directive, STREAM, "label")
        made: Stream = position.made.setdefault(
            id(directive), Stream(label, -1 if count is None else count, position.depth + 1)
        )
        return made

    def _definition(self, type_name: str, name: str) -> GraphQLField:
        if name == "__typename":
            return TypeNameMetaFieldDef
        parent = self._schema.type_map[type_name]
        if name in _LOCAL:
            return _meta_field(self._schema, parent, name)
        fields: Mapping[str, GraphQLField] = parent.fields  # type: ignore[attr-defined]  # an object type
        return fields[name]


def _location(node: FieldNode) -> Location:
    assert node.loc is not None
    return node.loc.start_token.line, node.loc.start_token.column


def _meta_field(schema: GraphQLSchema, parent: GraphQLNamedType, name: str) -> GraphQLField:
    definition = schema.get_field(parent, name)  # type: ignore[arg-type]
    assert definition is not None
    return definition


def _conditions(node: object) -> Iterator[tuple[str, Any, bool]]:
    """Directive name, value or variable name, and whether it is a variable's."""
    for directive in getattr(node, "directives", None) or ():
        if directive.name.value in _CONDITIONS:
            value = directive.arguments[0].value
            if isinstance(value, VariableNode):
                yield directive.name.value, value.name.value, True
            else:
                yield directive.name.value, value.value, False


def _delivered_with(found: Found) -> frozenset[Deferral]:
    """The outermost of the deferrals that select a field; none when it is selected outside any."""
    deferrals = {deferral for _, deferral in found}
    if None in deferrals:
        return frozenset()
    return frozenset(one for one in deferrals if one and deferrals.isdisjoint(one.enclosing))


def _list_levels(type_: GraphQLOutputType) -> int:
    levels = 0
    while isinstance(type_, GraphQLList | GraphQLNonNull):
        levels += isinstance(type_, GraphQLList)
        type_ = type_.of_type
    return levels
