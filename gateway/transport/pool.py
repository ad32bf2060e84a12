"""Pool: the connections to one subgraph, none of which carries anything of an earlier call."""

from types import SimpleNamespace

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection
from aiohttp.tracing import Trace


class Pool(aiohttp.TCPConnector):
    """Does not reuse a connection on which bytes came after its last answer.

    A server that answers twice, or announces a body shorter than it sends, would otherwise have its surplus
    read as the answer to the next call: to another question, and perhaps for somebody else.
    """

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Trace],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - the base's own
    ) -> Connection:
        while True:
            connection = await super().connect(req, traces, timeout)
            if connection.protocol is None or not connection.protocol.should_close:
                return connection
            connection.close()


class Use:
    """What becomes known of the connection that one exchange takes; its `trace_request_ctx`."""

    def __init__(self) -> None:
        self.reused = False
        self.answered = False

    @property
    def stale(self) -> bool:
        """Whether, when it breaks, the server may just have closed it for having been idle."""
        return self.reused and not self.answered


def noting_reuse() -> aiohttp.TraceConfig:
    """Keeps the Use of each request up to date."""
    tracing = aiohttp.TraceConfig()
    tracing.on_connection_reuseconn.append(_reused)
    return tracing


async def _reused(_session: aiohttp.ClientSession, context: SimpleNamespace, _params: object) -> None:
    context.trace_request_ctx.reused = True
