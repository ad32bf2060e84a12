"""RegisterClient: how every connector asks the external register it is for, over HTTP.

    cache      what is the same for all is kept, and revalidated by its ETag
    retries    what may be over in a moment is sent again, if that can do no harm and the budget allows
    breaker    a register that is down is not asked for a while
    attempt    one call: no redirects, no cookies, no proxy of the environment, a cap on the answer

    client = RegisterClient(RegisterTarget("brp", "https://brp.example/api", headers={"x-api-key": key}))
    answer = await client.ask(RegisterCall.send(Method.POST, "/personen", {"type": ...}))
    await client.close()

Logs and errors name the register and never an address: a path or query may hold a number of a customer.
"""

import asyncio
import random
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace

import aiohttp
from yarl import URL

from subgraphs.service.deadline import left_for_registers
from subgraphs.service.etag_cache import CacheRules, EtagCache
from subgraphs.service.register_breaker import BreakerRules, Clock, RegisterBreaker
from subgraphs.service.register_call import JSON, RegisterAnswer, RegisterCall
from subgraphs.service.register_errors import Reason, RegisterUnavailable
from subgraphs.service.register_status import NOT_MODIFIED, judge
from subgraphs.service.tracing import onward

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class RegisterTarget:
    """Which register: its name for logs, its base URL, and the headers that every call gets (a key)."""

    name: str
    base_url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RegisterRules:
    """How a register is asked. Times in seconds, `max_answer` in bytes of the decoded body.

    `budget` is for a whole call, retries included, unless the call brings its own or the request that it is
    for has less time left (subgraphs.service.deadline); `attempts` counts the
    first one too, and before the n-th retry the wait is drawn from 0 to `base_wait` x 2^(n-1). While an
    answer is streamed, `silence` is how long the register may send nothing.
    """

    budget: float = 5.0
    connect: float = 2.0
    silence: float = 15.0
    attempts: int = 3
    base_wait: float = 0.1
    max_answer: int = 8 * 1024 * 1024
    connections: int = 50
    breaker: BreakerRules = field(default_factory=BreakerRules)
    cache: CacheRules = field(default_factory=CacheRules)


@dataclass(frozen=True, slots=True)
class Pace:
    """Time and chance: how to tell the time, wait, and draw a number between 0 and 1."""

    clock: Clock = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    draw: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class RegisterStream:
    """An answer whose body is still coming; header names are in lower case.

    Reading `chunks` raises RegisterUnavailable when it breaks off.
    """

    headers: Mapping[str, str] = field(repr=False)
    chunks: AsyncIterator[bytes] = field(repr=False)


