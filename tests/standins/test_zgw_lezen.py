"""Reading zaken and catalogi at the stand-in, as at Open Zaak."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.zgw_client import token, zgw
from harness.zgw_scenario import BEDRIJF, BURGER, RSIN, Soort, Zgw

ZAKEN = "/zaken/api/v1/zaken"
ZOEK = f"{ZAKEN}/_zoek"
BSN = "rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn"
KVK = "rol__betrokkeneIdentificatie__nietNatuurlijkPersoon__kvkNummer"


@pytest.fixture
def town() -> Zgw:
    return Zgw()


@pytest.fixture
def soort(town: Zgw) -> Soort:
    return town.zaaktype("Kapvergunning", ["Ontvangen", "Beoordeeld", "Afgehandeld"])


def results(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [zaak["omschrijving"] for zaak in answer.json()["results"]]


async def test_a_zaak_has_all_that_belongs_to_it(town: Zgw, soort: Soort) -> None:
    hoofd = town.zaak(soort, BURGER, statussen=2)
    deel = town.zaak(soort, hoofdzaak=hoofd)
    town.add("zaken", "resultaten", zaak=hoofd, resultaattype=soort.resultaattypen[0])
    async with zgw(town.given) as (register, client):
        zaak = (await client.get(hoofd)).json()
        assert zaak["url"] == f"{register.url}{hoofd}"
        assert zaak["zaaktype"] == f"{register.url}{soort.url}"
        assert zaak["deelzaken"] == [f"{register.url}{deel}"]
        assert len(zaak["rollen"]) == 1
        status = (await client.get(zaak["status"])).json()
        assert status["statustype"] == f"{register.url}{soort.statustypen[1]}"
        assert status["indicatieLaatstGezetteStatus"] is True
        resultaat = (await client.get(zaak["resultaat"])).json()
        assert resultaat["resultaattype"] == f"{register.url}{soort.resultaattypen[0]}"


async def test_zaken_are_found_by_who_is_involved(town: Zgw, soort: Soort) -> None:
    town.zaak(soort, BURGER, omschrijving="Van de burger")
    bedrijf = town.zaak(soort, omschrijving="Van het bedrijf")
    town.rol(bedrijf, soort, niet_natuurlijk_persoon={"kvkNummer": BEDRIJF, "innNnpId": RSIN})
    async with zgw(town.given) as (_, client):
        assert results(await client.post(ZOEK, json={BSN: BURGER})) == ["Van de burger"]
        assert results(await client.post(ZOEK, json={KVK: BEDRIJF})) == ["Van het bedrijf"]
        assert results(await client.get(ZAKEN, params={KVK: BEDRIJF})) == ["Van het bedrijf"]
        assert (
            results(await client.post(ZOEK, json={BSN: BURGER, "rol__omschrijvingGeneriek": "behandelaar"}))
            == []
        )


async def test_filters_on_rollen_may_be_met_by_different_rollen(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, omschrijving="Van een ander", bsn=None)
    town.rol(zaak, soort, "belanghebbende", natuurlijk_persoon={"inpBsn": BURGER})
    town.rol(zaak, soort, "initiator", niet_natuurlijk_persoon={"kvkNummer": BEDRIJF})
    async with zgw(town.given) as (_, client):
        asked = {BSN: BURGER, "rol__omschrijvingGeneriek": "initiator"}
        assert results(await client.post(ZOEK, json=asked)) == ["Van een ander"]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        ({"startdatum__gte": "2026-02-01"}, ["laat"]),
        ({"startdatum__lt": "2026-02-01"}, ["vroeg"]),
        ({"einddatum__isnull": "false"}, ["vroeg"]),
        ({"identificatie": "Z-1"}, ["vroeg"]),
        ({"identificatie__icontains": "z-2"}, ["laat"]),
        ({"omschrijving": "LAA"}, ["laat"]),
        ({"maximaleVertrouwelijkheidaanduiding": "openbaar"}, ["vroeg"]),
        ({"ordering": "-startdatum"}, ["laat", "vroeg"]),
        ({"ordering": "startdatum"}, ["vroeg", "laat"]),
    ],
    ids=str,
)
async def test_zaken_are_found_by_what_they_are(
    town: Zgw, soort: Soort, criteria: dict[str, str], expected: list[str]
) -> None:
    town.zaak(
        soort, omschrijving="vroeg", identificatie="Z-1", startdatum="2026-01-05", einddatum="2026-01-20"
    )
    geheim = {"vertrouwelijkheidaanduiding": "intern"}
    town.zaak(soort, omschrijving="laat", identificatie="Z-2", startdatum="2026-02-05", **geheim)
    async with zgw(town.given) as (_, client):
        assert results(await client.get(ZAKEN, params=criteria)) == expected


async def test_pages_link_to_each_other(town: Zgw, soort: Soort) -> None:
    for number in range(5):
        town.zaak(soort, BURGER, omschrijving=f"{number}")
    async with zgw(town.given) as (_, client):
        asked: dict[str, Any] = {"json": {BSN: BURGER}}
        first = await client.post(f"{ZOEK}?pageSize=2", **asked)
        assert first.json()["count"] == 5
        assert first.json()["previous"] is None
        second = await client.post(first.json()["next"], **asked)
        third = await client.post(second.json()["next"], **asked)
        assert [results(page) for page in (first, second, third)] == [["4", "3"], ["2", "1"], ["0"]]
        assert third.json()["next"] is None
        assert third.json()["previous"] == second.json()["next"].replace("page=3", "page=2")
        assert (await client.get(ZAKEN, params={"page": 2})).status_code == 404
        assert len(results(await client.get(ZAKEN, params={"pageSize": 100_000}))) == 5


async def test_relations_are_expanded_in_one_answer(town: Zgw, soort: Soort) -> None:
    town.zaak(soort, BURGER, statussen=1)
    async with zgw(town.given) as (_, client):
        expand = ["zaaktype", "status.statustype", "rollen", "resultaat"]
        answer = await client.post(ZOEK, json={BSN: BURGER, "expand": expand})
        (zaak,) = answer.json()["results"]
        inside = zaak["_expand"]
        assert inside["zaaktype"]["omschrijving"] == "Kapvergunning"
        assert inside["status"]["_expand"]["statustype"]["omschrijving"] == "Ontvangen"
        assert inside["rollen"][0]["omschrijvingGeneriek"] == "initiator"
        assert "resultaat" not in inside
        refused = await client.get(ZAKEN, params={"expand": "*"})
        assert refused.status_code == 400


async def test_what_is_known_is_not_sent_again(town: Zgw, soort: Soort) -> None:
    async with zgw(town.given) as (_, client):
        first = await client.get(soort.url)
        again = await client.get(soort.url, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = await client.get(soort.url, headers={"If-None-Match": '"iets anders"'})
        assert other.status_code == 200


async def test_the_catalogue_shows_what_is_published_and_in_force(town: Zgw) -> None:
    town.zaaktype("Nu", ["Klaar"])
    town.zaaktype("Vroeger", ["Klaar"], beginGeldigheid="2019-01-01", eindeGeldigheid="2020-01-01")
    town.zaaktype("Straks", ["Klaar"], concept=True)

    async def names(**asked: str) -> list[str]:
        return sorted(results(await client.get("/catalogi/api/v1/zaaktypen", params=asked)))

    async with zgw(town.given) as (_, client):
        assert await names() == ["Nu", "Vroeger"]
        assert await names(datumGeldigheid="2026-01-01") == ["Nu"]
        assert await names(status="alles") == ["Nu", "Straks", "Vroeger"]
        assert await names(identificatie="VROEGER") == ["Vroeger"]


async def test_the_last_step_of_a_zaaktype_is_its_eindstatus(town: Zgw, soort: Soort) -> None:
    async with zgw(town.given) as (register, client):
        asked = {"zaaktype": f"{register.url}{soort.url}"}
        answer = await client.get("/catalogi/api/v1/statustypen", params=asked)
        steps = {each["omschrijving"]: each["isEindstatus"] for each in answer.json()["results"]}
        assert steps == {"Ontvangen": False, "Beoordeeld": False, "Afgehandeld": True}
        zaaktype = (await client.get(soort.url)).json()
        assert len(zaaktype["statustypen"]) == 3


async def test_lists_of_zaakinformatieobjecten_and_eigenschappen_have_no_pages(
    town: Zgw, soort: Soort
) -> None:
    zaak = town.zaak(soort)
    async with zgw(town.given) as (_, client):
        assert (await client.get("/zaken/api/v1/zaakinformatieobjecten")).json() == []
        assert (await client.get(f"{zaak}/zaakeigenschappen")).json() == []
        assert (await client.get(f"{zaak}/besluiten")).json() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": token("een-ander-geheim-van-genoeg-tekens")}, 403),
        ({"Authorization": token(algorithm="HS512")}, 403),
        ({"Authorization": token(client_id="een-ander")}, 403),
        ({"Authorization": token(iat=0)}, 403),
        ({"Authorization": token(iat=None)}, 403),
        ({"Authorization": token(user_id=None)}, 403),
        ({"Authorization": token(user_representation="")}, 403),
        ({"Authorization": "Bearer dit.is.niets"}, 403),
        ({"Accept-Crs": "EPSG:28992"}, 406),
    ],
    ids=lambda each: str(each) if isinstance(each, int) else next(iter(each)),  # tokens are none
)
async def test_calls_that_are_not_in_order_are_refused(
    town: Zgw, headers: dict[str, str], status: int
) -> None:
    async with zgw(town.given) as (_, client):
        answer = await client.get(ZAKEN, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


async def test_a_call_without_a_crs_is_refused_where_there_is_geometry(town: Zgw, soort: Soort) -> None:
    async with zgw(town.given) as (_, client):
        del client.headers["Accept-Crs"]
        del client.headers["Content-Crs"]
        assert (await client.get(ZAKEN)).status_code == 412
        assert (await client.get(soort.url)).status_code == 200
        accepting = {"Accept-Crs": "EPSG:4326"}
        assert (await client.post(ZOEK, json={BSN: BURGER}, headers=accepting)).status_code == 412


@pytest.mark.parametrize(
    ("asked", "name", "code"),
    [
        ({"kleur": "rood"}, "nonFieldErrors", "unknown-parameters"),
        ({"startdatum": "gisteren"}, "startdatum", "invalid"),
        (
            {"maximaleVertrouwelijkheidaanduiding": "top"},
            "maximaleVertrouwelijkheidaanduiding",
            "invalid_choice",
        ),
        ({"ordering": "kleur"}, "ordering", "invalid_choice"),
    ],
    ids=str,
)
async def test_questions_that_cannot_be_answered_are_refused(
    town: Zgw, asked: dict[str, str], name: str, code: str
) -> None:
    async with zgw(town.given) as (_, client):
        answer = await client.get(ZAKEN, params=asked)
        assert answer.status_code == 400
        (param,) = answer.json()["invalidParams"]
        assert (param["name"], param["code"]) == (name, code)


async def test_a_search_must_say_what_for(town: Zgw) -> None:
    async with zgw(town.given) as (_, client):
        for body, code in (({}, "empty_search_body"), ({"kleur": "rood"}, "unknown-parameters")):
            answer = await client.post(ZOEK, json=body)
            assert answer.status_code == 400
            assert answer.json()["invalidParams"][0]["code"] == code
        assert (await client.post(ZOEK, content=b"{")).status_code == 415
        headers = {"Content-Type": "application/json"}
        assert (await client.post(ZOEK, content=b"{", headers=headers)).status_code == 400


async def test_a_client_sees_only_what_it_is_authorised_for(town: Zgw, soort: Soort) -> None:
    town.zaak(soort, omschrijving="mag")
    town.zaak(soort, omschrijving="geheim", vertrouwelijkheidaanduiding="geheim")
    ander = town.zaaktype("Bijstand", ["Klaar"])
    verborgen = town.zaak(ander, omschrijving="ander zaaktype")
    autorisatie = {
        "component": "zrc",
        "scopes": ["zaken.lezen"],
        "zaaktype": soort.url,
        "maxVertrouwelijkheidaanduiding": "zaakvertrouwelijk",
    }
    town.given["applicaties"] = [
        {"clientIds": ["gemeentegraaf"], "heeftAlleAutorisaties": False, "autorisaties": [autorisatie]}
    ]
    async with zgw(town.given) as (_, client):
        assert results(await client.get(ZAKEN)) == ["mag"]
        assert (await client.get(verborgen)).status_code == 403
        assert (await client.get(f"{ZAKEN}/4b1e6a70-0000-4000-8000-000000000000")).status_code == 404
