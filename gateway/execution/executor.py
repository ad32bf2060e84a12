"""Runs a plan's fetches as a dataflow: each starts the moment the fetches it reads from are done.

Fetches that become ready at the same moment for the same subgraph go in one request (batching.py).
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.answers import EntitiesAnswer, Report, read_root
from gateway.execution.batching import Lookup, Lookups, Work
from gateway.execution.carry_through import carry_through
from gateway.execution.contexts import ContextGroup, grouped
from gateway.execution.event_source import UNSUPPORTED, EventSource
from gateway.execution.failures import ErrorPolicy, unavailable
from gateway.execution.gathering import Companions, Gathering, Request
from gateway.execution.merge import Mark, clone, mark, merge
from gateway.execution.paths import Entity, targets
from gateway.execution.prepared import PreparedFetch, PreparedPlan
from gateway.execution.progress import Progress
from gateway.execution.representations import collect
from gateway.execution.running import Running
from gateway.execution.shares import Part
from gateway.execution.subgraph import (
    Handling,
    Subgraph,
    SubgraphFailure,
    SubgraphRequest,
    SubgraphResponse,
)
from gateway.execution.trail import Trail
from gateway.planning.plan import Fetch


@dataclass(frozen=True, slots=True)
class ExecutionRequest:
    """What one request brings to its plan.

    `variables` are the client's, coerced, defaults filled in, as JSON values; those not given are absent.
    `headers_for` gives the headers for one subgraph; it is called only for subgraphs that are really called.
    `timeout` is the time budget in seconds for all fetches together. `event` is what the subgraph sent, where
    a subscription's plan is run for one event. `trail` follows the calls.
    """

    variables: Mapping[str, Any] = field(repr=False)
    headers_for: Callable[[str], Mapping[str, str]] = field(repr=False)
    timeout: float
    event: SubgraphResponse | None = None
    trail: Trail | None = None


Fresh = Callable[[], Awaitable[ExecutionRequest]]
"""What the fetches of one event are made with: a time budget and headers of their own."""


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

    def __init__(
        self,
        subgraphs: Mapping[str, Subgraph],
        policy: ErrorPolicy,
        sources: Mapping[str, EventSource] | None = None,
    ) -> None:
        self._subgraphs = subgraphs
        self._policy = policy
        self._sources = sources or {}

    async def execute(self, plan: PreparedPlan, request: ExecutionRequest) -> ExecutionResult:
        """Run all fetches of the plan and merge their answers. Failures are values, never raised.

        To cancel this ends the calls that are under way, but for a mutation: when the client has gone, its
        changes are still made in full, for nobody could tell which of them were.
        """
        run = _Run(self._subgraphs, self._policy, plan, request)
        await (carry_through(run.all_fetches()) if plan.changes else run.all_fetches())
        if request.trail is not None:
            await request.trail.ended(run.data)
        return ExecutionResult(run.data, [each for those in run.unplaced.values() for each in those])

    def begin(self, plan: PreparedPlan, request: ExecutionRequest) -> Running:
        """Run the plan for an answer in parts: each can be had as soon as its own fetches are done."""
        progress = Progress(plan)
        run = _Run(self._subgraphs, self._policy, plan, request, progress)
        return Running(run.all_fetches(), progress, run.data, run.unplaced, lasting=plan.changes)

    async def subscribe(self, plan: PreparedPlan, fresh: Fresh) -> AsyncGenerator[ExecutionResult, None]:
        """Run the plan of a subscription: its first fetch once, and the others for every event, in order.

        Raises SubgraphFailure when the subscription does not begin, or breaks off; see EventSource.
        """
        opening, begin = plan.fetches[0], await fresh()
        service = opening.fetch.subgraph
        source = self._sources.get(service)
        if source is None:
            raise SubgraphFailure(UNSUPPORTED, "no way to subscribe was given")
        also = {} if begin.trail is None else await begin.trail.opening(opening.fetch)
        body = opening.body(begin.variables, ())
        request = SubgraphRequest(body, {**begin.headers_for(service), **also}, begin.timeout)
        async with aclosing(source.subscribe(request)) as events:
            async for event in events:
                yield await self.execute(plan, replace(await fresh(), event=event))


class _Run:
    """One execution of one plan: the data so far, and which fetches still wait for how many others."""

    def __init__(
        self,
        subgraphs: Mapping[str, Subgraph],
        policy: ErrorPolicy,
        plan: PreparedPlan,
        request: ExecutionRequest,
        progress: Progress | None = None,
    ) -> None:
        self.data: Entity = {}
        self.unplaced: defaultdict[Part, list[FieldFailure]] = defaultdict(list)
        self._progress = progress
        self._parts = plan.parts
        self._subgraphs = subgraphs
        self._policy = policy
        self._fetches = plan.fetches
        self._request = request
        self._deadline = asyncio.get_running_loop().time() + request.timeout
        # What a mutation or an event asks besides has to see what was changed.
        only_reads = all(fetch.fetch.kind == "query" for fetch in plan.fetches)
        self._reading = Handling.SHAREABLE if only_reads else Handling.REPEATABLE
        self._marks: list[Mark] = []

    async def all_fetches(self) -> None:
        if not self._fetches:
            return
        async with asyncio.TaskGroup() as tasks:

            async def held(seconds: float, companions: Companions) -> None:
                await asyncio.sleep(seconds)
                await self._follow(order.time_is_up(companions), order, tasks)

            order = Gathering(self._fetches, lambda *wait: tasks.create_task(held(*wait)))
            await self._follow(order.first(), order, tasks)

    async def _follow(self, requests: Sequence[Request], order: Gathering, tasks: asyncio.TaskGroup) -> None:
        """Make the requests that are ready, and those they make ready: a chain here, branches in tasks."""
        while requests:
            for branch in requests[1:]:
                tasks.create_task(self._follow((branch,), order, tasks))
            current = requests[0]
            await self._run(current)
            if self._progress is not None:
                self._progress.done(current)
            requests = order.after(current)

    async def _run(self, fetches: Sequence[PreparedFetch]) -> None:
        if fetches[0].fetch.representations:
            await self._fetch_entities(fetches)
        else:
            await self._fetch_root(fetches[0])
        if self._marks and any(prepared.contested for prepared in fetches):
            for failed in self._marks:
                mark(*failed)

    async def _fetch_root(self, prepared: PreparedFetch) -> None:
        found = targets(self.data, prepared.way)
        if not found:
            return
        service = prepared.fetch.subgraph
        try:
            response = await self._call([prepared], prepared.body(self._request.variables, ()))
        except SubgraphFailure as failure:
            reason = unavailable(service, failure)
            self._mark_all([(target, prepared.fills_of(target), reason) for target in found])
            return
        answer = read_root(response, prepared.fills_of(found[0]), self._report(service))
        if answer.unplaced:
            self.unplaced[self._parts[prepared.part]] += answer.unplaced
        self._put(prepared, found, answer.data, keep=True)

    async def _fetch_entities(self, fetches: Sequence[PreparedFetch]) -> None:
        works = self._works(fetches)
        if not works:
            return
        service, lookups = fetches[0].fetch.subgraph, Lookups(works)
        try:
            response = await self._call(fetches, lookups.body(self._request.variables))
        except SubgraphFailure as failure:
            self._fail(works, unavailable(service, failure))
            return
        for lookup, part in zip(lookups.lookups, lookups.split(response), strict=True):
            try:
                answer = lookup.read(part, self._report(service))
            except SubgraphFailure as failure:
                self._fail(lookup.works, unavailable(service, failure))
            else:
                if answer.unplaced:
                    self.unplaced[self._parts[fetches[0].part]] += answer.unplaced
                self._put_entities(lookup, answer)

    def _works(self, fetches: Sequence[PreparedFetch]) -> list[Work]:
        """What there is to look up; objects that can't be sent are marked here."""
        works = []
        for prepared in fetches:
            for group in self._groups(prepared):
                batch = collect(group.targets, prepared.builders)
                self._mark_all(batch.blocked)
                if not batch.entities:
                    continue
                work = Work(prepared, batch, group.values)
                if group.failure is None:
                    works.append(work)
                else:
                    self._fail((work,), group.failure)
        return works

    def _groups(self, prepared: PreparedFetch) -> Sequence[ContextGroup]:
        if prepared.fetch.contexts:
            return grouped(self.data, prepared.way, prepared.fetch.contexts)
        return (ContextGroup(targets(self.data, prepared.way)),)

    def _put_entities(self, lookup: Lookup, answer: EntitiesAnswer) -> None:
        alone = len(lookup.works) == 1
        for work in lookup.works:
            prepared = work.prepared
            for representation, group in work.batch.entities.items():
                entity = answer.entities[lookup.numbers[representation]]
                if isinstance(entity, FieldFailure):
                    self._mark_all([(target, prepared.fills_of(target), entity) for target in group])
                elif entity is not None:
                    self._put(prepared, group, entity, keep=alone)
            for target, failures in work.batch.spoiled:
                target.update(failures)

    def _put(self, prepared: PreparedFetch, found: Sequence[Entity], answer: Entity, *, keep: bool) -> None:
        """Merge an answer into all objects that it is about. With `keep` one of them may hold it itself."""
        as_it_is = not prepared.contested and answer.keys() <= prepared.keys
        for target in found:
            own = answer if keep or prepared.shared else clone(answer)
            keep = False
            if as_it_is:
                target.update(own)
            else:
                fills = prepared.fills_of(target)
                self._marks.extend(merge(target, own, fills, prepared.fetch.subgraph))

    def _fail(self, works: Sequence[Work], reason: FieldFailure) -> None:
        for work in works:
            self._mark_all(work.fail(reason))

    def _mark_all(self, marks: Sequence[Mark]) -> None:
        for failed in marks:
            mark(*failed)
        self._marks.extend(marks)

    def _report(self, service: str) -> Report:
        return lambda error: self._policy.reported(service, error)

    async def _call(self, fetches: Sequence[PreparedFetch], body: bytes) -> SubgraphResponse:
        if self._request.trail is None:
            return await self._made(fetches[0].fetch, body, {})
        async with self._request.trail.call([prepared.fetch for prepared in fetches]) as headers:
            return await self._made(fetches[0].fetch, body, headers)

    async def _made(self, fetch: Fetch, body: bytes, also: Mapping[str, str]) -> SubgraphResponse:
        if self._request.event is not None and fetch.kind == "subscription":
            return self._request.event
        left = self._deadline - asyncio.get_running_loop().time()
        if left <= 0:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "the request's time was up before this call")
        headers = {**self._request.headers_for(fetch.subgraph), **also}
        handling = self._reading if fetch.kind == "query" else Handling.ONCE
        return await self._subgraphs[fetch.subgraph].execute(SubgraphRequest(body, headers, left, handling))
