"""AdversarialSubgraph: executes a scenario's SDL over its rows, and takes nothing amiss lightly.

Operations are validated against the subgraph's own schema. Representations must carry a whole key that is
resolvable here and, besides, only what some @requires of the type asks for; each must mean a row, and none
may come twice. The `__typename` of an interface object is a lie.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from graphql import (
    REMOVE,
    DirectiveNode,
    DocumentNode,
    FieldNode,
    GraphQLError,
    GraphQLResolveInfo,
    InlineFragmentNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    Node,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaExtensionNode,
    SelectionSetNode,
    StringValueNode,
    TypeExtensionNode,
    Visitor,
    VisitorAction,
    build_ast_schema,
    execute_sync,
    parse,
    validate,
    visit,
)
from harness.scenario import ScenarioSubgraph
from harness.scenario_rows import Memory, Source, Tree, projected, same, unexpected, unite, value_of

from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse
from schema.field_set import parse_field_set

_DEFINITIONS = {
    "object_type_extension": ObjectTypeDefinitionNode,
    "interface_type_extension": InterfaceTypeDefinitionNode,
}
_COMPOSITES = (
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
)


class AdversarialSubgraph:
    """A Subgraph that counts its calls. With `patient` it takes what is needless, not what is wrong, and does
    not lie.
    """

    def __init__(self, given: ScenarioSubgraph, memory: Memory, *, patient: bool = False) -> None:
        self.calls: list[str] = []
        self._patient = patient
        self._given = given
        self._memory = memory
        self._rows = {name: list(rows) for name, rows in given.entities.items()}
        document = parse(given.sdl, no_location=True)
        self._keys: dict[str, list[Tree]] = {}
        self._allowed: dict[str, Tree] = {}
        self._masked: set[str] = set()
        for node in document.definitions:
            if isinstance(node, _COMPOSITES):
                self._read(node)
        self._schema = build_ast_schema(self._executable(document), assume_valid=True)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        body = orjson.loads(request.body)
        self.calls.append(body["query"])
        document = parse(body["query"])
        if problems := validate(self._schema, document):
            return SubgraphResponse(None, [dict(problem.formatted) for problem in problems])
        result = execute_sync(
            self._schema,
            document,
            variable_values=body["variables"],
            field_resolver=self._resolve,
            type_resolver=lambda source, *_: source.type,
        )
        answer = orjson.loads(orjson.dumps(result.formatted))
        return SubgraphResponse(self._masking(answer.get("data")), answer.get("errors", ()))

    async def close(self) -> None:
        """Nothing to end."""

    def _read(self, node: Any) -> None:
        name = node.name.value
        if any(_is(one, "interfaceObject") for one in node.directives or ()):
            self._masked.add(name)
        for one in node.directives or ():
            if _is(one, "key") and _argument(one, "resolvable") is not False:
                self._keys.setdefault(name, []).append(tree_of(_argument(one, "fields")))
        required = [
            tree_of(_argument(one, "fields"))
            for field in node.fields or ()
            for one in field.directives or ()
            if _is(one, "requires")
        ]
        for tree in [*self._keys.get(name, []), *required]:
            self._allowed[name] = unite(self._allowed.get(name, {}), tree)

    def _resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        if info.field_name == "_entities":
            return self._entities(arguments["representations"])
        parent = info.parent_type.name
        known = source if isinstance(source, Source) else Source(self._given.roots.get(parent, {}), parent)
        return value_of(known, info.field_name, arguments, self._memory)

    def _entities(self, representations: list[Mapping[str, Any]]) -> list[Any]:
        texts = [orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for one in representations]
        if not self._patient and (not texts or len(set(texts)) < len(texts)):
            raise GraphQLError("no representations, or one twice")
        return [self._guarded(one) for one in representations]

    def _guarded(self, given: Mapping[str, Any]) -> Source | GraphQLError | None:
        try:
            return self._entity(given)
        except GraphQLError as error:
            return error

    def _entity(self, given: Mapping[str, Any]) -> Source | None:
        typename = given["__typename"]
        surplus = list(unexpected(given, self._allowed.get(typename, {})))
        if surplus and not self._patient:
            raise GraphQLError(f"{typename} was sent with {', '.join(surplus)}")
        for key in self._keys.get(typename, []):
            try:
                wanted = projected(given, key)
            except KeyError:
                continue
            if (row := self._take(typename, key, wanted)) is not None:
                return None if row.get("$missing") else Source(row, row.get("__typename", typename), given)
        if self._given.one_shot:
            return None
        raise GraphQLError(f"{typename} cannot be looked up by {dict(given)}")

    def _take(self, typename: str, key: Tree, wanted: Any) -> Mapping[str, Any] | None:
        rows = self._rows.get(typename, [])
        for row in rows:
            try:
                found = same(projected(row, key), wanted)
            except KeyError:
                continue
            if found:
                if self._given.one_shot:
                    rows.remove(row)
                return row
        return None

    def _masking(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._masking(item) for item in value]
        if isinstance(value, dict):
            return {key: self._lie(key, self._masking(item)) for key, item in value.items()}
        return value

    def _lie(self, key: str, value: Any) -> Any:
        lies = key == "__typename" and value in self._masked and not self._patient
        return f"Not{value}" if lies else value

    def _executable(self, document: DocumentNode) -> DocumentNode:
        """The SDL without federation, and with its entry points."""
        definitions = [
            visit(node, _DropDirectives())
            for node in document.definitions
            if not isinstance(node, SchemaExtensionNode)
        ]
        defined = {node.name.value for node in definitions if not isinstance(node, TypeExtensionNode)}
        complete: list[Node] = []
        for node in definitions:
            if isinstance(node, TypeExtensionNode) and node.name.value not in defined:
                defined.add(node.name.value)
                node = _definition(node)
            complete.append(node)
        members = [name for name in self._keys if self._is_object(name, complete)]
        entry = "extend type Query" if "Query" in defined else "type Query"
        entities = "_entities(representations: [_Any!]!): [_Entity]!" if members else ""
        union = f"scalar _Any union _Entity = {' | '.join(members)}" if members else ""
        own = parse(f"{union} {entry} {{ _service: String {entities} }}", no_location=True)
        return DocumentNode(definitions=(*complete, *own.definitions))

    @staticmethod
    def _is_object(name: str, definitions: list[Any]) -> bool:
        return any(
            isinstance(one, ObjectTypeDefinitionNode) and one.name.value == name for one in definitions
        )


def tree_of(fields: Any) -> Tree:
    """The tree of a field set."""
    return _tree(parse_field_set(str(fields)))


def _tree(selection: SelectionSetNode) -> Tree:
    found: Tree = {}
    for node in selection.selections:
        if isinstance(node, FieldNode):
            below = _tree(node.selection_set) if node.selection_set else {}
            found = unite(found, {node.name.value: below})
        elif isinstance(node, InlineFragmentNode):
            found = unite(found, _tree(node.selection_set))
    found.pop("__typename", None)
    return found


def _is(directive: DirectiveNode, name: str) -> bool:
    return directive.name.value.removeprefix("federation__") == name


def _argument(directive: DirectiveNode, name: str) -> Any:
    for argument in directive.arguments or ():
        if argument.name.value == name:
            value = argument.value
            return value.value if isinstance(value, StringValueNode) else getattr(value, "value", None)
    return None


def _definition(node: Any) -> Any:
    if node.kind not in _DEFINITIONS:
        return node
    return _DEFINITIONS[node.kind](
        name=node.name, directives=(), interfaces=node.interfaces, fields=node.fields
    )


class _DropDirectives(Visitor):
    def enter_directive(self, *_: object) -> VisitorAction:
        return REMOVE
