"""Writing zaken at the stand-in: what Open Zaak takes, what follows from it, and what it refuses."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.zgw_client import zgw
from harness.zgw_scenario import BURGER, RSIN, Soort, Zgw

ROOT = "/zaken/api/v1"


@pytest.fixture
def town() -> Zgw:
    return Zgw()


@pytest.fixture
def soort(town: Zgw) -> Soort:
    return town.zaaktype("Kapvergunning", ["Ontvangen", "Afgehandeld"], vertrouwelijkheidaanduiding="intern")


def nieuw(soort: Soort, base: str, **fields: Any) -> dict[str, Any]:
    """The body of a request for a zaak."""
    return {
        "bronorganisatie": RSIN,
        "verantwoordelijkeOrganisatie": RSIN,
        "zaaktype": f"{base}{soort.url}",
        "startdatum": "2026-01-05",
        **fields,
    }


def problem(answer: httpx.Response) -> tuple[str, str]:
    assert answer.status_code == 400, answer.text
    param = answer.json()["invalidParams"][0]
    return param["name"], param["code"]


async def test_a_zaak_is_registered_with_all_that_belongs_to_it(town: Zgw, soort: Soort) -> None:
    eigenschap = town.add("catalogi", "eigenschappen", naam="boom", zaaktype=soort.url)
    async with zgw(town.given) as (register, client):
        base = register.url
        made = await client.post(f"{ROOT}/zaken", json=nieuw(soort, base))
        assert made.status_code == 201
        zaak = made.json()
        assert made.headers["location"] == zaak["url"]
        assert zaak["identificatie"].startswith("ZAAK-")
        assert zaak["vertrouwelijkheidaanduiding"] == "intern"
        rol = {
            "zaak": zaak["url"],
            "roltype": f"{base}{soort.roltypen['initiator']}",
            "betrokkeneType": "natuurlijk_persoon",
            "betrokkeneIdentificatie": {"inpBsn": BURGER},
        }
        assert (await client.post(f"{ROOT}/rollen", json=rol)).status_code == 201
        waarde = {"zaak": zaak["url"], "eigenschap": f"{base}{eigenschap}", "waarde": "eik"}
        made = await client.post(f"{zaak['url']}/zaakeigenschappen", json=waarde)
        assert made.json()["naam"] == "boom"
        objecten = {
            "zaak": zaak["url"],
            "objectType": "overige",
            "objectTypeOverige": "boom",
            "objectIdentificatie": {"overigeData": {"soort": "eik"}},
        }
        assert (await client.post(f"{ROOT}/zaakobjecten", json=objecten)).status_code == 201
        status = {
            "zaak": zaak["url"],
            "statustype": f"{base}{soort.statustypen[0]}",
            "datumStatusGezet": "2026-01-05T10:00:00+01:00",
        }
        assert (await client.post(f"{ROOT}/statussen", json=status)).status_code == 201
        found = (await client.get(zaak["url"])).json()
        assert [len(found[name]) for name in ("rollen", "eigenschappen", "zaakobjecten")] == [1, 1, 1]
        assert found["status"] is not None


async def test_an_eindstatus_closes_the_zaak_and_settles_its_archive(town: Zgw, soort: Soort) -> None:
    resultaattype = town.add(
        "catalogi",
        "resultaattypen",
        zaaktype=soort.url,
        omschrijving="Afgebroken",
        archiefactietermijn="P1Y",
        brondatumArchiefprocedure={"afleidingswijze": "afgehandeld"},
    )
    zaak = town.zaak(soort, BURGER, statussen=1)
    async with zgw(town.given) as (register, client):
        base = register.url
        eind = {
            "zaak": f"{base}{zaak}",
            "statustype": f"{base}{soort.statustypen[1]}",
            "datumStatusGezet": "2026-03-01T10:00:00Z",
        }
        refused = await client.post(f"{ROOT}/statussen", json=eind)
        assert problem(refused) == ("nonFieldErrors", "resultaat-does-not-exist")
        resultaat = {"zaak": f"{base}{zaak}", "resultaattype": f"{base}{resultaattype}"}
        assert (await client.post(f"{ROOT}/resultaten", json=resultaat)).status_code == 201
        assert (await client.post(f"{ROOT}/statussen", json=eind)).status_code == 201
        found = (await client.get(zaak)).json()
        assert found["einddatum"] == "2026-03-01"
        assert (found["archiefnominatie"], found["archiefactiedatum"]) == ("vernietigen", "2027-03-01")


async def test_a_closed_zaak_is_not_changed_without_the_scope(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, BURGER, statussen=1, einddatum="2026-01-20")
    scopes = ["zaken.lezen", "zaken.bijwerken", "zaken.aanmaken", "zaken.statussen.toevoegen"]
    autorisatie = {
        "component": "zrc",
        "scopes": scopes,
        "zaaktype": soort.url,
        "maxVertrouwelijkheidaanduiding": "zeer_geheim",
    }
    town.given["applicaties"] = [{"clientIds": ["gemeentegraaf"], "autorisaties": [autorisatie]}]
    async with zgw(town.given) as (register, client):
        changed = await client.patch(zaak, json={"omschrijving": "anders"})
        assert changed.status_code == 403
        resultaat = {
            "zaak": f"{register.url}{zaak}",
            "resultaattype": f"{register.url}{soort.resultaattypen[0]}",
        }
        assert (await client.post(f"{ROOT}/resultaten", json=resultaat)).status_code == 403


async def test_a_zaak_can_be_changed_and_destroyed_with_what_belongs_to_it(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, BURGER, statussen=1)
    async with zgw(town.given) as (_, client):
        changed = await client.patch(
            zaak, json={"toelichting": "nieuw", "kenmerken": [{"kenmerk": "1", "bron": "x"}]}
        )
        assert changed.json()["toelichting"] == "nieuw"
        assert (await client.get(f"{ROOT}/zaken", params={"kenmerk": "x:1"})).json()["count"] == 1
        assert (await client.delete(zaak)).status_code == 204
        assert (await client.get(zaak)).status_code == 404
        assert (await client.get(f"{ROOT}/rollen")).json()["count"] == 0


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"omschrijving": "x" * 81}, ("omschrijving", "max_length")),
        ({"startdatum": "5 januari"}, ("startdatum", "invalid")),
        ({"bronorganisatie": "123456789"}, ("bronorganisatie", "invalid")),
        ({"zaaktype": "https://elders.test/zaaktypen/1"}, ("zaaktype", "unknown-service")),
        ({"vertrouwelijkheidaanduiding": "top"}, ("vertrouwelijkheidaanduiding", "invalid_choice")),
        ({"verlenging": {"reden": "druk"}}, ("verlenging.duur", "required")),
        ({"identificatie": "Z-1"}, ("identificatie", "identificatie-niet-uniek")),
    ],
    ids=str,
)
async def test_a_zaak_that_is_not_right_is_refused(
    town: Zgw, soort: Soort, fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    town.zaak(soort, identificatie="Z-1")
    async with zgw(town.given) as (register, client):
        answer = await client.post(f"{ROOT}/zaken", json=nieuw(soort, register.url, **fields))
        assert problem(answer) == expected


async def test_a_zaak_needs_a_published_zaaktype_and_every_required_field(town: Zgw) -> None:
    concept = town.zaaktype("Straks", ["Klaar"], concept=True)
    async with zgw(town.given) as (register, client):
        base = register.url
        assert problem(await client.post(f"{ROOT}/zaken", json=nieuw(concept, base))) == (
            "zaaktype",
            "not-published",
        )
        answer = await client.post(f"{ROOT}/zaken", json={})
        named = {param["name"] for param in answer.json()["invalidParams"]}
        assert named == {"bronorganisatie", "verantwoordelijkeOrganisatie", "zaaktype", "startdatum"}
        weg = f"{base}/catalogi/api/v1/zaaktypen/00000000-0000-4000-8000-000000000000"
        answer = await client.post(f"{ROOT}/zaken", json=nieuw(concept, base, zaaktype=weg))
        assert problem(answer) == ("zaaktype", "does_not_exist")


async def test_what_belongs_to_a_zaak_must_fit_its_zaaktype(town: Zgw, soort: Soort) -> None:
    ander = town.zaaktype("Bijstand", ["Klaar"])
    zaak = town.zaak(soort, BURGER)
    async with zgw(town.given) as (register, client):
        base = register.url
        mismatch = ("nonFieldErrors", "zaaktype-mismatch")
        status = {
            "zaak": f"{base}{zaak}",
            "statustype": f"{base}{ander.statustypen[0]}",
            "datumStatusGezet": "2026-01-05T10:00:00Z",
        }
        assert problem(await client.post(f"{ROOT}/statussen", json=status)) == mismatch
        laat = {
            **status,
            "statustype": f"{base}{soort.statustypen[0]}",
            "datumStatusGezet": "2999-01-01T00:00:00Z",
        }
        assert problem(await client.post(f"{ROOT}/statussen", json=laat)) == (
            "datumStatusGezet",
            "date-in-future",
        )
        rol = {
            "zaak": f"{base}{zaak}",
            "roltype": f"{base}{soort.roltypen['initiator']}",
            "betrokkeneType": "medewerker",
            "betrokkeneIdentificatie": {"identificatie": "jan"},
        }
        assert problem(await client.post(f"{ROOT}/rollen", json=rol)) == ("nonFieldErrors", "max-occurences")
        zonder = {**rol, "roltype": f"{base}{soort.roltypen['behandelaar']}"}
        del zonder["betrokkeneIdentificatie"]
        assert problem(await client.post(f"{ROOT}/rollen", json=zonder)) == (
            "nonFieldErrors",
            "invalid-betrokkene",
        )


async def test_a_zaaknummer_can_be_reserved(town: Zgw, soort: Soort) -> None:
    async with zgw(town.given) as (register, client):
        reserved = await client.post(f"{ROOT}/zaaknummer_reserveren", json={"bronorganisatie": RSIN})
        number = reserved.json()["zaaknummer"]
        made = await client.post(f"{ROOT}/zaken", json=nieuw(soort, register.url, identificatie=number))
        assert made.json()["identificatie"] == number


async def test_a_status_before_the_last_reopens_a_closed_zaak(town: Zgw, soort: Soort) -> None:
    zaak = town.zaak(soort, BURGER, einddatum="2026-01-20", archiefactiedatum="2027-01-20")
    async with zgw(town.given) as (register, client):
        status = {
            "zaak": f"{register.url}{zaak}",
            "statustype": f"{register.url}{soort.statustypen[0]}",
            "datumStatusGezet": "2026-02-01T10:00:00Z",
        }
        assert (await client.post(f"{ROOT}/statussen", json=status)).status_code == 201
        again = await client.post(f"{ROOT}/statussen", json=status)
        assert problem(again) == ("nonFieldErrors", "unique")
        found = (await client.get(zaak)).json()
        assert (found["einddatum"], found["archiefactiedatum"]) == (None, None)


async def test_a_zaak_is_replaced_whole_and_keeps_what_identifies_it(town: Zgw, soort: Soort) -> None:
    ander = town.zaaktype("Bijstand", ["Klaar"])
    zaak = town.zaak(soort, BURGER, identificatie="Z-1")
    async with zgw(town.given) as (register, client):
        half = await client.put(zaak, json={"omschrijving": "Nieuw"})
        assert {param["name"] for param in half.json()["invalidParams"]} >= {"zaaktype", "startdatum"}
        whole = nieuw(soort, register.url, omschrijving="Nieuw")
        assert (await client.put(zaak, json=whole)).json()["omschrijving"] == "Nieuw"
        other = await client.put(zaak, json=nieuw(ander, register.url))
        assert problem(other) == ("zaaktype", "wijzigen-niet-toegelaten")
        number = await client.patch(zaak, json={"identificatie": "Z-2"})
        assert problem(number) == ("identificatie", "wijzigen-niet-toegelaten")


async def test_a_deelzaak_has_no_parts_of_its_own(town: Zgw, soort: Soort) -> None:
    deel = town.zaak(soort, hoofdzaak=town.zaak(soort))
    async with zgw(town.given) as (register, client):
        kleindeel = nieuw(soort, register.url, hoofdzaak=f"{register.url}{deel}")
        refused = await client.post(f"{ROOT}/zaken", json=kleindeel)
        assert problem(refused) == ("hoofdzaak", "deelzaak-als-hoofdzaak")


async def test_what_is_not_there_cannot_be_read_or_written(town: Zgw, soort: Soort) -> None:
    weg = f"{ROOT}/zaken/00000000-0000-4000-8000-000000000000"
    async with zgw(town.given) as (_, client):
        for path in (weg, f"{weg}/zaakeigenschappen", "/elders"):
            assert (await client.get(path)).status_code == 404
        assert (await client.delete(soort.url)).status_code == 405
        assert (await client.patch(weg, json={})).json()["code"] == "not_found"
