"""The stand-in of Open Forms: what it publishes, and what it refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from harness.standin import running

from standins.open_forms.standin import DEFAULT, INTERFACES, ROOT, make_standin
from standins.service.scenario import ScenarioError

FORMS = f"{ROOT}/api/v2/forms"
OPEN = "/inzendingen/openstaande-inzendingen"
TOKEN = {"authorization": f"Token {DEFAULT}"}


@asynccontextmanager
async def forms(scenario: dict[str, Any] | None = None) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        running(make_standin(scenario or {}), INTERFACES) as register,
        httpx.AsyncClient(base_url=register.url) as client,
    ):
        yield client


async def test_staff_lists_forms_and_anyone_reads_one_by_slug_or_uuid() -> None:
    async with forms() as client:
        listed = (await client.get(FORMS, headers=TOKEN)).json()
        first = listed[0]
        assert (await client.get(f"{FORMS}/{first['slug']}")).json() == first
        assert (await client.get(f"{FORMS}/{first['uuid']}")).json() == first
        assert first["loginOptions"][0]["url"].endswith("/auth/geboorteaangifte/digid_oidc/start")
        assert (await client.get(f"{FORMS}/bestaat-niet")).status_code == 404


@pytest.mark.parametrize("header", [{}, {"authorization": f"Bearer {DEFAULT}"}, {"authorization": "Token x"}])
async def test_without_a_good_token_nothing_is_listed(header: dict[str, str]) -> None:
    async with forms() as client:
        for path in (FORMS, f"{OPEN}?kvk=90000202"):
            refused = await client.get(path, headers=header)
            assert (refused.status_code, refused.json()["code"]) == (401, "not_authenticated")


async def test_what_a_customer_has_open_is_asked_by_one_number() -> None:
    mine = {"uuid": "u", "naam": "Boom", "datumLaatsteWijziging": "2026-02-14T14:10:26+01:00"}
    async with forms({"inzendingen": [{**mine, "kvk": "90000202"}, {**mine, "kvk": "90000303"}]}) as client:
        found = (await client.get(OPEN, params={"kvk": "90000202"}, headers=TOKEN)).json()
        assert (found["count"], found["results"]) == (1, [mine])
        for query in ({}, {"rsin": "1"}, {"kvk": "1", "bsn": "2"}):
            assert (await client.get(OPEN, params=query, headers=TOKEN)).status_code == 400


async def test_nothing_can_be_changed_here() -> None:
    async with forms() as client:
        refused = await client.post(FORMS, json={}, headers=TOKEN)
        assert (refused.status_code, refused.json()["code"]) == (405, "method_not_allowed")


def test_a_scenario_of_something_else_is_refused() -> None:
    with pytest.raises(ScenarioError, match="zaken"):
        make_standin({"zaken": []})
