"""OpenBesluitvorming behind the council: what is taken over, in any order, and what stops that half-way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.besluitvorming import BRON, Record, gone, record
from harness.standin import Fault, Register, running
from harness.subgraph_desk import settings_for

from standins.openbesluitvorming.standin import Export, standin_over
from subgraphs.raadsinformatie import tables
from subgraphs.raadsinformatie.bronnen import Besluitvormingsectie
from subgraphs.raadsinformatie.raadsynchronisatie import AndereBronError, Raadsverslag, Raadsynchronisatie
from subgraphs.raadsinformatie.service import make_service
from subgraphs.raadsinformatie.source import Selectie
from subgraphs.raadsinformatie.stemming import Fractiestem, Uitslag
from subgraphs.raadsinformatie.store import Raadsregister
from subgraphs.raadsinformatie.synchroniseer import raadsynchronisatie
from subgraphs.service.database import Database
from subgraphs.service.pacht import AlBezig
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.settings import ServiceSettings, SettingsError

VOTES = [
    {"option": "voor", "voter_name": "J. Bakker", "group_name": "Stadsbelang"},
    {"option": "tegen", "voter_name": "A. Visser", "group_name": "Groen"},
    {"option": "voor", "voter_name": "M. Yilmaz", "group_name": "Stadsbelang"},
]
STUK = record(
    "document:1",
    "Document",
    name="Voorstel",
    is_referenced_by="meeting:1",
    last_discussed_at="2026-02-26T18:30:00Z",
    derived_content={"markdown_key": "1.md"},
)
MOTIESTUK = record("document:2", "Document", name="Tekst van de motie", is_referenced_by="motion:1")
MOTIE = record(
    "motion:1",
    "Motion",
    name="Groene scholen",
    result="aangenomen",
    agenda_item="item:2",
    attachment=["document:2"],
    votes=VOTES,
)


def vergadering(*punten: Record, **more: Any) -> Record:
    given = {"name": "Raad", "start_date": "2026-02-26T18:30:00Z", "attachment": ["document:1"], **more}
    return record("meeting:1", "Meeting", agenda=list(punten), **given)


EEN = {"id": "item:1", "title": "Opening"}
TWEE = {"id": "item:2", "title": "Scholen", "documents": [{"id": "document:1", "name": "Voorstel"}]}
MEETING = vergadering(EEN, TWEE)


@dataclass
class Stad:
    """The register, what fills it, and the export that this is read from."""

    register: Register
    export: Export
    database: Database

    @property
    def store(self) -> Raadsregister:
        return Raadsregister(self.database)

    async def ronde(self, bron: str = BRON, **settings: Any) -> Raadsverslag:
        sectie = Besluitvormingsectie(bron=bron, url=self.register.url, **settings)
        found = sectie.openbesluitvorming()
        try:
            return await Raadsynchronisatie(found, self.database, sectie.teksten_per_ronde).ronde()
        finally:
            await found.close()

    def schrijf(self, *records: Record) -> None:
        for each in records:
            self.export.boeken[BRON].schrijf(each)


@asynccontextmanager
async def stad(url: str, records: Sequence[Record] = (), **scenario: Any) -> AsyncIterator[Stad]:
    export = Export.van({"sources": {BRON: records, "elders": []}, "per_minuut": 10_000, **scenario})
    database = Database(url)
    await database.create_tables(tables.metadata)
    async with running(standin_over(export)) as register:
        yield Stad(register, export, database)
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.mark.parametrize(
    "records",
    [[STUK, MEETING, MOTIE, MOTIESTUK], [MOTIESTUK, MOTIE, MEETING, STUK], [MEETING, STUK, MOTIESTUK, MOTIE]],
)
async def test_records_in_any_order_and_twice_give_the_same(database_url: str, records: list[Record]) -> None:
    async with stad(database_url) as here:
        await here.ronde()
        here.schrijf(*records)
        await here.ronde()
        here.schrijf(*({**each, "payload": {**each["payload"], "again": True}} for each in records))
        await here.ronde()
        punt = (await here.store.agendapunt(["item:2"]))["item:2"]
        stukken = await here.store.stuk(["document:1", "document:2"])
        stemming = (await here.store.stemming(["motion:1"]))["motion:1"]
    assert (punt.stukken, punt.stemmingen) == (("document:1", "document:2"), ("motion:1",))
    assert {each.hoort_bij for each in stukken.values()} == {"item:2"}
    assert (stemming.uitslag, stemming.voor, stemming.tegen) == (Uitslag.AANGENOMEN, 2, 1)
    assert stemming.fracties == (Fractiestem("Stadsbelang", voor=2), Fractiestem("Groen", tegen=1))


async def test_a_snapshot_and_its_changes_give_what_there_is_now(database_url: str) -> None:
    async with stad(database_url, [STUK, MEETING, MOTIE, MOTIESTUK]) as here:
        first = await here.ronde()
        here.schrijf(vergadering(EEN), gone("motion:1", "Motion"), gone("document:2", "Document"))
        second = await here.ronde()
        third = await here.ronde()
        punten = await here.store.agendapunt(["item:1", "item:2"])
        meeting = (await here.store.vergadering(["meeting:1"]))["meeting:1"]
        assert await here.store.stemming(["motion:1"]) == {}
        assert set(await here.store.stuk(["document:1", "document:2"])) == {"document:1"}
    assert (first.opgenomen, second.opgenomen, second.verwijderd) == (4, 1, 2)
    assert third == Raadsverslag()
    assert set(punten) == {"item:1"}
    assert (meeting.agendapunten, meeting.stukken) == (("item:1",), ("document:1",))


async def test_a_meeting_that_is_deleted_takes_its_agenda_with_it(sqlite_url: str) -> None:
    async with stad(sqlite_url, [STUK, MEETING]) as here:
        await here.ronde()
        here.schrijf(gone("meeting:1", "Meeting"))
        await here.ronde()
        assert await here.store.vergadering(["meeting:1"]) == {}
        assert await here.store.agendapunt(["item:1", "item:2"]) == {}
        assert set(await here.store.stuk(["document:1"])) == {"document:1"}


async def test_the_text_of_a_document_is_fetched_searched_and_kept(database_url: str) -> None:
    async with stad(database_url, [STUK], teksten={"document:1": "Groene \0daken."}) as here:
        assert (await here.ronde()).teksten == 1
        here.schrijf(record("document:1", "Document", name="Voorstel, herzien"))
        assert (await here.ronde()).teksten == 0
        (row,) = (await here.store.stukken(Selectie("groene DAKEN"), PageRequest(5))).rows
    assert (row.item.titel, row.fragment) == ("Voorstel, herzien", "Groene daken.")


async def test_texts_that_do_not_fit_in_a_round_come_in_the_next(sqlite_url: str) -> None:
    text = {"markdown_key": "k"}
    stukken = [record(f"document:{n}", "Document", name="x", derived_content=text) for n in range(3)]
    async with stad(sqlite_url, stukken) as here:
        told = [await here.ronde(teksten_per_ronde=2) for _ in range(3)]
    assert [(each.teksten, each.wachtend) for each in told] == [(2, 1), (1, 0), (0, 0)]


async def test_a_round_that_was_broken_off_goes_on_where_it_was(sqlite_url: str) -> None:
    organen = [record(f"committee:{n}", "Committee", name=f"C{n}") for n in range(7)]
    async with stad(sqlite_url, organen, per_minuut=3) as here:
        with pytest.raises(RegisterUnavailable):
            await here.ronde(per_blad=2, budget_seconden=0.5)
        here.export.emmer.inhoud = here.export.emmer.per_minuut = 100
        here.schrijf(gone("committee:0", "Committee"))
        here.register.calls.clear()
        told = await here.ronde(per_blad=2)
        found = await here.store.orgaan([each["entity_id"] for each in organen])
    assert (told.opgenomen, told.verwijderd) == (1, 1)
    assert len(here.register.calls) == 2
    assert sorted(found) == [f"committee:{n}" for n in range(1, 7)]


async def test_too_many_calls_are_waited_for(sqlite_url: str) -> None:
    async with stad(sqlite_url, [STUK], per_minuut=120) as here:
        here.export.emmer.inhoud = 2
        assert (await here.ronde()).teksten == 1
    assert len(here.register.calls) > 3


async def test_what_cannot_be_read_is_left_out_and_counted(sqlite_url: str) -> None:
    broken = [
        record("meeting:9", "Meeting", name="Zonder begin"),
        record("committee:9", "Committee", classification=["C"]),
        record("document:" + "9" * 100, "Document", name="Te lang"),
        record("person:1", "Person", name="J. Bakker"),
    ]
    async with stad(sqlite_url, [*broken, STUK]) as here:
        told = await here.ronde()
    assert (told.opgenomen, told.onleesbaar, told.overgeslagen) == (1, 3, 1)


@pytest.mark.parametrize("body", [b"<html>", b'{"seq": 1}\n[1]\n', b"{"])
async def test_an_answer_that_is_no_page_is_none(sqlite_url: str, body: bytes) -> None:
    async with stad(sqlite_url, [STUK]) as here:
        here.register.fault = Fault(200, body, "application/x-ndjson")
        with pytest.raises(RegisterUnavailable):
            await here.ronde()


async def test_a_source_that_is_not_known_there_is_refused(sqlite_url: str) -> None:
    async with stad(sqlite_url) as here:
        with pytest.raises(RegisterRefused):
            await here.ronde("nergens")


async def test_two_municipalities_do_not_come_into_one_register(sqlite_url: str) -> None:
    async with stad(sqlite_url, [STUK]) as here:
        await here.ronde()
        with pytest.raises(AndereBronError, match="voorbeeldstad"):
            await here.ronde("elders")


async def test_while_one_round_is_under_way_another_does_nothing(sqlite_url: str) -> None:
    async with stad(sqlite_url, [STUK]) as here:
        here.register.fault = Fault(delay=0.5)
        first = asyncio.create_task(here.ronde())
        while not here.register.calls:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        with pytest.raises(AlBezig):
            await here.ronde()
        assert (await first).opgenomen == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("snapshot", 400),
        ("snapshot?source=nergens", 400),
        ("changes?source=voorbeeldstad&cursor=x", 400),
        ("changes?source=voorbeeldstad&limit=0", 200),
        ("snapshot?source=voorbeeldstad&limit=veel", 200),
    ],
)
async def test_the_standin_refuses_what_the_real_one_refuses(
    sqlite_url: str, query: str, status: int
) -> None:
    async with stad(sqlite_url, [STUK]) as here, httpx.AsyncClient(base_url=here.register.url) as client:
        answer = await client.get(f"/api/export/{query}")
        gone_ = await client.get("/api/entities/document%3A404")
    assert answer.status_code == status
    assert gone_.status_code == 404
    assert status == 200 or answer.json()["error"]


class TestSettings:
    async def test_the_synchroniser_is_made_of_them(self, tmp_path: Path) -> None:
        async with stad(f"sqlite:///{tmp_path / 'raad.sqlite3'}", [STUK]) as here:
            settings = self.settings(
                tmp_path, f"{{bron: {BRON}, url: '{here.register.url}', contact: 'a@b.nl'}}"
            )
            async with raadsynchronisatie(settings) as werk:
                assert (await werk.ronde()).opgenomen == 1
            assert set(await here.store.stuk(["document:1"])) == {"document:1"}

    async def test_without_a_source_there_is_nothing_to_read(self, tmp_path: Path) -> None:
        settings = self.settings(tmp_path, None)
        with pytest.raises(SettingsError, match="openbesluitvorming"):
            async with raadsynchronisatie(settings):
                pass

    def test_the_graph_reads_from_one_of_both(self, tmp_path: Path) -> None:
        settings = self.settings(tmp_path, "{bron: x}", "ori: {url: 'https://r.example', index: 'ori_x'}")
        with pytest.raises(SettingsError, match="one of them"):
            make_service(settings)

    def settings(self, folder: Path, section: str | None, more: str = "") -> ServiceSettings:
        file = folder / "bronnen.yaml"
        lines = [f"  openbesluitvorming: {section}"] * (section is not None) + [f"  {more}"] * bool(more)
        file.write_text("\n".join(["raadsinformatie:", *lines]) if lines else "raadsinformatie: {}")
        plain = settings_for("raadsinformatie", f"sqlite:///{folder / 'raad.sqlite3'}")
        return replace(plain, bronnen=file)
