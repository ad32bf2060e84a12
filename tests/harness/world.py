"""A world: one data set that a monolith and a set of subgraphs both answer from.

Every value follows from type, id, field and arguments, so nothing is stored and all tell the same. What
a subgraph was not asked rightly for shows: an external field that the gateway did not send resolves to a
marker, never to the true value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson
from graphql import (
    REMOVE,
    DocumentNode,
    ExecutionResult,
    FieldDefinitionNode,
    GraphQLError,
    GraphQLList,
    GraphQLNonNull,
    GraphQLResolveInfo,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    SchemaExtensionNode,
    Visitor,
    VisitorAction,
    build_schema,
    execute_sync,
    is_leaf_type,
    parse,
    print_ast,
    visit,
)

from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse

INSTANCES = 3
MARKER = "not mine to give"


@dataclass(frozen=True, slots=True)
class Thing:
    """An object of the world; `given` is the representation it was looked up by."""

    type: str
    id: str
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Laws:
    """What holds in the world.

    `members`: abstract type to object types; `requires`: (type, field) to the field it requires.
    """

    monolith: GraphQLSchema
    members: Mapping[str, tuple[str, ...]]
    requires: Mapping[tuple[str, str], str]
    salt: int
    null_percent: int = 10
    error_percent: int = 4

    def roll(self, *parts: object) -> int:
        """A number that depends on nothing but the salt and the parts."""
        return int.from_bytes(blake2b(repr((self.salt, *parts)).encode(), digest_size=4).digest())

    def value(self, thing: Thing, name: str, arguments: Mapping[str, Any]) -> Any:
        """The true value of a field. Raises GraphQLError where this world says so."""
        if name == "id":
            return thing.id
        if name == "k":
            return key_of(thing)
        type_ = self.monolith.type_map[thing.type].fields[name].type  # type: ignore[attr-defined]
        identity = (thing.type, thing.id, name, *sorted(arguments.items()))
        if self.roll("error", *identity) % 100 < self.error_percent:
            raise GraphQLError(f"{thing.type}.{name} of {thing.id} cannot be had")
        return self._of_type(type_, identity)

    def _of_type(self, type_: Any, identity: tuple[Any, ...]) -> Any:
        if isinstance(type_, GraphQLNonNull):
            type_ = type_.of_type
        elif self.roll("null", *identity) % 100 < self.null_percent:
            return None
        if isinstance(type_, GraphQLList):
            length = self.roll("length", *identity) % 4
            return [self._of_type(type_.of_type, (*identity, index)) for index in range(length)]
        number = self.roll("leaf", *identity) % 1000
        if is_leaf_type(type_):
            return {"Int": number, "Boolean": number % 2 == 0}.get(type_.name, f"s{number}")
        members = self.members.get(type_.name, (type_.name,))
        member = members[number % len(members)]
        return Thing(member, f"{member}-{self.roll('id', *identity) % INSTANCES}")


def key_of(thing: Thing) -> str:
    """The value of the alternative key field `k`."""
    return f"k-{thing.id}"


def thing_of(given: Mapping[str, Any]) -> Thing:
    """The object that a representation means. Raises GraphQLError when it has no key."""
    id_ = given.get("id") or str(given.get("k", "")).removeprefix("k-")
    if not id_:
        raise GraphQLError(f"no key in {dict(given)}")
    return Thing(id_.rpartition("-")[0], id_, given)


class Resolver:
    """Resolves any field over the world. `external`: the fields this schema must not know of itself."""

    def __init__(self, laws: Laws, external: frozenset[tuple[str, str]] = frozenset()) -> None:
        self._laws = laws
        self._external = external

    def __call__(self, source: Thing | None, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        thing = source if isinstance(source, Thing) else Thing(info.parent_type.name, "root")
        if (info.parent_type.name, info.field_name) in self._external:
            return thing.given.get(info.field_name, MARKER)
        return self._value(thing, info.parent_type.name, info.field_name, arguments)

    def _value(self, thing: Thing, seen_as: str, name: str, arguments: Mapping[str, Any]) -> Any:
        """`seen_as`: the type this schema knows the object by, which may be an interface object's."""
        needs = self._laws.requires.get((thing.type, name))
        if needs is None:
            return self._laws.value(thing, name, arguments)
        external = (seen_as, needs) in self._external
        needed = thing.given.get(needs, MARKER) if external else self._value(thing, seen_as, needs, {})
        return f"{name} with {orjson.dumps(needed).decode()}"