class RegisterClient:
    """Asks one register. Make one for each process, and `close` it in the event loop that used it."""

    def __init__(
        self, target: RegisterTarget, rules: RegisterRules | None = None, pace: Pace | None = None
    ) -> None:
        self._target = target
        self._base = URL(target.base_url.rstrip("/"))
        self._rules = rules or RegisterRules()
        self._pace = pace or Pace()
        self._breaker = RegisterBreaker(target.name, self._rules.breaker, self._pace.clock)
        self._cache = EtagCache(self._rules.cache)
        self._session: aiohttp.ClientSession | None = None

    @property
    def name(self) -> str:
        return self._target.name

    async def ask(self, call: RegisterCall) -> RegisterAnswer:
        """The answer to a call. Raises RegisterUnavailable, RegisterRefused."""
        if not call.shared:
            return await self._asked(call)
        now = self._pace.clock
        kept = self._cache.find(call.key)
        if kept and self._cache.is_fresh(kept, now()):
            return kept.answer
        etag = kept.etag if kept else None
        try:
            answer = await self._asked(_conditional(call, etag) if etag else call)
        except RegisterUnavailable:
            if kept and self._cache.may_stand_in(kept, now()):
                return kept.answer
            raise
        if kept and answer.status == NOT_MODIFIED:
            answer = kept.answer
        self._cache.keep(call.key, answer, now())
        return answer

    @asynccontextmanager
    async def stream(self, call: RegisterCall) -> AsyncIterator[RegisterStream]:
        """An answer of any length, in chunks as they come. The budget is for its beginning.

        Raises RegisterUnavailable, RegisterRefused.
        """
        seconds = self._seconds(call)
        with self._breaker.call(seconds), self._mapped():
            response = await self._begun(call, seconds)
        async with response:
            yield RegisterStream(_lower(response.headers), self._chunks(response))

    def path_of(self, url: str) -> str:
        """What the path (and query) of a call must be to ask `url`, an address that this register gave.

        Raises RegisterUnavailable (unreadable) for one that lies elsewhere: credentials go where the settings
        say, and nowhere else.
        """
        prefix = f"{self._base}/"
        given = URL(url) if _is_plain(url) else None
        if given is None or not str(given).startswith(prefix):
            raise RegisterUnavailable(self.name, Reason.UNREADABLE)
        return str(given)[len(prefix) - 1 :]

    def url_of(self, path: str) -> str:
        """The address of what has this path: how one register names it to another."""
        return str(self._url(path))

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _asked(self, call: RegisterCall) -> RegisterAnswer:
        """The answer of the last attempt that the budget and the kind of call allow."""
        now = self._pace.clock
        deadline = now() + self._seconds(call)
        made = 1
        while True:
            try:
                return await self._attempt(call, deadline - now())
            except RegisterUnavailable as failure:
                wait = self._wait(call, failure, made)
                if wait is None or wait >= deadline - now():
                    raise
            await self._pace.sleep(wait)
            made += 1

    def _seconds(self, call: RegisterCall) -> float:
        """How long a call may take. Raises RegisterUnavailable when there is no time at all."""
        budget, left = call.budget or self._rules.budget, left_for_registers()
        if left is not None and left <= 0:
            raise RegisterUnavailable(self.name, Reason.TIMEOUT)
        return budget if left is None else min(budget, left)

    def _wait(self, call: RegisterCall, failure: RegisterUnavailable, made: int) -> float | None:
        """Seconds until the next attempt; None when there is to be none."""
        if made >= self._rules.attempts or not call.can_repeat or not failure.may_pass:
            return None
        return (failure.retry_after or 0.0) + self._pace.draw() * self._rules.base_wait * 2.0 ** (made - 1)

    async def _attempt(self, call: RegisterCall, seconds: float) -> RegisterAnswer:
        with self._breaker.call(seconds), self._mapped():
            async with asyncio.timeout(seconds), await self._begun(call, seconds) as response:
                body = await self._body(response)
            return RegisterAnswer(self.name, response.status, _lower(response.headers), body)

    async def _begun(self, call: RegisterCall, seconds: float) -> aiohttp.ClientResponse:
        """The answer as far as its headers, when they say that the register did as asked."""
        async with asyncio.timeout(seconds):
            response = await self._sessions().request(
                call.method,
                self._url(call.path),
                params=list(call.query) or None,
                data=call.body,
                headers=_lower({"accept": JSON, **self._target.headers, **onward()}) | _lower(call.headers),
                allow_redirects=False,
                ssl=self._target.tls or True,
            )
            try:
                await judge(self.name, response)
            except BaseException:
                response.close()
                raise
            return response

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for chunk in response.content.iter_chunked(CHUNK):
            body += chunk
            if len(body) > self._rules.max_answer:
                response.close()
                raise RegisterUnavailable(self.name, Reason.TOO_LARGE, response.status)
        return bytes(body)

    async def _chunks(self, response: aiohttp.ClientResponse) -> AsyncIterator[bytes]:
        with self._mapped():
            async for chunk in response.content.iter_chunked(CHUNK):
                yield chunk

    @contextmanager
    def _mapped(self) -> Iterator[None]:
        """Foreign exceptions as ours. Without their cause: the texts of aiohttp quote addresses."""
        try:
            yield
        except RegisterUnavailable:
            raise
        except TimeoutError:
            raise RegisterUnavailable(self.name, Reason.TIMEOUT) from None
        except (aiohttp.ClientPayloadError, aiohttp.ClientResponseError):
            raise RegisterUnavailable(self.name, Reason.UNREADABLE) from None
        except (aiohttp.ClientError, OSError):
            raise RegisterUnavailable(self.name, Reason.UNREACHABLE) from None

    def _url(self, path: str) -> URL:
        """Raises ValueError for a path that leads out of the register."""
        url = URL(f"{self._base}{path}")
        if not path.startswith("/") or not str(url).startswith(f"{self._base}/"):
            raise ValueError("the path of a call must lie under the base URL of the register")
        return url

    def _sessions(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._rules.connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(
                    total=None, sock_connect=self._rules.connect, sock_read=self._rules.silence
                ),
            )
        return self._session


def _conditional(call: RegisterCall, etag: str) -> RegisterCall:
    return replace(call, headers={**call.headers, "if-none-match": etag})


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _is_plain(url: str) -> bool:
    """Whether it can be parsed as an address at all."""
    return isinstance(url, str) and url.isascii() and url.startswith(("http://", "https://"))
