"""The stand-in of the Objects API: finding, changing and keeping objects, and who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from harness.standin import running

from standins.objects.standin import INTERFACES, make_standin
from standins.objects.token import DEFAULT

TAAK = "https://objecttypes.test/api/v2/objecttypes/1b2c"
ZAAK = "https://objecttypes.test/api/v2/objecttypes/9f8e"
CRS = {"Accept-Crs": "EPSG:4326", "Content-Crs": "EPSG:4326"}
VERSION = {"typeVersion": 1, "startAt": "2026-01-06"}
OBJECTS = "/api/v2/objects"


def taak(titel: str, **data: Any) -> dict[str, Any]:
    record = {"typeVersion": 1, "startAt": "2026-01-05", "data": {"titel": titel, "status": "open", **data}}
    return {"type": TAAK, "record": record}


@asynccontextmanager
async def objects(*given: dict[str, Any], **scenario: Any) -> AsyncIterator[httpx.AsyncClient]:
    async with running(make_standin({"objects": given, **scenario}), INTERFACES) as register:
        headers = {"Authorization": f"Token {DEFAULT}", **CRS}
        async with httpx.AsyncClient(base_url=register.url, headers=headers, verify=False) as client:
            yield client


def titles(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [each["record"]["data"]["titel"] for each in answer.json()["results"]]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("status__exact__open", ["bon", "foto"]),
        ("identificatie__value__exact__burger", ["bon"]),
        ("bedrag__gte__12", ["bon"]),
        ("bedrag__lt__12", ["foto"]),
        ("titel__icontains__FO", ["foto"]),
        ("titel__in__bon|foto", ["bon", "foto"]),
        ("spoed__exact__true", ["foto"]),
        ("iets__exact__anders", []),
    ],
)
async def test_objects_are_found_by_their_data(expression: str, expected: list[str]) -> None:
    bon = taak("bon", identificatie={"type": "bsn", "value": "burger"}, bedrag=12)
    foto = taak("foto", identificatie={"type": "bsn", "value": "ander"}, bedrag=3, spoed=True)
    async with objects(bon, foto, {**taak("zaak"), "type": ZAAK}) as client:
        asked = {"type": TAAK, "data_attr": expression}
        assert titles(await client.get(OBJECTS, params=asked)) == expected
        assert titles(await client.post(f"{OBJECTS}/search", json=asked)) == expected


async def test_several_filters_must_all_be_met_and_lists_have_an_order_and_pages() -> None:
    given = [taak(f"{number}", dag=f"2026-01-0{number}", soort="x") for number in (2, 3, 1)]
    async with objects(*given) as client:
        both = {"data_attr": ["soort__exact__x", "dag__gt__2026-01-01"]}
        assert titles(await client.get(OBJECTS, params=both)) == ["2", "3"]
        asked = {"ordering": "-record__data__dag"}
        first = await client.post(f"{OBJECTS}/search", json=asked, params={"pageSize": 2})
        assert titles(first) == ["3", "2"]
        assert titles(await client.post(first.json()["next"], json=asked)) == ["1"]


async def test_a_change_is_merged_and_makes_a_new_record() -> None:
    async with objects(taak("bon", formulier={"soort": "id", "waarde": "x"})) as client:
        (found,) = (await client.get(OBJECTS)).json()["results"]
        assert found["record"]["index"] == 1
        data = {"status": "afgerond", "formulier": {"soort": None}, "verzonden_data": {"antwoord": 42}}
        changed = (await client.patch(found["url"], json={"record": {**VERSION, "data": data}})).json()
        assert changed["record"]["index"] == 2
        assert changed["record"]["data"] == {
            "titel": "bon",
            "status": "afgerond",
            "formulier": {"waarde": "x"},
            "verzonden_data": {"antwoord": 42},
        }
        assert titles(await client.get(OBJECTS, params={"data_attr": "status__exact__open"})) == []
        assert (await client.patch(found["url"], json={"record": {"data": data}})).status_code == 400


async def test_an_object_can_be_made_and_goes_for_good() -> None:
    async with objects() as client:
        made = await client.post(OBJECTS, json=taak("bon"))
        assert made.status_code == 201
        url = made.json()["url"]
        assert (await client.get(url)).json()["record"]["data"]["titel"] == "bon"
        assert (await client.delete(url)).status_code == 204
        assert (await client.get(url)).status_code == 404


async def test_a_token_opens_the_types_that_it_was_given() -> None:
    permissions = [{"type": TAAK, "mode": "read_only"}]
    tokens = [{"token": DEFAULT, "permissions": permissions}]
    async with objects(taak("bon"), {**taak("zaak"), "type": ZAAK}, tokens=tokens) as client:
        (found,) = (await client.get(OBJECTS)).json()["results"]
        assert (await client.get(found["url"])).status_code == 200
        assert (await client.patch(found["url"], json={"record": {}})).status_code == 403
        assert (await client.post(OBJECTS, json=taak("nog een"))).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Token onbekend"}, 401),
        ({"Authorization": f"Bearer {DEFAULT}"}, 401),
        ({"Content-Crs": "EPSG:28992"}, 406),
    ],
    ids=str,
)
async def test_calls_that_are_not_in_order_are_refused(headers: dict[str, str], status: int) -> None:
    async with objects() as client:
        answer = await client.post(OBJECTS, json=taak("bon"), headers=headers)
        assert answer.status_code == status


async def test_writing_needs_a_crs_and_a_record_that_is_whole() -> None:
    async with objects() as client:
        assert (await client.post(OBJECTS, json={"type": TAAK})).status_code == 400
        half = {"type": TAAK, "record": {"data": {}}}
        assert (await client.post(OBJECTS, json=half)).json().keys() == {"typeVersion", "startAt"}
        del client.headers["Content-Crs"]
        assert (await client.post(OBJECTS, json=taak("bon"))).status_code == 412


@pytest.mark.parametrize(
    "asked",
    [{"kleur": "rood"}, {"data_attr": "status"}, {"date": "gisteren"}, {"ordering": "titel"}],
    ids=str,
)
async def test_questions_that_cannot_be_answered_are_refused(asked: dict[str, str]) -> None:
    async with objects() as client:
        assert (await client.get(OBJECTS, params=asked)).status_code == 400
        assert (await client.post(f"{OBJECTS}/search", json=asked)).status_code == 400
