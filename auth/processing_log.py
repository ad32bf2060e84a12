"""The processing log: what personal data was read or changed, of whom, under which activity, and when.

A line is as the standard Logboek Dataverwerkingen (Logius) has it, which is a span of a trace. It tells whom
the data is about by a pseudonym under a key of its own, and nothing of the content. Every line is written:
there is no sampling.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from auth.errors import AuthError
from auth.principal import Identifier, Identiteit, Principal
from auth.trace_context import TraceContext

KEY_BYTES = 32
_TYPES = {
    Identifier.BSN: "BSN",
    Identifier.KVK: "KvK",
    Identifier.VESTIGING: "vestigingsnummer",
    Identifier.RSIN: "RSIN",
    Identifier.EIDAS: "eIDAS",
    Identifier.PSEUDONIEM: "pseudoniem",
}


class LogUnavailable(AuthError):
    """A line could not be written down for good. The text has nothing of the line."""

    code = "PROCESSING_LOG_UNAVAILABLE"


class Status(StrEnum):
    """How it went. UNSET: it was done, also when there was nothing, or when it was refused. ERROR: it failed
    for a reason within. OK is left to those who know that it was all that was wanted.
    """

    UNSET = "Unset"
    OK = "Ok"
    ERROR = "Error"


@dataclass(frozen=True, slots=True)
class ProcessingLine:
    """One line. Times are in milliseconds since 1970; `activity` is the URI in the register.

    `parent` is None where nothing stands above it. `subject` and `representative` are pseudonyms; a line
    about several people has no subject, and under it one for each of them. `refused` is an attempt that was
    not granted. `processor` is the URL of who called `service`, which is the part of the whole that writes
    the line.
    """

    trace: TraceContext
    parent: str | None
    name: str
    start: int
    end: int
    status: Status
    activity: str
    subject: str | None = field(default=None, repr=False)
    subject_type: str | None = None
    representative: str | None = field(default=None, repr=False)
    refused: bool = False
    processor: str | None = None
    service: str = "gemeentegraaf"

    @property
    def content(self) -> Mapping[str, Any]:
        """The line as JSON, by the names of the standard."""
        return {
            "trace_id": self.trace.trace_id,
            "span_id": self.trace.span_id,
            **({} if self.parent is None else {"parent_span_id": self.parent}),
            "name": self.name,
            "start_time": self.start,
            "end_time": self.end,
            "status": self.status.value,
            "resource": {"attributes": {"service.name": self.service}},
            "attributes": self._attributes(),
        }

    def _attributes(self) -> dict[str, Any]:
        stated: dict[str, Any] = {
            "dpl.core.processing_activity_id": self.activity,
            "dpl.core.data_subject_id": self.subject,
            "dpl.core.data_subject_id_type": self.subject_type,
            "dpl.core.foreign_operation.processor": self.processor,
            "gemeentegraaf.gemachtigde_id": self.representative,
            "gemeentegraaf.geweigerd": self.refused or None,
        }
        return {name: value for name, value in stated.items() if value is not None}


class ProcessingLog(Protocol):
    """Where lines go. When `write` returns, they are on disk or beyond: nothing is lost by a crash."""

    async def ready(self) -> None:
        """Raises LogUnavailable when a line would not be taken now."""

    async def write(self, lines: Sequence[ProcessingLine]) -> None:
        """Raises LogUnavailable when any of them was not taken."""


@dataclass(frozen=True, slots=True)
class Everywhere:
    """Several logs, each of which gets every line."""

    logs: tuple[ProcessingLog, ...]

    async def ready(self) -> None:
        for log in self.logs:
            await log.ready()

    async def write(self, lines: Sequence[ProcessingLine]) -> None:
        for log in self.logs:
            await log.write(lines)


@dataclass(frozen=True, slots=True)
class Pseudonymizer:
    """Makes the ids of the log, under a key that only it has. Raises ValueError for a key under 32 bytes."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < KEY_BYTES:
            raise ValueError(f"the key of the processing log must be at least {KEY_BYTES} bytes")

    def subject(self, principal: Principal) -> tuple[str, str]:
        """The id of whom the data is about, and the kind of number that it stands for."""
        return self.of(principal.subject)

    def representative(self, principal: Principal) -> str | None:
        """The id of who acts for them, if anyone does."""
        acts = principal.actor.id != principal.subject.id
        return self.id_of(principal.actor.id) if acts else None

    def of(self, who: Identiteit) -> tuple[str, str]:
        """The id of anyone whose data it is, and the kind of number that it stands for."""
        return self.id_of(who.id), _TYPES[who.soort]

    def id_of(self, klant: str) -> str:
        """The id of who has this `Klant.id`."""
        return hmac.new(self.key, f"verwerkingenlog:{klant}".encode(), sha256).hexdigest()
