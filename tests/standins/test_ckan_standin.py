"""The stand-in of CKAN refuses what CKAN refuses, in its words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.served import served

from standins.ckan.standin import make_standin

API = "api/3/action"
PACKAGE = {"metadata_created": "2024-01-01T00:00:00", "metadata_modified": "2025-01-01T00:00:00"}


def package(name: str, title: str, **fields: Any) -> dict[str, Any]:
    return {**PACKAGE, "id": f"id-{name}", "name": name, "title": title, **fields}


SCENARIO = {
    "groups": [{"id": "g", "name": "groen", "title": "Groen"}],
    "organizations": [{"id": "o", "name": "stad", "title": "De stad"}],
    "packages": [
        package("bomen", "Bomen", groups=["groen"], owner_org="stad", tags=[{"name": "boom"}]),
        package("wegen", "Wegen", metadata_modified="2026-01-01T00:00:00", resources=[{"format": "CSV"}]),
        package("geheim", "Geheim", private=True),
        package("weg", "Weg", state="deleted"),
    ],
}


@pytest.fixture
async def ckan() -> AsyncIterator[httpx.AsyncClient]:
    async with served(make_standin(SCENARIO)) as url, httpx.AsyncClient(base_url=url) as client:
        yield client


async def found(ckan: httpx.AsyncClient, **asked: str) -> list[str]:
    answer = await ckan.get(f"{API}/package_search", params=asked)
    assert answer.status_code == 200, answer.text
    return [each["name"] for each in answer.json()["result"]["results"]]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["wegen", "bomen"]),
        ({"q": "BOMEN"}, ["bomen"]),
        ({"q": "+boom +wegen"}, []),
        ({"q": "boom wegen iets"}, []),
        ({"q": "title:bomen OR title:wegen", "sort": "name asc"}, ["bomen", "wegen"]),
        ({"fq": '+groups:("groen" OR "iets")'}, ["bomen"]),
        ({"fq": "-groups:groen"}, ["wegen"]),
        ({"fq": "organization:stad"}, ["bomen"]),
        ({"fq": "res_format:CSV"}, ["wegen"]),
        ({"fq": "metadata_modified:[2025-06-01T00:00:00Z TO *]"}, ["wegen"]),
        ({"fq": 'id:("id-geheim" OR "id-weg" OR "id-bomen")'}, ["bomen"]),
        ({"sort": "title_string desc", "rows": "1"}, ["wegen"]),
        ({"sort": "title_string desc", "start": "1"}, ["bomen"]),
        ({"rows": "0"}, []),
        ({"rows": "100000"}, ["wegen", "bomen"]),
    ],
    ids=str,
)
async def test_a_search_finds_what_is_public(
    ckan: httpx.AsyncClient, asked: dict[str, str], names: list[str]
) -> None:
    assert await found(ckan, **asked) == names


async def test_facets_count_with_a_name_to_show(ckan: httpx.AsyncClient) -> None:
    asked = {"rows": "0", "facet.field": json.dumps(["groups", "res_format"])}
    result = (await ckan.get(f"{API}/package_search", params=asked)).json()["result"]
    assert result["count"] == 2
    assert result["search_facets"]["groups"]["items"] == [
        {"name": "groen", "display_name": "Groen", "count": 1}
    ]
    assert result["facets"] == {"groups": {"groen": 1}, "res_format": {"CSV": 1}}


@pytest.mark.parametrize(
    ("asked", "status", "kind"),
    [
        ({"onbekend": "1"}, 400, "Search Query Error"),
        ({"sort": "willekeurig"}, 400, "Search Query Error"),
        ({"sort": "kleur asc"}, 400, "Search Query Error"),
        ({"facet.field": '["kleur"]'}, 400, "Search Query Error"),
        ({"rows": "-1"}, 409, "Validation Error"),
        ({"rows": "veel"}, 409, "Validation Error"),
        ({"start": "-1"}, 409, "Validation Error"),
        ({"facet.field": "groups"}, 409, "Validation Error"),
        ({"fq": "kleur:rood"}, 409, "Search Error"),
        ({"fq": "groups:(groen"}, 409, "Search Error"),
        ({"fq": "groups:"}, 409, "Search Error"),
        ({"fq": "metadata_modified:[gisteren]"}, 409, "Search Error"),
    ],
    ids=str,
)
async def test_what_ckan_does_not_take_is_refused_in_its_words(
    ckan: httpx.AsyncClient, asked: dict[str, str], status: int, kind: str
) -> None:
    answer = await ckan.get(f"{API}/package_search", params=asked)
    assert (answer.status_code, answer.json()["success"]) == (status, False)
    assert answer.json()["error"]["__type"] == kind


@pytest.mark.parametrize(
    ("name", "status"), [("bomen", 200), ("id-bomen", 200), ("geheim", 403), ("weg", 404), ("niets", 404)]
)
async def test_a_package_is_shown_to_who_may_see_it(ckan: httpx.AsyncClient, name: str, status: int) -> None:
    answer = await ckan.get(f"{API}/package_show", params={"id": name})
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["result"]["organization"]["title"] == "De stad"


async def test_a_package_is_asked_by_its_name(ckan: httpx.AsyncClient) -> None:
    answer = await ckan.get(f"{API}/package_show")
    assert (answer.status_code, answer.json()["error"]["id"]) == (409, ["Missing value"])


async def test_an_action_that_there_is_not_is_a_bad_request(ckan: httpx.AsyncClient) -> None:
    answer = await ckan.get(f"{API}/package_create")
    assert (answer.status_code, answer.json()) == (400, "Bad request - Action name not known: package_create")


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"'])
async def test_a_body_that_is_no_object_is_a_bad_request(ckan: httpx.AsyncClient, body: bytes) -> None:
    answer = await ckan.post(f"{API}/package_search", content=body)
    assert answer.status_code == 400
    assert answer.json().startswith("Bad request - JSON Error")


async def test_json_is_taken_as_well(ckan: httpx.AsyncClient) -> None:
    answer = await ckan.post(f"{API}/package_search", json={"fq": "groups:groen", "facet.field": ["groups"]})
    assert answer.json()["result"]["count"] == 1


async def test_lists_and_the_example_without_a_scenario() -> None:
    async with served(make_standin({})) as url, httpx.AsyncClient(base_url=url) as ckan:
        names = (await ckan.get("api/action/package_list")).json()["result"]
        assert names == ["bomen-in-beheer", "laadpalen"]
        assert (await ckan.get(f"{API}/group_list")).json()["result"] == ["milieu", "verkeer"]
        whole = await ckan.get(f"{API}/organization_list", params={"all_fields": "true"})
        assert whole.json()["result"][0]["title"] == "Gemeente Voorbeeldstad"
        assert len((await ckan.get(f"{API}/license_list")).json()["result"]) == 2
        assert (await ckan.get(f"{API}/status_show")).json()["result"]["extensions"] == ["dcat"]
