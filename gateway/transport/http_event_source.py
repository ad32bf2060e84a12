"""HttpEventSource: subscribes at a subgraph by a POST whose answer is a stream of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager

import aiohttp

from gateway.execution.event_source import CLOSED, LOST
from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest, SubgraphResponse
from gateway.transport.event_limits import EventLimits
from gateway.transport.lasting_session import lasting_session, trusting
from gateway.transport.streamed_answer import ACCEPT, SSE, StreamedAnswer
from gateway.transport.tls import Tls
from gateway.transport.wire import MALFORMED, REQUEST_HEADERS


class HttpEventSource:
    """An EventSource behind a URL; every subscription has a connection of its own.

    `kind` is what is asked for: SSE or MULTIPART of `streamed_answer`; a server that sends the other is
    understood as well. Who takes events slowly slows the server down: nothing is read ahead.
    """

    def __init__(self, url: str, limits: EventLimits, kind: str = SSE, tls: Tls | None = None) -> None:
        """Raises TlsError when the files of `tls` cannot be used."""
        self._url = url
        self._trust = trusting(url, tls)
        self._limits = limits
        self._accept = ACCEPT[kind]
        self._opened: aiohttp.ClientSession | None = None

    async def subscribe(self, request: SubgraphRequest) -> AsyncGenerator[SubgraphResponse, None]:
        """See EventSource. Of foreign errors only the names are kept: their text may hold the URL."""
        session = self._session()
        with _mapped(session):
            response = await self._post(session, request)
        try:
            content_type = response.headers.get("content-type", "")
            async with aclosing(_chunks(session, response)) as chunks:
                answer = StreamedAnswer(response.status, content_type, chunks)
                async with aclosing(answer.responses(self._limits.event_bytes)) as events:
                    async for event in events:
                        yield event
        finally:
            response.close()

    async def close(self) -> None:
        """See EventSource. It can be used again afterwards."""
        if self._opened is not None:
            session, self._opened = self._opened, None
            await session.close()

    async def _post(self, session: aiohttp.ClientSession, request: SubgraphRequest) -> aiohttp.ClientResponse:
        # compressed events would have to wait in the server until there are enough to compress
        asked = {"accept": self._accept, "accept-encoding": "identity"}
        headers = {**REQUEST_HEADERS, **asked, **request.headers}
        async with asyncio.timeout(request.timeout):
            return await session.post(self._url, data=request.body, headers=headers, allow_redirects=False)

    def _session(self) -> aiohttp.ClientSession:
        if self._opened is None:
            self._opened = lasting_session(self._limits, self._trust)
        return self._opened


async def _chunks(
    session: aiohttp.ClientSession, response: aiohttp.ClientResponse
) -> AsyncGenerator[bytes, None]:
    """The body as it comes. A body cannot be read on, by whatever error, when its session was closed."""
    while not session.closed:
        with _mapped(session, begun=True):
            chunk = await response.content.readany()
        if not chunk:
            return
        yield chunk
    raise SubgraphFailure(CLOSED, "the gateway closed its connections")


@contextmanager
def _mapped(session: aiohttp.ClientSession, *, begun: bool = False) -> Iterator[None]:
    """Foreign errors as SubgraphFailure."""
    try:
        yield
    except aiohttp.ConnectionTimeoutError as exc:
        raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "no connection in time") from exc
    except (aiohttp.ClientError, TimeoutError, OSError) as exc:
        name = type(exc).__name__
        if session.closed:
            raise SubgraphFailure(CLOSED, "the gateway closed its connections") from exc
        if begun:
            raise SubgraphFailure(LOST, f"the stream broke off ({name})") from exc
        if isinstance(exc, TimeoutError):
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        if isinstance(exc, aiohttp.ClientResponseError):
            raise SubgraphFailure(MALFORMED, f"a broken answer ({name})") from exc
        raise SubgraphFailure("SUBGRAPH_UNREACHABLE", name) from exc
