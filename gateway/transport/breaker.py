"""Breaker: a Subgraph that is left alone for a while when it failed too often.

    closed      calls go through, and are counted
    open        no call goes through: each fails at once, with the code SUBGRAPH_UNAVAILABLE
    half open   after a while one call goes through, to see; its outcome closes or opens the breaker again

Only what says that the subgraph is down or drowning counts as failed: no connection, no answer in time, a
gateway in between that gets none (502, 503, 504). A status 500 or an answer that cannot be read may be all
about one query; if those counted, whoever knows such a query could shut the subgraph off for everyone.
"""

import logging
import time
from dataclasses import dataclass

from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.window import Clock, Window

logger = logging.getLogger(__name__)

UNAVAILABLE_CODE = "SUBGRAPH_UNAVAILABLE"
_DOWN = frozenset({502, 503, 504})


@dataclass(frozen=True, slots=True)
class BreakerRules:
    """Opens when `share` of at least `calls` calls within `seconds` failed, for `open_seconds`.

    A call that got less than `patience` seconds to be answered, because others took the request's time, says
    nothing when it is not answered in time.
    """

    share: float = 0.5
    calls: int = 20
    seconds: float = 30.0
    open_seconds: float = 5.0
    patience: float = 1.0


class Breaker:
    """A Subgraph around another; `name` is for the log."""

    def __init__(
        self, name: str, inner: Subgraph, rules: BreakerRules, clock: Clock = time.monotonic
    ) -> None:
        self._name = name
        self._inner = inner
        self._rules = rules
        self._clock = clock
        self._window = Window(rules.seconds, clock)
        self._open_until: float | None = None
        self._probing = False

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. Raises SubgraphFailure(SUBGRAPH_UNAVAILABLE) without a call while it is open."""
        probe = self._enter()
        failed = None  # as it stays for a call that is cancelled: that says nothing
        try:
            response = await self._inner.execute(request)
            failed = response.status in _DOWN
        except SubgraphFailure as failure:
            failed = self._blames(failure, request)
            raise
        finally:
            self._leave(probe, failed)
        return response

    async def close(self) -> None:
        await self._inner.close()

    def _enter(self) -> bool:
        """Whether this call is the one that finds out."""
        if self._open_until is None:
            return False
        if self._probing or self._clock() < self._open_until:
            raise SubgraphFailure(UNAVAILABLE_CODE, "not asked, since it failed too often just before")
        self._probing = True
        return True

    def _blames(self, failure: SubgraphFailure, request: SubgraphRequest) -> bool | None:
        if failure.code == "SUBGRAPH_TIMEOUT":
            return True if request.timeout >= self._rules.patience else None
        return failure.code == "SUBGRAPH_UNREACHABLE" or failure.status in _DOWN

    def _leave(self, probe: bool, failed: bool | None) -> None:
        if probe:
            self._probing = False
            if failed:
                self._open("it failed again")
            elif failed is False:
                self._close()
        elif self._open_until is None and failed is not None:
            self._count(failed)

    def _count(self, failed: bool) -> None:
        window = self._window
        window.add()
        if not failed:
            return
        window.mark()
        total, marked = window.total, window.marked
        if total >= self._rules.calls and marked >= self._rules.share * total:
            self._open(f"{marked} of {total} calls failed")

    def _open(self, why: str) -> None:
        self._open_until = self._clock() + self._rules.open_seconds
        logger.warning("subgraph %s: not asked for %g s: %s", self._name, self._rules.open_seconds, why)

    def _close(self) -> None:
        self._open_until = None
        self._window.clear()
        logger.warning("subgraph %s: answers again", self._name)
