"""Event sources: the ways to subscribe at the subgraphs of a gateway that stands alone."""

from gateway.connections import NoWayError
from gateway.execution.event_source import EventSource
from gateway.settings import GatewaySettings
from gateway.transport.event_limits import EventLimits
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.shared_event_source import SharedEventSource
from gateway.transport.streamed_answer import MULTIPART, SSE
from gateway.transport.tls import Tls, TlsError
from gateway.transport.websocket_event_source import WebSocketEventSource


def network_event_source(name: str, url: str, settings: GatewaySettings) -> EventSource:
    """To subscribe at the subgraph `name`, which is asked at `url`. Raises NoWayError."""
    how, traffic = settings.subscriptions_to(name), settings.traffic_to(name)
    limits = how.limits(traffic.connect_seconds)
    try:
        source = _unshared(how.transport, how.address(url), limits, traffic.tls.files)
    except (ValueError, TlsError) as error:
        raise NoWayError(f"subgraph {name}: {error}") from error
    return SharedEventSource(source, limits.buffer) if how.sharing else source


def _unshared(transport: str, address: str, limits: EventLimits, tls: Tls) -> EventSource:
    if transport == "websocket":
        return WebSocketEventSource(address, limits, tls)
    return HttpEventSource(address, limits, MULTIPART if transport == "multipart" else SSE, tls)
