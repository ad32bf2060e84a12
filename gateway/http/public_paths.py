"""PublicPaths: the ASGI application at `/openbaar/<path>`: what subgraphs have for everyone, by plain HTTP.

Nobody is logged in here, whoever asks: no cookie, token or statement goes along, and only what the subgraph
itself calls public comes back. So any page of any site may read it, and anyone may keep it.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.execution.subgraph import SubgraphFailure
from gateway.http.departure import until_gone
from gateway.http.file_answer import (
    SANDBOX,
    CutOff,
    Passage,
    check,
    is_public,
    problem_of,
    problem_of_failure,
    send_on,
)
from gateway.http.file_refused import FileRefused
from gateway.http.file_room import FileRoom
from gateway.http.files import FilePlaces
from gateway.http.problem import Problem
from gateway.transport.file_server import FileAnswer, FileRequest, FileServer
from gateway.transport.wire import MALFORMED

logger = logging.getLogger(__name__)

_NAME = re.compile(r"([a-z][a-z0-9-]{0,63})(?:\.[a-z0-9]{1,16}|/(?!\.+$)[A-Za-z0-9._~=-]{1,1024})?")
_METHODS = ("GET", "HEAD")
_ASKED_WITH = ("accept", "if-none-match", "if-modified-since", "range", "if-range")
_PASSED = (
    *("content-type", "content-length", "content-range", "content-disposition", "accept-ranges"),
    *("cache-control", "etag", "last-modified", "link", "vary"),
)
_READABLE = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "content-disposition, content-range, etag, link",
    "cross-origin-resource-policy": "cross-origin",
}
"""With every answer, refusals too: any page may read what it got, and what it did wrong."""
_PREFLIGHT = {
    "access-control-allow-methods": ", ".join(_METHODS),
    "access-control-allow-headers": ", ".join(_ASKED_WITH),
    "access-control-max-age": "86400",
}
"""For a browser that asks whether a page may ask with `if-none-match` or `range` (Fetch, CORS-preflight)."""
_NOT_MODIFIED = 304
_QUERY_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True)
class PublicRules:
    """Which subgraph answers at which path; the largest answer in bytes, how many go by at a time, and
    seconds that a visitor may leave what is sent.

    `public_url` is the gateway's own origin where that is set: else what the visitor asked is taken for it.
    """

    paths: Mapping[str, str]
    answer_bytes: int = 1_000_000_000
    at_once: int = 100
    public_url: str | None = None
    silence: float = 30.0


class PublicPaths:
    """Asks the subgraph, and passes on what comes."""

    def __init__(self, places: FilePlaces, rules: PublicRules) -> None:
        self._places = places
        self._rules = rules
        self._room = FileRoom(rules.at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            if _is_preflight(request):
                await Response(None, 204, {**_READABLE, **_PREFLIGHT})(scope, receive, send)
                return
            await self._handle(request, send)
        except FileRefused as refused:
            await _readable(refused.problem)(scope, receive, send)
        except SubgraphFailure as failure:
            logger.warning("nothing is passed on (%s): %s", failure.code, failure)
            problem = problem_of_failure(failure, "This cannot be reached at the moment.")
            await _readable(problem)(scope, receive, send)
        except CutOff as error:
            logger.warning("an answer broke off: %s", error)  # the server breaks the connection

    async def _handle(self, request: Request, send: Send) -> None:
        server, asked = self._asked(request)
        with self._room.place():
            async with until_gone(request.receive), server.transfer(asked) as answer:
                await self._pass_on(answer, send)

    async def _pass_on(self, answer: FileAnswer, send: Send) -> None:
        if answer.status != _NOT_MODIFIED:
            check(answer, self._rules.answer_bytes)
        if answer.status >= 400:
            raise FileRefused(await problem_of(answer))
        if not is_public(answer):
            raise SubgraphFailure(MALFORMED, "the subgraph does not call this public")
        passage = Passage(send, self._rules.answer_bytes, self._rules.silence)
        await send_on(answer, _headers(answer), passage)

    def _asked(self, request: Request) -> tuple[FileServer, FileRequest]:
        """Of whom what is asked. Raises FileRefused."""
        if request.method not in _METHODS:
            message = f"{request.method} is not a way to ask this."
            raise FileRefused(Problem(405, "METHOD_NOT_ALLOWED", message, {"allow": ", ".join(_METHODS)}))
        name = request.path_params["name"]
        known = _NAME.fullmatch(name)
        found = self._places.find(self._rules.paths.get(known[1], "")) if known else None
        if found is None:
            raise FileRefused(Problem(404, "NOT_FOUND", "There is nothing here."))
        if len(request.url.query) > _QUERY_CHARACTERS:
            raise FileRefused(Problem(414, "URI_TOO_LONG", "This query string is too long."))
        server, place = found
        headers = {key: request.headers[key] for key in _ASKED_WITH if key in request.headers}
        asked = FileRequest("GET", place, name, headers | self._origin(request), query=request.url.query)
        return server, asked

    def _origin(self, request: Request) -> dict[str, str]:
        """How the visitor reaches the gateway, for addresses in the answer."""
        own = urlsplit(self._rules.public_url or str(request.base_url))
        return {"x-forwarded-proto": own.scheme, "x-forwarded-host": own.netloc}


def _headers(answer: FileAnswer) -> dict[str, str]:
    """What was fetched stands on the gateway's own origin: a browser may save it, and run nothing of it."""
    return {
        **{name: answer.headers[name] for name in _PASSED if name in answer.headers},
        **_READABLE,
        "content-security-policy": SANDBOX,
    }


def _is_preflight(request: Request) -> bool:
    return request.method == "OPTIONS" and "access-control-request-method" in request.headers


def _readable(problem: Problem) -> Response:
    return replace(problem, headers={**problem.headers, **_READABLE}).response()
