"""FileProceedings: the line of the processing log for one file that goes to or from a customer.

Under which activity that is, the subgraph says with its answer, for only it knows what the file is. The line
is on disk before the first byte of the file is passed on.
"""

import logging
from dataclasses import replace

from auth.principal import Caller, Principal
from auth.processing_log import LogUnavailable, ProcessingLine, Status
from auth.trace_context import HEADER, PROCESSOR, TraceContext
from gateway.errors import GatewayError
from gateway.processing import CHANGING, READING, REFUSED, ProcessingRules

logger = logging.getLogger(__name__)

ACTIVITY = "gemeentegraaf-verwerking"
"""The header by which a subgraph says the URI of the activity, as `@verwerking` does in its schema."""


class NotNoted(GatewayError):
    """The file must not be passed on: that it is cannot be written down. `code` says what is wrong."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


class FileProceedings:
    """What is noted of one transfer. Of nobody, who gets what is public, nothing is."""

    def __init__(self, rules: ProcessingRules | None, caller: Caller) -> None:
        self._rules = rules
        self._who = caller if isinstance(caller, Principal) else None
        self._root = TraceContext.fresh()
        self._span = self._root.child()
        self._began = self._now()

    @property
    def headers(self) -> dict[str, str]:
        """What the subgraph is told, so that its own lines are of the same trace."""
        if self._who is None:
            return {}
        processor = self._rules.processor if self._rules else None
        return {HEADER: self._span.header, **({PROCESSOR: processor} if processor else {})}

    async def ready(self) -> None:
        """Raises NotNoted when a line would not be taken now."""
        if self._rules is None or self._who is None or not self._rules.fail_closed:
            return
        try:
            await self._rules.log.ready()
        except LogUnavailable as problem:
            raise NotNoted(problem.code, str(problem)) from problem

    async def note(self, subgraph: str, activity: str | None, *, changes: bool) -> None:
        """A file of this activity is given, or taken. Raises NotNoted, also for one of which none is said."""
        if self._rules is None or self._who is None:
            return
        if not activity:
            raise NotNoted("FILE_WITHOUT_ACTIVITY", f"{subgraph} sent no {ACTIVITY} with a file")
        name = f"{CHANGING if changes else READING}: {subgraph}"
        try:
            await self._rules.log.write([self._line(self._rules, self._who, name, activity)])
        except LogUnavailable as problem:
            if self._rules.fail_closed:
                raise NotNoted(problem.code, str(problem)) from problem
            logger.error("processing log: the line of a file is missing: %s", problem)  # noqa: TRY400

    async def note_refused(self, subgraph: str, activity: str | None) -> None:
        """They asked for a file that is not theirs to have. Nothing hangs on it: it gives nothing away."""
        if self._rules is None or self._who is None or not activity:
            return
        line = self._line(self._rules, self._who, f"{REFUSED}: {subgraph}", activity)
        try:
            await self._rules.log.write([replace(line, refused=True)])
        except LogUnavailable as problem:
            logger.error("processing log: a refusal was not noted: %s", problem)  # noqa: TRY400

    def _line(self, rules: ProcessingRules, who: Principal, name: str, activity: str) -> ProcessingLine:
        subject, kind = rules.pseudonymizer.subject(who)
        return ProcessingLine(
            trace=self._span,
            parent=self._root.span_id,
            name=name,
            start=self._began,
            end=self._now(),
            status=Status.UNSET,
            activity=activity,
            subject=subject,
            subject_type=kind,
            representative=rules.pseudonymizer.representative(who),
        )

    def _now(self) -> int:
        return int(self._rules.clock() * 1000) if self._rules else 0
