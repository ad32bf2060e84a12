"""What a client is told of a subgraph's errors and failures."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.errors import FieldFailure
from gateway.execution.event_source import CLOSED, LOST, OVERFLOW
from gateway.execution.subgraph import SubgraphFailure

logger = logging.getLogger(__name__)

UNAVAILABLE = "The service behind this field is not available."
MASKED = "The service behind this field reported an error."
MALFORMED_CODE = "SUBGRAPH_MALFORMED_RESPONSE"
DEFAULT_CODE = "DOWNSTREAM_SERVICE_ERROR"

_ENDINGS = {
    CLOSED: "The gateway ended this subscription. Subscribe again to go on.",
    LOST: "The connection to the service behind this field was lost. Subscribe again to go on.",
    OVERFLOW: "Events came faster than they were taken.",
}
"""What is said where a subscription ended that had begun."""


ALL = "*"
"""Stands for every extension."""

FIELD = "veld"
"""The extension by which a subgraph names the argument or input field that it refuses."""
_NAME = re.compile(r"(?!.*\d{6})[A-Za-z_][A-Za-z0-9_.\[\]-]{0,99}")
"""A name, or a path of names: nothing in which what someone filled in could stand."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What passes of a subgraph's own errors: their message or a fixed sentence, and these `extensions`.

    `veld` passes as the name of a field only: a subgraph of someone else may put something else there.
    """

    messages: bool = True
    extensions: frozenset[str] = frozenset({"klantsoorten", "niveau", FIELD})

    def passes(self, extension: str, value: Any) -> bool:
        if ALL in self.extensions:
            return True
        return extension in self.extensions and (extension != FIELD or _is_name(value))


@dataclass(frozen=True, slots=True)
class ErrorPolicy:
    """What clients are told of each subgraph's errors; `own` holds those that differ from the `general` rule.

    The extensions `code` and `service` are always there; a subgraph sets the first, never the second. Of an
    error nothing else passes, and of a response's own `extensions` nothing at all.
    """

    general: Disclosure = field(default_factory=Disclosure)
    own: Mapping[str, Disclosure] = field(default_factory=dict)

    def reported(self, service: str, error: Mapping[str, Any]) -> FieldFailure:
        """The failure that stands for one entry of a subgraph's `errors`."""
        disclosure = self.own.get(service, self.general)
        message = error.get("message")
        given = error.get("extensions")
        extensions = given if isinstance(given, dict) else {}
        code = extensions.get("code")
        passed = {name: value for name, value in extensions.items() if disclosure.passes(name, value)}
        return FieldFailure(
            message=message if disclosure.messages and isinstance(message, str) else MASKED,
            code=code if isinstance(code, str) and code else DEFAULT_CODE,
            extensions={**passed, "service": service},
        )


def _is_name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def unavailable(service: str, failure: SubgraphFailure) -> FieldFailure:
    """The failure that stands for a call without a GraphQL response. What happened goes to the log only."""
    # That it is left alone was told once, when that began.
    level = logging.DEBUG if failure.code == "SUBGRAPH_UNAVAILABLE" else logging.WARNING
    logger.log(level, "subgraph %s: %s: %s", service, failure.code, failure)
    return FieldFailure(_ENDINGS.get(failure.code, UNAVAILABLE), failure.code, {"service": service})