def type_of(value: Any, *_: object) -> str:
    assert isinstance(value, Thing)
    return value.type


def answer_of_monolith(laws: Laws, document: DocumentNode, variables: Mapping[str, Any]) -> ExecutionResult:
    """What graphql-core answers over the whole world at once."""
    return execute_sync(
        laws.monolith,
        document,
        variable_values=dict(variables),
        field_resolver=Resolver(laws),
        type_resolver=type_of,
    )


@dataclass
class WorldSubgraph:
    """A Subgraph of the world, from its federation SDL; it keeps the queries it was asked."""

    laws: Laws
    sdl: str
    queries: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        document = parse(self.sdl)
        external = frozenset(_external(document))
        self._masked = [node.name.value for node in _types(document) if _has(node, "interfaceObject")]
        entities = tuple(
            node.name.value
            for node in _types(document)
            if _has(node, "key") and isinstance(node, ObjectTypeDefinitionNode)
        )
        self._schema = build_schema(_plain(document, entities), assume_valid=True)
        self._resolver = Resolver(self.laws, external)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        body = orjson.loads(request.body)
        self.queries.append(body["query"])
        document = parse(body["query"])
        result = execute_sync(
            self._schema,
            document,
            variable_values=body["variables"],
            field_resolver=self._resolve,
            type_resolver=self._type_of,
        )
        answer = orjson.loads(orjson.dumps(result.formatted))
        return SubgraphResponse(answer.get("data"), answer.get("errors", ()))

    async def close(self) -> None:
        """Nothing to end."""

    def _resolve(self, source: Any, info: GraphQLResolveInfo, **arguments: Any) -> Any:
        if info.field_name == "_entities":
            return [self._entity(given) for given in arguments["representations"]]
        return self._resolver(source, info, **arguments)

    def _type_of(self, value: Any, *_: object) -> str:
        masks = [name for name in self._masked if value.type in self.laws.members[name]]
        return masks[0] if masks else str(value.type)

    def _entity(self, given: Mapping[str, Any]) -> Thing:
        thing, typename = thing_of(given), given["__typename"]
        if typename != thing.type and thing.type not in self.laws.members.get(typename, ()):
            raise GraphQLError(f"{thing.id} is no {typename}")
        if typename not in self._schema.type_map:
            raise GraphQLError(f"this subgraph knows no {typename}")
        return thing


def _plain(document: DocumentNode, entities: tuple[str, ...]) -> str:
    """The SDL without federation: directives dropped, `_entities` added."""
    definitions = [node for node in document.definitions if not isinstance(node, SchemaExtensionNode)]
    printed = "\n".join(print_ast(visit(node, _DropDirectives())) for node in definitions)
    if "type Query" not in printed:
        printed += "\ntype Query"
    if not entities:
        return printed
    return (
        f"{printed}\nscalar _Any\nunion _Entity = {' | '.join(entities)}\n"
        "extend type Query { _entities(representations: [_Any!]!): [_Entity]! }"
    )


class _DropDirectives(Visitor):
    def enter_directive(self, *_: object) -> VisitorAction:
        return REMOVE


def _types(document: DocumentNode) -> Iterator[ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode]:
    for node in document.definitions:
        if isinstance(node, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            yield node


def _has(
    node: ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode | FieldDefinitionNode, name: str
) -> bool:
    return any(directive.name.value == name for directive in node.directives or ())


def _external(document: DocumentNode) -> Iterator[tuple[str, str]]:
    for node in _types(document):
        for one in node.fields or ():
            if _has(one, "external"):
                yield node.name.value, one.name.value
