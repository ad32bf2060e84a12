"""Registers have odd things in them: what cannot be read does not take along what can."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from harness.oneffen import Json, Oneffen
from harness.standin import Fault, running
from harness.subgraph_desk import SANNE, codes
from harness.zaken_town import KLANT, klant, town_over_register
from harness.zaken_wereld import EIGEN, inzage, sectie
from harness.zgw_rows import ZgwRows

from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.source import Selectie
from subgraphs.zaken.zaak import Zaak
from subgraphs.zaken.zgw.zaken import ZgwZaken

ZELF = inzage(EIGEN)
VANDAAG = date(2026, 3, 10)
ZOEK = "/zaken/_zoek"
GEHEIM = "Wat hier staat komt in geen log"
GONE = "/00000000-0000-4000-8000-000000000000"

Change = Callable[[Json], Json]


@dataclass
class Wereld:
    """Two zaken in a register; the second is the odd one."""

    rows: ZgwRows
    odd: Oneffen
    bron: ZgwZaken
    gewoon: str = ""
    vreemd: str = ""

    async def page(self) -> Page[Zaak]:
        return await self.bron.zaken_van(ZELF, Selectie(), PageRequest(100))

    def of_the_odd_one(self, change: Change) -> Change:
        """The change, for that zaak alone, wherever it stands in a list."""
        uuid = self.vreemd.rpartition("~")[2]
        return lambda item: change(item) if uuid in (item.get("url") or "") else item


@pytest.fixture
async def wereld() -> AsyncIterator[Wereld]:
    rows = ZgwRows()
    odd = Oneffen(rows)
    async with running(odd) as register:
        bron = ZgwZaken(Zaakbronnen(registers=(sectie(register.url),)))
        wereld = Wereld(rows, odd, bron)
        zaaktype = await rows.zaaktype()
        wereld.gewoon, wereld.vreemd = [
            await rows.zaak(zaaktype, EIGEN, statussen=2, omschrijving=GEHEIM) for _ in range(2)
        ]
        yield wereld
        await bron.close()


def with_rol(**values: Any) -> Change:
    """The first rol of a zaak, with these values."""

    def change(zaak: Json) -> Json:
        rollen = zaak["_expand"]["rollen"]
        return zaak | {"_expand": {"rollen": [rollen[0] | values, *rollen[1:]]}}

    return change


@pytest.mark.parametrize(
    "values",
    [
        {"registratiedatum": None},
        {"startdatum": "2026-03-02T00:00:00+01:00"},
        {"einddatum": "gisteren"},
        {"identificatie": 7},
        {"verlenging": "P1M"},
    ],
)
async def test_a_zaak_that_cannot_be_read_is_missing_from_the_list_and_the_list_says_so(
    wereld: Wereld, values: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    wereld.odd.maak(ZOEK, wereld.of_the_odd_one(lambda zaak: zaak | values))
    with caplog.at_level(logging.INFO):
        page = await wereld.page()
    assert ([zaak.id for zaak in page.rows], page.partial) == ([wereld.gewoon], True)
    assert "register open-zaak: 1 of 2 zaken cannot be read" in caplog.text
    assert GEHEIM not in caplog.text


async def test_by_its_id_it_cannot_be_reached_which_is_not_that_it_is_not_there(wereld: Wereld) -> None:
    wereld.odd.maak(ZOEK, wereld.of_the_odd_one(lambda zaak: zaak | {"registratiedatum": None}))
    found = await wereld.bron.zaken(ZELF, [wereld.gewoon, wereld.vreemd])
    assert isinstance(found[wereld.gewoon], Zaak)
    assert isinstance(found[wereld.vreemd], RegisterUnavailable)


@pytest.mark.parametrize("values", [{"vertrouwelijkheidaanduiding": "streng_geheim"}, {"status": None}])
async def test_what_the_rules_do_not_know_is_not_shown(wereld: Wereld, values: dict[str, Any]) -> None:
    wereld.odd.maak(ZOEK, wereld.of_the_odd_one(lambda zaak: zaak | values))
    page = await wereld.page()
    assert ([zaak.id for zaak in page.rows], page.partial) == ([wereld.gewoon], False)


@pytest.mark.parametrize("naam", ["contactpersoon", "", None])
async def test_a_rol_of_a_kind_that_nobody_knows_makes_no_zaak_ones_own(
    wereld: Wereld, naam: str | None
) -> None:
    wereld.odd.maak(ZOEK, wereld.of_the_odd_one(with_rol(omschrijvingGeneriek=naam)))
    page = await wereld.page()
    assert ([zaak.id for zaak in page.rows], page.partial) == ([wereld.gewoon], False)


async def test_a_rol_of_an_official_of_a_kind_that_nobody_knows_is_left_out(wereld: Wereld) -> None:
    await wereld.rows.behandelrol(wereld.vreemd, "medewerker", "Jansen")

    def change(zaak: Json) -> Json:
        rollen = (zaak.get("_expand") or {}).get("rollen") or []
        odd = [
            rol | {"omschrijvingGeneriek": "archivaris"} if rol["betrokkeneType"] == "medewerker" else rol
            for rol in rollen
        ]
        return zaak | {"_expand": {"rollen": odd}}

    wereld.odd.maak(ZOEK, change)
    rollen = (await wereld.bron.rollen(ZELF, [wereld.vreemd]))[wereld.vreemd]
    assert not isinstance(rollen, RegisterUnavailable)
    assert [rol.soort for rol in rollen] == ["initiator"]
    assert len((await wereld.page()).rows) == 2


async def test_archive_facts_of_a_kind_that_nobody_knows_are_not_known(wereld: Wereld) -> None:
    wereld.odd.maak(ZOEK, lambda zaak: zaak | {"archiefnominatie": "weggooien", "archiefstatus": "op_zolder"})
    (archief, _) = [zaak.archief for zaak in (await wereld.page()).rows]
    assert archief is not None
    assert (archief.nominatie, archief.status) == (None, None)


async def test_a_document_a_besluit_and_a_substatus_that_cannot_be_read_are_left_out(wereld: Wereld) -> None:
    zaak = wereld.gewoon
    for titel in ("Leesbaar", "Vreemd"):
        await wereld.rows.document(zaak, titel)
        await wereld.rows.besluit(zaak, titel)
        await wereld.rows.substatus(zaak, 1, titel, "betrokkenen")
    found = await _named(wereld, zaak)
    wereld.odd.maak("/enkelvoudiginformatieobjecten/_zoek", _without("creatiedatum", 1))
    wereld.odd.maak("/besluiten", _without("ingangsdatum", 1))
    wereld.odd.maak("/substatussen", _without("tijdstip", 1))
    left = await _named(wereld, zaak)
    assert [(len(before), len(after)) for before, after in zip(found, left, strict=True)] == [(2, 1)] * 3


def _without(field: str, place: int) -> Change:
    """The item at this place in a list loses a field."""
    seen = 0

    def change(item: Json) -> Json:
        nonlocal seen
        seen += 1
        return item | {field: None} if seen == place + 1 else item

    return change


async def _named(wereld: Wereld, zaak: str) -> list[Any]:
    return [
        (await wereld.bron.documenten(ZELF, [zaak]))[zaak],
        (await wereld.bron.besluiten(ZELF, [zaak], VANDAAG))[zaak],
        (await wereld.bron.substatussen(ZELF, [zaak]))[zaak],
    ]


async def test_statuses_without_a_name_cannot_be_told_of_that_zaak_alone(wereld: Wereld) -> None:
    zaak = wereld.vreemd.rpartition("~")[2]
    wereld.odd.maak(
        "/statussen",
        lambda one: one | {"statustype": one["statustype"] + GONE} if zaak in one["zaak"] else one,
    )
    found = await wereld.bron.statussen(ZELF, [wereld.gewoon, wereld.vreemd])
    assert isinstance(found[wereld.vreemd], RegisterUnavailable)
    assert not isinstance(found[wereld.gewoon], RegisterUnavailable)


async def test_a_zaaktype_that_cannot_be_read_leaves_the_catalogue_as_it_is(wereld: Wereld) -> None:
    await wereld.rows.zaaktype("vreemd")
    wereld.odd.maak(
        "/zaaktypen",
        lambda soort: (
            soort | {"omschrijving": None, "identificatie": None, "url": ""}
            if soort["identificatie"] == "vreemd"
            else soort
        ),
    )
    page = await wereld.bron.catalogus(None, VANDAAG, PageRequest(100))
    assert ([each.identificatie for each in page.rows], page.partial) == (["melding"], True)


@pytest.mark.parametrize(
    ("under", "selection"),
    [
        ("/documenten", "documenten { titel }"),
        ("/besluiten", "besluiten { datum }"),
        ("/zaken/api/v1/statussen", "voortgang { aantalTeDoen }"),
        ("/zaken/api/v1/statussen", "statussen { datum }"),
        ("/catalogi/api/v1/statustypen", "status { datum }"),
    ],
)
async def test_while_one_api_of_a_register_is_down_the_zaken_are_there(
    tmp_path: Path, under: str, selection: str
) -> None:
    async with town_over_register(tmp_path) as town:
        zaak = await town.add(SANNE, statussen=2)
        town.register.fault = Fault(503, under=under)
        query = KLANT % f"{{ totaal edges {{ node {{ id zaaktype {{ identificatie }} {selection} }} }} }}"
        answer = await town.desk.ask(query, SANNE, {"r": [klant(SANNE)]})
        assert codes(answer) == ["BRON_NIET_BESCHIKBAAR"]
        (edge,) = answer["data"]["_entities"][0]["zaken"]["edges"]
        assert edge["node"].pop("zaaktype")["identificatie"]
        assert edge["node"] == {"id": zaak, selection.partition(" ")[0]: None}
