"""TrafficSection: how subgraphs are asked, as gateway.yaml says it: for all of them, and for each by name."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat, PositiveInt, model_validator

from gateway.settings_section import Section
from gateway.transport.breaker import BreakerRules
from gateway.transport.http_client import HttpLimits
from gateway.transport.resilience import Resilience
from gateway.transport.retries import RetryRules
from gateway.transport.tls import Tls

_HTTP, _RESILIENCE, _RETRIES, _BREAKER = HttpLimits(), Resilience(), RetryRules(), BreakerRules()


class RetrySettings(Section):
    """When a query is sent again: after no or a broken connection, and after 408, 429, 502, 503 and 504.
    Mutations never are."""

    attempts: PositiveInt = _RETRIES.attempts
    """The most calls for one request, the first included. 1 is no retries."""
    base_seconds: NonNegativeFloat = _RETRIES.base_seconds
    """The longest wait before the first retry, doubled for each further one. How long it is, is drawn."""
    longest_seconds: NonNegativeFloat = _RETRIES.longest_seconds
    """What those waits are never longer than. What a subgraph asks for by Retry-After comes on top."""
    share: NonNegativeFloat = _RETRIES.share
    """The budget: within ten seconds no more retries than this share of the requests ..."""
    floor: NonNegativeInt = _RETRIES.floor
    """... and this many besides."""

    @property
    def rules(self) -> RetryRules:
        return RetryRules(**self.model_dump())


class BreakerSettings(Section):
    """When a subgraph is left alone for a while: its calls then fail at once (SUBGRAPH_UNAVAILABLE)."""

    share: float = Field(default=_BREAKER.share, gt=0, le=1)
    """The share of calls that must have failed: no connection, no answer in time, or 502, 503, 504."""
    calls: PositiveInt = _BREAKER.calls
    """The fewest calls to judge by."""
    seconds: PositiveFloat = _BREAKER.seconds
    """The time over which they are counted."""
    open_seconds: PositiveFloat = _BREAKER.open_seconds
    """How long it is left alone, until one call is let through to see."""
    patience: NonNegativeFloat = _BREAKER.patience
    """A call that got less than this many seconds counts for nothing when it was not answered in time."""

    @property
    def rules(self) -> BreakerRules:
        return BreakerRules(**self.model_dump())


class TlsSettings(Section):
    """For subgraphs at https addresses: files in PEM."""

    ca: Path | None = None
    """The authorities to trust, in place of the system's."""
    certificate: Path | None = None
    """What the gateway shows of itself (mutual TLS), with its chain."""
    key: Path | None = None
    """The certificate's private key, not encrypted, unless it stands in the same file."""

    @model_validator(mode="after")
    def _no_key_alone(self) -> "TlsSettings":
        if self.key and not self.certificate:
            raise ValueError("a key is of no use without its certificate")
        return self

    @property
    def files(self) -> Tls:
        return Tls(**self.model_dump())


class TrafficSection(Section):
    """How subgraphs are asked. What a subgraph's own section does not say, the general one does."""

    timeout_seconds: PositiveFloat = _RESILIENCE.timeout
    """The time for one attempt at one call. What the request has left may be less."""
    connect_seconds: PositiveFloat = _HTTP.connect_timeout
    """The time for making a connection."""
    connections: PositiveInt = _RESILIENCE.slots
    """The most calls at a time to one subgraph. Others wait their turn, as long as they have time."""
    keep_alive_seconds: PositiveFloat = _HTTP.keep_alive
    """How long an idle connection is kept: less than the subgraph does, lest a call meet its end."""
    answer_bytes: PositiveInt = _HTTP.answer_bytes
    """The largest answer, once decompressed."""
    compression: bool = _HTTP.compression
    """Whether answers may come compressed, by gzip, deflate, br or zstd."""
    sharing: bool = _RESILIENCE.sharing
    """Whether a query that several requests ask at the same moment, for the same caller, is one call."""
    retries: RetrySettings = RetrySettings()
    breaker: BreakerSettings = BreakerSettings()
    tls: TlsSettings = TlsSettings()

    def overridden(self, own: "TrafficSection | None") -> "TrafficSection":
        """With what `own` says in place of what stands here."""
        if own is None:
            return self
        given = _merged(self.model_dump(exclude_unset=True), own.model_dump(exclude_unset=True))
        return TrafficSection.model_validate(given)

    @property
    def resilience(self) -> Resilience:
        return Resilience(
            timeout=self.timeout_seconds,
            slots=self.connections,
            sharing=self.sharing,
            retries=self.retries.rules,
            breaker=self.breaker.rules,
        )

    @property
    def http(self) -> HttpLimits:
        return HttpLimits(
            connections=self.connections,
            connect_timeout=self.connect_seconds,
            answer_bytes=self.answer_bytes,
            keep_alive=self.keep_alive_seconds,
            compression=self.compression,
        )


def _merged(general: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {
        name: _merged(general[name], own[name])
        for name in general.keys() & own.keys()
        if isinstance(own[name], Mapping)
    }
    return {**general, **own, **both}
