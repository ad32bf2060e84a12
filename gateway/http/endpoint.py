"""GraphQLEndpoint: the ASGI application at `/graphql`. One HTTP request in, one GraphQL response out.

Where the operation wants it (@defer, @stream) and the client takes it, the response comes in parts. Follows
the GraphQL-over-HTTP specification for POST and GET. What any step refuses becomes a coded GraphQL error;
what nobody foresaw becomes a 500 with a number that also stands in the log, where the details are.
"""

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from auth.principal import Caller
from gateway.http.caller import Authenticate, CallerRefused, everyone_is_anonymous
from gateway.http.cross_site import CrossSiteRules
from gateway.http.departure import until_gone
from gateway.http.media_type import ResponseType, takes_parts
from gateway.http.parts import FORMAT, Part, write_parts
from gateway.http.wire import Reply, WireError, encode, read_get, read_post
from gateway.incremental.remainder import Remainder
from gateway.operation.refusal import Refusal
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse

logger = logging.getLogger(__name__)

_HEADERS = {"cache-control": "no-store", "vary": "Accept, Origin"}

_READ_ON = 20
"""How many times the largest body is read, and thrown away, before a connection is cut off."""


class Answer(Protocol):
    """The pipeline: raises Refusal when the operation is not begun."""

    async def __call__(self, request: GraphQLRequest, caller: Caller) -> GraphQLResponse: ...


class AnswerInParts(Protocol):
    """Likewise, for who takes an answer in parts: the first response, and the rest if there is any."""

    async def __call__(
        self, request: GraphQLRequest, caller: Caller
    ) -> tuple[GraphQLResponse, Remainder | None]: ...


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """`body_bytes` bounds a POST's body and a GET's query string; `body_seconds` the time it may take."""

    body_bytes: int = 1_000_000
    body_seconds: float = 10.0
    cross_site: CrossSiteRules = field(default_factory=CrossSiteRules)


class GraphQLEndpoint:
    """Reads, authenticates, answers, writes; knows nothing of GraphQL itself."""

    def __init__(
        self,
        answer: Answer,
        authenticate: Authenticate = everyone_is_anonymous,
        rules: EndpointRules | None = None,
        answer_in_parts: AnswerInParts | None = None,
    ) -> None:
        self._answer = answer
        self._answer_in_parts = answer_in_parts
        self._authenticate = authenticate
        self._rules = rules or EndpointRules()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        accept = request.headers.get("accept")
        media = ResponseType.wanted(accept)
        in_parts = takes_parts(accept, FORMAT) and self._answer_in_parts is not None
        try:
            reply = await self._reply(request, send, media, in_parts=in_parts)
        except ClientDisconnect:
            return
        if reply is None:
            return
        if media is None and in_parts and reply.status is None:
            await write_parts(send, _HEADERS, _parts(reply.response, None))
            return
        media = media or ResponseType.JSON
        response = Response(
            encode(reply.response),
            reply.status_as(media),
            {**_HEADERS, **reply.headers},
            media_type=media.header,
        )
        await response(scope, receive, send)

    async def _reply(
        self, request: Request, send: Send, media: ResponseType | None, *, in_parts: bool
    ) -> Reply | None:
        """None when the answer came in parts: those are sent."""
        try:
            self._check(request, media, in_parts=in_parts)
            caller = await self._authenticate(request)
            asked = replace(await self._read(request), headers=request.headers)
            async with until_gone(request.receive):
                if in_parts and self._answer_in_parts is not None:
                    return await _sent(send, *await self._answer_in_parts(asked, caller))
                return Reply(await self._answer(asked, caller))
        except Refusal as refusal:
            return Reply.refused(refusal)
        except WireError as error:
            return Reply.failed(error.status, error, error.headers)
        except CallerRefused as error:
            return Reply.failed(error.status, error, error.headers)
        except ClientDisconnect:
            raise
        except Exception as error:
            return _unforeseen(error)

    def _check(self, request: Request, media: ResponseType | None, *, in_parts: bool) -> None:
        if media is None and not in_parts:
            wanted = " or ".join(ResponseType)
            raise WireError(f"Responses come as {wanted}.", status=406, code="NOT_ACCEPTABLE")
        if request.method not in ("GET", "HEAD", "POST"):
            raise WireError(
                f"{request.method} is not a way to ask: use POST or GET.",
                status=405,
                code="METHOD_NOT_ALLOWED",
                headers={"allow": "GET, HEAD, POST"},
            )
        if objection := self._rules.cross_site.objection(request):
            raise WireError(objection, status=403, code="CSRF_PREVENTED")

    async def _read(self, request: Request) -> GraphQLRequest:
        if request.method != "POST":
            if len(request.scope["query_string"]) > self._rules.body_bytes:
                raise WireError("The query string is too long.", status=414, code="URI_TOO_LONG")
            return read_get(request.query_params)
        _check_content_type(request.headers.get("content-type"))
        _check_content_encoding(request.headers.get("content-encoding"))
        try:
            async with asyncio.timeout(self._rules.body_seconds):
                body = await self._body(request)
        except TimeoutError as error:
            raise _too_slow() from error
        return read_post(body)

    async def _body(self, request: Request) -> bytes:
        """The body. `Content-Length` may be missing or lie, so what comes is counted.

        What is too long is not kept but, up to a point, still read: a client that is cut off while it sends
        sees a broken connection instead of our answer.
        """
        most = self._rules.body_bytes
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > most * _READ_ON:
            raise _too_large(most)
        body, size = bytearray(), 0
        async for chunk in request.stream():
            size += len(chunk)
            if size <= most:
                body += chunk
            elif size > most * _READ_ON:
                break
        if size > most:
            raise _too_large(most)
        return bytes(body)


