"""Processing: the lines that a service itself writes in the processing log, below those of the gateway.

    an operation          a line for each activity, below the span that the gateway sent      Proceedings.step
    asking a register     another below that, whose span the register is told                 asking
    whose data that was   one more for each person beside the customer, below either          concerns

Whoever asks a register, or finds others than the customer in what they read, says so; where it is written,
or whether it is, they need not know. A line is on disk before what it is about is used.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace

from auth.clock import Clock
from auth.principal import Identiteit
from auth.processing_log import LogUnavailable, ProcessingLine, ProcessingLog, Pseudonymizer, Status
from auth.propagation import Statement
from auth.trace_context import TraceContext
from subgraphs.service.context import Caller
from subgraphs.service.errors import CodedError, SourceUnavailable, Unauthorized
from subgraphs.service.tracing import child, current, within
from subgraphs.service.verwerking import Verwerking

logger = logging.getLogger(__name__)

READING, CHANGING, REFUSED = "Raadplegen", "Wijzigen", "Geweigerd"


class NotWrittenDown(CodedError):
    """What is done with personal data cannot be written down, so it is not done, or not told."""

    code = LogUnavailable.code

    def __init__(self) -> None:
        super().__init__("Deze gegevens zijn nu niet op te vragen. Probeer het later opnieuw.")


@dataclass(frozen=True, slots=True)
class ProcessingRules:
    """Where lines go, and from whom. With `fail_closed` nothing is done or told that is not written down."""

    log: ProcessingLog
    pseudonymizer: Pseudonymizer
    service: str
    fail_closed: bool = True
    clock: Clock = time.time


@dataclass(slots=True)
class Step:
    """One thing that is done, while it is being done. `others` are whose data it meets, beside the
    customer's.
    """

    name: str
    span: TraceContext
    above: TraceContext | None
    began: int
    activities: Sequence[str]
    refused: bool = False
    failed: bool = False
    others: dict[tuple[str, str], Identiteit] = field(default_factory=dict)

    def concerns(self, activity: str, *people: Identiteit) -> None:
        self.others |= {(activity, one.id): one for one in people}


class Proceedings:
    """What one request does, or what the service does of its own accord (for no caller)."""

    def __init__(self, rules: ProcessingRules, caller: Caller, processor: str | None = None) -> None:
        self._rules = rules
        self._who = caller if isinstance(caller, Statement) else None
        self._processor = processor

    @asynccontextmanager
    async def step(self, name: str, activities: Sequence[str]) -> AsyncIterator[Step]:
        """Around what is done under these activities. Raises NotWrittenDown, before or after."""
        await self._ready()
        step = Step(name, child(), current(), self._now(), activities)
        try:
            with within(step.span), _doing_now((self, step)):
                yield step
        except asyncio.CancelledError:
            with suppress(NotWrittenDown):  # nothing is told any more
                await self._note(step, Status.OK)  # whoever asked went away
            raise
        except Exception as exc:
            # What was foreseen is an answer too: what is asked was not there, or not theirs to ask.
            step.failed = not isinstance(exc, CodedError) or isinstance(exc, SourceUnavailable)
            step.refused = isinstance(exc, Unauthorized)
            await self._note_end(step)
            raise
        await self._note_end(step)

    async def _note_end(self, step: Step) -> None:
        await self._note(step, Status.ERROR if step.failed else Status.UNSET)

    async def _note(self, step: Step, status: Status) -> None:
        lines = self._lines(step, status)
        if not lines:
            return
        try:
            await self._rules.log.write(lines)
        except LogUnavailable as problem:
            if self._rules.fail_closed:
                raise NotWrittenDown from problem
            logger.error("processing log: %d lines are missing: %s", len(lines), problem)  # noqa: TRY400

    async def _ready(self) -> None:
        if not self._rules.fail_closed:
            return
        try:
            await self._rules.log.ready()
        except LogUnavailable as problem:
            raise NotWrittenDown from problem

    def _lines(self, step: Step, status: Status) -> list[ProcessingLine]:
        """Of the customer one for each activity: the first is the step itself, the others are spans within
        it, as are those of other people. What is about nobody is no line.
        """
        plain = ProcessingLine(
            trace=step.span,
            parent=step.above.span_id if step.above else None,
            name=step.name,
            start=step.began,
            end=self._now(),
            status=status,
            activity="",
            processor=self._processor,
            service=f"gemeentegraaf-{self._rules.service}",
        )
        own = self._own(plain, step) if self._who else []
        others = [
            self._about(replace(plain, activity=activity), one) for (activity, _), one in step.others.items()
        ]
        if not own and len(others) == 1:
            own, others = others, []
        elif others and not own:
            own = [replace(plain, activity=others[0].activity)]  # what the lines about people hang below
        return [*own[:1], *(_below(step.span, line) for line in (*own[1:], *others))]

    def _own(self, plain: ProcessingLine, step: Step) -> list[ProcessingLine]:
        assert self._who is not None
        who = self._who
        subject, kind = self._rules.pseudonymizer.of(Identiteit(who.klant, who.soort))
        acts = who.actor != who.klant
        about = replace(
            plain,
            subject=subject,
            subject_type=kind,
            representative=self._rules.pseudonymizer.id_of(who.actor) if acts else None,
            refused=step.refused,
        )
        return [replace(about, activity=activity) for activity in step.activities]

    def _about(self, plain: ProcessingLine, one: Identiteit) -> ProcessingLine:
        subject, kind = self._rules.pseudonymizer.of(one)
        return replace(plain, subject=subject, subject_type=kind)

    def _now(self) -> int:
        return int(self._rules.clock() * 1000)


def _below(span: TraceContext, line: ProcessingLine) -> ProcessingLine:
    return replace(line, trace=span.child(), parent=span.span_id)


_Doing = tuple[Proceedings, Step | None]
_doing: ContextVar[_Doing | None] = ContextVar("gemeentegraaf_doing", default=None)


@contextmanager
def _doing_now(doing: _Doing) -> Iterator[None]:
    before = _doing.set(doing)
    try:
        yield
    finally:
        _doing.reset(before)


def proceed(proceedings: Proceedings | None) -> None:
    """What is done from here on, in this task and those that it starts, is written down so; None: not."""
    _doing.set((proceedings, None) if proceedings else None)


def in_hand() -> Proceedings | None:
    """How what is done here is written down, if it is."""
    doing = _doing.get()
    return doing[0] if doing else None


@asynccontextmanager
async def asking(
    register: str, verwerking: Verwerking, *people: Identiteit, changes: bool = False
) -> AsyncIterator[None]:
    """Around a call to a register for personal data: of the customer, or of `people` where the service asks
    of its own accord. `tracing.onward` gives the header that goes with the call. Raises NotWrittenDown.

        async with asking("BRP", INZAGE_GEGEVENS):
            answer = await client.ask(call)
            concerns(INZAGE_GEGEVENS, *relatives_in(answer))
    """
    doing = _doing.get()
    if doing is None:
        yield
        return
    name = f"{CHANGING if changes else READING}: {register}"
    async with doing[0].step(name, (verwerking.activiteit,)) as step:
        step.concerns(verwerking.activiteit, *people)
        yield


def concerns(verwerking: Verwerking, *people: Identiteit) -> None:
    """What is being read here is about these people as well, who are not the customer."""
    doing = _doing.get()
    if doing is not None and doing[1] is not None:
        doing[1].concerns(verwerking.activiteit, *people)
