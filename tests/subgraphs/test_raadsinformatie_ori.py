"""Open Raadsinformatie behind the council: few calls, words that are only words, and its failures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from harness.raad import INDEX, ori_scenario
from harness.standin import Fault, Register, running
from harness.subgraph_desk import TODAY, codes, desk_of, settings_for

from standins.open_raadsinformatie.standin import make_standin
from subgraphs.raadsinformatie.bronnen import Orisectie
from subgraphs.raadsinformatie.demo_raad import demo_raad
from subgraphs.raadsinformatie.ori import OpenRaadsinformatie
from subgraphs.raadsinformatie.ori_document import agendapunt_of, moment, refs, stuk_of, vergadering_of
from subgraphs.raadsinformatie.service import make_service
from subgraphs.raadsinformatie.source import Selectie
from subgraphs.raadsinformatie.vergadering import Vergaderstatus
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.service.settings import ServiceSettings, SettingsError

TREE = """query ($n: Int) { vergaderingen(first: $n, tot: "2026-03-02T00:00:00+01:00") { edges { node {
  naam orgaan { naam } stukken { titel }
  agendapunten { titel agendapunten { titel stukken { titel }
    stemmingen { voor perFractie { fractie } perRaadslid { raadslid } } } } } } } }"""


@pytest.fixture
async def register() -> AsyncIterator[Register]:
    async with running(make_standin(ori_scenario(demo_raad(TODAY)))) as register:
        yield register


@pytest.fixture
async def ori(register: Register) -> AsyncIterator[OpenRaadsinformatie]:
    source = Orisectie(url=f"{register.url}/v1/elastic", index="ori_voorbeeldstad_*").bron()
    yield source
    await source.close()


def with_bronnen(url: str, folder: Path, text: str) -> ServiceSettings:
    file = folder / "bronnen.yaml"
    file.write_text(text)
    return replace(settings_for("raadsinformatie", url), bronnen=file)


async def test_six_meetings_with_all_they_hold_cost_as_many_calls_as_two(
    register: Register, sqlite_url: str, tmp_path: Path
) -> None:
    text = f"raadsinformatie: {{ori: {{url: '{register.url}/v1/elastic', index: 'ori_voorbeeldstad_*'}}}}"
    async with desk_of(make_service, with_bronnen(sqlite_url, tmp_path, text)) as desk:
        await desk.data(TREE, variables={"n": 2})
        for_two = len(register.calls)
        register.calls.clear()
        data = await desk.data(TREE, variables={"n": 100})
    assert len(data["vergaderingen"]["edges"]) == 6
    # a page; bodies; documents of meetings; two levels of items; documents of items; three for votes
    assert len(register.calls) == for_two == 9
    assert set(register.calls) == {"POST /v1/elastic/ori_voorbeeldstad_*/_search"}


async def test_the_other_municipalities_stay_out_of_it(ori: OpenRaadsinformatie) -> None:
    page = await ori.vergaderingen(Selectie(), PageRequest(100), oplopend=True)
    assert "elders" not in [row.item.id for row in page.rows]
    assert await ori.vergadering(["elders"]) == {}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(503),
        Fault(200, b"<html>"),
        Fault(200, b"[]"),
        Fault(200, b'{"hits": {}}'),
        Fault(200, b'{"timed_out": true, "hits": {"hits": []}}'),
        Fault(200, b'{"_shards": {"failed": 1}, "hits": {"hits": []}}'),
    ],
)
async def test_no_answer_or_half_an_answer_is_none(
    register: Register, sqlite_url: str, tmp_path: Path, fault: Fault
) -> None:
    register.fault = fault
    text = f"raadsinformatie: {{ori: {{url: '{register.url}/v1/elastic', index: ori_voorbeeldstad}}}}"
    async with desk_of(make_service, with_bronnen(sqlite_url, tmp_path, text)) as desk:
        answer = await desk.ask("{ vergaderingen { edges { node { id } } } }")
    assert (answer["data"], codes(answer)) == ({"vergaderingen": None}, ["BRON_NIET_BESCHIKBAAR"])


async def test_a_count_that_is_no_number_is_unreadable(register: Register, ori: OpenRaadsinformatie) -> None:
    page = await ori.stukken(Selectie(), PageRequest(1))
    register.fault = Fault(200, b'{"hits": {"hits": []}}')
    with pytest.raises(RegisterUnavailable):
        await page.count()


async def test_documents_that_cannot_be_read_leave_the_others(caplog: pytest.LogCaptureFixture) -> None:
    scenario = ori_scenario(demo_raad(TODAY))
    for each in scenario["indices"][INDEX]:
        if each["_id"] == "gemeenteraad-2026-02-26":
            del each["name"]
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    async with running(make_standin(scenario)) as register:
        source = Orisectie(url=f"{register.url}/v1/elastic", index=INDEX).bron()
        page = await source.vergaderingen(Selectie(), PageRequest(100), oplopend=True)
        with pytest.raises(RegisterUnavailable):
            await source.vergaderingen(
                Selectie(orgaan="gemeenteraad", tot=begin), PageRequest(1), oplopend=False
            )
        await source.close()
    assert len(page.rows) == 7
    assert set(caplog.messages) == {"ori has 1 documents that cannot be read"}


async def test_the_example_of_the_stand_in_can_be_read(caplog: pytest.LogCaptureFixture) -> None:
    async with running(make_standin({})) as register:
        source = Orisectie(url=f"{register.url}/v1/elastic", index="ori_*").bron()
        (row,) = (await source.vergaderingen(Selectie(), PageRequest(100), oplopend=True)).rows
        items = await source.agendapunt(row.item.agendapunten)
        subjects = await source.agendapunt([id_ for item in items.values() for id_ in item.agendapunten])
        votes = await source.stemming([id_ for item in subjects.values() for id_ in item.stemmingen])
        await source.close()
    assert len(items) == 3
    assert [len(vote.raadsleden) for vote in votes.values()] == [13]
    assert caplog.messages == []


async def test_a_document_that_was_never_discussed_comes_last_and_is_walked_past() -> None:
    scenario = ori_scenario(demo_raad(TODAY))
    for number in range(3):
        loose = {"_id": f"los-{number}", "@type": "MediaObject", "name": "Ingekomen brief"}
        scenario["indices"][INDEX].append(loose)
    async with running(make_standin(scenario)) as register:
        source = Orisectie(url=f"{register.url}/v1/elastic", index=INDEX).bron()
        walked: list[str] = []
        page = await source.stukken(Selectie(), PageRequest(2))
        while page.more:
            walked += [row.item.id for row in page.rows]
            page = await source.stukken(Selectie(), PageRequest(2, page.rows[-1].sleutels))
        walked += [row.item.id for row in page.rows]
        long_ago = await source.stukken(Selectie(vanaf=datetime(1990, 1, 1, tzinfo=UTC)), PageRequest(100))
        await source.close()
    assert walked[-3:] == ["los-2", "los-1", "los-0"]
    assert len(walked) == len(set(walked)) == 33
    assert len(long_ago.rows) == 30


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{}", 200),
        (b"[]", 400),
        (b"{", 400),
        (b'{"script": {}}', 400),
        (b'{"size": 10001}', 400),
        (b'{"query": {"script_score": {}}}', 400),
        (b'{"query": {"match": {"a": "b"}, "ids": {"values": []}}}', 400),
        (b'{"query": {"range": {"start_date": {"near": "2026-01-01"}}}}', 400),
        (b'{"sort": [{"_id": {"order": "asc"}}], "search_after": [1, "a"]}', 400),
    ],
)
async def test_the_stand_in_refuses_what_elasticsearch_refuses(
    register: Register, body: bytes, status: int
) -> None:
    headers = {"content-type": "application/json"}
    async with httpx.AsyncClient(base_url=f"{register.url}/v1/elastic", headers=headers) as client:
        answer = await client.post("/ori_voorbeeldstad_*/_search", content=body)
        nowhere = await client.post("/ori_nergens/_search", content=b"{}")
        write = await client.put("/ori_voorbeeldstad/_doc/1", content=b"{}")
    assert answer.status_code == status
    assert nowhere.status_code == write.status_code == 404
    assert orjson.loads(nowhere.content)["error"]["type"] == "index_not_found_exception"


def test_a_relation_is_one_id_or_several_or_a_list_in_order() -> None:
    assert refs("7") == ("7",)
    assert refs(["7", "8"]) == ("7", "8")
    assert refs({"@list": ["8", "7"]}) == ("8", "7")
    assert refs({"@id": "7"}) == ("7",)
    assert refs(None) == refs([None, {}, True]) == ()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("https://schema.org/EventCancelled", Vergaderstatus.GEANNULEERD),
        ("http://schema.org/EventRescheduled", Vergaderstatus.VERPLAATST),
        ("https://argu.co/ns/meeting/EventCompleted", Vergaderstatus.AFGELOPEN),
        ("meeting:EventConfirmed", Vergaderstatus.BEVESTIGD),
        ("iets anders", Vergaderstatus.ONBEKEND),
        (None, Vergaderstatus.ONBEKEND),
    ],
)
def test_the_state_of_a_meeting_is_the_last_word_of_its_address(
    status: str | None, expected: Vergaderstatus
) -> None:
    source: dict[str, Any] = {"name": "Raad", "start_date": "2026-03-12T19:30:00", "status": status}
    assert vergadering_of("1", source).status is expected


def test_a_moment_without_an_offset_is_by_the_clock_in_the_netherlands() -> None:
    winter, summer = moment("2026-03-12T19:30:00"), moment("2026-06-12T19:30:00")
    assert winter is not None
    assert summer is not None
    assert (winter.utcoffset(), summer.utcoffset()) == (timedelta(hours=1), timedelta(hours=2))
    assert moment("gisteren") is None


def test_an_address_that_no_browser_should_follow_is_no_address() -> None:
    document = stuk_of("1", {"url": "javascript:alert(1)", "original_url": "https://raad.example/1.pdf"})
    assert (document.url, document.bron_url) == (None, "https://raad.example/1.pdf")
    assert document.titel == "Document zonder titel"


@pytest.mark.parametrize("source", [{}, {"name": " "}, {"name": "Raad"}, {"name": "Raad", "start_date": "?"}])
def test_a_meeting_without_a_name_or_a_beginning_cannot_be_read(source: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"no name|beginning"):
        vergadering_of("1", source)
    with pytest.raises(ValueError, match="no name"):
        agendapunt_of("1", {})


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("raadsinformatie: {ori: {url: 'http://x'}}", "raadsinformatie.ori.index"),
        ("raadsinformatie: {ori: {url: 'http://x', index: '../_all'}}", "raadsinformatie.ori.index"),
        ("raadsinformatie: {ori: {url: 'http://x', index: '*'}}", "raadsinformatie.ori.index"),
        ("raadsinformatie: {ibabs: {}}", "raadsinformatie.ibabs"),
    ],
)
def test_settings_that_cannot_be_used_are_named(sqlite_url: str, tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(SettingsError, match=key):
        make_service(with_bronnen(sqlite_url, tmp_path, text))