async def _sent(send: Send, first: GraphQLResponse, rest: Remainder | None) -> Reply | None:
    """None when the parts are sent. What nobody foresaw leaves them without their end, so that no client
    takes them for the whole answer.
    """
    if rest is None:
        return Reply(first)
    try:
        async with aclosing(rest):
            await write_parts(send, _HEADERS, _parts(first, rest))
    except Exception as error:
        _log(error)
    return None


async def _parts(first: GraphQLResponse, rest: Remainder | None) -> AsyncIterator[Part]:
    yield first
    if rest is not None:
        async for update in rest:
            yield update


def _too_large(most: int) -> WireError:
    return WireError(
        f"The body is larger than {most} bytes.",
        status=413,
        code="PAYLOAD_TOO_LARGE",
        headers={"connection": "close"},
    )


def _too_slow() -> WireError:
    """A body that trickles in would keep its connection, and a place in the server, for ever."""
    return WireError(
        "The body took too long to arrive.",
        status=408,
        code="REQUEST_TIMEOUT",
        headers={"connection": "close"},
    )


def _check_content_type(header: str | None) -> None:
    """Only JSON in UTF-8: whatever a form can send is no GraphQL request."""
    media, *parameters = ((header or "").lower().replace(" ", "")).split(";")
    charsets = {
        each.removeprefix("charset=").strip('"') for each in parameters if each.startswith("charset=")
    }
    if media != "application/json" or not charsets <= {"utf-8", "utf8"}:
        raise WireError(
            "Send the request as application/json in UTF-8.",
            status=415,
            code="UNSUPPORTED_MEDIA_TYPE",
            headers={"accept-post": "application/json"},
        )


def _check_content_encoding(header: str | None) -> None:
    """Queries are small, and what unfolds into a large body is a way to keep the gateway busy."""
    if (header or "identity").strip().lower() != "identity":
        raise WireError(
            "Send the request without compression.",
            status=415,
            code="UNSUPPORTED_MEDIA_TYPE",
            headers={"accept-encoding": "identity"},
        )


def _log(error: Exception) -> str:
    """The number of the entry. The exception's text stays out of it: it can quote what a customer sent or a
    register held.
    """
    number = uuid4().hex
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("request %s failed with %s\n%s", number, type(error).__name__, where)
    return number


def _unforeseen(error: Exception) -> Reply:
    number = _log(error)
    entry = {
        "message": "The gateway could not answer this request.",
        "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": number},
    }
    return Reply(GraphQLResponse(errors=(entry,), executed=False), 500)
