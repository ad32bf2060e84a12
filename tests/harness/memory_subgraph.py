"""MemorySubgraph: a federated subgraph in memory, which keeps what it was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLObjectType, GraphQLSchema, build_schema, graphql

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse

Resolver = Callable[..., Any]
ReferenceResolver = Callable[[Mapping[str, Any]], Any]

FEDERATION = """
scalar _Any
union _Entity = {members}
extend type Query {{ _entities(representations: [_Any!]!): [_Entity]! }}
"""


@dataclass
class Call:
    """One request as the subgraph saw it."""

    query: str
    variables: Mapping[str, Any]
    headers: Mapping[str, str]
    timeout: float

    @property
    def representations(self) -> list[Mapping[str, Any]]:
        return list(self.variables["representations"])


@dataclass
class MemorySubgraph:
    """A Subgraph over `sdl` (without federation directives), executed by graphql-core.

    `resolvers` are by "Type.field" and get (source, info, **arguments); other fields read the source's key of
    their name. `entities` turn a representation into a source, or None. With a `gate` it answers only once
    that is set.
    """

    sdl: str
    resolvers: Mapping[str, Resolver] = field(default_factory=dict)
    entities: Mapping[str, ReferenceResolver] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    called: asyncio.Event = field(default_factory=asyncio.Event)
    calls: list[Call] = field(default_factory=list)
    closed: bool = False

    def __post_init__(self) -> None:
        self._schema = self._build()

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        body = orjson.loads(request.body)
        self.calls.append(Call(body["query"], body["variables"], request.headers, request.timeout))
        self.called.set()
        if self.gate is not None:
            await self.gate.wait()
        result = await graphql(
            self._schema,
            body["query"],
            root_value={},
            variable_values=body["variables"],
            operation_name=body.get("operationName"),
        )
        return self._response(result)

    async def close(self) -> None:
        self.closed = True

    @staticmethod
    def _response(result: ExecutionResult) -> SubgraphResponse:
        answer = orjson.loads(orjson.dumps(result.formatted))
        return SubgraphResponse(answer.get("data"), answer.get("errors", ()))

    def _build(self) -> GraphQLSchema:
        sdl = self.sdl if "type Query" in self.sdl else self.sdl + "\ntype Query"
        if self.entities:
            sdl += FEDERATION.format(members=" | ".join(self.entities))
        schema = build_schema(sdl)
        resolvers = dict(self.resolvers)
        if self.entities:
            resolvers["Query._entities"] = self._resolve_entities
        for coordinate, resolver in resolvers.items():
            typename, _, name = coordinate.partition(".")
            parent = schema.type_map[typename]
            assert isinstance(parent, GraphQLObjectType)
            parent.fields[name].resolve = resolver
        return schema

    def _resolve_entities(
        self, _source: Any, _info: Any, representations: list[Mapping[str, Any]]
    ) -> list[Any]:
        return [self._entity(representation) for representation in representations]

    def _entity(self, representation: Mapping[str, Any]) -> Any:
        entity = self.entities[representation["__typename"]](representation)
        return {"__typename": representation["__typename"], **entity} if isinstance(entity, dict) else entity


@dataclass
class ScriptedSubgraph:
    """A Subgraph that answers what it is told, right or wrong, in turn, and the last for ever."""

    script: list[SubgraphResponse | SubgraphFailure | Exception]
    bodies: list[dict[str, Any]] = field(default_factory=list)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.bodies.append(orjson.loads(request.body))
        answer = self.script[min(len(self.bodies), len(self.script)) - 1]
        if isinstance(answer, Exception):
            raise answer
        # as fresh from the wire: what is answered is the executor's own
        return SubgraphResponse(orjson.loads(orjson.dumps(answer.data)), answer.errors)

    async def close(self) -> None:
        """Nothing to end."""


def unreachable() -> ScriptedSubgraph:
    """A Subgraph that is down."""
    return ScriptedSubgraph([SubgraphFailure("SUBGRAPH_UNREACHABLE", "connection refused")])
