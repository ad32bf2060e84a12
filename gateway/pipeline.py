"""Pipeline: the way of one request, from its text to the answer.

    document -> operation -> variables -> normalize -> authorize -> plan -> execute -> project

Everything up to the plan is remembered (gateway.preparation); the rest is done for every request. A Pipeline
belongs to one supergraph and its caches die with it, so that no plan can outlive its schema.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Hashable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import orjson
from graphql import OperationDefinitionNode, OperationType

from auth.policy import Rights
from auth.principal import Caller
from gateway.caching.bounded import BoundedCache
from gateway.execution.executor import ExecutionRequest, Executor
from gateway.incremental.remainder import Remainder, first_response, nothing
from gateway.operation.refusal import (
    MutationRefused,
    OperationDenied,
    SubscriptionExpected,
    SubscriptionRefused,
)
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse
from gateway.operation.variables import CoercedVariables, coerce_variables
from gateway.pipeline_rules import PipelineRules
from gateway.planning.plan import Plan
from gateway.planning.planner import UnplannableError
from gateway.planning.watch import Watch, unwatched
from gateway.preparation import Footing, Known, Preparation, Prepared
from gateway.processing import Proceedings, Processed
from gateway.projection.introspection import Introspection
from gateway.standing import Again, Standing
from gateway.subscription import Subscription
from schema.supergraph import Supergraph

logger = logging.getLogger(__name__)

HeadersFor = Callable[[Caller], Callable[[str], Mapping[str, str]]]
"""The headers that a caller's request gives each subgraph, by the subgraph's name."""


def no_headers(caller: Caller) -> Callable[[str], Mapping[str, str]]:  # noqa: ARG001 - HeadersFor
    """Subgraphs learn nothing of who asks: what a gateway without login sends."""
    return lambda subgraph: {}  # noqa: ARG005


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
        self._executor = executor
        self._headers_for = headers_for
        self.preparation = Preparation(supergraph, self._rules)
        self._schema = self.preparation.schema
        self._introspections = BoundedCache[Hashable, dict[str, Any]](self._rules.introspection_bytes)

    async def answer(self, request: GraphQLRequest, caller: Caller) -> GraphQLResponse:
        """Raises Refusal when the operation is not begun; what fails later is in the response."""
        known = self.preparation.known(request.query)
        operation = known.document.operation(request.operation_name)
        _check_kind(operation, read_only=request.read_only)
        variables = coerce_variables(self._schema, operation, request.variables)
        footing = self._footing(known, request, caller)
        try:
            prepared = self.preparation.prepared(known, operation, variables, footing)
        except OperationDenied as denied:
            await self._note(denied, caller)
            raise
        except UnplannableError as problem:
            return _unplannable(problem)
        trail = self._proceedings(prepared, caller)
        execution = ExecutionRequest(variables, self._headers_for(caller), self._rules.timeout, trail=trail)
        result = await self._executor.execute(prepared.plan, execution)
        if prepared.introspection:
            result.data.update(self._introspected(prepared.introspection, variables))
        data, errors = prepared.projection.project(result.data, result.unplaced)
        return GraphQLResponse(data, errors)

    async def answer_in_parts(
        self, request: GraphQLRequest, caller: Caller
    ) -> tuple[GraphQLResponse, Remainder | None]:
        """The answer without what @defer and @stream put off, and then that; None when nothing is put off.

        The remainder must be closed (`aclose`) if it is not read to its end. Raises as `answer` does.
        """
        known = self.preparation.known(request.query)
        if not known.has_parts:
            return await self.answer(request, caller), None
        operation = known.document.operation(request.operation_name)
        _check_kind(operation, read_only=request.read_only)
        variables = coerce_variables(self._schema, operation, request.variables)
        footing = replace(self._footing(known, request, caller), in_parts=True)
        try:
            prepared = self.preparation.prepared(known, operation, variables, footing)
        except OperationDenied as denied:
            await self._note(denied, caller)
            raise
        except UnplannableError as problem:
            return _unplannable(problem), None
        trail = self._proceedings(prepared, caller)
        execution = ExecutionRequest(variables, self._headers_for(caller), self._rules.timeout, trail=trail)
        running = self._executor.begin(prepared.plan, execution)
        if prepared.introspection:
            running.data.update(self._introspected(prepared.introspection, variables))
        return await first_response(running, prepared.projection, trail.ended if trail else nothing)

    def subscribe(
        self, request: GraphQLRequest, caller: Caller, again: Again | None = None
    ) -> AsyncGenerator[GraphQLResponse, None]:
        """One response for each event. Raises Refusal when the subscription is not begun: OperationDenied
        when the first response is asked for, any other at once.

        It begins when the first response is asked for, and ends at the subgraph when this is closed
        (`aclose`) or who waits for a response is cancelled. When the subgraph ends it, there are no more
        responses. When it breaks off, or the caller's rights end, there is one last response: a request error
        with a code.

        `again` tells who is asking by then. Whatever has changed, in that or in what policies say, is the
        end: what was planned for one set of rights is not what another would get.
        """
        known = self.preparation.known(request.query)
        operation = known.document.operation(request.operation_name)
        if operation.operation is not OperationType.SUBSCRIPTION:
            raise SubscriptionExpected.because(f"A {operation.operation.value} is answered only once.")
        variables = coerce_variables(self._schema, operation, request.variables)
        try:
            prepared = self.preparation.prepared(
                known, operation, variables, self._footing(known, request, caller)
            )
        except OperationDenied as denied:
            return _refused(denied, partial(self._note, denied, caller))
        except UnplannableError as problem:
            return _only(_unplannable(problem))
        if not prepared.plan.fetches:
            _, errors = prepared.projection.project({})
            trail = self._proceedings(prepared, caller)
            return _refused(OperationDenied(errors), partial(trail.ended, {}) if trail else None)

        def fresh() -> ExecutionRequest:
            trail = self._proceedings(prepared, caller)
            return ExecutionRequest(variables, self._headers_for(caller), self._rules.timeout, trail=trail)

        standing = Standing(caller, self._fingerprint, again, self._rules.confirm_every)
        subscription = Subscription(prepared.plan, prepared.projection, standing, fresh)
        return subscription.responses(self._executor)

    def plan(self, request: GraphQLRequest, caller: Caller, watch: Watch = unwatched) -> Plan:
        """The plan of one request for an answer in parts, if it has any, without running it; `watch` sees it
        come about. Raises Refusal, or UnplannableError.
        """
        known = self.preparation.known(request.query)
        operation = known.document.operation(request.operation_name)
        variables = coerce_variables(self._schema, operation, request.variables)
        footing = replace(self._footing(known, request, caller), in_parts=True)
        return self.preparation.plan(known, operation, variables, footing, watch)

    async def _note(self, denied: OperationDenied, caller: Caller) -> None:
        """In the processing log, if there is one."""
        if rules := self._rules.processing:
            activities = map(self.preparation.activities.of_coordinate, denied.coordinates)
            await Proceedings(rules, caller, Processed()).note_denied(activities)

    def _proceedings(self, prepared: Prepared, caller: Caller) -> Proceedings | None:
        rules = self._rules.processing
        return Proceedings(rules, caller, prepared.processed) if rules else None

    def _footing(self, known: Known, request: GraphQLRequest, caller: Caller) -> Footing:
        labels = self._rules.rollout.labels_on(known.labels, caller, request.headers)
        return Footing(self._rights(caller), labels)

    def _rights(self, caller: Caller) -> Rights:
        return Rights.of(caller, self._rules.policies, self._rules.ways_in)

    def _fingerprint(self, caller: Caller) -> Hashable:
        return self.preparation.fingerprint(self._rights(caller))

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


async def _only(response: GraphQLResponse) -> AsyncGenerator[GraphQLResponse, None]:
    yield response


async def _refused(
    denied: OperationDenied, note: Callable[[], Awaitable[None]] | None
) -> AsyncGenerator[GraphQLResponse, None]:
    if note is not None:
        await note()
    raise denied
    yield  # what makes it a generator


def _unplannable(problem: UnplannableError) -> GraphQLResponse:
    """The whole of the answer is null. The supergraph is at fault, so it is logged; it names fields only."""
    logger.error("unplannable operation: %s", problem)
    entry = {"message": "No subgraph can give what was asked.", "extensions": {"code": problem.code}}
    return GraphQLResponse(None, [entry])
