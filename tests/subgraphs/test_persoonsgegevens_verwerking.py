"""Whose data is read with a customer's own: each relative has a line in the processing log."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from harness.brp_world import brp_section, brp_world, connected
from harness.subgraph_desk import PSEUDONYM_KEY, SANNE, TODAY, acting_for, desk_of, settings_for

from auth.principal import Mandaat
from auth.processing_log import Pseudonymizer
from subgraphs.persoonsgegevens.klant import Bron, Geboorte, Gemeente, Herkomst, Persoon, Relatie, Verwant
from subgraphs.persoonsgegevens.service import make_service
from subgraphs.service.diensten import Dienst
from subgraphs.service.settings import ProcessingSettings
from subgraphs.service.voorbeeldstad import inwoner_id, voorbeeldstad

KEY = b"sleutel-van-het-verwerkingenlog!"
LOG = Pseudonymizer(KEY)
FAMILY = (
    "{ ik { ... on NatuurlijkPersoon { naam { geslachtsnaam } partners { naam { geslachtsnaam } } %s } } }"
)


async def subjects_of(tmp_path: Path, query: str) -> list[str]:
    """Of whom there are lines after this question of Sanne's, her own first."""
    folder = tmp_path / "log"
    settings = replace(
        settings_for("persoonsgegevens", f"sqlite:///{tmp_path / 'magazijn.sqlite3'}"),
        processing=ProcessingSettings(folder, KEY),
    )
    async with desk_of(make_service, settings) as desk:
        await desk.data(query, SANNE)
    lines = [json.loads(line) for line in (folder / "verwerkingen.jsonl").read_text().splitlines()]
    assert {line["parent_span_id"] for line in lines[1:]} <= {lines[0]["span_id"]}
    return [line["attributes"]["dpl.core.data_subject_id"] for line in lines]


async def test_each_relative_that_is_read_has_a_line_under_the_customers(tmp_path: Path) -> None:
    sanne = next(one for one in voorbeeldstad(TODAY).inwoners if one.bsn == SANNE.waarde)
    town = {one.bsn: LOG.id_of(inwoner_id(PSEUDONYM_KEY, one)) for one in voorbeeldstad(TODAY).inwoners}
    assert sanne.verbintenis is not None
    family = [sanne.verbintenis.partner, *sanne.kinderen]

    own, *others = await subjects_of(tmp_path, FAMILY % "kinderen { leeftijd }")

    assert own == town[SANNE.waarde]
    assert len(others) == len(family) == 3
    assert others == [town[one.bsn] for one in family if one.bsn]


async def test_who_is_not_read_has_none(tmp_path: Path) -> None:
    assert len(await subjects_of(tmp_path, FAMILY % "leeftijd")) == 2


def test_a_relative_without_a_number_is_known_by_their_place() -> None:
    stad = voorbeeldstad(TODAY)
    one = stad.inwoners[0]
    ouder = Verwant(Relatie.OUDER, one.naam, one.geslacht, one.geboorte)
    persoon = Persoon(
        id="p",
        burgerservicenummer="",
        naam=one.naam,
        naamgebruik=one.naamgebruik,
        geslacht=one.geslacht,
        geboorte=Geboorte(one.geboorte),
        nationaliteiten=(),
        verblijf=one.verblijf,
        gemeente=Gemeente("9999", "Voorbeeldstad"),
        ingeschreven_sinds=None,
        herkomst=Herkomst(Bron.MAGAZIJN, datetime(2026, 3, 2, tzinfo=UTC), False, False),
        verwanten=(ouder, replace(ouder, eigen_id="bekend")),
    )
    unknown, known = persoon.betrokkenen(Relatie.OUDER)
    assert (unknown.id, LOG.of(unknown)[1]) == ("p/ouder/1", "pseudoniem")
    assert (known.id, LOG.of(known)[1]) == ("bekend", "BSN")
    assert persoon.betrokkenen(Relatie.KIND) == ()


async def test_to_ask_the_brp_is_a_line_with_one_for_each_relative_in_its_answer(
    tmp_path: Path, sqlite_url: str
) -> None:
    async with brp_world() as world:
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        settings = replace(settings, processing=ProcessingSettings(tmp_path / "log", KEY))
        async with desk_of(make_service, settings) as desk:
            await desk.data(FAMILY % "leeftijd", SANNE)
        told = world.heard.headers[0]["traceparent"]
    lines = [json.loads(line) for line in (tmp_path / "log" / "verwerkingen.jsonl").read_text().splitlines()]
    asked, partner = [line for line in lines if line["name"] == "Raadplegen: BRP"]
    assert told.split("-")[1:3] == [asked["trace_id"], asked["span_id"]]
    assert partner["parent_span_id"] == asked["span_id"]
    assert (
        partner["attributes"]["dpl.core.data_subject_id"] != asked["attributes"]["dpl.core.data_subject_id"]
    )


async def test_under_a_mandate_the_brp_is_told_who_looks(tmp_path: Path, sqlite_url: str) -> None:
    mandated = replace(acting_for(SANNE), mandaat=Mandaat(frozenset({Dienst.VERGUNNINGEN.value})))
    async with brp_world() as world:
        settings = connected(tmp_path, sqlite_url, {"brp": brp_section(world.url)})
        async with desk_of(make_service, settings) as desk:
            await desk.data("{ ik { weergavenaam } }", mandated)
        assert world.heard.headers[0]["x-gebruiker"] == "een-ander"
