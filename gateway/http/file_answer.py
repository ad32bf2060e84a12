"""What of a subgraph's answer about a file goes on to the client, and how.

A file is handed over to be saved, never shown: it would be a page of the gateway's own origin.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from starlette.types import Send

from gateway.execution.subgraph import SubgraphFailure
from gateway.http.problem import MEDIA_TYPE, Problem
from gateway.transport.file_server import FileAnswer
from gateway.transport.wire import HTTP_ERROR, MALFORMED

PROBLEM_BYTES = 64 * 1024
_PASSED = ("content-type", "content-length", "content-range", "accept-ranges", "etag", "last-modified")
_TOLD = ("content-range",)
"""Of a refusal: how long the file is of which a part was asked that is not there."""
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class CutOff(Exception):
    """The answer cannot be completed, although its beginning is out: the connection has to be broken."""


def is_public(answer: FileAnswer) -> bool:
    """Whether the subgraph says that anyone may have it, and keep it."""
    directives = answer.headers.get("cache-control", "").lower().split(",")
    return "public" in (each.strip() for each in directives)


def check(answer: FileAnswer, most: int) -> None:
    """Raises SubgraphFailure for an answer that is neither a file nor an error, or announces too much."""
    if not 200 <= answer.status < 300 and answer.status < 400:
        raise SubgraphFailure(HTTP_ERROR, f"status {answer.status}")
    announced = answer.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > most:
        raise SubgraphFailure(MALFORMED, f"a file of more than {most} bytes")


async def problem_of(answer: FileAnswer) -> Problem:
    """The subgraph's error, in its own words where those are a problem (RFC 9457) of its own."""
    headers = {name: answer.headers[name] for name in _TOLD if name in answer.headers}
    plain = Problem(answer.status, "FILE_REFUSED", "This file was refused.", headers)
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
        return plain
    body = bytearray()
    async for chunk in answer.chunks:
        body += chunk
        if len(body) > PROBLEM_BYTES:
            return plain
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError:
        return plain
    if not isinstance(told, dict):
        return plain
    further = {name: value for name, value in told.items() if name not in ("status", "title", "code")}
    code, title = told.get("code"), told.get("title")
    return Problem(answer.status, str(code or plain.code), str(title or plain.title), headers, further)


def problem_of_failure(failure: SubgraphFailure, title: str) -> Problem:
    """That no answer came, in the words for the client: what failed stays in the log."""
    return Problem(504 if failure.code == "SUBGRAPH_TIMEOUT" else 502, failure.code, title)


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an answer goes: `send`, which takes no chunk longer than `silence` seconds, and `most` bytes."""

    send: Send
    most: int
    silence: float

    async def chunk(self, body: bytes, *, more: bool) -> None:
        """Raises CutOff when nobody takes it: who does not read keeps a place that others wait for."""
        try:
            async with asyncio.timeout(self.silence):
                await self.send({"type": "http.response.body", "body": body, "more_body": more})
        except TimeoutError as exc:
            raise CutOff("nobody took it") from exc


async def pass_on(answer: FileAnswer, passage: Passage) -> None:
    """Sends it chunk by chunk. Raises CutOff when it does not come to its end, or to one within bounds."""
    await send_on(answer, _headers(answer.headers), passage)


async def send_on(answer: FileAnswer, headers: Mapping[str, str], passage: Passage) -> None:
    """Sends it with these headers. Raises CutOff likewise."""
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    await passage.send({"type": "http.response.start", "status": answer.status, "headers": raw})
    size = 0
    try:
        async for chunk in answer.chunks:
            size += len(chunk)
            if size > passage.most:
                raise CutOff(f"a file of more than {passage.most} bytes")
            await passage.chunk(chunk, more=True)
    except SubgraphFailure as failure:
        raise CutOff(f"{failure.code}: {failure}") from failure
    await passage.chunk(b"", more=False)


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    disposition = given.get("content-disposition", "")
    headers = {
        **{name: given[name] for name in _PASSED if name in given},
        "cache-control": "no-store",
        "content-security-policy": SANDBOX,
    }
    if not given.get("content-type", "").startswith("application/json"):
        saved = disposition.lower().startswith("attachment")
        headers["content-disposition"] = disposition if saved else "attachment"
    return headers
