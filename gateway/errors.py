"""The gateway's errors.

    GatewayError
    ├── ClientError      the caller's doing: its text is safe to show as it stands
    └── InternalError    ours or a subgraph's: logged in full, the client sees one fixed sentence and a code

A FieldFailure is no exception but a value: it lies in the merged data at the position that a subgraph could
not fill, and the projection turns it into exactly one error at the client's path.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class GatewayError(Exception):
    """The root of all errors the gateway raises. `code` is stable and goes into `extensions.code`."""

    code = "INTERNAL_SERVER_ERROR"


class ClientError(GatewayError):
    """The request cannot be answered because of what the caller sent."""

    code = "BAD_REQUEST"


class InternalError(GatewayError):
    """Something on our side failed. Its text goes to the log, never to the caller."""


@dataclass(frozen=True, slots=True)
class FieldFailure:
    """Why a position has no value. `suffix` is the rest of the path (response keys and indices) when the
    failure

    lies deeper than the position whose null it caused, as after null propagation inside a subgraph.
    """

    message: str
    code: str
    extensions: Mapping[str, Any] = field(default_factory=dict)
    suffix: tuple[str | int, ...] = ()
