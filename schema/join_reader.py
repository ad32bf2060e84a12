"""JoinReader: the join directives of a supergraph document, read into `schema.joined`.

Specification: https://specs.apollo.dev/join. What v0.1 leaves unsaid is filled in by `schema.first_joins`;
v0.2 leaves unsaid which members of a union a subgraph knows: those of its own types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from graphql import (
    DocumentNode,
    EnumTypeDefinitionNode,
    FieldDefinitionNode,
    GraphQLSyntaxError,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    TypeDefinitionNode,
    UnionTypeDefinitionNode,
    print_ast,
)
from graphql.language import SchemaDefinitionNode

from schema.applied import Applied, applications
from schema.field_set import parse_field_set, top_level_names
from schema.first_joins import FirstJoins, Stated
from schema.joined import ContextArgument, FieldJoin, JoinedField, JoinedType, TypeJoin
from schema.link import Links

_JOIN = "https://specs.apollo.dev/join"
_CONTEXT = "https://specs.apollo.dev/context"
_FIRST = (0, 1)
_COMPOSITES = (ObjectTypeDefinitionNode, InterfaceTypeDefinitionNode, UnionTypeDefinitionNode)


class JoinError(Exception):
    """A document that does not say what a supergraph must. The message says what is wrong."""


class JoinReader:
    """Reads one document. Raises JoinError."""

    def __init__(self, document: DocumentNode, links: Links) -> None:
        self._document = document
        self._links = links
        link = links.find(_CONTEXT)
        self._context = link.directive("context") if link else None
        join = links.find(_JOIN)
        self._join = join.namespace if join else "join"
        self._is_first = join is not None and join.version == _FIRST
        self._graphs = dict(self._read_graphs())
        if not self._graphs:
            raise JoinError(f"no enum {self._join}__Graph: this is no supergraph (was it composed?)")

    @property
    def subgraphs(self) -> dict[str, str]:
        """By name, the URLs."""
        return dict(self._graphs.values())

    def types(self) -> dict[str, JoinedType]:
        """All objects, interfaces and unions, by name."""
        nodes = {
            node.name.value: node
            for node in self._document.definitions
            if isinstance(node, _COMPOSITES) and not self._links.owns_type(node.name.value)
        }
        found = {name: self._type(node) for name, node in nodes.items()}
        stated = Stated(
            roots=self._roots,
            members={name: _names(node, "types") for name, node in nodes.items()},
            interfaces={name: _names(node, "interfaces") for name, node in nodes.items()},
        )
        return FirstJoins(found, stated).completed() if self._is_first else _with_members(found, stated)

    @cached_property
    def _roots(self) -> frozenset[str]:
        """The names of the root types."""
        schemas = (node for node in self._document.definitions if isinstance(node, SchemaDefinitionNode))
        return frozenset(root.type.name.value for node in schemas for root in node.operation_types)

    def _applications(self, node: TypeDefinitionNode | FieldDefinitionNode, name: str) -> Iterator[Applied]:
        return applications(node, f"{self._join}__{name}")

    def _read_graphs(self) -> Iterator[tuple[str, tuple[str, str]]]:
        for definition in self._document.definitions:
            if (
                isinstance(definition, EnumTypeDefinitionNode)
                and definition.name.value == f"{self._join}__Graph"
            ):
                for value in definition.values or ():
                    for graph in applications(value, f"{self._join}__graph"):
                        yield value.name.value, (_text(graph, "name"), graph.text("url") or "")

    def _graph(self, applied: Applied) -> str:
        try:
            return self._graphs[_text(applied, "graph")][0]
        except KeyError:
            raise JoinError(f"{self._join}__Graph has no value {applied.get('graph')}") from None

    def _type(self, node: TypeDefinitionNode) -> JoinedType:
        joins: dict[str, tuple[TypeJoin, ...]] = {}
        for applied in self._applications(node, "type"):
            join = TypeJoin(
                subgraph=self._graph(applied),
                key=_field_set(applied, "key"),
                resolvable=applied.flag("resolvable", default=True),
                is_interface_object=applied.flag("isInterfaceObject"),
            )
            joins[join.subgraph] = (*joins.get(join.subgraph, ()), join)
        contexts = applications(node, self._context) if self._context else ()
        return JoinedType(
            name=node.name.value,
            kind=node.kind.removesuffix("_type_definition"),
            joins=joins,
            fields=_without_unmarked_externals(self._fields(node, joins), joins),
            implements=self._by_graph(node, "implements", "interface"),
            members=self._members(node),
            contexts=frozenset(_text(one, "name") for one in contexts),
        )

    def _members(self, node: TypeDefinitionNode) -> dict[str, frozenset[str]]:
        return self._by_graph(node, "unionMember", "member")

    def _by_graph(self, node: TypeDefinitionNode, directive: str, argument: str) -> dict[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for applied in self._applications(node, directive):
            graph = self._graph(applied)
            found[graph] = found.get(graph, frozenset()) | {_text(applied, argument)}
        return found

    def _fields(self, node: TypeDefinitionNode, types: Iterable[str]) -> dict[str, JoinedField]:
        """What nothing is said of is in all subgraphs that have the type; in v0.1, in that which owns it."""
        owners = [self._graph(applied) for applied in self._applications(node, "owner")]
        nodes: Iterable[FieldDefinitionNode] = getattr(node, "fields", None) or ()
        return {field.name.value: self._field(field, owners or types) for field in nodes}

    def _field(self, node: FieldDefinitionNode, otherwise: Iterable[str]) -> JoinedField:
        printed = print_ast(node.type)
        applied = list(self._applications(node, "field"))
        joins = [self._field_join(one, printed) for one in applied if "graph" in one]
        if not applied:
            joins = [FieldJoin(subgraph, printed) for subgraph in otherwise]
        injected = bool(applied) and all(join.external for join in joins)
        return JoinedField(node.name.value, printed, _with_labels(joins), injected)

    def _field_join(self, applied: Applied, printed: str) -> FieldJoin:
        return FieldJoin(
            subgraph=self._graph(applied),
            type=applied.text("type") or printed,
            requires=_field_set(applied, "requires"),
            provides=_field_set(applied, "provides"),
            external=applied.flag("external"),
            overridden=applied.flag("usedOverridden"),
            overrides=applied.text("override"),
            override_label=applied.text("overrideLabel"),
            context_arguments=tuple(
                ContextArgument(*(_text(one, name) for name in ("name", "type", "context", "selection")))
                for one in map(Applied, applied.get("contextArguments") or ())
            ),
        )


def _with_labels(joins: Iterable[FieldJoin]) -> dict[str, FieldJoin]:
    """By subgraph; one that hands the field over by steps does so under the label of the one that takes it.

    Not every composer prints the label at both (@theguild/federation-composition).
    """
    labels = {join.overrides: join.override_label for join in joins if join.overrides}
    return {
        join.subgraph: replace(join, override_label=join.override_label or labels.get(join.subgraph))
        for join in joins
    }


def _text(applied: Applied, name: str) -> str:
    value = applied.get(name)
    if not isinstance(value, str):
        raise JoinError(f"a directive of the join specification lacks its argument {name}")
    return value


def _field_set(applied: Applied, name: str) -> str | None:
    """It is parsed, so that one that is none is found now and not when it is needed."""
    text = applied.text(name)
    if text is not None:
        try:
            parse_field_set(text)
        except GraphQLSyntaxError as error:
            raise JoinError(f'{name}: "{text}" is no field set: {error.message}') from error
    return text


def _names(node: TypeDefinitionNode, attribute: str) -> frozenset[str]:
    return frozenset(one.name.value for one in getattr(node, attribute, None) or ())


def _with_members(types: dict[str, JoinedType], stated: Stated) -> dict[str, JoinedType]:
    """v0.2 does not say which members of a union a subgraph knows: at most those that it has at all."""
    return {
        name: type_
        if type_.kind != "union" or type_.members
        else replace(
            type_,
            members={
                subgraph: frozenset(one for one in stated.members[name] if subgraph in types[one].joins)
                for subgraph in type_.joins
            },
        )
        for name, type_ in types.items()
    }


def _without_unmarked_externals(
    fields: Mapping[str, JoinedField], types: Mapping[str, tuple[TypeJoin, ...]]
) -> dict[str, JoinedField]:
    """The fields, less what a subgraph only requires of an interface and so cannot itself give.

    Not every composer marks such a field as external when nothing else is to be said of it
    (@theguild/federation-composition, of an interface object's). Fields of the subgraph's keys it does give.
    """
    own = {
        (join.subgraph, name)
        for joins in types.values()
        for join in joins
        for name in (top_level_names(parse_field_set(join.key)) if join.key else ())
    }
    required = {
        (join.subgraph, name)
        for field in fields.values()
        for join in field.joins.values()
        for name in (top_level_names(parse_field_set(join.requires)) if join.requires else ())
    } - own
    return {
        name: replace(
            field,
            joins={
                subgraph: replace(join, external=join.external or (subgraph, name) in required)
                for subgraph, join in field.joins.items()
            },
        )
        if any((subgraph, name) in required for subgraph in field.joins)
        else field
        for name, field in fields.items()
    }
