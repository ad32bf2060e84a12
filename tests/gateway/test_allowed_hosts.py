"""Only requests for the gateway's own names are answered."""

import httpx
import pytest
from harness.small_town import SUPERGRAPH, small_town

from gateway.app import make_app
from gateway.settings import GatewaySettings, SettingsError
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)
PUBLIC = "public_url: https://mijn.voorbeeldstad.nl"
NAMED = "allowed_hosts: [graaf.voorbeeldstad.nl, '*.intern.nl']"


async def ask(settings: str, path: str = "/graphql?query={__typename}", **headers: str) -> httpx.Response:
    app = make_app(GatewaySettings.load(settings, {}), TOWN, dict(small_town()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        return await http.get(path, headers=headers)


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        ("", "wat-dan-ook.nl"),
        (PUBLIC, "mijn.voorbeeldstad.nl"),
        (PUBLIC, "MIJN.voorbeeldstad.nl:443"),
        (PUBLIC, "mijn.voorbeeldstad.nl."),
        (PUBLIC, "localhost:4000"),
        (PUBLIC, "127.0.0.1"),
        (PUBLIC, "[::1]:4000"),
        (NAMED, "graaf.voorbeeldstad.nl"),
        (NAMED, "gateway.zaken.intern.nl:4000"),
        (f"{PUBLIC}\n{NAMED}", "graaf.voorbeeldstad.nl"),
        (f"{PUBLIC}\nallowed_hosts: ['*']", "wat-dan-ook.nl"),
    ],
)
async def test_our_own_names_are_answered(settings: str, host: str) -> None:
    assert (await ask(settings, host=host)).json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    ("settings", "host"),
    [
        (PUBLIC, "elders.nl"),
        (PUBLIC, "mijn.voorbeeldstad.nl.elders.nl"),
        (PUBLIC, "elders.nl@mijn.voorbeeldstad.nl:x"),
        (PUBLIC, "127.0.0.1.elders.nl"),
        (PUBLIC, "[::1"),
        (PUBLIC, ""),
        (f"{PUBLIC}\n{NAMED}", "mijn.voorbeeldstad.nl"),
        (NAMED, "intern.nl"),
        (NAMED, "xintern.nl"),
        ("allowed_hosts: []", "elders.nl"),
    ],
)
async def test_any_other_name_is_not(settings: str, host: str) -> None:
    refused = await ask(settings, host=host)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (
        421,
        "HOST_NOT_ALLOWED",
    )
    assert host == "" or host not in refused.text


async def test_two_host_headers_are_none() -> None:
    app = make_app(GatewaySettings.load(PUBLIC, {}), TOWN, dict(small_town()))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        twice = [("host", "mijn.voorbeeldstad.nl"), ("host", "elders.nl")]
        assert (await http.get("/graphql", headers=twice)).status_code == 421


@pytest.mark.parametrize("path", ["/health", "/ready"])
async def test_the_machinery_around_us_need_not_know_our_name(path: str) -> None:
    assert (await ask(PUBLIC, path, host="10.1.2.3:4000")).status_code in {200, 503}


@pytest.mark.parametrize("host", ["https://x.nl", "x.nl:443", "X.nl", "*.*.nl", "x.*", "a b"])
def test_what_is_no_host_name_is_a_mistake(host: str) -> None:
    with pytest.raises(SettingsError, match="allowed_hosts"):
        GatewaySettings.load(f"allowed_hosts: ['{host}']", {})
