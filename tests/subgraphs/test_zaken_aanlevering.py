"""A customer adds a document to a zaak that runs: embedded, and in a register over the ZGW APIs."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.clamd import EICAR, MemoryClamd, clamd_server
from harness.standin import Fault, Register
from harness.subgraph_desk import (
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    SIGNING_KEY,
    Desk,
    acting_for,
    codes,
    desk_of,
    settings_for,
)
from harness.subgraph_desk import principal as principal_of
from harness.zaken_rows import ZakenRows
from harness.zaken_town import klant, town_over_register
from harness.zgw_scenario import RSIN

from auth.principal import Principal
from auth.propagation import HEADER, Issuer
from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.aanlevering.aanlevering import EISEN
from subgraphs.zaken.service import make_service

ANNOUNCE = """mutation ($zaak: ID!, $titel: String!, $naam: String!, $sleutel: String!) {
    zaakdocumentAanleveren(
        input: {zaak: $zaak, titel: $titel, bestandsnaam: $naam, idempotentiesleutel: $sleutel}
    ) { uploadUrl ontvangen maxBytes formaten }
}"""
DOCUMENTS = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on Klant {
    zaken(zoek: "ZAAK-2999") { edges { node { documenten { id titel bestandsnaam formaat downloadUrl } } } }
} } }"""
PDF = b"%PDF-1.7 een plattegrond"


@dataclass(frozen=True)
class Town:
    """A subgraph with zaken of Sanne, one that runs and one that is closed, and the register behind it."""

    desk: Desk
    loopt: str
    klaar: str
    register: Register | None = None

    async def announce(self, who: Persona | Principal = SANNE, **values: str) -> dict[str, Any]:
        given = {"zaak": self.loopt, "titel": "Plattegrond", "naam": "plan.pdf", "sleutel": "s1", **values}
        return await self.desk.ask(ANNOUNCE, who, given)

    async def place(self, **values: str) -> str:
        answer = await self.announce(**values)
        assert "errors" not in answer, answer["errors"]
        url: str = answer["data"]["zaakdocumentAanleveren"]["uploadUrl"]
        return url

    async def send(self, method: str, url: str, body: bytes = b"", who: Persona = SANNE) -> httpx.Response:
        statement = Issuer(SIGNING_KEY, recipients=self.desk.recipients).statement(principal_of(who), "zaken")
        path = url.replace("/bestanden/zaken/", "/bestanden/")
        return await self.desk.client.request(method, path, content=body, headers={HEADER: statement})

    async def documents(self) -> list[dict[str, Any]]:
        (found,) = (await self.desk.data(DOCUMENTS, SANNE, {"r": [klant(SANNE)]}))["_entities"]
        return [each for edge in found["zaken"]["edges"] for each in edge["node"]["documenten"]]


async def zaken_of_sanne(rows: Any) -> tuple[str, str]:
    klant_id, zaaktype = SANNE.klant_id(PSEUDONYM_KEY), await rows.zaaktype()
    loopt = await rows.zaak(zaaktype, klant_id, identificatie="ZAAK-2999-1")
    klaar = await rows.zaak(zaaktype, klant_id, identificatie="ZAAK-2999-2", einddatum=date(2026, 3, 1))
    return loopt, klaar


async def embedded(folder: Path) -> AsyncIterator[Town]:
    url = f"sqlite:///{folder / 'zaken.sqlite3'}"
    secret = {REGISTRATIEGEHEIM: "a secret that both services know about"}
    async with desk_of(make_service, settings_for("zaken", url, **secret)) as desk:
        database = Database(url)
        loopt, klaar = await zaken_of_sanne(ZakenRows(database))
        await database.close()
        yield Town(desk, loopt, klaar)


async def over_zgw(folder: Path) -> AsyncIterator[Town]:
    choices = {"bronorganisatie": RSIN, "informatieobjecttype": "Aanvulling"}
    async with town_over_register(folder, aanleveren=choices) as town:
        town.rows.nummers[SANNE.klant_id(PSEUDONYM_KEY)] = SANNE.waarde
        loopt, klaar = await zaken_of_sanne(town.rows)
        town.rows.allow("Aanvulling")
        yield Town(town.desk, loopt, klaar, town.register)


@pytest.fixture(params=[embedded, over_zgw], ids=["embedded", "zgw"])
async def town(request: pytest.FixtureRequest, tmp_path: Path, zaken_url: str) -> AsyncIterator[Town]:
    async for town in request.param(tmp_path):
        yield town


async def test_what_is_sent_is_a_document_of_the_zaak_that_can_be_had_back(town: Town) -> None:
    answer = (await town.announce())["data"]["zaakdocumentAanleveren"]
    assert (answer["ontvangen"], answer["maxBytes"]) == (False, EISEN.max_bytes)
    done = await town.send("PUT", answer["uploadUrl"], PDF)
    assert (done.status_code, done.json()["formaat"], done.json()["grootte"]) == (
        201,
        "application/pdf",
        len(PDF),
    )
    assert "behandelen-aanvragen" in done.headers["gemeentegraaf-verwerking"]
    (document,) = await town.documents()
    assert (document["id"], document["titel"]) == (done.json()["id"], "Plattegrond")
    assert (document["bestandsnaam"], document["formaat"]) == ("plan.pdf", "application/pdf")
    assert (await town.send("GET", document["downloadUrl"])).content == PDF
    assert (await town.announce())["data"]["zaakdocumentAanleveren"]["ontvangen"] is True


