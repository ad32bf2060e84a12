"""HttpSubgraph: asks a subgraph over HTTP, with a pool of kept-alive connections of its own."""

from dataclasses import dataclass

import aiohttp

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.wire import MALFORMED, REQUEST_HEADERS, read_response

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


class HttpSubgraph:
    """A Subgraph behind a URL. It follows no redirects, keeps no cookies, and heeds no proxy settings."""

    def __init__(self, url: str, limits: HttpLimits) -> None:
        self._url = url
        self._limits = limits
        self._opened: aiohttp.ClientSession | None = None

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        """See Subgraph. Of foreign errors only the names are kept: their text may hold the URL."""
        limits = self._limits
        timeout = aiohttp.ClientTimeout(
            total=request.timeout, sock_connect=min(limits.connect_timeout, request.timeout)
        )
        try:
            async with self._session().post(
                self._url,
                data=request.body,
                headers={**REQUEST_HEADERS, **request.headers},
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                body = await self._body(response)
                return read_response(response.status, response.headers.get("content-type", ""), body)
        except aiohttp.ConnectionTimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "no connection in time") from exc
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError) as exc:
            raise SubgraphFailure(MALFORMED, f"a broken answer ({type(exc).__name__})") from exc
        except (aiohttp.ClientError, OSError) as exc:
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", type(exc).__name__) from exc

    async def close(self) -> None:
        """Close all connections. The Subgraph can be used again afterwards."""
        if self._opened is not None:
            session, self._opened = self._opened, None
            await session.close()

    def _session(self) -> aiohttp.ClientSession:
        """The pool; made at first use, since it belongs to the running event loop."""
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._limits.connections, keepalive_timeout=self._limits.keep_alive
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
            )
        return self._opened

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        most = self._limits.answer_bytes
        chunks: list[bytes] = []
        size = 0
        async for chunk in response.content.iter_chunked(_CHUNK):
            size += len(chunk)
            if size > most:
                response.close()
                raise SubgraphFailure(MALFORMED, f"more than {most} bytes")
            chunks.append(chunk)
        return b"".join(chunks)
