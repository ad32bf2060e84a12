"""How `gemeentegraaf serve` reaches subgraphs: where, and by the settings for each."""

from __future__ import annotations

import pytest
from harness.raw_server import answers, http, raw_server

from gateway.connections import NoWayError
from gateway.execution.subgraph import Handling, SubgraphFailure, SubgraphRequest
from gateway.settings import GatewaySettings
from gemeentegraaf.network_ways import network_ways

QUERY = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0, Handling.SHAREABLE)
BUSY = answers(http(b"", "503 Service Unavailable", "text/html"))


def settings(text: str) -> GatewaySettings:
    return GatewaySettings.load(text, {})


async def asked(given: GatewaySettings, name: str) -> int:
    """How often a subgraph of this name is asked, that is always busy, for one request."""
    async with raw_server(BUSY) as server:
        subgraph = network_ways(given).ask(name, server.url)
        with pytest.raises(SubgraphFailure, match="status 503"):
            await subgraph.execute(QUERY)
        await subgraph.close()
    return len(server.requests)


async def test_a_subgraph_is_asked_by_the_general_settings_or_its_own() -> None:
    given = settings(
        "traffic: {retries: {attempts: 4, base_seconds: 0}}\n"
        "subgraphs: {zaken: {traffic: {retries: {attempts: 2}}}}"
    )
    assert (await asked(given, "opendata"), await asked(given, "zaken")) == (4, 2)


async def test_the_settings_say_where_a_subgraph_is_before_the_supergraph_does() -> None:
    async with raw_server(answers(http(b'{"data":{"a":1}}'))) as server:
        given = settings(f"subgraphs: {{zaken: {{url: '{server.url}'}}}}")
        subgraph = network_ways(given).ask("zaken", "http://zaken.invalid/graphql")
        assert (await subgraph.execute(QUERY)).data == {"a": 1}
        await subgraph.close()


def test_there_is_no_way_without_an_address_or_with_files_that_cannot_be_used() -> None:
    with pytest.raises(NoWayError, match=r"set subgraphs\.zaken\.url"):
        network_ways(settings("")).ask("zaken", "")
    given = settings("traffic: {tls: {ca: /nowhere.pem}}")
    with pytest.raises(NoWayError, match=r"^subgraph zaken: /nowhere\.pem: No such file"):
        network_ways(given).ask("zaken", "https://zaken.test/graphql")
