"""EventLimits: what the subscriptions of one subgraph may cost."""

from dataclasses import dataclass, field

from gateway.execution.event_buffer import BufferLimits


@dataclass(frozen=True, slots=True)
class EventLimits:
    """`connect_timeout` in seconds; `event_bytes` bounds one event, `buffer` those that wait to be taken.

    `silence`: after how many seconds without a byte a stream counts as lost; None for never, as servers need
    not send anything while nothing happens. `heartbeat`: how many seconds a WebSocket is left alone before it
    is pinged; a pong has half as long to come. `per_connection`: how many subscriptions share a WebSocket.
    """

    connect_timeout: float = 2.0
    event_bytes: int = 4 * 1024 * 1024
    silence: float | None = None
    heartbeat: float = 20.0
    per_connection: int = 50
    buffer: BufferLimits = field(default_factory=BufferLimits)
