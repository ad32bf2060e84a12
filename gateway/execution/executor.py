"""Runs a plan's fetches as a dataflow: each starts the moment the fetches it reads from are done."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.answers import read_entities, read_root
from gateway.execution.failures import ErrorPolicy, unavailable
from gateway.execution.merge import Mark, clone, mark, merge
from gateway.execution.paths import Entity, targets
from gateway.execution.prepared import PreparedFetch, PreparedPlan
from gateway.execution.representations import Batch, collect
from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphRequest, SubgraphResponse


@dataclass(frozen=True, slots=True)
class ExecutionRequest:
    """What one request brings to its plan.

    `variables` are the client's, coerced, defaults filled in, as JSON values; those not given are absent.
    `headers_for` gives the headers for one subgraph; it is called only for subgraphs that are really called.
    `timeout` is the time budget in seconds for all fetches together.
    """

    variables: Mapping[str, Any] = field(repr=False)
    headers_for: Callable[[str], Mapping[str, str]] = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class ExecutionResult:
    """The merged data (see planning/plan.py), a FieldFailure where a position could not be filled.

    `data` belongs to the caller, who may add the answers of `local` fields. `unplaced` are errors of
    subgraphs that belong to no position, because everything they were asked for is there.
    """

    data: dict[str, Any] = field(repr=False)
    unplaced: Sequence[FieldFailure] = ()


class Executor:
    """Asks the subgraphs. Holds no state of a request; one serves all requests of a schema generation."""

    def __init__(self, subgraphs: Mapping[str, Subgraph], policy: ErrorPolicy) -> None:
        self._subgraphs = subgraphs
        self._policy = policy

    async def execute(self, plan: PreparedPlan, request: ExecutionRequest) -> ExecutionResult:
        """Run all fetches of the plan and merge their answers. Failures are values, never raised."""
        run = _Run(self._subgraphs, self._policy, plan, request)
        await run.all_fetches()
        return ExecutionResult(run.data, run.unplaced)


class _Run:
    """One execution of one plan: the data so far, and which fetches still wait for how many others."""

    def __init__(
        self,
        subgraphs: Mapping[str, Subgraph],
        policy: ErrorPolicy,
        plan: PreparedPlan,
        request: ExecutionRequest,
    ) -> None:
        self.data: Entity = {}
        self.unplaced: list[FieldFailure] = []
        self._subgraphs = subgraphs
        self._policy = policy
        self._fetches = plan.fetches
        self._request = request
        self._deadline = asyncio.get_running_loop().time() + request.timeout
        self._awaits = [fetch.awaits for fetch in plan.fetches]
        self._marks: list[Mark] = []

    async def all_fetches(self) -> None:
        first = [fetch for fetch in self._fetches if not fetch.awaits]
        if first:
            async with asyncio.TaskGroup() as tasks:
                await self._follow(first, tasks)

    async def _follow(self, ready: Sequence[PreparedFetch], tasks: asyncio.TaskGroup) -> None:
        """Run what is ready, and what that makes ready: a chain in this task, branches in their own."""
        while ready:
            for branch in ready[1:]:
                tasks.create_task(self._follow((branch,), tasks))
            current = ready[0]
            await self._run(current)
            ready = self._made_ready_by(current)

    def _made_ready_by(self, done: PreparedFetch) -> list[PreparedFetch]:
        ready = []
        for number in done.before:
            self._awaits[number] -= 1
            if not self._awaits[number]:
                ready.append(self._fetches[number])
        return ready

    async def _run(self, prepared: PreparedFetch) -> None:
        found = targets(self.data, prepared.fetch.path)
        if not found:
            return
        if prepared.fetch.representations:
            await self._fetch_entities(prepared, found)
        else:
            await self._fetch_root(prepared, found)
        if prepared.contested:
            for failed in self._marks:
                mark(*failed)

    async def _fetch_root(self, prepared: PreparedFetch, found: Sequence[Entity]) -> None:
        service = prepared.fetch.subgraph
        try:
            response = await self._call(prepared, ())
        except SubgraphFailure as failure:
            reason = unavailable(service, failure)
            self._mark_all([(target, prepared.fills_of(target), reason) for target in found])
            return
        answer = read_root(
            response, prepared.fills_of(found[0]), lambda error: self._policy.reported(service, error)
        )
        self.unplaced.extend(answer.unplaced)
        self._put(prepared, found, answer.data)

    async def _fetch_entities(self, prepared: PreparedFetch, found: Sequence[Entity]) -> None:
        batch = collect(found, prepared.builders)
        self._mark_all(batch.blocked)
        if not batch.entities:
            return
        service, groups = prepared.fetch.subgraph, list(batch.entities.values())
        try:
            response = await self._call(prepared, list(batch.entities))
            answer = read_entities(
                response,
                [prepared.fills_of(group[0]) for group in groups],
                lambda error: self._policy.reported(service, error),
            )
        except SubgraphFailure as failure:
            self._fail_batch(prepared, batch, unavailable(service, failure))
            return
        self.unplaced.extend(answer.unplaced)
        for entity, group in zip(answer.entities, groups, strict=True):
            if isinstance(entity, FieldFailure):
                self._mark_all([(target, prepared.fills_of(target), entity) for target in group])
            elif entity is not None:
                self._put(prepared, group, entity)

    def _put(self, prepared: PreparedFetch, found: Sequence[Entity], answer: Entity) -> None:
        """Merge one answer into all objects that it is about."""
        as_it_is = not prepared.contested and answer.keys() <= prepared.keys
        for number, target in enumerate(found):
            own = answer if number == 0 or prepared.shared else clone(answer)
            if as_it_is:
                target.update(own)
            else:
                fills = prepared.fills_of(target)
                self._marks.extend(merge(target, own, fills, prepared.fetch.subgraph))

    def _fail_batch(self, prepared: PreparedFetch, batch: Batch, reason: FieldFailure) -> None:
        for group in batch.entities.values():
            self._mark_all([(target, prepared.fills_of(target), reason) for target in group])

    def _mark_all(self, marks: Sequence[Mark]) -> None:
        for failed in marks:
            mark(*failed)
        self._marks.extend(marks)

    async def _call(self, prepared: PreparedFetch, representations: Sequence[bytes]) -> SubgraphResponse:
        name, left = prepared.fetch.subgraph, self._deadline - asyncio.get_running_loop().time()
        if left <= 0:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "the request's time was up before this call")
        return await self._subgraphs[name].execute(
            SubgraphRequest(
                body=prepared.body(self._request.variables, representations),
                headers=self._request.headers_for(name),
                timeout=left,
            )
        )
