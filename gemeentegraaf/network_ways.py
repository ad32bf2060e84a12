"""Network ways: how a gateway that stands alone reaches the subgraphs of any supergraph."""

from functools import partial

from gateway.connections import NoWayError, Ways
from gateway.execution.event_source import EventSource
from gateway.execution.subgraph import Subgraph
from gateway.settings import GatewaySettings
from gateway.transport.http_client import HttpSubgraph
from gateway.transport.resilience import resilient
from gateway.transport.tls import TlsError
from gemeentegraaf.event_sources import network_event_source


def network_ways(settings: GatewaySettings) -> Ways:
    """Over HTTP, where the settings say a subgraph is, or else where the supergraph does."""
    return Ways(partial(_ask, settings), partial(_listen, settings))


def _ask(settings: GatewaySettings, name: str, url: str) -> Subgraph:
    traffic = settings.traffic_to(name)
    try:
        subgraph = HttpSubgraph(_address(settings, name, url), traffic.http, traffic.tls.files)
    except TlsError as error:
        raise NoWayError(f"subgraph {name}: {error}") from error
    return resilient(name, subgraph, traffic.resilience)


def _listen(settings: GatewaySettings, name: str, url: str) -> EventSource:
    return network_event_source(name, _address(settings, name, url), settings)


def _address(settings: GatewaySettings, name: str, url: str) -> str:
    own = settings.subgraphs.get(name)
    address = own.url if own and own.url else url
    if not address.startswith(("http://", "https://")):
        raise NoWayError(f"subgraph {name} has no HTTP address in the supergraph: set subgraphs.{name}.url")
    return address
