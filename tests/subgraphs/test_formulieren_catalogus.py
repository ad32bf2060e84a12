"""The contract of a catalogue of forms, for the embedded one and Open Forms; and what only that one does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness.standin import Fault, Register, running
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE, Desk, codes, desk_of, settings_for
from harness.zaakregistratie import registering
from pydantic import SecretStr
from sqlalchemy import insert

from auth.identification import dump_identification_key, generate_identification_key
from auth.principal import Klantsoort
from standins.open_forms.standin import DEFAULT, INTERFACES, ROOT, make_standin
from subgraphs.formulieren import tables as t
from subgraphs.formulieren.catalogus import SqlFormulieren, formulier_row
from subgraphs.formulieren.demo_velden import Pagina, formulier, tekst
from subgraphs.formulieren.open_forms.sectie import OpenForms, OpenFormsSectie
from subgraphs.formulieren.service import make_service_with
from subgraphs.formulieren.source import Formulierenbron
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable

BURGER, ZAKELIJK = frozenset({Klantsoort.BURGER}), frozenset({Klantsoort.BEDRIJF, Klantsoort.INSTELLING})
FORMS = (
    ("boom-kappen", "Boom kappen", "Vraag of een boom weg mag.", BURGER, ["digid_oidc"]),
    ("afval-melden", "Afval melden", "Ligt er afval op straat?", frozenset(Klantsoort), []),
    ("terras-aanvragen", "Terras aanvragen", "Zet stoelen buiten.", ZAKELIJK, ["eherkenning_oidc"]),
    ("caf-openen", "Café openen", "Begin een café.", ZAKELIJK, ["eherkenning_oidc"]),
)
KEY = dump_identification_key(generate_identification_key())


def scenario(*more: Mapping[str, Any]) -> dict[str, Any]:
    forms = [
        {"slug": slug, "name": name, "explanationTemplate": f"<p>{text}</p>", "login": login}
        for slug, name, text, _, login in FORMS
    ]
    return {"forms": [*forms, *more]}


def open_forms(register: Register, token: str = DEFAULT) -> OpenForms:
    return OpenForms(OpenFormsSectie(url=f"{register.url}{ROOT}", token=SecretStr(token)))


@pytest.fixture(params=["embedded", "open forms"])
async def bron(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Formulierenbron]:
    database = Database(sqlite_url)
    await database.create_tables(t.metadata)
    if request.param == "embedded":
        rows = [
            formulier_row(formulier((slug, name, text), "zaaktype", who, Pagina("Een", (tekst("a", "A"),))))
            for slug, name, text, who, _ in FORMS
        ]
        async with database.writing() as session:
            await session.execute(insert(t.formulier), rows)
        yield SqlFormulieren(database)
    else:
        async with running(make_standin(scenario()), INTERFACES) as register:
            source = open_forms(register)
            yield source.catalogus(SqlFormulieren(database))
            await source.close()
    await database.close()


async def titles(
    bron: Formulierenbron, zoek: str | None = None, soort: Klantsoort | None = None
) -> list[str]:
    page = await bron.catalogus(zoek, soort, PageRequest(100))
    assert await page.count() == len(page.rows)
    return [one.titel for one in page.rows]


class TestContract:
    async def test_forms_come_by_title(self, bron: Formulierenbron) -> None:
        assert await titles(bron) == ["Afval melden", "Boom kappen", "Café openen", "Terras aanvragen"]

    async def test_they_are_narrowed_by_who_they_are_for_and_by_words(self, bron: Formulierenbron) -> None:
        assert await titles(bron, soort=Klantsoort.BURGER) == ["Afval melden", "Boom kappen"]
        assert "Terras aanvragen" in await titles(bron, soort=Klantsoort.INSTELLING)
        assert await titles(bron, "AFVAL") == ["Afval melden"]
        assert await titles(bron, "stoelen") == ["Terras aanvragen"]
        assert await titles(bron, "100%") == []
        assert await titles(bron, "cafe") == await titles(bron, "CAFÉ begin") == ["Café openen"]
        assert await titles(bron, "zet terras") == ["Terras aanvragen"]
        assert await titles(bron, "afval boom") == []

    @pytest.mark.parametrize("size", [1, 2, 3, 5])
    async def test_pages_of_any_size_give_each_form_once(self, bron: Formulierenbron, size: int) -> None:
        walked: list[str] = []
        page = await bron.catalogus(None, None, PageRequest(size))
        walked += [one.titel for one in page.rows]
        while page.more:
            last = page.rows[-1]
            page = await bron.catalogus(None, None, PageRequest(size, (last.titel, last.id)))
            walked += [one.titel for one in page.rows]
        assert walked == await titles(bron)

    async def test_forms_are_found_by_id_as_far_as_they_are_there(self, bron: Formulierenbron) -> None:
        found = await bron.formulieren(["boom-kappen", "bestaat-niet", "caf-openen"])
        assert {one.id: one.titel for one in found.values()} == {
            "boom-kappen": "Boom kappen",
            "caf-openen": "Café openen",
        }
        assert found["caf-openen"].klantsoorten == ZAKELIJK


class TestOpenForms:
    @asynccontextmanager
    async def catalogue(
        self, *more: Mapping[str, Any], token: str = DEFAULT
    ) -> AsyncIterator[tuple[Formulierenbron, Register]]:
        class Nothing:
            """An embedded catalogue with nothing in it."""

            async def formulieren(self, ids: object) -> dict[str, Any]:
                return {}

        async with running(make_standin(scenario(*more)), INTERFACES) as register:
            source = open_forms(register, token)
            yield source.catalogus(Nothing()), register  # type: ignore[arg-type]
            await source.close()

    async def test_a_form_begins_at_its_own_page_and_is_told_in_words(self) -> None:
        rich = "<h2>Let&nbsp;op</h2><p>Neem een <b>pas</b>foto mee &amp; uw paspoort.</p>"
        given = {"slug": "paspoort", "name": "Paspoort", "introductionPageContent": rich}
        async with self.catalogue(given) as (bron, register):
            form = (await bron.formulieren(["paspoort"]))["paspoort"]
        assert form.start_url == f"{register.url}{ROOT}/paspoort/"
        assert form.omschrijving == "Let op Neem een pasfoto mee & uw paspoort."
        assert form.klantsoorten == frozenset(Klantsoort)

    @pytest.mark.parametrize(
        "closed",
        [
            {"active": False},
            {"maintenanceMode": True},
            {"submissionLimitReached": True},
            {"submissionAllowed": "no_with_overview"},
            {"login": ["org-oidc"]},
        ],
    )
    async def test_what_nobody_can_start_now_is_not_there(self, closed: dict[str, Any]) -> None:
        async with self.catalogue({"slug": "dicht", "name": "Dicht", **closed}) as (bron, _):
            assert "Dicht" not in await titles(bron)

    async def test_the_list_is_asked_once_in_a_while_and_stands_in_while_it_cannot_be(self) -> None:
        async with self.catalogue() as (bron, register):
            before = await titles(bron)
            register.fault = Fault(502)
            assert await titles(bron) == before
            assert register.calls == [f"GET {ROOT}/api/v2/forms"]

    @pytest.mark.parametrize("body", [b"{}", b"[1]", b'[{"slug": 1}]', b"<html>"])
    async def test_what_is_no_list_of_forms_is_unavailable(self, body: bytes) -> None:
        async with self.catalogue() as (bron, register):
            register.fault = Fault(200, body, "application/json")
            with pytest.raises(RegisterUnavailable):
                await bron.catalogus(None, None, PageRequest(10))

    async def test_a_form_that_cannot_be_read_does_not_hide_the_others(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        whole = {"slug": "heel", "name": "Heel", "loginOptions": [], "loginRequired": False}
        broken = [{**whole, "name": None}, {"slug": "half", "name": "Half"}, None, {**whole, "slug": 1}]
        async with self.catalogue() as (bron, register):
            register.fault = Fault(200, json.dumps([*broken, whole]).encode(), "application/json")
            assert await titles(bron) == ["Heel"]
        assert "4 forms that cannot be read" in caplog.text

    async def test_a_wrong_token_is_a_refusal(self) -> None:
        async with self.catalogue(token="een-ander") as (bron, _):
            with pytest.raises(RegisterRefused):
                await bron.catalogus(None, None, PageRequest(10))


OPEN = {
    "uuid": "5b0a5d9e-6e0b-4c35-8a53-4b4f6f0a7a10",
    "url": "http://forms/1",
    "naam": "Geboorteaangifte",
    "vervolgLink": "https://formulieren.example/vervolg/1",
    "datumLaatsteWijziging": "2026-02-13T14:10:26.197000+0100",
    "eindDatumGeldigheid": None,
}
KLANT = """query ($r: [_Any!]!) { _entities(representations: $r) { ... on NatuurlijkPersoon {
    openstaandeInzendingen { naam vervolgUrl gewijzigdOp geldigTot } } } }"""


class TestGraph:
    @asynccontextmanager
    async def town(
        self, sqlite_url: str, tmp_path: Path, inzendingen: list[dict[str, Any]]
    ) -> AsyncIterator[tuple[Desk, Register]]:
        given = {**scenario(), "inzendingen": inzendingen}
        async with running(make_standin(given), INTERFACES) as register:
            bronnen = tmp_path / "bronnen.yaml"
            bronnen.write_text(
                f"formulieren: {{open_forms: {{url: '{register.url}{ROOT}', token: {{env: TOKEN}},"
                f" inzendingen: {{url: '{register.url}/inzendingen', token: {{env: TOKEN}}}}}}}}",
                encoding="utf-8",
            )
            settings = replace(
                settings_for("formulieren", sqlite_url),
                bronnen=bronnen,
                environ={"TOKEN": DEFAULT},
                identification_key=KEY,
            )
            async with desk_of(lambda given: make_service_with(given, registering()), settings) as desk:
                yield desk, register

    async def test_who_begins_a_form_is_sent_where_it_is(self, sqlite_url: str, tmp_path: Path) -> None:
        async with self.town(sqlite_url, tmp_path, []) as (desk, register):
            data = await desk.data("{ formulieren { edges { node { id startUrl stappen { titel } } } } }")
            node = data["formulieren"]["edges"][1]["node"]
            assert node == {
                "id": "boom-kappen",
                "startUrl": f"{register.url}{ROOT}/boom-kappen/",
                "stappen": [],
            }
            start = (
                "mutation ($i: AanvraagStartenInput!) { it: aanvraagStarten(input: $i) { fouten { code } } }"
            )
            given = {"i": {"formulier": "boom-kappen", "idempotentiesleutel": "s"}}
            assert (await desk.data(start, SANNE, given))["it"]["fouten"] == [{"code": "ELDERS_IN_TE_VULLEN"}]

    async def test_a_customer_sees_what_they_have_open_and_nobody_elses(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        unsafe = {**OPEN, "vervolgLink": "javascript:alert(1)", "naam": "Boom", "datumLaatsteWijziging":
                  "2026-02-14T14:10:26+01:00"}  # fmt: skip
        mine = [{**OPEN, "bsn": SANNE.waarde}, {**unsafe, "bsn": SANNE.waarde}]
        async with self.town(sqlite_url, tmp_path, [*mine, {**OPEN, "bsn": HENDRIK.waarde}]) as (desk, _):
            found = await self.asked(desk)
        (klant,) = found["data"]["_entities"]
        assert [one["naam"] for one in klant["openstaandeInzendingen"]] == ["Boom", "Geboorteaangifte"]
        assert [one["vervolgUrl"] for one in klant["openstaandeInzendingen"]] == [None, OPEN["vervolgLink"]]

    async def test_a_moment_without_an_offset_is_one_of_the_netherlands(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        bare = {**OPEN, "naam": "Boom", "datumLaatsteWijziging": "2026-02-13T15:00:00"}
        mine = [{**one, "bsn": SANNE.waarde} for one in (OPEN, bare)]
        async with self.town(sqlite_url, tmp_path, mine) as (desk, _):
            (klant,) = (await self.asked(desk))["data"]["_entities"]
        first = klant["openstaandeInzendingen"][0]
        assert (first["naam"], first["gewijzigdOp"]) == ("Boom", "2026-02-13T15:00:00+01:00")

    @pytest.mark.parametrize("results", ['["x"]', '[{"uuid": "1"}]', "7"])
    async def test_what_cannot_be_read_is_unavailable(
        self, sqlite_url: str, tmp_path: Path, results: str
    ) -> None:
        async with self.town(sqlite_url, tmp_path, []) as (desk, register):
            register.fault = Fault(200, f'{{"results": {results}}}'.encode(), "application/json")
            assert codes(await self.asked(desk)) == ["BRON_NIET_BESCHIKBAAR"]

    async def test_when_that_cannot_be_asked_it_is_said(self, sqlite_url: str, tmp_path: Path) -> None:
        async with self.town(sqlite_url, tmp_path, []) as (desk, register):
            register.fault = Fault(503)
            answer = await self.asked(desk)
        assert answer["data"]["_entities"] == [{"openstaandeInzendingen": None}]
        assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]

    async def test_who_is_known_by_a_pseudonym_alone_is_told_that_a_number_is_needed(
        self, sqlite_url: str, tmp_path: Path
    ) -> None:
        async with self.town(sqlite_url, tmp_path, []) as (desk, register):
            answer = await self.asked(Desk(desk.client, desk.name))  # nobody tells the subgraph numbers
        assert answer["data"]["_entities"] == [{"openstaandeInzendingen": None}]
        assert codes(answer) == ["NUMMER_ONBEKEND"]
        assert register.calls == []

    async def asked(self, desk: Desk) -> dict[str, Any]:
        reference = {"__typename": "NatuurlijkPersoon", "id": SANNE.klant_id(PSEUDONYM_KEY)}
        return await desk.ask(KLANT, SANNE, {"r": [reference]})
