"""The stand-in of the BRP answers as published, and refuses what the BRP refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.openapi import published
from harness.standin import running
from harness.standin_seeds import SEEDS

from standins.brp.register import Personenregister
from standins.brp.standin import (
    DOELBINDING,
    PERSONEN,
    ROOT,
    SLEUTEL,
    VOLGEN,
    Toegang,
    brp_app,
    make_standin,
)
from standins.service.scenario import read_scenario

HEADERS = {
    "x-api-key": SLEUTEL,
    "x-doelbinding": DOELBINDING,
    "x-verwerking": "inzage-eigen-gegevens",
    "x-gebruiker": "BurgerZelf",
}
DESCRIPTION = "brp-personen-bevragen-v2"
VOORBEELDSTAD = read_scenario(PERSONEN)
SANNE = "999990007"
GONE = "999970008"
RAADPLEEG = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [SANNE]}


@pytest.fixture
async def brp() -> AsyncIterator[httpx.AsyncClient]:
    async with (
        running(make_standin(VOORBEELDSTAD), {ROOT: DESCRIPTION}) as register,
        httpx.AsyncClient(base_url=register.url + ROOT, headers=HEADERS) as client,
    ):
        yield client


async def asked(brp: httpx.AsyncClient, *fields: str, **vraag: Any) -> list[dict[str, Any]]:
    answer = await brp.post("/personen", json={**(vraag or RAADPLEEG), "fields": fields})
    assert answer.status_code == 200, answer.json()
    found: list[dict[str, Any]] = answer.json()["personen"]
    return found


async def refused(brp: httpx.AsyncClient, vraag: dict[str, Any]) -> dict[str, str]:
    """What the refusal says of each parameter."""
    answer = await brp.post("/personen", json=vraag)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    return {param["name"]: param["code"] for param in answer.json()["invalidParams"]}


async def test_only_what_is_asked_is_given(brp: httpx.AsyncClient) -> None:
    found = await asked(
        brp, "naam.voornamen", "verblijfplaats.verblijfadres.huisnummer", "kinderen.naam.voornamen"
    )
    assert found == [
        {
            "naam": {"voornamen": "Sanne Maria"},
            "verblijfplaats": {"type": "Adres", "verblijfadres": {"huisnummer": 12}},
            "kinderen": [{"naam": {"voornamen": "Lotte Elisabeth"}}, {"naam": {"voornamen": "Daan Willem"}}],
        }
    ]


async def test_a_group_is_given_whole(brp: httpx.AsyncClient) -> None:
    (found,) = await asked(brp, "naam", "geboorte.datum")
    assert found["naam"]["volledigeNaam"] == "Sanne Maria de Vries"
    assert found["geboorte"]["datum"]["langFormaat"] == "9 maart 1984"


async def test_what_always_comes_along_does(brp: httpx.AsyncClient) -> None:
    overleden = {**RAADPLEEG, "burgerservicenummer": [GONE]}
    (found,) = await asked(brp, "burgerservicenummer", **overleden)
    assert found["opschortingBijhouding"]["reden"] == {"code": "O", "omschrijving": "overlijden"}
    assert "overlijden" not in found


async def test_an_investigation_is_told_of_what_is_asked_alone(brp: httpx.AsyncClient) -> None:
    assert await investigated(brp, "naam.voornamen") == []
    (found,) = await investigated(brp, "naam.geslachtsnaam")
    assert found.pop("datumIngangOnderzoek")["type"] == "Datum"
    assert found == {"geslachtsnaam": True}


async def investigated(brp: httpx.AsyncClient, field: str) -> list[dict[str, Any]]:
    """The investigations into the names of those at the end of the register, who are special."""
    special = {**RAADPLEEG, "burgerservicenummer": [each["burgerservicenummer"] for each in everyone()[-4:]]}
    names = [each["naam"] for each in await asked(brp, field, **special)]
    return [name["inOnderzoek"] for name in names if "inOnderzoek" in name]


def everyone() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_scenario(PERSONEN)["personen"]
    return found


def test_every_person_is_as_published() -> None:
    description = published(DESCRIPTION)
    if description is None:
        pytest.skip("the interface descriptions are not here")
    for persoon in everyone():
        for name, part in (
            ("Persoon", persoon),
            (persoon["verblijfplaats"]["type"], persoon["verblijfplaats"]),
        ):
            schema = {"$ref": f"#/components/schemas/{name}"}
            assert description.problems(schema, part, "answer") == []


@pytest.mark.parametrize(
    ("vraag", "bezwaren"),
    [
        ({}, {"type": "required"}),
        ({"type": "ZoekMaarRaak"}, {"type": "value"}),
        (RAADPLEEG, {"fields": "required"}),
        ({**RAADPLEEG, "fields": []}, {"fields": "minItems"}),
        ({**RAADPLEEG, "fields": "naam"}, {"fields": "array"}),
        ({**RAADPLEEG, "fields": ["naam", "naam.bijnaam"]}, {"fields.1": "fields"}),
        ({**RAADPLEEG, "fields": ["inOnderzoek"]}, {"fields.0": "fields"}),
        ({**RAADPLEEG, "fields": ["opschortingBijhouding.reden"]}, {"fields.0": "fields"}),
        ({**RAADPLEEG, "fields": ["naam"] * 131}, {"fields": "maxItems"}),
        (
            {**RAADPLEEG, "burgerservicenummer": ["12"], "fields": ["naam"], "kleur": "rood"},
            {"burgerservicenummer.0": "pattern", "kleur": "unknownParam"},
        ),
        (
            {"type": "ZoekMetPostcodeEnHuisnummer", "postcode": "1234", "fields": ["naam"]},
            {"postcode": "pattern", "huisnummer": "required"},
        ),
        (
            {
                "type": "ZoekMetPostcodeEnHuisnummer",
                "postcode": "1234AB",
                "huisnummer": 12,
                "fields": ["verblijfplaats"],
            },
            {"fields.0": "fields"},
        ),
    ],
    ids=lambda value: "",
)
async def test_a_wrong_question_is_refused_with_all_that_is_wrong(
    brp: httpx.AsyncClient, vraag: dict[str, Any], bezwaren: dict[str, str]
) -> None:
    assert await refused(brp, vraag) == bezwaren


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("x-api-key", "een-andere", 401),
        ("x-doelbinding", "nieuwsgierigheid", 403),
        ("x-verwerking", "een@twee@drie", 403),
        ("x-gebruiker", "", 403),
        ("accept", "text/html", 406),
        ("content-type", "text/plain", 415),
    ],
)
async def test_a_call_that_nobody_accounts_for_is_refused(
    brp: httpx.AsyncClient, header: str, value: str, status: int
) -> None:
    headers = {"content-type": "application/json", header: value}
    answer = await brp.post("/personen", content=b"{}", headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("vraag", "voornamen"),
    [
        ({"type": "ZoekMetPostcodeEnHuisnummer", "postcode": "1234 ab", "huisnummer": 12}, 4),
        (
            {
                "type": "ZoekMetGeslachtsnaamEnGeboortedatum",
                "geslachtsnaam": "vries",
                "geboortedatum": "1984-03-09",
            },
            1,
        ),
        (
            {
                "type": "ZoekMetNaamEnGemeenteVanInschrijving",
                "geslachtsnaam": "bak*",
                "voornamen": "Mark*",
                "gemeenteVanInschrijving": "9999",
            },
            1,
        ),
        (
            {
                "type": "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving",
                "straat": "Lindelaan",
                "huisnummer": 12,
                "gemeenteVanInschrijving": "0363",
            },
            0,
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
async def test_a_search_finds_the_living_who_fit(
    brp: httpx.AsyncClient, vraag: dict[str, Any], voornamen: int
) -> None:
    living = await asked(brp, "naam.voornamen", "burgerservicenummer", **vraag)
    known = [each for each in living if each["burgerservicenummer"].startswith("99999")]
    assert len(known) == voornamen
    assert GONE not in [each["burgerservicenummer"] for each in living]


async def test_who_is_followed_is_told_of_from_the_day_of_a_change() -> None:
    register = Personenregister.van(everyone())
    async with (
        running(brp_app(register, Toegang(SLEUTEL, frozenset({DOELBINDING})))) as brp,
        httpx.AsyncClient(base_url=brp.url + VOLGEN, headers=HEADERS) as client,
    ):
        assert (await client.put(f"/volgindicaties/{SANNE}")).status_code == 200
        assert (await client.put("/volgindicaties/999999990")).status_code == 404
        for persoon in everyone()[:2]:
            register.wijzig(persoon, "2026-03-01")
        told = [
            await client.get("/wijzigingen", params={"vanaf": day}) for day in ("2026-03-01", "2026-03-02")
        ]
        assert [answer.json()["burgerservicenummers"] for answer in told] == [[SANNE], []]
        assert (await client.get("/wijzigingen")).status_code == 400


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.parent.name)
def test_what_a_stand_in_begins_with_is_the_city_as_it_is_now(path: Any) -> None:
    assert path.read_text(encoding="utf-8") == SEEDS[path](), "python -m harness.standin_seeds writes it anew"
