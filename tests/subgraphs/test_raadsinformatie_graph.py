"""The raadsinformatie subgraph: public throughout, nested as agendas are, and cheap to list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from harness.statements import statements
from harness.subgraph_desk import SANNE, Desk, codes, desk_of, settings_for

from subgraphs.raadsinformatie import types
from subgraphs.raadsinformatie.demo_raad import demo_raad
from subgraphs.raadsinformatie.service import make_service
from subgraphs.raadsinformatie.stemming import Stem, Uitslag
from subgraphs.raadsinformatie.vergadering import Vergaderstatus

MEETING = "gemeenteraad-2026-02-26"
TREE = """query ($n: Int) { vergaderingen(first: $n) { totaal edges { node {
  naam begin status orgaan { naam } stukken { titel }
  agendapunten { titel positie stukken { titel } agendapunten { titel positie stukken { titel soort }
    stemmingen { uitslag voor tegen perFractie { fractie voor } perRaadslid { raadslid stem } } } } } } } }"""


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[Desk]:
    async with desk_of(make_service, settings_for("raadsinformatie", sqlite_url)) as desk:
        yield desk


def nodes(connection: Any) -> list[Any]:
    return [edge["node"] for edge in connection["edges"]]


async def test_a_meeting_comes_with_its_agenda_documents_and_votes(desk: Desk) -> None:
    data = await desk.data(f"""{{ vergadering(id: "{MEETING}") {{
      naam status orgaan {{ naam }} stukken {{ titel }}
      agendapunten {{ titel agendapunten {{ titel stukken {{ soort mediatype }}
        stemmingen {{ uitslag voor tegen perFractie {{ fractie voor tegen }} }} }} }} }} }}""")
    meeting = data["vergadering"]
    assert (meeting["naam"], meeting["status"]) == ("Gemeenteraad 26-02-2026", "AFGELOPEN")
    assert meeting["orgaan"] == {"naam": "Gemeenteraad"}
    assert meeting["stukken"] == [{"titel": "Besluitenlijst Gemeenteraad 26-02-2026"}]
    assert [item["titel"] for item in meeting["agendapunten"]] == [
        "Opening en vaststelling van de agenda",
        "Bespreekstukken",
        "Rondvraag en sluiting",
    ]
    subject = meeting["agendapunten"][1]["agendapunten"][0]
    assert subject["stukken"] == [{"soort": "Raadsvoorstel", "mediatype": "application/pdf"}]
    (vote,) = subject["stemmingen"]
    assert vote["uitslag"] == ("AANGENOMEN" if vote["voor"] > vote["tegen"] else "VERWORPEN")
    assert vote["voor"] == sum(group["voor"] for group in vote["perFractie"])
    assert vote["voor"] + vote["tegen"] == 13


async def test_the_next_meeting_is_the_first_from_now_on(desk: Desk) -> None:
    data = await desk.data("""{ vergaderingen(first: 1, vanaf: "2026-03-02T12:00:00+01:00",
      volgorde: EERSTE_EERST) { edges { node { begin status } } } }""")
    assert nodes(data["vergaderingen"]) == [{"begin": "2026-03-12T19:30:00+01:00", "status": "GEPLAND"}]


async def test_meetings_are_chosen_by_body_and_period(desk: Desk) -> None:
    data = await desk.data("""{
      ruimte: vergaderingen(orgaan: "commissie-ruimte") { edges { node { orgaan { id } } } }
      februari: vergaderingen(vanaf: "2026-02-01T00:00:00+01:00", tot: "2026-03-01T00:00:00+01:00")
        { edges { node { id } } } }""")
    assert {node["orgaan"]["id"] for node in nodes(data["ruimte"])} == {"commissie-ruimte"}
    assert [node["id"] for node in nodes(data["februari"])] == [MEETING, "commissie-ruimte-2026-02-12"]


async def test_documents_are_found_by_their_text_with_the_words_around(desk: Desk) -> None:
    data = await desk.data("""{ raadsdocumenten(first: 1, zoek: "omwonenden havenkwartier") {
      edges { fragment node { titel soort agendapunt { titel vergadering { orgaan { naam } } } } } } }""")
    (edge,) = data["raadsdocumenten"]["edges"]
    assert "omwonenden" in edge["fragment"] or "Havenkwartier" in edge["fragment"]
    assert edge["node"]["titel"] == edge["node"]["agendapunt"]["titel"] == "Bestemmingsplan Havenkwartier"
    assert edge["node"]["agendapunt"]["vergadering"]["orgaan"]["naam"]


@pytest.mark.parametrize("name", ["vergaderingen", "raadsdocumenten"])
async def test_a_walk_along_the_cursors_sees_everything_once(desk: Desk, name: str) -> None:
    query = f"""query ($after: String) {{ {name}(first: 3, after: $after) {{
      totaal edges {{ node {{ id }} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
    seen: list[str] = []
    after = None
    while True:
        page = (await desk.data(query, variables={"after": after}))[name]
        seen += [node["id"] for node in nodes(page)]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(seen) == len(set(seen)) == page["totaal"] >= 8


async def test_a_login_makes_no_difference(desk: Desk) -> None:
    assert await desk.data(TREE, variables={"n": 2}) == await desk.data(TREE, SANNE, variables={"n": 2})


@pytest.mark.parametrize(
    ("query", "veld"),
    [
        ("{ vergaderingen(first: 101) { totaal } }", "first"),
        ('{ raadsdocumenten(after: "onzin") { totaal } }', "after"),
        ('{ raadsdocumenten(zoek: "\\u0000") { totaal } }', "zoek"),
        ('{ vergaderingen(orgaan: "\\u0000") { totaal } }', "orgaan"),
        ('{ vergaderingen(vanaf: "0001-01-01T00:00:00+14:00") { totaal } }', "vanaf"),
    ],
)
async def test_bad_arguments_are_coded_errors_that_name_them(desk: Desk, query: str, veld: str) -> None:
    answer = await desk.ask(query)
    assert list(answer["data"].values()) == [None]
    assert answer["errors"][0]["extensions"] == {"code": "ONGELDIGE_INVOER", "veld": veld}


@pytest.mark.parametrize("name", ["vergadering", "agendapunt", "raadsdocument"])
async def test_what_is_not_there_is_not_found(desk: Desk, name: str) -> None:
    answer = await desk.ask(f'{{ {name}(id: "eenhoorn") {{ id }} }}')
    assert (answer["data"], codes(answer)) == ({name: None}, ["NIET_GEVONDEN"])


async def test_all_meetings_cost_as_many_statements_as_one(database_url: str) -> None:
    async with desk_of(make_service, settings_for("raadsinformatie", database_url)) as desk:
        with statements() as for_three:
            await desk.data(TREE, variables={"n": 3})
        with statements() as for_all:
            data = await desk.data(TREE, variables={"n": 100})
    assert len(data["vergaderingen"]["edges"]) == 8
    assert len(for_three) == len(for_all), (for_three, for_all)


@pytest.mark.parametrize("offset", range(14))
def test_the_demo_has_meetings_before_and_after_any_day(offset: int) -> None:
    today = date(2026, 3, 2) + timedelta(days=offset)
    raad = demo_raad(today)
    days = [each.begin.date() for each in raad.vergaderingen]
    assert min(days) < today < max(days)
    known = {
        each.id
        for group in (raad.agendapunten, raad.stukken, raad.stemmingen, raad.organen)
        for each in group
    }
    for meeting in raad.vergaderingen:
        assert {*meeting.agendapunten, *meeting.stukken, meeting.orgaan} <= known
    for item in raad.agendapunten:
        assert {*item.agendapunten, *item.stukken, *item.stemmingen} <= known


def test_the_enums_of_the_graph_are_those_of_the_register() -> None:
    for shown, kept in (
        (types.Vergaderstatus, Vergaderstatus),
        (types.Stemmingsuitslag, Uitslag),
        (types.Stem, Stem),
    ):
        assert {member.name: member.value for member in shown} == {one.name: one.value for one in kept}
