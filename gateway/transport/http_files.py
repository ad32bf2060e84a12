"""HttpFiles: the files of a subgraph, over HTTP."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urljoin

import aiohttp

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.file_server import FOLDER, BodyBroken, FileAnswer, FilePatience, FileRequest
from gateway.transport.tls import Tls

_CHUNK = 64 * 1024


class HttpFiles:
    """A FileServer at `url`, or else beside the subgraph. It follows no redirects, keeps no cookies, and
    heeds no proxy settings.
    """

    def __init__(
        self,
        url: str | None = None,
        patience: FilePatience | None = None,
        tls: Tls | None = None,
        folder: str = FOLDER,
    ) -> None:
        """`url` is that of the folder, `folder` its name beside a subgraph. Raises TlsError when the files of
        `tls` cannot be used.
        """
        self._url = None if url is None else url.rstrip("/") + "/"
        self._folder = folder
        self._patience = patience or FilePatience()
        self._tls = (tls or Tls()).context()
        self._opened: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def transfer(self, request: FileRequest) -> AsyncIterator[FileAnswer]:
        """See FileServer. Of foreign errors only the names are kept: their text may hold the URL."""
        body = _Body(request.body)
        try:
            async with self._session().request(
                request.method,
                self._address(request),
                data=None if request.body is None else body.chunks(),
                headers={**request.headers, "accept-encoding": "identity"},
                allow_redirects=False,
            ) as response:
                headers = {name.lower(): value for name, value in response.headers.items()}
                if "content-encoding" in headers:  # although nobody asked; it is decoded as it is read
                    headers.pop("content-length", None)
                yield FileAnswer(response.status, headers, _chunks(response))
        except aiohttp.ConnectionTimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "no connection in time") from exc
        except TimeoutError as exc:
            raise SubgraphFailure("SUBGRAPH_TIMEOUT", "no answer in time") from exc
        except (aiohttp.ClientError, OSError) as exc:
            if body.broken is not None:
                raise body.broken from exc
            raise SubgraphFailure("SUBGRAPH_UNREACHABLE", type(exc).__name__) from exc

    async def close(self) -> None:
        """Close all connections. It can be used again afterwards."""
        if self._opened is not None:
            session, self._opened = self._opened, None
            await session.close()

    @staticmethod
    def beside(url: str, folder: str = FOLDER) -> str:
        """The folder with the files of a subgraph that is asked at `url`."""
        return urljoin(url, f"{folder}/")

    def _address(self, request: FileRequest) -> str:
        found = (self._url or self.beside(request.place, self._folder)) + request.name
        return f"{found}?{request.query}" if request.query else found

    def _session(self) -> aiohttp.ClientSession:
        """Made at first use, since it belongs to the running event loop. How many files go by at once is
        for who asks to bound.
        """
        if self._opened is None:
            self._opened = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=self._tls, force_close=True),
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                timeout=aiohttp.ClientTimeout(
                    total=None,
                    sock_connect=self._patience.connect,
                    sock_read=self._patience.silence,
                    ceil_threshold=math.inf,  # or long ones would be rounded up to whole seconds
                ),
            )
        return self._opened


class _Body:
    """The body of one request, and why it broke: aiohttp tells of its own error instead."""

    def __init__(self, body: AsyncIterator[bytes] | None) -> None:
        self._body = body
        self.broken: BodyBroken | None = None

    async def chunks(self) -> AsyncIterator[bytes]:
        assert self._body is not None
        try:
            async for chunk in self._body:
                yield chunk
        except BodyBroken as exc:
            self.broken = exc
            raise


async def _chunks(response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
    try:
        async for chunk in response.content.iter_chunked(_CHUNK):
            yield chunk
    except TimeoutError as exc:
        raise SubgraphFailure("SUBGRAPH_TIMEOUT", "the file stopped coming") from exc
    except (aiohttp.ClientError, OSError) as exc:
        raise SubgraphFailure("SUBGRAPH_UNREACHABLE", "the connection broke in the middle of a file") from exc
