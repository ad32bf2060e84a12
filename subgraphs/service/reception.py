"""Reception: from the headers of a request to who is asking, with what is done for them written down."""

from collections.abc import Mapping
from dataclasses import dataclass

from auth.propagation import HEADER, Statement, Verifier
from auth.trace_context import HEADER as TRACEPARENT
from auth.trace_context import PROCESSOR
from subgraphs.service.context import Caller, caller_of
from subgraphs.service.processing import Proceedings, ProcessingRules, proceed
from subgraphs.service.tracing import follow

LONGEST_URL = 200


@dataclass(frozen=True, slots=True)
class Reception:
    """Without a `verifier` everyone is nobody; without `processing` nothing is written down."""

    verifier: Verifier | None = None
    processing: ProcessingRules | None = None

    def receive(self, headers: Mapping[str, str]) -> Caller:
        """Who asks. What is done from here on, in this task, is done for them and in the trace they sent."""
        follow(headers.get(TRACEPARENT))
        caller = caller_of(headers.get(HEADER), self.verifier)
        proceed(self._proceedings(caller, headers.get(PROCESSOR)))
        return caller

    def _proceedings(self, caller: Caller, processor: str | None) -> Proceedings | None:
        """Of nobody there are no lines."""
        if self.processing is None or not isinstance(caller, Statement):
            return None
        return Proceedings(self.processing, caller, processor[:LONGEST_URL] if processor else None)
