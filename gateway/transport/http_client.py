"""HttpSubgraph: asks a subgraph over HTTP, with a pool of kept-alive connections of its own.

Answers come compressed by gzip, deflate, br or zstd when the subgraph does that, and are read as they come
in: what counts for the limit is their size once decompressed, so that a small answer cannot become a large
one in memory.
"""

import asyncio
import math
from dataclasses import dataclass, replace

import aiohttp
from aiohttp.http_exceptions import ContentEncodingError

from gateway.execution.subgraph import Handling, SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.pool import Pool, Use, noting_reuse
from gateway.transport.tls import Tls
from gateway.transport.wire import MALFORMED, read_answer, request_headers

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class HttpLimits:
    """What one subgraph may cost: connections, seconds to connect, bytes of an answer once decompressed.

    `keep_alive` is how many seconds an idle connection is kept. It has to be less than what the server does,
    for a request that meets a closing connection is lost; common servers keep them for 5 seconds and more.
    """

    connections: int = 100
    connect_timeout: float = 2.0
    answer_bytes: int = 64 * 1024 * 1024
    keep_alive: float = 4.0
    compression: bool = True


class HttpSubgraph:
    """A Subgraph behind a URL. It follows no redirects, keeps no cookies, and heeds no proxy settings."""

    def __init__(self, url: str, limits: HttpLimits, tls: Tls | None = None) -> None:
        """Raises TlsError when the files of `tls` cannot be used."""
        self._url = url
        self._limits = limits
        self._tls = (tls or Tls()).context() if url.startswith("https:") else True
        self._encodings = {} if limits.compression else {"accept-encoding": "identity"}
        self._opened: aiohttp.ClientSession | None = None

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. Of foreign errors only the names are kept: their text may hold the URL.

        A query that meets a connection which the server is just closing is sent again, once, right away.
        """
        now = asyncio.get_running_loop().time
        deadline = now() + request.timeout
        use = Use()
        try:
            return await self._exchange(request, use)
        except SubgraphFailure as failure:
            lost = use.stale and failure.code == "SUBGRAPH_UNREACHABLE"
            if not lost or request.handling is Handling.ONCE:
                raise
        return await self._exchange(replace(request, timeout=deadline - now()), Use())

    async def close(self) -> None:
        """Close all connections. The Subgraph can be used again afterwards."""
        if self._opened is not None:
            session, self._opened = self._opened, None
            await session.close()

    async def _exchange(self, request: SubgraphRequest, use: Use) -> SubgraphResponse:
        if request.timeout <= 0:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no time was left to ask")
        timeout = aiohttp.ClientTimeout(
            total=request.timeout,
            sock_connect=min(self._limits.connect_timeout, request.timeout),
            ceil_threshold=math.inf,  # or long ones would be rounded up to whole seconds
        )
        try:
            async with self._session().post(
                self._url,
                data=request.body,
                headers={**request_headers(request), **self._encodings},
                timeout=timeout,
                allow_redirects=False,
                trace_request_ctx=use,
            ) as response:
                use.answered = True
                body = await self._body(response)
                headers = {name.lower(): value for name, value in response.headers.items()}
                return read_answer(response.status, headers, body)
        except aiohttp.ConnectionTimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "no connection in time") from exc
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        except aiohttp.ClientPayloadError as exc:
            raise _broken_answer(exc) from exc
        except aiohttp.ClientResponseError as exc:
            raise SubgraphFailure(MALFORMED, f"a broken answer ({type(exc).__name__})") from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", type(exc).__name__) from exc

    def _session(self) -> aiohttp.ClientSession:
        """The pool; made at first use, since it belongs to the running event loop."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=Pool(
                    limit=self._limits.connections, keepalive_timeout=self._limits.keep_alive, ssl=self._tls
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                trace_configs=[noting_reuse()],
                trust_env=False,
            )
        return self._opened

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._limits.answer_bytes
        chunks: list[bytes] = []
        size = 0
        if (response.content_length or 0) > most:  # as announced, and not yet decompressed
            raise _too_large(response, most)
        async for chunk in response.content.iter_chunked(_CHUNK):
            size += len(chunk)
            if size > most:
                raise _too_large(response, most)
            chunks.append(chunk)
        return b"".join(chunks)


def _too_large(response: aiohttp.ClientResponse, most: int) -> SubgraphFailure:
    response.close()  # with its connection: the rest is not worth reading
    return SubgraphFailure(MALFORMED, f"more than {most} bytes")


def _broken_answer(error: aiohttp.ClientPayloadError) -> SubgraphFailure:
    if isinstance(error.__cause__, ContentEncodingError):
        return SubgraphFailure(MALFORMED, "an answer that is not compressed as it says")
    return SubgraphFailure("SUBGRAPH_UNREACHABLE", "the connection broke in the middle of the answer")
