"""How subgraphs are subscribed to, as gateway.yaml says it: for all of them, and for each by name."""

from typing import Literal
from urllib.parse import urljoin, urlsplit, urlunsplit

from pydantic import PositiveFloat, PositiveInt

from gateway.execution.event_buffer import BufferLimits
from gateway.pipeline_rules import PipelineRules
from gateway.settings_section import Section
from gateway.transport.event_limits import EventLimits

_LIMITS, _RULES = EventLimits(), PipelineRules()


class SubscribingSettings(Section):
    """How a subgraph is subscribed to. What its own section does not say, the general one does."""

    transport: Literal["sse", "multipart", "websocket"] = "sse"
    """`sse` and `multipart` are POSTs that are answered by a stream, `websocket` is graphql-transport-ws."""
    url: str | None = None
    """Where, if not where the subgraph is asked: an address, or a path there, such as /subscriptions."""
    event_bytes: PositiveInt = _LIMITS.event_bytes
    """The largest event."""
    waiting_events: PositiveInt = _LIMITS.buffer.events
    """Over a WebSocket, and where subscriptions are shared: how many events may wait for a slow client.
    One more, and its subscription ends (SUBSCRIPTION_OVERFLOW)."""
    waiting_bytes: PositiveInt = _LIMITS.buffer.bytes
    """And how many bytes they may be together."""
    silence_seconds: PositiveFloat | None = _LIMITS.silence
    """After how long without a byte a stream counts as lost. Only for subgraphs that send signs of life."""
    heartbeat_seconds: PositiveFloat = _LIMITS.heartbeat
    """How long a WebSocket is left alone before it is pinged. A pong has half that time."""
    per_connection: PositiveInt = _LIMITS.per_connection
    """The most subscriptions that share a WebSocket. Only those of the same caller ever do."""
    sharing: bool = False
    """Whether subscriptions that ask exactly the same, for the same caller, are one at the subgraph. Who
    joins one hears what happens from then on: not for those that begin by telling how things stand."""

    def limits(self, connect_timeout: float) -> EventLimits:
        """`connect_timeout` in seconds."""
        return EventLimits(
            connect_timeout=connect_timeout,
            event_bytes=self.event_bytes,
            silence=self.silence_seconds,
            heartbeat=self.heartbeat_seconds,
            per_connection=self.per_connection,
            buffer=BufferLimits(self.waiting_events, self.waiting_bytes),
        )

    def address(self, url: str) -> str:
        """Where to subscribe at a subgraph that is asked at `url`. Raises ValueError for another scheme."""
        scheme, *rest = urlsplit(urljoin(url, self.url or ""))
        kinds = {"http": "ws", "https": "wss", "ws": "ws", "wss": "wss"}
        if self.transport != "websocket":
            kinds = {"http": "http", "https": "https"}
        if scheme not in kinds:
            raise ValueError(f"a {self.transport} subscription needs an address with {' or '.join(kinds)}")
        return urlunsplit((kinds[scheme], *rest))


class SubscriptionSettings(SubscribingSettings):
    """The general section, with what concerns the callers."""

    confirm_seconds: PositiveFloat = _RULES.confirm_every
    """How often the credentials behind a subscription are looked at again, so that it does not outlive a
    session or a token by more than this."""

    def overridden(self, own: SubscribingSettings | None) -> SubscribingSettings:
        """With what `own` says in place of what stands here."""
        if own is None:
            return self
        general = self.model_dump(exclude_unset=True, exclude={"confirm_seconds"})
        return SubscribingSettings.model_validate({**general, **own.model_dump(exclude_unset=True)})
