"""Processing: what a plan does with personal data, and the lines of the processing log that come of it.

For each call to a subgraph that reads or changes personal data there is a line for each activity, and another
for what the caller asked and was not granted. A line is on disk before the answer that it is about is used.
Of nobody, who sees what is public, there are no lines.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any

from auth.clock import Clock
from auth.principal import Principal
from auth.processing_log import LogUnavailable, ProcessingLine, ProcessingLog, Pseudonymizer, Status
from auth.trace_context import HEADER, PROCESSOR, TraceContext
from gateway.execution.subgraph import SubgraphFailure
from gateway.planning.plan import Fetch, OutputSelection, Plan
from schema.activities import Activities

logger = logging.getLogger(__name__)

READING, CHANGING, FOLLOWING, REFUSED = "Raadplegen", "Wijzigen", "Volgen", "Geweigerd"


@dataclass(frozen=True, slots=True)
class Processed:
    """Of one plan: the activities of each fetch, by its id, and where something of one stayed closed."""

    by_fetch: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    closed: Closed | None = None

    @classmethod
    def by(cls, plan: Plan, activities: Activities) -> Processed:
        """Worked out once for each plan."""
        if not activities:
            return cls()
        by_fetch = {
            fetch.id: tuple(sorted(found))
            for fetch in plan.fetches
            if (found := activities.of_document(fetch.document))
        }
        return cls(by_fetch, Closed.within(plan.output, activities))


@dataclass(frozen=True, slots=True)
class Closed:
    """What of a selection stays closed, by the type that an object turns out to be: the activities, and the
    same within its fields, by storage key. Only of the types in it anything is closed.
    """

    by_type: Mapping[str, tuple[frozenset[str], Mapping[str, Closed]]]
    sole: str | None

    @classmethod
    def within(cls, selection: OutputSelection, activities: Activities) -> Closed | None:
        """None when nothing is closed."""
        by_type = {}
        for type_name in selection.by_type:
            fields = tuple(selection.fields_of(type_name))
            denied = (activities.of_field(type_name, one.name) for one in fields if one.denial)
            here = frozenset(activity for activity in denied if activity)
            below = {
                one.storage_key: closed
                for one in fields
                if one.selection is not None and (closed := cls.within(one.selection, activities))
            }
            if here or below:
                by_type[type_name] = (here, below)
        sole = next(iter(selection.by_type)) if len(selection.by_type) == 1 else None
        return cls(by_type, sole) if by_type else None

    def met_in(self, value: Any) -> Iterator[str]:
        """The activities of what is closed in the objects that were really found."""
        if isinstance(value, list):
            for each in value:
                yield from self.met_in(each)
        elif isinstance(value, dict):
            here, below = self.by_type.get(self.sole or value.get("__typename", ""), (frozenset(), {}))
            yield from here
            for key, closed in below.items():
                yield from closed.met_in(value.get(key))


@dataclass(frozen=True, slots=True)
class ProcessingRules:
    """`fail_closed`: personal data is not given, or changed, when that cannot be written down. Otherwise it
    is, and the gateway's own log says that a line is missing. `processor` is the URL by which subgraphs know
    who calls them.
    """

    log: ProcessingLog
    pseudonymizer: Pseudonymizer
    fail_closed: bool = True
    clock: Clock = time.time
    processor: str | None = None


class Proceedings:
    """The Trail of one request: its trace, and its lines."""

    def __init__(self, rules: ProcessingRules, caller: object, processed: Processed) -> None:
        self._rules = rules
        self._who = caller if isinstance(caller, Principal) else None
        self._processed = processed
        self._root = TraceContext.fresh()

    async def ended(self, data: Mapping[str, Any]) -> None:
        """See Trail. Notes what the caller asked of what was found, and is not granted. Nothing hangs on it:
        it gives nothing away.
        """
        closed = self._processed.closed
        if closed is None or self._who is None:
            return
        await self._note_refused(sorted(set(closed.met_in(data))))

    async def note_denied(self, activities: Iterable[str | None]) -> None:
        """The same, of an operation that was refused as a whole."""
        await self._note_refused(sorted({each for each in activities if each}))

    async def _note_refused(self, activities: Sequence[str]) -> None:
        now = self._now()
        lines = self._lines(self._root.child(), (now, now), REFUSED, Status.UNSET, activities)
        try:
            await self._write([replace(line, refused=True) for line in lines])
        except LogUnavailable as problem:
            logger.error("processing log: a refusal was not noted: %s", problem)  # noqa: TRY400

    @asynccontextmanager
    async def call(self, fetches: Sequence[Fetch]) -> AsyncIterator[Mapping[str, str]]:
        """See Trail. What is public belongs to no trace: so it can be shared with who asks the same."""
        activities = self._activities(fetches)
        if not activities:
            yield {}
            return
        span = self._root.child()
        await self._ready()
        kind = CHANGING if fetches[0].kind == "mutation" else READING
        name = f"{kind}: {fetches[0].subgraph}"
        began = self._now()

        async def note(status: Status) -> None:
            await self._note(self._lines(span, (began, self._now()), name, status, activities))

        try:
            yield self._onward(span)
        except SubgraphFailure:
            await note(Status.ERROR)
            raise
        except asyncio.CancelledError:
            with suppress(SubgraphFailure):  # nothing is given any more
                await note(Status.OK)  # the client went away: it ended as they wished
            raise
        await note(Status.UNSET)

    async def opening(self, fetch: Fetch) -> Mapping[str, str]:
        """See Trail. That someone begins to follow is a line of its own; what they get to see, another each
        time.
        """
        activities = self._activities((fetch,))
        if not activities:
            return {}
        span, now = self._root.child(), self._now()
        await self._note(
            self._lines(span, (now, now), f"{FOLLOWING}: {fetch.subgraph}", Status.UNSET, activities)
        )
        return self._onward(span)

    def _onward(self, span: TraceContext) -> Mapping[str, str]:
        processor = self._rules.processor
        return {HEADER: span.header, **({PROCESSOR: processor} if processor else {})}

    def _activities(self, fetches: Sequence[Fetch]) -> list[str]:
        if self._who is None:
            return []
        found = {one for fetch in fetches for one in self._processed.by_fetch.get(fetch.id, ())}
        return sorted(found)

    def _lines(
        self,
        span: TraceContext,
        times: tuple[int, int],
        name: str,
        status: Status,
        activities: Sequence[str],
    ) -> list[ProcessingLine]:
        """One for each activity: the first is the span itself, the others are spans within it."""
        if self._who is None:
            return []
        subject, kind = self._rules.pseudonymizer.subject(self._who)
        representative = self._rules.pseudonymizer.representative(self._who)
        return [
            ProcessingLine(
                trace=span if number == 0 else span.child(),
                parent=self._root.span_id if number == 0 else span.span_id,
                name=name,
                start=times[0],
                end=times[1],
                status=status,
                activity=activity,
                subject=subject,
                subject_type=kind,
                representative=representative,
            )
            for number, activity in enumerate(activities)
        ]

    async def _ready(self) -> None:
        if not self._rules.fail_closed:
            return
        try:
            await self._rules.log.ready()
        except LogUnavailable as problem:
            raise _withheld(problem) from problem

    async def _note(self, lines: Sequence[ProcessingLine]) -> None:
        try:
            await self._write(lines)
        except LogUnavailable as problem:
            if self._rules.fail_closed:
                raise _withheld(problem) from problem
            logger.error("processing log: %d lines are missing: %s", len(lines), problem)  # noqa: TRY400

    async def _write(self, lines: Sequence[ProcessingLine]) -> None:
        if lines:
            await self._rules.log.write(lines)

    def _now(self) -> int:
        return int(self._rules.clock() * 1000)


def _withheld(problem: LogUnavailable) -> SubgraphFailure:
    return SubgraphFailure(problem.code, str(problem))