async def test_whoever_lost_the_answer_sends_it_again_and_there_is_one_document(town: Town) -> None:
    url = await town.place()
    first, second = [await town.send("PUT", url, PDF) for _ in range(2)]
    assert first.json() == second.json()
    other = await town.send("PUT", url, PDF + b" en meer")
    assert (other.status_code, other.json()["code"]) == (409, "BIJLAGE_AL_ONTVANGEN")
    assert len(await town.documents()) == 1


async def test_the_same_file_twice_at_the_same_time_is_one_document(tmp_path: Path) -> None:
    async for town in embedded(tmp_path):
        url = await town.place()
        done = await asyncio.gather(*(town.send("PUT", url, PDF) for _ in range(3)))
        assert len({each.json()["id"] for each in done}) == 1
        assert len(await town.documents()) == 1


async def test_a_zaak_that_is_closed_or_not_ones_own_takes_nothing(town: Town) -> None:
    assert codes(await town.announce(zaak=town.klaar)) == ["CONFLICT"]
    assert codes(await town.announce(zaak="onbekend")) == ["NIET_GEVONDEN"]
    assert codes(await town.announce(HENDRIK)) == ["NIET_GEVONDEN"]
    assert codes(await town.announce(acting_for(SANNE))) == ["UNAUTHORIZED_FIELD_OR_TYPE"]
    not_his = await town.send("PUT", await town.place(), PDF, HENDRIK)
    assert (not_his.status_code, not_his.json()["code"]) == (404, "NIET_GEVONDEN")
    assert await town.documents() == []


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 422, "LEEG_BESTAND"),
        (b"MZ\x90\x00 een programma", 415, "BESTANDSSOORT_NIET_TOEGESTAAN"),
        (b"%PDF-" + b"x" * EISEN.max_bytes, 413, "BIJLAGE_TE_GROOT"),
    ],
    ids=["empty", "a-program", "too-large"],
)
async def test_what_is_not_taken_leaves_nothing(town: Town, body: bytes, status: int, code: str) -> None:
    done = await town.send("PUT", await town.place(), body)
    assert (done.status_code, done.json()["code"]) == (status, code)
    assert await town.documents() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("titel", " "), ("titel", "x" * 201), ("naam", "a\nb"), ("naam", "\x00"), ("sleutel", "")],
)
async def test_a_wrong_announcement_names_what_is_wrong(town: Town, field: str, value: str) -> None:
    answer = await town.announce(**{field: value})
    assert codes(answer) == ["ONGELDIGE_INVOER"]
    names = {"naam": "bestandsnaam", "sleutel": "idempotentiesleutel"}
    assert answer["errors"][0]["extensions"]["veld"] == names.get(field, field)


async def test_a_register_that_is_down_can_be_tried_again(tmp_path: Path) -> None:
    async for town in over_zgw(tmp_path):
        assert town.register is not None
        url = await town.place()
        town.register.fault = Fault(503)
        done = await town.send("PUT", url, PDF)
        assert (done.status_code, done.json()["code"]) == (503, "BRON_NIET_BESCHIKBAAR")


async def test_a_register_that_takes_no_documents_says_so(tmp_path: Path) -> None:
    async with town_over_register(tmp_path) as town:
        town.rows.nummers[SANNE.klant_id(PSEUDONYM_KEY)] = SANNE.waarde
        loopt, _ = await zaken_of_sanne(town.rows)
        given = {"zaak": loopt, "titel": "t", "naam": "n", "sleutel": "s"}
        assert codes(await town.desk.ask(ANNOUNCE, SANNE, given)) == ["CONFLICT"]


async def test_a_virus_is_refused_and_without_a_choice_nothing_is_taken(tmp_path: Path) -> None:
    bronnen = tmp_path / "bronnen.yaml"
    async with clamd_server(MemoryClamd()) as clamd:
        bronnen.write_text(f"zaken: {{virusscan: {{clamd: {{host: 127.0.0.1, port: {clamd.port}}}}}}}")
        url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
        secret = {REGISTRATIEGEHEIM: "a secret that both services know about"}
        settings = replace(settings_for("zaken", url, **secret), bronnen=bronnen, demo=False)
        assert await sent(settings, EICAR) == (422, "VIRUS_GEVONDEN")
        assert await sent(replace(settings, bronnen=None), PDF) == (503, "VIRUSSCAN_NIET_BESCHIKBAAR")


async def sent(settings: Any, body: bytes) -> tuple[int, str]:
    """What becomes of a file, at a subgraph with these settings."""
    async with desk_of(make_service, settings) as desk:
        database = Database(settings.database_url)
        rows = ZakenRows(database)
        number = hashlib.sha256(body).hexdigest()[:8]
        klant_id, zaaktype = SANNE.klant_id(PSEUDONYM_KEY), await rows.zaaktype(number, id=number)
        zaak = await rows.zaak(zaaktype, klant_id, identificatie=f"ZAAK-{number}", id=f"zaak-{number}")
        await database.close()
        town = Town(desk, zaak, zaak)
        done = await town.send("PUT", await town.place(), body)
        return done.status_code, done.json()["code"]
