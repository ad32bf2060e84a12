"""Documents and besluiten at the stand-in: content, locks, parts, and their relations with zaken."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import httpx
import pytest
from harness.zgw_client import zgw
from harness.zgw_scenario import BURGER, RSIN, Soort, Zgw

from standins.zgw.documenten import PART_BYTES

DOCUMENTEN = "/documenten/api/v1/enkelvoudiginformatieobjecten"
TEXT = b"een brief aan de gemeente"


@pytest.fixture
def town() -> Zgw:
    return Zgw()


@pytest.fixture
def soort(town: Zgw) -> Soort:
    return town.zaaktype("Kapvergunning", ["Ontvangen", "Afgehandeld"])


@pytest.fixture
def brief(town: Zgw, soort: Soort) -> str:
    return town.documenttype("Brief", soort)


def nieuw(documenttype: str, **fields: Any) -> dict[str, Any]:
    """The body of a request for a document."""
    return {
        "bronorganisatie": RSIN,
        "creatiedatum": "2026-01-05",
        "titel": "Een brief",
        "auteur": "Een burger",
        "taal": "nld",
        "bestandsnaam": "brief.txt",
        "informatieobjecttype": documenttype,
        **fields,
    }


def problem(answer: httpx.Response) -> tuple[str, str]:
    assert answer.status_code == 400, answer.text
    param = answer.json()["invalidParams"][0]
    return param["name"], param["code"]


async def test_a_document_comes_back_as_it_was_sent(town: Zgw, brief: str) -> None:
    async with zgw(town.given) as (register, client):
        sent = nieuw(f"{register.url}{brief}", inhoud=b64encode(TEXT).decode(), bestandsomvang=len(TEXT))
        made = await client.post(DOCUMENTEN, json=sent)
        assert made.status_code == 201, made.text
        document = made.json()
        assert (document["versie"], document["locked"], document["bestandsomvang"]) == (1, False, len(TEXT))
        download = await client.get(document["inhoud"])
        assert download.content == TEXT
        assert download.headers["content-type"] == "application/octet-stream"
        assert download.headers["content-disposition"].endswith("brief.txt")
        wrong = await client.post(DOCUMENTEN, json={**sent, "bestandsomvang": 3})
        assert problem(wrong) == ("inhoud", "file-size")
        wrong = await client.post(DOCUMENTEN, json={**sent, "inhoud": "%%%"})
        assert problem(wrong) == ("inhoud", "not-base64")


async def test_a_large_document_comes_in_parts_under_a_lock(town: Zgw, brief: str) -> None:
    content = bytes(range(256)) * (PART_BYTES // 256) + b"rest"
    async with zgw(town.given) as (register, client):
        sent = nieuw(f"{register.url}{brief}", bestandsomvang=len(content))
        document = (await client.post(DOCUMENTEN, json=sent)).json()
        first, second = document["bestandsdelen"]
        assert [first["omvang"], second["omvang"]] == [PART_BYTES, 4]
        assert document["inhoud"] is None
        lock = document["lock"]
        early = await client.post(f"{document['url']}/unlock", json={"lock": lock})
        assert problem(early) == ("nonFieldErrors", "file-size")
        short = await client.put(second["url"], data={"lock": lock}, files={"inhoud": b"res"})
        assert problem(short) == ("inhoud", "file-size")
        other = await client.put(second["url"], data={"lock": "x"}, files={"inhoud": b"rest"})
        assert problem(other) == ("nonFieldErrors", "incorrect-lock-id")
        for part, body in ((first, content[:PART_BYTES]), (second, b"rest")):
            done = await client.put(part["url"], data={"lock": lock}, files={"inhoud": body})
            assert done.json()["voltooid"] is True
        assert (await client.post(f"{document['url']}/unlock", json={"lock": lock})).status_code == 204
        found = (await client.get(document["url"])).json()
        assert (found["locked"], found["bestandsdelen"]) == (False, [])
        assert (await client.get(found["inhoud"])).content == content


async def test_a_document_is_changed_under_its_lock_alone(town: Zgw, brief: str) -> None:
    inhoud = b64encode(TEXT).decode()
    document = town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief, inhoud=inhoud))
    async with zgw(town.given) as (_, client):
        assert problem(await client.patch(document, json={"titel": "Anders"}))[1] == "unlocked"
        lock = (await client.post(f"{document}/lock", json={})).json()["lock"]
        assert problem(await client.post(f"{document}/lock", json={}))[1] == "existing-lock"
        assert problem(await client.patch(document, json={"titel": "Anders"}))[1] == "missing-lock-id"
        changed = await client.patch(document, json={"titel": "Anders", "lock": lock})
        assert (changed.json()["titel"], changed.json()["versie"]) == ("Anders", 2)
        nieuwe = {"inhoud": b64encode(b"nieuw").decode(), "lock": lock}
        assert (await client.patch(document, json=nieuwe)).json()["bestandsomvang"] == 5
        assert (await client.get(f"{document}/download")).content == b"nieuw"
        assert (await client.post(f"{document}/unlock", json={"lock": lock})).status_code == 204


async def test_a_document_at_a_zaak_is_of_a_type_that_the_zaaktype_has(
    town: Zgw, soort: Soort, brief: str
) -> None:
    vreemd = town.documenttype("Foto", town.zaaktype("Bijstand", ["Klaar"]))
    zaak = town.zaak(soort, BURGER)
    documents = [
        town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(each)) for each in (brief, vreemd)
    ]
    async with zgw(town.given) as (register, client):
        base = register.url
        relations = "/zaken/api/v1/zaakinformatieobjecten"
        good, wrong = (
            {"zaak": f"{base}{zaak}", "informatieobject": f"{base}{document}"} for document in documents
        )
        assert (await client.post(relations, json=good)).status_code == 201
        assert problem(await client.post(relations, json=good))[1] == "unique"
        refused = await client.post(relations, json=wrong)
        assert problem(refused)[1] == "missing-zaaktype-informatieobjecttype-relation"
        (found,) = (await client.get(relations, params={"zaak": f"{base}{zaak}"})).json()
        assert found["informatieobject"] == f"{base}{documents[0]}"
        asked = {"informatieobject": f"{base}{documents[0]}"}
        (back,) = (await client.get("/documenten/api/v1/objectinformatieobjecten", params=asked)).json()
        assert (back["object"], back["objectType"]) == (f"{base}{zaak}", "zaak")
        listed = await client.get(DOCUMENTEN, params={"objectinformatieobjecten__object": f"{base}{zaak}"})
        assert [each["titel"] for each in listed.json()["results"]] == ["Een brief"]
        assert problem(await client.delete(documents[0]))[1] == "pending-relations"


async def test_documents_are_found_many_at_a_time(town: Zgw, brief: str) -> None:
    uuids = [
        town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief, titel=f"{number}"))[-36:]
        for number in range(3)
    ]
    async with zgw(town.given) as (_, client):
        answer = await client.post(f"{DOCUMENTEN}/_zoek", json={"uuid__in": uuids[:2]})
        assert [each["titel"] for each in answer.json()["results"]] == ["1", "0"]


async def test_a_besluit_belongs_to_a_zaak_of_its_kind(town: Zgw, brief: str) -> None:
    fields = {"omschrijving": "Vergunning", "catalogus": town.catalogus, "beginGeldigheid": "2020-01-01"}
    besluittype = town.add("catalogi", "besluittypen", informatieobjecttypen=[brief], **fields)
    soort = town.zaaktype("Vergunning", ["Klaar"], besluittypen=[besluittype])
    zaak, vreemd = town.zaak(soort), town.zaak(town.zaaktype("Bijstand", ["Klaar"]))
    document = town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief))
    async with zgw(town.given) as (register, client):
        base = register.url
        besluit = {
            "verantwoordelijkeOrganisatie": RSIN,
            "besluittype": f"{base}{besluittype}",
            "zaak": f"{base}{zaak}",
            "datum": "2026-01-05",
            "ingangsdatum": "2026-01-06",
        }
        made = (await client.post("/besluiten/api/v1/besluiten", json=besluit)).json()
        wrong = await client.post("/besluiten/api/v1/besluiten", json={**besluit, "zaak": f"{base}{vreemd}"})
        assert problem(wrong)[1] == "zaaktype-mismatch"
        (told,) = (await client.get(f"{zaak}/besluiten")).json()
        assert told["besluit"] == made["url"]
        relation = {"besluit": made["url"], "informatieobject": f"{base}{document}"}
        kept = await client.post("/besluiten/api/v1/besluitinformatieobjecten", json=relation)
        assert kept.status_code == 201


async def test_who_has_the_scope_can_unlock_without_the_lock(town: Zgw, brief: str) -> None:
    document = town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief))
    autorisatie = {
        "component": "drc",
        "scopes": ["documenten.lezen", "documenten.bijwerken"],
        "informatieobjecttype": brief,
        "maxVertrouwelijkheidaanduiding": "zeer_geheim",
    }
    applicatie = {"clientIds": ["gemeentegraaf"], "autorisaties": [autorisatie]}
    town.given["applicaties"] = [applicatie]
    async with zgw(town.given) as (_, client):
        await client.post(f"{document}/lock", json={})
        assert problem(await client.post(f"{document}/unlock", json={}))[1] == "missing-lock-id"
    autorisatie["scopes"] = [*autorisatie["scopes"], "documenten.geforceerd-unlock"]
    async with zgw(town.given) as (_, client):
        await client.post(f"{document}/lock", json={})
        assert (await client.post(f"{document}/unlock", json={})).status_code == 204


async def test_an_eindstatus_waits_for_documents_that_are_not_ready(
    town: Zgw, soort: Soort, brief: str
) -> None:
    zaak = town.zaak(soort, BURGER)
    town.add("zaken", "resultaten", zaak=zaak, resultaattype=soort.resultaattypen[0])
    document = town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief))
    town.add("zaken", "zaakinformatieobjecten", zaak=zaak, informatieobject=document)
    async with zgw(town.given) as (register, client):
        eind = {
            "zaak": f"{register.url}{zaak}",
            "statustype": f"{register.url}{soort.statustypen[1]}",
            "datumStatusGezet": "2026-03-01T10:00:00Z",
        }
        statussen = "/zaken/api/v1/statussen"
        assert problem(await client.post(statussen, json=eind))[1] == "indicatiegebruiksrecht-unset"
        lock = (await client.post(f"{document}/lock", json={})).json()["lock"]
        await client.patch(document, json={"indicatieGebruiksrecht": False, "lock": lock})
        assert problem(await client.post(statussen, json=eind))[1] == "informatieobject-locked"
        await client.post(f"{document}/unlock", json={"lock": lock})
        assert (await client.post(statussen, json=eind)).status_code == 201


async def test_a_download_is_only_of_what_has_content(town: Zgw, brief: str) -> None:
    document = town.add("documenten", "enkelvoudiginformatieobjecten", **nieuw(brief))
    async with zgw(town.given) as (_, client):
        assert (await client.get(document)).json()["inhoud"] is None
        assert (await client.get(f"{document}/download")).status_code == 404
        assert (await client.get(f"{document}/download", headers={"Authorization": ""})).status_code == 401
