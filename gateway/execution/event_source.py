"""EventSource: the Protocol through which a subscription reaches a subgraph, whatever the transport."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Protocol

from gateway.execution.subgraph import SubgraphRequest, SubgraphResponse


class EventSource(Protocol):
    """A way to subscribe at one subgraph."""

    def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """One response for each event, in order, until the subgraph says that there will be no more.

        A subscription that the subgraph refuses, or ends by errors, is one response with these errors and no
        data, and then the end. `request.timeout` is for the subscription to begin; events may come at any
        time after that. Closing the generator (`aclose`), or cancelling who waits for it, unsubscribes.

        Raises SubgraphFailure, and nothing else, when the subscription does not begin, or breaks off before
        the subgraph ended it. A subscription that broke off is never taken up again: what happened meanwhile
        would be lost without a trace.
        """
        ...

    async def close(self) -> None:
        """Break off all subscriptions (SUBSCRIPTION_CLOSED) and close all connections."""
        ...


# The codes of SubgraphFailure that only subscriptions have, beside those that say why nothing began.
LOST = "SUBSCRIPTION_LOST"
"""The connection ended before the subscription did."""
OVERFLOW = "SUBSCRIPTION_OVERFLOW"
"""Events came faster than they were taken, and there was no more room to keep them."""
CLOSED = "SUBSCRIPTION_CLOSED"
"""The gateway gave the subscription up: it stops, or serves another supergraph now."""
UNSUPPORTED = "SUBSCRIPTION_UNSUPPORTED"
"""The subgraph does not speak the protocol, or none was set for it."""
REFUSED = "SUBSCRIPTION_REFUSED"
"""The subgraph does not let the gateway in."""
