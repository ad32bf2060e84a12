"""How each subgraph is subscribed to, from gateway.yaml."""

import pytest

from gateway.execution.event_buffer import BufferLimits
from gateway.pipeline_rules import PipelineRules
from gateway.settings import GatewaySettings, SettingsError
from gateway.transport.event_limits import EventLimits


def load(text: str = "") -> GatewaySettings:
    return GatewaySettings.load(text, {})


def test_without_settings_the_limits_are_those_of_the_transports() -> None:
    settings = load()
    assert settings.subscriptions_to("zaken").limits(2.0) == EventLimits()
    assert settings.subscriptions_to("zaken").transport == "sse"
    assert settings.subscriptions.confirm_seconds == PipelineRules().confirm_every


def test_a_subgraphs_own_section_comes_before_the_general_one() -> None:
    settings = load(
        "subscriptions: {transport: websocket, waiting_events: 7, confirm_seconds: 5}\n"
        "subgraphs: {zaken: {subscriptions: {transport: multipart, waiting_bytes: 9}}}"
    )
    zaken, others = settings.subscriptions_to("zaken"), settings.subscriptions_to("personen")
    assert (zaken.transport, others.transport) == ("multipart", "websocket")
    assert zaken.limits(1.0).buffer == BufferLimits(events=7, bytes=9)
    assert others.limits(1.0).buffer == BufferLimits(events=7)


@pytest.mark.parametrize(
    ("section", "address"),
    [
        ("{}", "http://zaken.test/graphql?a=1"),
        ("{transport: multipart}", "http://zaken.test/graphql?a=1"),
        ("{transport: websocket}", "ws://zaken.test/graphql?a=1"),
        ("{transport: websocket, url: /live}", "ws://zaken.test/live"),
        ("{transport: websocket, url: 'https://live.test/'}", "wss://live.test/"),
        ("{transport: websocket, url: 'wss://live.test:8/a'}", "wss://live.test:8/a"),
        ("{url: /graphql/stream}", "http://zaken.test/graphql/stream"),
        ("{url: 'https://live.test'}", "https://live.test"),
    ],
)
def test_the_address_is_the_subgraphs_own_unless_another_is_said(section: str, address: str) -> None:
    settings = load(f"subgraphs: {{zaken: {{subscriptions: {section}}}}}")
    assert settings.subscriptions_to("zaken").address("http://zaken.test/graphql?a=1") == address


@pytest.mark.parametrize("section", ["{url: 'wss://live.test'}", "{transport: websocket, url: 'ftp://x'}"])
def test_an_address_must_suit_the_transport(section: str) -> None:
    settings = load(f"subscriptions: {section}")
    with pytest.raises(ValueError, match="needs an address with"):
        settings.subscriptions_to("zaken").address("http://zaken.test")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("subscriptions: {transport: pigeon}", "subscriptions.transport"),
        ("subscriptions: {event_bytes: 0}", "subscriptions.event_bytes"),
        ("subgraphs: {zaken: {subscriptions: {confirm_seconds: 5}}}", "subgraphs.zaken.subscriptions"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_name(text: str, key: str) -> None:
    with pytest.raises(SettingsError, match=key.replace(".", r"\.")):
        load(text)
