"""The stand-in of the Handelsregister answers as the KvK API does, and refuses what that refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.standin import running

from standins.kvk.standin import ROOT, SLEUTEL, make_standin

BAKKERIJ, HOOFD = "90000101", "000090000000"


@pytest.fixture
async def kvk() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        running(make_standin({})) as register,
        httpx.AsyncClient(base_url=register.url + ROOT, headers={"apikey": SLEUTEL}) as client,
    ):
        yield client


async def found(kvk: httpx.AsyncClient, path: str, **query: Any) -> dict[str, Any]:
    answer = await kvk.get(path, params=query)
    assert answer.status_code == 200, answer.json()
    content: dict[str, Any] = answer.json()
    return content


async def test_a_basisprofiel_has_the_hoofdvestiging_and_the_owner(kvk: httpx.AsyncClient) -> None:
    profiel = await found(kvk, f"/v1/basisprofielen/{BAKKERIJ}")
    assert profiel["statutaireNaam"] == "Bakkerij De Gouden Korst B.V."
    assert profiel["_embedded"]["hoofdvestiging"]["indHoofdvestiging"] == "Ja"
    assert profiel["_embedded"]["eigenaar"]["rechtsvorm"] == "Besloten Vennootschap"


async def test_the_list_of_vestigingen_has_no_addresses_and_a_profile_does(kvk: httpx.AsyncClient) -> None:
    lijst = (await found(kvk, f"/v1/basisprofielen/{BAKKERIJ}/vestigingen"))["vestigingen"]
    assert len(lijst) == 2
    assert "adressen" not in lijst[0]
    profiel = await found(kvk, f"/v1/vestigingsprofielen/{lijst[1]['vestigingsnummer']}")
    assert profiel["adressen"][0]["straatnaam"] == "Stationsweg"


async def test_a_search_is_by_page(kvk: httpx.AsyncClient) -> None:
    page = await found(kvk, "/v2/zoeken", plaats="Voorbeeldstad", pagina=2, resultatenPerPagina=3)
    assert (page["pagina"], len(page["resultaten"])) == (2, 3)
    assert page["totaal"] > 6


async def test_a_search_by_rsin_finds_the_legal_person(kvk: httpx.AsyncClient) -> None:
    page = await found(kvk, "/v2/zoeken", rsin="999980014", type="rechtspersoon")
    assert [each["naam"] for each in page["resultaten"]] == ["Stichting Muziekschool Voorbeeldstad"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/basisprofielen/90000999", 404, "IPD0005"),
        ("/v1/basisprofielen/12", 400, "IPD0004"),
        ("/v1/basisprofielen/90000999/vestigingen", 404, "IPD0005"),
        ("/v1/vestigingsprofielen/000000000000", 404, "IPD0005"),
        ("/v2/zoeken", 400, "IPD0004"),
        ("/v2/zoeken?kleur=rood", 400, "IPD0004"),
        ("/v2/zoeken?rsin=12", 400, "IPD0004"),
        ("/v2/zoeken?naam=bakker&resultatenPerPagina=101", 400, "IPD0004"),
        ("/v2/zoeken?naam=bakker&pagina=1001", 400, "IPD0004"),
        ("/v2/zoeken?naam=bestaatniet", 404, "IPD5200"),
    ],
)
async def test_what_is_wrong_or_unknown_is_refused(
    kvk: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await kvk.get(path)
    assert (answer.status_code, answer.json()["fout"][0]["code"]) == (status, code)


async def test_nobody_asks_without_the_key(kvk: httpx.AsyncClient) -> None:
    answer = await kvk.get(f"/v1/basisprofielen/{BAKKERIJ}", headers={"apikey": "een-andere"})
    assert answer.status_code == 401
