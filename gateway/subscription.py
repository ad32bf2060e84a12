"""Subscription: one client's stream, from the events of a subgraph to the responses the client gets.

    event -> confirm the caller -> fetch what other subgraphs have -> project

Events are taken one by one, each when the one before it has been taken: who takes them slowly is not hurried,
and what waits meanwhile is bounded by the subgraph's transport.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from gateway.errors import ClientError
from gateway.execution.executor import ExecutionRequest, ExecutionResult, Executor
from gateway.execution.failures import unavailable
from gateway.execution.prepared import PreparedPlan
from gateway.execution.subgraph import SubgraphFailure
from gateway.operation.response import ErrorEntry, GraphQLResponse
from gateway.projection.project import Projection
from gateway.standing import Standing


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription that may begin. `fresh` is called for the beginning and for each event."""

    plan: PreparedPlan
    projection: Projection
    standing: Standing
    fresh: Callable[[], ExecutionRequest]

    async def responses(self, executor: Executor) -> AsyncGenerator[GraphQLResponse, None]:
        """One response for each event, and then how it ended; see Pipeline.subscribe."""
        service = self.plan.fetches[0].fetch.subgraph
        try:
            async with aclosing(executor.subscribe(self.plan, self._confirmed)) as results:
                while (result := await self._next(results)) is not None:
                    data, errors = self.projection.project(result.data, result.unplaced)
                    yield GraphQLResponse(data, errors)
        except SubgraphFailure as failure:
            reason = unavailable(service, failure)
            extensions = {**reason.extensions, "code": reason.code}
            yield _ended({"message": reason.message, "extensions": extensions})
        except ClientError as error:
            yield _ended({"message": str(error), "extensions": {"code": error.code}})

    async def _confirmed(self) -> ExecutionRequest:
        await self.standing.confirm()
        return self.fresh()

    async def _next(self, results: AsyncGenerator[ExecutionResult, None]) -> ExecutionResult | None:
        """The next event's result, None at the end. While nothing happens the standing is confirmed, too."""
        coming = asyncio.ensure_future(anext(results, None))
        try:
            while not (await asyncio.wait((coming,), timeout=self.standing.rest))[0]:
                await self.standing.confirm()
            return coming.result()
        finally:
            if not coming.done():
                coming.cancel()
                await asyncio.wait((coming,))


def _ended(entry: ErrorEntry) -> GraphQLResponse:
    return GraphQLResponse(errors=(entry,), executed=False)
