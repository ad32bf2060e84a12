"""Pipeline: the way of one request, from its text to the answer.

    document -> operation -> variables -> normalize -> authorize -> plan -> execute -> project

Everything up to the plan depends on the text, on the values of the variables in @skip and @include, and on
what the caller may open; it is remembered by exactly those. The rest is done for every request. A Pipeline
belongs to one supergraph and its caches die with it, so that no plan can outlive its schema.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import OperationDefinitionNode, OperationType

from auth.policy import Policy, Rights
from auth.principal import Caller
from gateway.caching.bounded import BoundedCache
from gateway.execution.executor import ExecutionRequest, Executor
from gateway.execution.prepared import PreparedPlan, prepare
from gateway.operation.authorize import authorize
from gateway.operation.document import Document, Rules
from gateway.operation.limits import OperationLimits
from gateway.operation.normalize import condition_variables, normalize
from gateway.operation.refusal import MutationRefused, SubscriptionRefused
from gateway.operation.request import GraphQLRequest
from gateway.operation.requirements import Requirements
from gateway.operation.response import GraphQLResponse
from gateway.operation.variables import CoercedVariables, coerce_variables
from gateway.planning.plan import Plan
from gateway.planning.planner import Planner, UnplannableError
from gateway.projection.introspection import Introspection
from gateway.projection.project import Projection, compile_projection
from schema.supergraph import Supergraph

logger = logging.getLogger(__name__)

HeadersFor = Callable[[Caller], Callable[[str], Mapping[str, str]]]
"""The headers that a caller's request gives each subgraph, by the subgraph's name."""


def no_headers(caller: Caller) -> Callable[[str], Mapping[str, str]]:  # noqa: ARG001 - HeadersFor
    """Subgraphs learn nothing of who asks: what a gateway without login sends."""
    return lambda subgraph: {}  # noqa: ARG005


@dataclass(frozen=True, slots=True)
class PipelineRules:
    """What the pipeline allows and spends.

    `timeout`: seconds for all fetches of a request together. `policies`: the functions behind `@policy`, by
    name. The last three bound what is remembered.
    """

    limits: OperationLimits = field(default_factory=OperationLimits)
    introspection: bool = True
    timeout: float = 10.0
    policies: Mapping[str, Policy] = field(default_factory=dict)
    document_bytes: int = 32_000_000
    plan_bytes: int = 64_000_000
    introspection_bytes: int = 16_000_000


@dataclass(frozen=True, slots=True, eq=False)
class _Prepared:
    """A plan with all that can be worked out from it beforehand."""

    plan: PreparedPlan
    projection: Projection
    introspection: Introspection | None


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A document that was read, with the variables its conditions look at; `weight` is its own, in bytes."""

    document: Document
    conditions: tuple[str, ...]
    weight: int


class Pipeline:
    """Answers requests over one supergraph."""

    def __init__(
        self,
        supergraph: Supergraph,
        executor: Executor,
        headers_for: HeadersFor = no_headers,
        rules: PipelineRules | None = None,
    ) -> None:
        self._rules = rules or PipelineRules()
        self._schema = supergraph.public
        self._full = supergraph.full
        self._executor = executor
        self._headers_for = headers_for
        self._planner = Planner(supergraph)
        self._requirements = Requirements(supergraph)
        self._asked = (self._requirements.scopes, self._requirements.policies)
        self._documents = BoundedCache[str, _Known](self._rules.document_bytes)
        self._plans = BoundedCache[Hashable, _Prepared](self._rules.plan_bytes)
        self._introspections = BoundedCache[Hashable, dict[str, Any]](self._rules.introspection_bytes)

    async def answer(self, request: GraphQLRequest, caller: Caller) -> GraphQLResponse:
        """Raises Refusal when the operation is not begun; what fails later is in the response."""
        known = self._known(request.query)
        operation = known.document.operation(request.operation_name)
        _check_kind(operation, read_only=request.read_only)
        variables = coerce_variables(self._schema, operation, request.variables)
        try:
            prepared = self._prepared(known, operation, variables, Rights.of(caller, self._rules.policies))
        except UnplannableError as problem:
            return _unplannable(problem)
        execution = ExecutionRequest(variables, self._headers_for(caller), self._rules.timeout)
        result = await self._executor.execute(prepared.plan, execution)
        if prepared.introspection:
            result.data.update(self._introspected(prepared.introspection, variables))
        data, errors = prepared.projection.project(result.data, result.unplaced)
        return GraphQLResponse(data, errors)

    def plan(self, request: GraphQLRequest, caller: Caller) -> Plan:
        """The plan of one request, without running it. Raises Refusal."""
        known = self._known(request.query)
        operation = known.document.operation(request.operation_name)
        variables = coerce_variables(self._schema, operation, request.variables)
        return self._planned(known, operation, variables, Rights.of(caller, self._rules.policies))

    def _known(self, text: str) -> _Known:
        known = self._documents.get(text)
        if known is None:
            document = Document.read(text, Rules(self._schema, self._rules.limits, self._rules.introspection))
            known = _Known(document, tuple(sorted(condition_variables(document.node))), _weight(text))
            self._documents.put(text, known, known.weight)
        return known

    def _prepared(
        self, known: _Known, operation: OperationDefinitionNode, variables: CoercedVariables, rights: Rights
    ) -> _Prepared:
        decided = tuple(variables.get(name) for name in known.conditions)
        name = operation.name.value if operation.name else None
        key = (known, name, decided, rights.fingerprint(*self._asked))
        prepared = self._plans.get(key)
        if prepared is None:
            plan = self._planned(known, operation, variables, rights)
            prepared = _Prepared(
                prepare(plan),
                compile_projection(plan.output, self._schema),
                Introspection.of(known.document.node, operation, plan.output),
            )
            # The key keeps the document, and what is projected grows with it even where nothing is fetched.
            fetched = _weight(*(fetch.document for fetch in plan.fetches))
            self._plans.put(key, prepared, known.weight + fetched)
        return prepared

    def _planned(
        self, known: _Known, operation: OperationDefinitionNode, variables: CoercedVariables, rights: Rights
    ) -> Plan:
        normalized = normalize(known.document.node, operation, variables, self._full)
        return self._planner.plan(authorize(normalized, self._requirements, rights))

    def _introspected(self, introspection: Introspection, variables: CoercedVariables) -> dict[str, Any]:
        read = tuple((name, variables.get(name)) for name in sorted(introspection.variables))
        values = self._introspections.get((introspection, read))
        if values is None:
            values = introspection.answer(self._schema, variables)
            self._introspections.put((introspection, read), values, 10 * len(orjson.dumps(values)))
        return values


def _check_kind(operation: OperationDefinitionNode, *, read_only: bool) -> None:
    if operation.operation is OperationType.SUBSCRIPTION:
        raise SubscriptionRefused.because("A subscription cannot be answered by a single response.")
    if operation.operation is OperationType.MUTATION and read_only:
        raise MutationRefused.because("A mutation must be sent by POST.")


def _unplannable(problem: UnplannableError) -> GraphQLResponse:
    """The whole of the answer is null. The supergraph is at fault, so it is logged; it names fields only."""
    logger.error("unplannable operation: %s", problem)
    entry = {"message": "No subgraph can give what was asked.", "extensions": {"code": problem.code}}
    return GraphQLResponse(None, [entry])


def _weight(*texts: str) -> int:
    """About what a parsed document or a prepared plan takes in memory, from the texts it is made of.

    Measured on syntax trees: 150 to 250 bytes a character.
    """
    return 2_000 + 200 * sum(map(len, texts))
