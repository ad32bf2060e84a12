"""StreamedAnswer: an HTTP answer that goes on and on, and the events of a subscription within it.

Three kinds are understood, by their content type:
- `text/event-stream`: GraphQL over SSE, in "distinct connections mode";
- `multipart/mixed`: the multipart protocol for subscriptions (`subscriptionSpec=1.0`);
- a single GraphQL response with errors: the subscription was refused.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from email.message import Message

from gateway.execution.event_source import LOST, UNSUPPORTED
from gateway.execution.subgraph import SubgraphFailure, SubgraphResponse
from gateway.transport.event_stream import Event, EventStream
from gateway.transport.part_stream import PartStream
from gateway.transport.wire import HTTP_ERROR, MALFORMED, are_errors, json_of, read_response, response_of

SSE = "text/event-stream"
MULTIPART = "multipart/mixed"
ACCEPT = {
    SSE: SSE,
    MULTIPART: f"{MULTIPART};subscriptionSpec=1.0, application/json",
}
"""What to accept in order to be answered in one kind or the other. Some servers compare it as a whole."""


@dataclass(frozen=True, slots=True)
class StreamedAnswer:
    """Status and headers have come; `chunks` are what comes of the body, to its end."""

    status: int
    content_type: str
    chunks: AsyncIterator[bytes]

    async def responses(self, most: int) -> AsyncGenerator[SubgraphResponse, None]:
        """The events, each at most `most` bytes. Raises SubgraphFailure (see EventSource)."""
        # `Message` reads the parameters of a header as they are quoted and escaped in practice.
        header = Message()
        header["content-type"] = self.content_type
        media_type = self.content_type.partition(";")[0].strip().lower()
        if media_type not in (SSE, MULTIPART):
            yield await self._refusal(most)
            return
        read = _sse(most) if media_type == SSE else _multipart(str(header.get_param("boundary", "-")), most)
        async for chunk in self.chunks:
            for response in read(chunk):
                if response is None:
                    return
                yield response
        # some servers refuse by a stream with an error's status, which then is complete all the same
        code = LOST if self.status == 200 else HTTP_ERROR
        raise SubgraphFailure(code, f"status {self.status}, and a stream that ended before the subscription")

    async def _refusal(self, most: int) -> SubgraphResponse:
        body = bytearray()
        async for chunk in self.chunks:
            body += chunk
            if len(body) > most:
                raise SubgraphFailure(MALFORMED, f"more than {most} bytes")
        response = read_response(self.status, self.content_type, bytes(body))
        if response.data is not None:
            raise SubgraphFailure(UNSUPPORTED, "a single response where a stream was expected")
        return response


Reader = Callable[[bytes], Iterator[SubgraphResponse | None]]
"""The responses that a chunk completes, in order; None is the end of the subscription."""


def _sse(most: int) -> Reader:
    stream = EventStream(most)

    def read(chunk: bytes) -> Iterator[SubgraphResponse | None]:
        for event in stream.feed(chunk):
            yield from _of_event(event)

    return read


def _of_event(event: Event) -> Iterator[SubgraphResponse | None]:
    """Events of other names are for others than us."""
    if event.name == "next":
        yield response_of(json_of(event.data))
    elif event.name == "complete":
        yield None


def _multipart(boundary: str, most: int) -> Reader:
    stream = PartStream(boundary, most)

    def read(chunk: bytes) -> Iterator[SubgraphResponse | None]:
        for part in stream.feed(chunk):
            yield from _of_part(part)
        if stream.ended:
            yield None

    return read


def _of_part(part: bytes) -> Iterator[SubgraphResponse | None]:
    """A `payload` is an event, `errors` beside it are the end, and a part with neither is a heartbeat."""
    message = json_of(part)
    if not isinstance(message, dict) or not are_errors(message.get("errors")):
        raise SubgraphFailure(MALFORMED, "a part that is no message of the protocol")
    if message.get("payload") is not None:
        yield response_of(message["payload"])
    if message.get("errors"):
        yield SubgraphResponse(None, message["errors"])
        yield None
