"""WorldSubgraph: one subgraph of a world, asked as over the wire. What it is asked must be valid there."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import orjson
from graphql import (
    REMOVE,
    DocumentNode,
    GraphQLResolveInfo,
    GraphQLSchema,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    SchemaExtensionNode,
    Visitor,
    VisitorAction,
    build_schema,
    execute_sync,
    parse,
    print_ast,
    validate,
    visit,
)
from harness.worlds.blueprint import INTERFACE, MASKS
from harness.worlds.laws import Laws, Tally, Thing
from harness.worlds.resolvers import SubgraphResolver

from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse


class Part:
    """What stays of a subgraph from one operation to the next: its schema, and the documents it has read."""

    def __init__(self, laws: Laws, name: str, sdl: str) -> None:
        self.laws = laws
        self.name = name
        self.schema = _executable(sdl)
        self.read = lru_cache(maxsize=1000)(self._read)

    def _read(self, text: str) -> DocumentNode:
        document = parse(text)
        problems = validate(self.schema, document)
        assert not problems, f"{self.name} was asked {text}: {problems[0].message}"
        return document


@dataclass
class WorldSubgraph:
    """A Subgraph for one operation; it keeps the queries it was asked."""

    part: Part
    tally: Tally
    labels: frozenset[str] = frozenset()
    queries: list[str] = field(default_factory=list)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        body = orjson.loads(request.body)
        self.queries.append(body["query"])
        for _ in range(len(body["query"]) % 4):
            await asyncio.sleep(0)  # answers come in any order
        resolver = SubgraphResolver(self.part.laws, self.part.name, self.tally, self.labels)
        result = execute_sync(
            self.part.schema,
            self.part.read(body["query"]),
            variable_values=body["variables"],
            field_resolver=lambda source, info, **arguments: self._resolve(resolver, source, info, arguments),
            type_resolver=self._type_of,
        )
        answer = orjson.loads(orjson.dumps(result.formatted))
        return SubgraphResponse(answer.get("data"), answer.get("errors", ()))

    async def close(self) -> None:
        """Nothing to end."""

    @staticmethod
    def _resolve(
        resolver: SubgraphResolver, source: Any, info: GraphQLResolveInfo[Any], arguments: dict[str, Any]
    ) -> Any:
        if info.field_name != "_entities":
            return resolver(source, info, **arguments)
        representations = arguments["representations"]
        distinct = {orjson.dumps(one, option=orjson.OPT_SORT_KEYS) for one in representations}
        assert representations, "asked for nothing"
        assert len(distinct) == len(representations), "one entity was asked twice"
        return [resolver.entity(given) for given in representations]

    def _type_of(self, thing: Thing, *_: object) -> str:
        masked = (
            self.part.name == MASKS and thing.type in self.part.laws.blueprint.abstract[INTERFACE].members
        )
        return INTERFACE if masked else thing.type


def _executable(sdl: str) -> GraphQLSchema:
    """The SDL without federation: directives dropped, extensions made definitions, `_entities` added."""
    nodes = [node for node in parse(sdl).definitions if not isinstance(node, SchemaExtensionNode)]
    entities = [
        node.name.value
        for node in nodes
        if isinstance(node, ObjectTypeDefinitionNode | ObjectTypeExtensionNode)
        and any(directive.name.value == "key" for directive in node.directives or ())
    ]
    printed = [print_ast(visit(node, _DropDirectives())).removeprefix("extend ") for node in nodes]
    if not any(node.name.value == "Query" for node in nodes if isinstance(node, ObjectTypeDefinitionNode)):
        printed.append("type Query")
    if entities:
        printed.append(
            f"scalar _Any union _Entity = {' | '.join(entities)} "
            "extend type Query { _entities(representations: [_Any!]!): [_Entity]! }"
        )
    return build_schema("\n".join(printed), assume_valid=True)


class _DropDirectives(Visitor):
    def enter_directive(self, *_: object) -> VisitorAction:
        return REMOVE
