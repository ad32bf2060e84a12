"""What is said over a WebSocket in the subprotocol `graphql-transport-ws` ("GraphQL over WebSocket").

Here are the messages themselves, and what a server means by closing; who says what when is in
websocket_connection.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from gateway.execution.event_source import LOST, REFUSED, UNSUPPORTED
from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.wire import MALFORMED, are_errors, json_of

SUBPROTOCOL = "graphql-transport-ws"
INVALID_MESSAGE = 4400
"""With this code either side closes when it cannot make sense of what the other one said."""
NOT_ACCEPTABLE = 4406

PONG = b'{"type":"pong"}'

_MEANINGS = {
    4400: (UNSUPPORTED, "it found a message invalid"),
    4401: (REFUSED, "unauthorized"),
    4403: (REFUSED, "forbidden"),
    4406: (UNSUPPORTED, "subprotocol not acceptable"),
    4408: ("SUBGRAPH_TIMEOUT", "the connection was not initialised in time"),
    4409: (UNSUPPORTED, "the subscription's id was in use"),
    4429: (UNSUPPORTED, "it was initialised too often"),
    1002: (MALFORMED, "a protocol error"),
    1007: (MALFORMED, "data that does not fit its type"),
    1009: (MALFORMED, "a message that is too large"),
}


@dataclass(frozen=True, slots=True)
class Ack:
    """The connection is ready for subscriptions."""


@dataclass(frozen=True, slots=True)
class Ping:
    """Wants a pong."""


@dataclass(frozen=True, slots=True)
class Pong:
    """Wants nothing."""


@dataclass(frozen=True, slots=True)
class Next:
    """An event of a subscription. The payload has not been looked at."""

    id: str
    payload: Any = field(repr=False)


@dataclass(frozen=True, slots=True)
class Failed:
    """The end of a subscription, by errors."""

    id: str
    errors: Sequence[Mapping[str, Any]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Complete:
    """The end of a subscription, in good order."""

    id: str


ServerMessage = Ack | Ping | Pong | Next | Failed | Complete


def read_message(text: bytes | str) -> ServerMessage:
    """Raises SubgraphFailure for what is no message of the protocol: the connection is to be closed then."""
    message = json_of(text)
    if not isinstance(message, dict):
        raise _unknown("is no object")
    match message.get("type"):
        case "connection_ack":
            return Ack()
        case "ping":
            return Ping()
        case "pong":
            return Pong()
        case "next" if "payload" in message:
            return Next(_id(message), message["payload"])
        case "error" if message.get("payload") and are_errors(message["payload"]):
            return Failed(_id(message), message["payload"])
        case "complete":
            return Complete(_id(message))
    raise _unknown("has a type or form that the protocol does not know")


def connection_init(headers: Mapping[str, str]) -> bytes:
    """What is said first. The headers stand in it for servers that do not look at those of the handshake."""
    message: dict[str, Any] = {"type": "connection_init"}
    if headers:
        message["payload"] = {"headers": dict(headers)}
    return orjson.dumps(message)


def subscribe(number: str, request: bytes) -> bytes:
    """`request` is the body that would be posted: its members are those of the payload."""
    return b'{"id":"' + number.encode() + b'","type":"subscribe","payload":' + request + b"}"


def complete(number: str) -> bytes:
    """No more events are wanted."""
    return orjson.dumps({"id": number, "type": "complete"})


def failure_of_close(code: int | None) -> SubgraphFailure:
    """Why subscriptions end when the connection was closed with this code; None where none was given."""
    meaning, detail = _MEANINGS.get(code or 0, (LOST, ""))
    return SubgraphFailure(meaning, f"the connection was closed ({code or 'no code'}) {detail}".rstrip())


def _id(message: Mapping[str, Any]) -> str:
    number = message.get("id")
    if not isinstance(number, str):
        raise _unknown("has no id")
    return number


def _unknown(what: str) -> SubgraphFailure:
    return SubgraphFailure(MALFORMED, f"a message that {what}")
