"""Documents are handed out to whom the list shows them, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from harness.subgraph_desk import (
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    SIGNING_KEY,
    Desk,
    acting_for,
    desk_of,
    principal,
    settings_for,
)
from harness.zaken_rows import ZakenRows

from auth.assurance import Niveau
from auth.principal import Principal
from auth.propagation import HEADER, Issuer
from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.service import make_service

DOCUMENTEN = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    zaken { edges { node { documenten { titel bestandsnaam formaat bestandsomvang downloadUrl } } } }
} } }"""

BIJLAGEN = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    berichten { edges { node { bijlagen { titel bestandsnaam formaat bestandsomvang downloadUrl } } } }
} } }"""


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    secret = {REGISTRATIEGEHEIM: "a secret that both services know about"}
    async with desk_of(make_service, settings_for("zaken", sqlite_url, **secret)) as desk:
        yield desk


async def listed(desk: Desk, persona: Persona) -> list[dict[str, Any]]:
    klant = {"__typename": "Klant", "id": persona.klant_id(PSEUDONYM_KEY)}
    (found,) = (await desk.data(DOCUMENTEN, persona, {"r": [klant]}))["_entities"]
    return [document for edge in found["zaken"]["edges"] for document in edge["node"]["documenten"]]


async def got(desk: Desk, url: str, who: Principal | Persona | None) -> httpx.Response:
    """What the gateway gets when `who` asks it for an address out of the graph."""
    caller = principal(who) if isinstance(who, Persona) else who
    headers = {HEADER: Issuer(SIGNING_KEY).statement(caller, "zaken")} if caller else {}
    return await desk.client.get(url.replace("/bestanden/zaken/", "/bestanden/"), headers=headers)


async def test_what_is_listed_can_be_had(desk: Desk) -> None:
    document = (await listed(desk, SANNE))[0]
    answer = await got(desk, document["downloadUrl"], SANNE)
    assert answer.status_code == 200
    assert (answer.content[:5], len(answer.content)) == (b"%PDF-", document["bestandsomvang"])
    headers = answer.headers
    assert headers["content-type"] == document["formaat"] == "application/pdf"
    assert headers["content-disposition"] == f"attachment; filename*=UTF-8''{document['bestandsnaam']}"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "inzage-eigen-zaken" in headers["gemeentegraaf-verwerking"]


async def test_of_another_or_not_there_is_the_same(desk: Desk) -> None:
    url = (await listed(desk, SANNE))[0]["downloadUrl"]
    not_mine = await got(desk, url, HENDRIK)
    not_there = await got(desk, "/bestanden/zaken/no-such-document", SANNE)
    impossible = await got(desk, "/bestanden/zaken/%00", SANNE)
    assert not_mine.json() == not_there.json() == impossible.json()
    assert (not_mine.status_code, not_mine.json()["code"]) == (404, "NIET_GEVONDEN")
    assert not_mine.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("who", [None, principal(SANNE, Niveau.BASIS), acting_for(SANNE)])
async def test_who_may_not_see_zaken_may_not_see_what_is_in_them(desk: Desk, who: Principal | None) -> None:
    url = (await listed(desk, SANNE))[0]["downloadUrl"]
    answer = await got(desk, url, who)
    assert (answer.status_code, answer.json()["code"]) == (403, "UNAUTHORIZED_FIELD_OR_TYPE")


async def test_a_document_that_is_kept_inside_is_not_there(desk: Desk, sqlite_url: str) -> None:
    database = Database(sqlite_url)
    rows = ZakenRows(database)
    zaaktype = await rows.zaaktype()
    zaak = await rows.zaak(zaaktype, SANNE.klant_id(PSEUDONYM_KEY), identificatie="ZAAK-2027-1")
    shown = await rows.document(zaak, "Brief", inhoud=b"brief", formaat="?", bestandsnaam='é".txt')
    inside = await rows.document(zaak, "Advies", inhoud=b"advies", tonen_aan_initiator=False)
    empty = await rows.document(zaak, "Elders")
    await database.close()
    answer = await got(desk, f"/bestanden/{shown}", SANNE)
    assert (answer.content, answer.headers["content-type"]) == (b"brief", "application/octet-stream")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%A9%22.txt"
    assert [(await got(desk, f"/bestanden/{each}", SANNE)).status_code for each in (inside, empty)] == [
        404
    ] * 2
    assert {each["titel"]: each["downloadUrl"] for each in await listed(desk, SANNE)}["Elders"] is None


async def bijlage(desk: Desk, persona: Persona) -> dict[str, Any]:
    """The bijlage that a bericht of the demo has."""
    klant = {"__typename": "Klant", "id": persona.klant_id(PSEUDONYM_KEY)}
    (found,) = (await desk.data(BIJLAGEN, persona, {"r": [klant]}))["_entities"]
    (only,) = [each for edge in found["berichten"]["edges"] for each in edge["node"]["bijlagen"]]
    return dict(only)


async def test_a_bijlage_of_a_bericht_can_be_had_by_whose_the_bericht_is(desk: Desk) -> None:
    found = await bijlage(desk, SANNE)
    assert found["titel"] == "Ontvangstbevestiging"
    answer = await got(desk, found["downloadUrl"], SANNE)
    assert (answer.status_code, len(answer.content)) == (200, found["bestandsomvang"])
    assert answer.headers["content-type"] == found["formaat"] == "application/pdf"
    assert "inzage-eigen-zaken" in answer.headers["gemeentegraaf-verwerking"]
    part = {HEADER: Issuer(SIGNING_KEY).statement(principal(SANNE), "zaken"), "range": "bytes=0-4"}
    url = found["downloadUrl"].replace("/bestanden/zaken/", "/bestanden/")
    assert (await desk.client.get(url, headers=part)).content == b"%PDF-"


async def test_a_bijlage_of_another_is_not_there(desk: Desk) -> None:
    own, other = await bijlage(desk, SANNE), await bijlage(desk, HENDRIK)
    swapped = own["downloadUrl"].partition("~")[0] + "~" + other["downloadUrl"].partition("~")[2]
    for url in (other["downloadUrl"], swapped, "/bestanden/zaken/bericht-geen~iets"):
        answer = await got(desk, url, SANNE)
        assert (answer.status_code, answer.json()["code"]) == (404, "NIET_GEVONDEN")
    for who in (None, principal(SANNE, Niveau.BASIS), acting_for(SANNE)):
        assert (await got(desk, own["downloadUrl"], who)).status_code == 403


class TestParts:
    """A phone whose connection broke asks for the rest."""

    async def asked(self, desk: Desk, **headers: str) -> httpx.Response:
        url = (await listed(desk, SANNE))[0]["downloadUrl"].replace("/bestanden/zaken/", "/bestanden/")
        statement = {HEADER: Issuer(SIGNING_KEY).statement(principal(SANNE), "zaken")}
        return await desk.client.get(
            url, headers={**statement, **{k.replace("_", "-"): v for k, v in headers.items()}}
        )

    async def test_a_part_is_that_part_of_the_whole(self, desk: Desk) -> None:
        whole = await self.asked(desk)
        part = await self.asked(desk, range="bytes=5-14")
        rest = await self.asked(desk, range="bytes=15-", if_range=whole.headers["etag"])
        size = len(whole.content)
        assert (whole.status_code, part.status_code, rest.status_code) == (200, 206, 206)
        assert whole.headers["accept-ranges"] == "bytes"
        assert part.headers["content-range"] == f"bytes 5-14/{size}"
        assert part.headers["content-length"] == "10"
        assert whole.content == whole.content[:5] + part.content + rest.content
        assert "inzage-eigen-zaken" in part.headers["gemeentegraaf-verwerking"]

    async def test_of_another_version_the_whole_comes(self, desk: Desk) -> None:
        answer = await self.asked(desk, range="bytes=5-14", if_range='"another"')
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")

    async def test_past_the_end_is_told_how_long_it_is(self, desk: Desk) -> None:
        size = len((await self.asked(desk)).content)
        answer = await self.asked(desk, range=f"bytes={size}-")
        assert (answer.status_code, answer.json()["code"]) == (416, "BUITEN_BESTAND")
        assert answer.headers["content-range"] == f"bytes */{size}"
