"""Whose address counts is what our own proxies say, and nobody else."""

import logging

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gateway.http.client_address import ClientAddress
from gateway.settings import GatewaySettings, SettingsError

PROXY, OTHER_PROXY, CLIENT = "10.0.0.1", "fd00::7", "203.0.113.9"
PROXIES = GatewaySettings.load("trusted_proxies: [10.0.0.0/24, 'fd00::/16']", {}).trusted_proxies


async def address(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.client.host if request.client else "")


async def seen(peer: str, *forwarded: str) -> str:
    app = Starlette(routes=[Route("/", address)], middleware=[Middleware(ClientAddress, proxies=PROXIES)])
    transport = httpx.ASGITransport(app, client=(peer, 4711))
    headers = [("x-forwarded-for", value) for value in forwarded]
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        return (await http.get("/", headers=headers)).text


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        (CLIENT, [], CLIENT),
        (PROXY, [], PROXY),
        (PROXY, [CLIENT], CLIENT),
        (PROXY, [f"{CLIENT}, {OTHER_PROXY}"], CLIENT),
        (PROXY, [CLIENT, OTHER_PROXY], CLIENT),
        (PROXY, [f"1.2.3.4, {CLIENT}, {OTHER_PROXY}"], CLIENT),
        (PROXY, [f"{CLIENT}:51234"], CLIENT),
        (PROXY, ["[2001:db8::1]:443"], "2001:db8::1"),
        (PROXY, ["2001:db8::1"], "2001:db8::1"),
        (PROXY, [f"10.0.0.9, {OTHER_PROXY}"], "10.0.0.9"),
    ],
)
async def test_the_first_address_from_the_right_that_is_not_ours(
    peer: str, forwarded: list[str], found: str
) -> None:
    assert await seen(peer, *forwarded) == found


@pytest.mark.parametrize("forwarded", ["1.2.3.4", PROXY, "onzin"])
async def test_a_stranger_cannot_choose_an_address(forwarded: str) -> None:
    assert await seen(CLIENT, forwarded) == CLIENT


@pytest.mark.parametrize("forwarded", ["1.2.3.4, onzin", "", "unknown", "1.2.3.4, <script>"])
async def test_what_is_no_address_is_where_belief_ends(forwarded: str) -> None:
    assert await seen(PROXY, forwarded) == PROXY


async def test_a_proxy_that_nobody_named_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    app = ClientAddress(Starlette(routes=[Route("/", address)]))
    with caplog.at_level(logging.WARNING):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
            for _ in range(3):
                await http.get("/", headers={"x-forwarded-for": "1.2.3.4"})
    assert len(caplog.records) == 1
    assert "1.2.3.4" not in caplog.text


def test_what_is_no_network_is_a_mistake() -> None:
    with pytest.raises(SettingsError, match="trusted_proxies"):
        GatewaySettings.load("trusted_proxies: [hier]", {})
