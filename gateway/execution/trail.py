"""Trail: who is told of every call to a subgraph, before it is made and before its answer is used."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from gateway.planning.plan import Fetch


class Trail(Protocol):
    """Follows the calls of one request."""

    def call(self, fetches: Sequence[Fetch]) -> AbstractAsyncContextManager[Mapping[str, str]]:
        """Around one call, which is for all these fetches; gives headers to send along.

        Either end of it raises SubgraphFailure when the call must not be made, or its answer not be used.
        """
        ...

    async def opening(self, fetch: Fetch) -> Mapping[str, str]:
        """Before a subscription is opened; gives headers to send along. Raises SubgraphFailure when it must
        not be.
        """
        ...

    async def ended(self, data: Mapping[str, Any]) -> None:
        """All calls are done; `data` is all that was merged."""
        ...
