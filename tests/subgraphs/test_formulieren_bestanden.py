"""Files of an aanvraag: a place for each, the file by HTTP, looked at and scanned, and back again; for nobody
else. On SQLite and PostgreSQL.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.clamd import EICAR, MemoryClamd, clamd_server
from harness.subgraph_desk import (
    HENDRIK,
    SANNE,
    SIGNING_KEY,
    Desk,
    acting_for,
    desk_of_app,
    principal,
    settings_for,
)
from harness.zaakregistratie import MemoryRegistratie, registering

from auth.principal import Principal
from auth.propagation import HEADER, Issuer
from subgraphs.formulieren.bijlage import CHUNK
from subgraphs.formulieren.service import make_service_with
from subgraphs.service.settings import ServiceSettings
from subgraphs.service.verwerking import AANVRAGEN
from subgraphs.service.voorbeeldstad import Persona
from subgraphs.service.zaakregistratie.intrekking import Afloop

PDF = b"%PDF-1.7\n" + bytes(range(256)) * 8_000
"""Some 2 MB: several parts."""
GOED = {"kenmerk": "B-1", "besluitdatum": "2026-02-01", "gronden": "Het besluit klopt niet.", "horen": True,
        "naam": "Sanne", "email": "sanne@example.nl"}  # fmt: skip
UITKOMST = """gelukt fouten { code veld } bijlage { id uploadUrl downloadUrl bestandsnaam }
    aanvraag { id stand bijlagen { id soort bestandsnaam formaat grootte uploadUrl downloadUrl }
               bevestiging { referentie tekst samenvattingUrl } openstaand { code veld } }"""


@dataclass(frozen=True, slots=True)
class Counter:
    """The counter of the service, and who stands at it."""

    desk: Desk
    clamd: MemoryClamd
    registratie: MemoryRegistratie = field(default_factory=MemoryRegistratie)

    async def mutate(self, name: str, who: Persona = SANNE, **given: Any) -> dict[str, Any]:
        kind = f"{name[0].upper()}{name[1:]}Input"
        query = f"mutation ($input: {kind}!) {{ it: {name}(input: $input) {{ {UITKOMST} }} }}"
        answer = await self.desk.data(query, who, {"input": given})
        return dict(answer["it"])

    async def draft(self, formulier: str = "bezwaar-maken", **gegevens: Any) -> str:
        begun = await self.mutate("aanvraagStarten", formulier=formulier, idempotentiesleutel="s")
        aanvraag_id: str = begun["aanvraag"]["id"]
        await self.mutate("aanvraagBewaren", aanvraag=aanvraag_id, gegevens=gegevens or GOED)
        return aanvraag_id

    async def place(self, aanvraag_id: str, soort: str = "besluit", sleutel: str = "b") -> str:
        given = {"aanvraag": aanvraag_id, "soort": soort, "bestandsnaam": "C:\\stukken\\brief.pdf"}
        added = await self.mutate("bijlageToevoegen", **given, idempotentiesleutel=sleutel)
        path: str = added["bijlage"]["uploadUrl"]
        return path

    async def call(
        self, method: str, path: str, content: Any = None, who: Persona | Principal | None = SANNE
    ) -> httpx.Response:
        """By the path that a client has, as the gateway asks it here."""
        caller = principal(who) if isinstance(who, Persona) else who
        headers = {HEADER: Issuer(SIGNING_KEY).statement(caller, "formulieren")} if caller else {}
        own = path.replace("/bestanden/formulieren/", "/bestanden/")
        return await self.desk.client.request(method, own, content=content, headers=headers)

    async def submit(self, aanvraag_id: str) -> dict[str, Any]:
        return await self.mutate("aanvraagIndienen", aanvraag=aanvraag_id, idempotentiesleutel="i")


@pytest.fixture
async def counter(database_url: str, tmp_path: Path) -> AsyncIterator[Counter]:
    async with clamd_server(MemoryClamd()) as clamd:
        bronnen = tmp_path / "bronnen.yaml"
        adres = f"{{host: 127.0.0.1, port: {clamd.port}, geduld_seconden: 5}}"
        bronnen.write_text(f"formulieren: {{virusscan: {{clamd: {adres}}}}}", encoding="utf-8")
        settings = replace(settings_for("formulieren", database_url), bronnen=bronnen)
        registratie = MemoryRegistratie()
        app = make_service_with(settings, registering(registratie))
        async with desk_of_app(app, "formulieren") as desk:
            yield Counter(desk, clamd, registratie)


async def in_pieces(content: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def problem(response: httpx.Response) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


async def test_a_file_goes_up_in_pieces_is_scanned_whole_and_comes_back_the_same(counter: Counter) -> None:
    aanvraag_id = await counter.draft()
    path = await counter.place(aanvraag_id)
    taken = await counter.call("PUT", path, in_pieces(PDF))
    assert (taken.status_code, taken.json()["formaat"]) == (201, "application/pdf")
    assert taken.headers["gemeentegraaf-verwerking"] == AANVRAGEN.activiteit
    assert counter.clamd.streams == [len(PDF)]
    back = await counter.call("GET", path)
    assert back.content == PDF
    assert back.headers["content-disposition"] == "attachment; filename*=UTF-8''brief.pdf"
    assert int(back.headers["content-length"]) == len(PDF) > 3 * CHUNK
    assert back.headers["gemeentegraaf-verwerking"] == AANVRAGEN.activiteit
    saved = await counter.mutate("aanvraagBewaren", aanvraag=aanvraag_id, gegevens=GOED)
    (bijlage,) = saved["aanvraag"]["bijlagen"]
    assert bijlage["grootte"] == len(PDF)
    assert (bijlage["uploadUrl"], bijlage["downloadUrl"]) == (None, path)


async def test_what_is_not_what_the_form_asks_is_refused_by_its_content(counter: Counter) -> None:
    path = await counter.place(await counter.draft())
    for content, refusal in {
        b"MZ\x90\x00 a program that is called brief.pdf": (415, "BESTANDSSOORT_NIET_TOEGESTAAN"),
        b"": (422, "LEEG_BESTAND"),
        b"%PDF-1.7\n" + bytes(10_000_001): (413, "BIJLAGE_TE_GROOT"),
        b"%PDF-1.7\n" + EICAR: (422, "VIRUS_GEVONDEN"),
    }.items():
        assert problem(await counter.call("PUT", path, in_pieces(content, 1_000_000))) == refusal
        assert problem(await counter.call("GET", path)) == (404, "NIET_GEVONDEN")
    assert (await counter.call("PUT", path, PDF)).status_code == 201


async def test_what_cannot_be_scanned_is_not_taken_and_can_be_sent_again(counter: Counter) -> None:
    path = await counter.place(await counter.draft())
    counter.clamd.says = b"stream: no idea ERROR\0"
    assert problem(await counter.call("PUT", path, PDF)) == (503, "VIRUSSCAN_NIET_BESCHIKBAAR")
    counter.clamd.says = None
    assert (await counter.call("PUT", path, PDF)).status_code == 201


async def test_the_same_file_again_is_the_same_answer_and_another_one_is_refused(counter: Counter) -> None:
    path = await counter.place(await counter.draft())
    first = await counter.call("PUT", path, PDF)
    again = await counter.call("PUT", path, PDF)
    assert (again.status_code, again.json()) == (201, first.json())
    other = await counter.call("PUT", path, b"%PDF-1.7 another")
    assert problem(other) == (409, "BIJLAGE_AL_ONTVANGEN")


async def test_nobody_else_has_a_file_there(counter: Counter) -> None:
    path = await counter.place(await counter.draft())
    assert problem(await counter.call("PUT", path, PDF, who=HENDRIK)) == (404, "NIET_GEVONDEN")
    await counter.call("PUT", path, PDF)
    assert problem(await counter.call("GET", path, who=HENDRIK)) == (404, "NIET_GEVONDEN")
    assert problem(await counter.call("GET", path, who=None)) == (403, "UNAUTHORIZED_FIELD_OR_TYPE")
    assert problem(await counter.call("GET", path, who=acting_for(SANNE)))[0] == 403
    assert problem(await counter.call("GET", "/bestanden/formulieren/%00")) == (404, "NIET_GEVONDEN")


async def test_a_repeat_makes_no_second_place_and_there_are_no_more_than_the_form_asks(
    counter: Counter,
) -> None:
    aanvraag_id = await counter.draft()
    assert await counter.place(aanvraag_id, sleutel="b") == await counter.place(aanvraag_id, sleutel="b")
    given = {"aanvraag": aanvraag_id, "bestandsnaam": "x.pdf"}
    for soort, naam, code in (
        ("besluit", "x.pdf", "BIJLAGE_TE_VEEL"),
        ("bestaat-niet", "x.pdf", "BIJLAGE_ONBEKEND"),
        ("stukken", "", "ONGELDIGE_WAARDE"),
        ("stukken", "a\nb.pdf", "ONGELDIGE_WAARDE"),
        ("stukken", "x" * 201, "ONGELDIGE_WAARDE"),
    ):
        given = {"aanvraag": aanvraag_id, "soort": soort, "bestandsnaam": naam}
        refused = await counter.mutate("bijlageToevoegen", **given, idempotentiesleutel="c")
        assert (refused["gelukt"], [fout["code"] for fout in refused["fouten"]]) == (False, [code])


async def test_what_is_taken_away_is_gone_and_can_be_replaced(counter: Counter) -> None:
    aanvraag_id = await counter.draft()
    path = await counter.place(aanvraag_id)
    await counter.call("PUT", path, PDF)
    for _ in range(2):
        bijlage_id = path.rsplit("/", 1)[1]
        gone = await counter.mutate("bijlageVerwijderen", aanvraag=aanvraag_id, bijlage=bijlage_id)
        assert (gone["gelukt"], gone["aanvraag"]["bijlagen"]) == (True, [])
    assert problem(await counter.call("GET", path)) == (404, "NIET_GEVONDEN")
    assert await counter.place(aanvraag_id, sleutel="c") != path


async def test_an_aanvraag_waits_for_the_files_that_it_needs(counter: Counter) -> None:
    aanvraag_id = await counter.draft()
    await counter.place(aanvraag_id)
    refused = await counter.submit(aanvraag_id)
    assert refused["fouten"] == [{"code": "BIJLAGE_ONVOLLEDIG", "veld": "/bijlagen/besluit"}]
    assert refused["aanvraag"]["openstaand"] == refused["fouten"]


async def test_after_submission_files_stand_and_the_confirmation_is_there(counter: Counter) -> None:
    aanvraag_id = await counter.draft()
    path = await counter.place(aanvraag_id)
    await counter.call("PUT", path, PDF)
    done = await counter.submit(aanvraag_id)
    assert done["gelukt"]
    assert problem(await counter.call("PUT", path, PDF)) == (409, "NIET_MEER_TE_WIJZIGEN")
    assert (await counter.call("GET", path)).content == PDF
    bevestiging = done["aanvraag"]["bevestiging"]
    page = await counter.call("GET", bevestiging["samenvattingUrl"])
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert bevestiging["referentie"] in page.text
    assert "Het besluit klopt niet." in page.text
    assert "brief.pdf" in page.text
    assert problem(await counter.call("GET", bevestiging["samenvattingUrl"], who=HENDRIK))[0] == 404


@pytest.mark.parametrize(
    ("afloop", "stand", "there"),
    [(Afloop.INGETROKKEN, "INGETROKKEN", 404), (Afloop.BIJ_BEHANDELAAR, "INTREKKING_AANGEVRAAGD", 200)],
)
async def test_files_and_summary_go_with_what_is_withdrawn_and_not_before(
    counter: Counter, afloop: Afloop, stand: str, there: int
) -> None:
    counter.registratie.afloop = afloop
    aanvraag_id = await counter.draft()
    path = await counter.place(aanvraag_id)
    await counter.call("PUT", path, PDF)
    done = await counter.submit(aanvraag_id)
    gone = await counter.mutate("aanvraagIntrekken", aanvraag=aanvraag_id)
    assert (gone["gelukt"], gone["aanvraag"]["stand"]) == (True, stand)
    summary = done["aanvraag"]["bevestiging"]["samenvattingUrl"]
    assert [(await counter.call("GET", each)).status_code for each in (path, summary)] == [there, there]
    assert gone["aanvraag"]["bevestiging"]["samenvattingUrl"] == (summary if there == 200 else None)


async def test_a_draft_has_no_summary(counter: Counter) -> None:
    path = f"/bestanden/formulieren/samenvatting-{await counter.draft()}"
    assert problem(await counter.call("GET", path)) == (404, "NIET_GEVONDEN")


async def test_files_that_are_not_asked_any_more_are_not_submitted(counter: Counter) -> None:
    partner = {"partner": True}
    aanvraag_id = await counter.draft("bijzondere-bijstand-aanvragen", **partner)
    path = await counter.place(aanvraag_id, "inkomenPartner")
    await counter.call("PUT", path, PDF)
    alone = await counter.mutate("aanvraagBewaren", aanvraag=aanvraag_id, gegevens={"partner": False})
    fouten = {(fout["code"], fout["veld"]) for fout in alone["aanvraag"]["openstaand"]}
    assert ("VERPLICHT", "/bijlagen/inkomen") in fouten
    assert all(veld != "/bijlagen/inkomenPartner" for _, veld in fouten)


async def test_without_a_choice_of_scanner_no_file_is_taken(sqlite_url: str) -> None:
    settings = settings_for("formulieren", sqlite_url)
    async with served(settings) as counter:
        path = await counter.place(await counter.draft())
    async with served(replace(settings, demo=False)) as counter:
        assert problem(await counter.call("PUT", path, PDF)) == (503, "VIRUSSCAN_NIET_BESCHIKBAAR")


@asynccontextmanager
async def served(settings: ServiceSettings) -> AsyncIterator[Counter]:
    app = make_service_with(settings, registering())
    async with desk_of_app(app, "formulieren") as desk:
        yield Counter(desk, MemoryClamd())
