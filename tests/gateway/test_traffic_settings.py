"""The section `traffic` of gateway.yaml: how subgraphs are asked, all of them and each by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gateway.settings import GatewaySettings, SettingsError
from gateway.traffic_settings import TrafficSection
from gateway.transport.breaker import BreakerRules
from gateway.transport.http_client import HttpLimits
from gateway.transport.resilience import Resilience
from gateway.transport.retries import RetryRules
from gateway.transport.tls import Tls

WHOLE = """
traffic:
  timeout_seconds: 3
  connect_seconds: 1
  connections: 7
  keep_alive_seconds: 2
  answer_bytes: 1000
  compression: false
  sharing: false
  retries: {attempts: 2, base_seconds: 0.1, longest_seconds: 0.3, share: 0.5, floor: 1}
  breaker: {share: 0.9, calls: 5, seconds: 10, open_seconds: 2, patience: 0.5}
  tls: {ca: /keys/ca.pem, certificate: /keys/gateway.pem, key: /keys/gateway.key}
"""


def load(text: str = "", **environ: str) -> GatewaySettings:
    return GatewaySettings.load(text, environ)


def test_nothing_need_be_set() -> None:
    traffic = load().traffic_to("zaken")
    assert traffic.http == HttpLimits()
    assert traffic.resilience == Resilience()
    assert traffic.tls.files == Tls()


def test_everything_can_be_set() -> None:
    traffic = load(WHOLE).traffic_to("zaken")
    assert traffic.http == HttpLimits(
        connections=7, connect_timeout=1, answer_bytes=1000, keep_alive=2, compression=False
    )
    assert traffic.resilience == Resilience(
        timeout=3,
        slots=7,
        sharing=False,
        retries=RetryRules(attempts=2, base_seconds=0.1, longest_seconds=0.3, share=0.5, floor=1),
        breaker=BreakerRules(share=0.9, calls=5, seconds=10, open_seconds=2, patience=0.5),
    )
    key = Path("/keys/gateway.key")
    assert traffic.tls.files == Tls(Path("/keys/ca.pem"), Path("/keys/gateway.pem"), key)


def test_a_subgraphs_own_section_stands_over_the_general_one_key_by_key() -> None:
    settings = load(
        WHOLE
        + """
subgraphs:
  zaken:
    url: http://zaken/graphql
    traffic: {timeout_seconds: 8, retries: {attempts: 1}}
  opendata: {url: http://opendata/graphql}
"""
    )
    assert settings.traffic_to("opendata") == settings.traffic_to("website") == settings.traffic
    zaken, general = settings.traffic_to("zaken"), settings.traffic
    assert (zaken.timeout_seconds, zaken.connections) == (8, 7)
    assert (zaken.retries.attempts, zaken.retries.base_seconds) == (1, 0.1)
    assert (zaken.breaker, zaken.tls) == (general.breaker, general.tls)


def test_a_subgraph_can_go_back_to_a_default() -> None:
    text = "traffic: {connections: 5, sharing: false}\nsubgraphs: {zaken: {traffic: {sharing: true}}}"
    zaken = load(text).traffic_to("zaken")
    assert (zaken.connections, zaken.sharing) == (5, True)


def test_the_environment_reaches_every_key() -> None:
    settings = load(
        GEMEENTEGRAAF__TRAFFIC__RETRIES__ATTEMPTS="1",
        GEMEENTEGRAAF__SUBGRAPHS__ZAKEN__TRAFFIC__TIMEOUT_SECONDS="2.5",
    )
    assert settings.traffic.retries.attempts == 1
    assert settings.traffic_to("zaken").timeout_seconds == 2.5


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("traffic: {timeout_seconds: 0}", "traffic.timeout_seconds"),
        ("traffic: {retries: {attempts: 0}}", "traffic.retries.attempts"),
        ("traffic: {retries: {share: -1}}", "traffic.retries.share"),
        ("traffic: {breaker: {share: 1.5}}", "traffic.breaker.share"),
        ("traffic: {breaker: {share: 0}}", "traffic.breaker.share"),
        ("traffic: {brekaer: {}}", "traffic.brekaer"),
        ("traffic: {tls: {key: /keys/gateway.key}}", "traffic.tls"),
        ("subgraphs: {zaken: {traffic: {connections: 0}}}", "subgraphs.zaken.traffic.connections"),
    ],
)
def test_an_error_names_the_key(text: str, key: str) -> None:
    with pytest.raises(SettingsError, match=f"^{key}: "):
        load(text)


def test_a_key_that_has_its_certificate_in_the_general_section_is_refused_where_it_stands() -> None:
    text = "traffic: {tls: {certificate: /a.pem}}\nsubgraphs: {zaken: {traffic: {tls: {key: /a.key}}}}"
    with pytest.raises(SettingsError, match="a key is of no use without its certificate"):
        load(text)


def test_the_section_is_in_the_json_schema() -> None:
    schema = TrafficSection.model_json_schema()
    assert {"retries", "breaker", "tls", "answer_bytes"} <= schema["properties"].keys()
    assert schema["$defs"]["RetrySettings"]["properties"]["attempts"]["default"] == RetryRules().attempts


def test_the_documentation_shows_the_defaults() -> None:
    document = (Path(__file__).parents[2] / "docs/engineer.md").read_text()
    (block,) = re.findall(r"```yaml\n(timeout_seconds:.*?)```", document, re.DOTALL)
    shown, defaults = load(block), load()
    assert (shown.traffic, shown.timeout_seconds) == (defaults.traffic, defaults.timeout_seconds)
    assert shown.traffic.model_fields_set == TrafficSection.model_fields.keys() - {"tls"}
    assert shown.traffic_to("zaken").timeout_seconds == 3
