"""A file elsewhere is read from where the municipality allows it, and nowhere else: against a real server."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from harness.served import served
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from subgraphs.opendata.ophalen import NietBereikbaar, NietToegestaan, Ophaalregels, Ophaler

OWN = (ipaddress.ip_network("127.0.0.0/8"),)
Answer = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def elsewhere(answer: Answer, asked: list[str] | None = None) -> AsyncIterator[str]:
    """The origin of a server that answers everything so, and notes what it was asked."""

    async def answered(request: Request) -> Response:
        if asked is not None:
            asked.append(request.url.path)
        return await answer(request)

    async with served(Starlette(routes=[Route("/{rest:path}", answered)])) as url:
        yield url.rstrip("/")


async def ten_rows(_request: Request) -> Response:
    return Response(b"a,b\n" + b"1,2\n" * 10)


@asynccontextmanager
async def ophaler(
    *herkomsten: str, netwerken: tuple[ipaddress.IPv4Network, ...] = OWN, seconds: float = 5.0
) -> AsyncIterator[Ophaler]:
    made = Ophaler(Ophaalregels(frozenset(herkomsten), netwerken, seconds))
    yield made
    await made.close()


async def test_a_file_at_an_origin_on_the_list_is_read() -> None:
    async with elsewhere(ten_rows) as origin, ophaler(origin) as reading:
        found = await reading.begin(f"{origin}/bestand.csv", 1000)
        assert (len(found.inhoud), found.volledig) == (44, True)
        cut = await reading.begin(f"{origin}/bestand.csv", 10)
        assert (len(cut.inhoud), cut.volledig) == (10, False)


async def test_an_origin_that_is_not_on_the_list_is_not_asked() -> None:
    asked: list[str] = []
    async with elsewhere(ten_rows, asked) as origin, ophaler("https://data.example") as reading:
        host = origin.removeprefix("http://")
        for url in (
            f"{origin}/x",
            f"http://data.example@{host}/x",
            f"{origin}/https://data.example/",
            f"//{host}/x",
            "file:///etc/passwd",
            "gopher://data.example/x",
            "/openbaar/bestanden/x",
            "",
            "http://[::1",
        ):
            with pytest.raises(NietToegestaan):
                await reading.begin(url, 1000)
    assert asked == []


async def test_an_address_that_is_not_public_is_not_asked_unless_its_network_is_named() -> None:
    asked: list[str] = []
    async with elsewhere(ten_rows, asked) as origin:
        by_name = origin.replace("127.0.0.1", "localhost")
        async with ophaler(origin, by_name, netwerken=()) as reading:
            for url in (origin, by_name):
                with pytest.raises(NietToegestaan):
                    await reading.begin(f"{url}/x", 1000)
        assert asked == []
        async with ophaler(by_name) as reading:
            assert (await reading.begin(f"{by_name}/x", 1000)).volledig
    assert asked == ["/x"]


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254"),
        *("224.0.0.1", "ff02::1", "255.255.255.255", "198.18.0.1"),
    ],
)
def test_no_address_of_ones_own_is_permitted(address: str) -> None:
    assert not Ophaalregels().permits(address)


@pytest.mark.parametrize("address", ["145.100.1.1", "2001:67c:2e8::1", "::ffff:145.100.1.1"])
def test_a_public_address_is_permitted(address: str) -> None:
    assert Ophaalregels().permits(address)


async def test_a_redirect_is_followed_along_the_list_and_never_off_it() -> None:
    secret: list[str] = []
    async with elsewhere(ten_rows, secret) as off_list:

        async def sending(request: Request) -> Response:
            targets = {"/goed": "/echt", "/weg": f"{off_list}/geheim", "/lus": "/lus"}
            target = targets.get(request.url.path)
            return RedirectResponse(target) if target else await ten_rows(request)

        async with elsewhere(sending) as origin, ophaler(origin) as reading:
            assert (await reading.begin(f"{origin}/goed", 1000)).volledig
            with pytest.raises(NietToegestaan):
                await reading.begin(f"{origin}/weg", 1000)
            with pytest.raises(NietBereikbaar):
                await reading.begin(f"{origin}/lus", 1000)
    assert secret == []


async def test_a_body_without_an_end_is_read_no_further_than_asked() -> None:
    async def endless(_request: Request) -> Response:
        async def rows() -> AsyncIterator[bytes]:
            while True:
                yield b"1,2,3\n" * 1000
                await asyncio.sleep(0)

        return StreamingResponse(rows())

    async with elsewhere(endless) as origin, ophaler(origin) as reading:
        found = await reading.begin(f"{origin}/x", 50_000)
    assert (len(found.inhoud), found.volledig) == (50_000, False)


async def test_a_server_that_does_not_answer_in_time_is_left() -> None:
    later = asyncio.Event()

    async def never(_request: Request) -> Response:
        await later.wait()
        return Response()

    async with elsewhere(never) as origin, ophaler(origin, seconds=0.2) as reading:
        with pytest.raises(NietBereikbaar, match="TimeoutError"):
            await reading.begin(f"{origin}/x", 1000)
        later.set()


@pytest.mark.parametrize(
    "response",
    [
        Response(status_code=404),
        Response(status_code=500),
        Response(b"x", headers={"content-encoding": "gzip"}),
    ],
    ids=["404", "500", "compressed"],
)
async def test_what_is_no_plain_file_is_not_read(response: Response) -> None:
    async def answer(_request: Request) -> Response:
        return response

    async with elsewhere(answer) as origin, ophaler(origin) as reading:
        with pytest.raises(NietBereikbaar) as caught:
            await reading.begin(f"{origin}/naam-van-iemand", 1000)
    assert "naam-van-iemand" not in str(caught.value)


async def test_nothing_of_ours_goes_along_and_nothing_is_remembered() -> None:
    seen: list[dict[str, str]] = []

    async def answer(request: Request) -> Response:
        seen.append(dict(request.headers))
        return Response(b"a,b\n1,2\n", headers={"set-cookie": "volg=mij"})

    async with elsewhere(answer) as origin, ophaler(origin) as reading:
        await reading.begin(f"{origin}/x", 1000)
        await reading.begin(f"{origin}/x", 1000)
    assert [sorted(each) for each in seen] == [["accept", "accept-encoding", "host", "user-agent"]] * 2
