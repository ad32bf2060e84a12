"""How `serve` subscribes at subgraphs, as the settings say."""

import pytest

from gateway.connections import NoWayError
from gateway.settings import GatewaySettings
from gateway.transport.http_event_source import HttpEventSource
from gateway.transport.shared_event_source import SharedEventSource
from gateway.transport.websocket_event_source import WebSocketEventSource
from gemeentegraaf.event_sources import network_event_source

URLS = {"zaken": "http://zaken.test/graphql", "opendata": "https://opendata.test/graphql"}


def kinds(text: str) -> dict[str, type]:
    settings = GatewaySettings.load(text, {})
    return {name: type(network_event_source(name, url, settings)) for name, url in URLS.items()}


def test_every_subgraph_can_be_subscribed_to_without_settings() -> None:
    assert kinds("") == {"zaken": HttpEventSource, "opendata": HttpEventSource}


def test_each_subgraph_has_its_own_way() -> None:
    text = (
        "subscriptions: {transport: websocket}\n"
        "subgraphs: {opendata: {subscriptions: {transport: multipart, sharing: true}}}"
    )
    assert kinds(text) == {"zaken": WebSocketEventSource, "opendata": SharedEventSource}


@pytest.mark.parametrize(
    "text",
    [
        "subgraphs: {zaken: {subscriptions: {url: 'ws://zaken.test'}}}",
        "subgraphs: {opendata: {traffic: {tls: {ca: /nergens.pem}}}}",
    ],
)
def test_what_cannot_be_used_is_said_of_the_subgraph(text: str) -> None:
    with pytest.raises(NoWayError, match=r"^subgraph (zaken|opendata): "):
        kinds(text)
