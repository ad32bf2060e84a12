"""What a service itself writes in the processing log, and how long it goes on for whoever asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import strawberry
from harness.subgraph_desk import (
    HENDRIK,
    PSEUDONYM_KEY,
    SANNE,
    SIGNING_KEY,
    Desk,
    acting_for,
    desk_of_app,
    principal,
    settings_for,
)
from sqlalchemy import MetaData

from auth.principal import Identifier, Identiteit
from auth.processing_log import Pseudonymizer
from auth.propagation import HEADER as STATEMENT
from auth.propagation import Issuer
from auth.pseudonym import pseudonym
from auth.trace_context import HEADER, PROCESSOR, TraceContext
from subgraphs.service.app import Service, make_service_app
from subgraphs.service.context import Caller, Context
from subgraphs.service.database import Database
from subgraphs.service.deadline import HEADER as TIMEOUT
from subgraphs.service.deadline import LONGEST, seconds_left
from subgraphs.service.directives import BURGER, KLANT, OPENBAAR
from subgraphs.service.errors import NotFound, SourceUnavailable, Unauthorized
from subgraphs.service.processing import asking, concerns
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.settings import ProcessingSettings
from subgraphs.service.tracing import onward
from subgraphs.service.verwerking import AANVRAGEN, CONTACTGEGEVENS, INZAGE_GEGEVENS, REGISTER

KEY = b"sleutel-van-het-verwerkingenlog!"
LOG = Pseudonymizer(KEY)
KIND = Identiteit(pseudonym(PSEUDONYM_KEY, Identifier.BSN, "999990019"), Identifier.BSN)
GATEWAY = "https://gemeentegraaf.voorbeeldstad.example"


@dataclass
class Told:
    """What a register was told with each call, and what resolvers did."""

    headers: list[Mapping[str, str]] = field(default_factory=list)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    ended: list[str] = field(default_factory=list)


Info = strawberry.Info[Context[Told], None]


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS])
class Persoon:
    naam: str

    @strawberry.field(directives=[BURGER])
    def kinderen(self) -> list[str]:
        concerns(INZAGE_GEGEVENS, KIND)
        return ["Tijn"]


@strawberry.type
class Query:
    @strawberry.field(directives=[OPENBAAR])
    def datasets(self) -> int:
        return 60

    @strawberry.field(directives=[BURGER])
    def ik(self) -> Persoon | None:
        return Persoon(naam="Sanne")

    @strawberry.field(directives=[BURGER, INZAGE_GEGEVENS])
    async def register(self, info: Info) -> str | None:
        async with asking("BRP", INZAGE_GEGEVENS):
            info.context.own.headers.append(onward())
            concerns(INZAGE_GEGEVENS, KIND)
        return "gevonden"

    @strawberry.field(directives=[KLANT, INZAGE_GEGEVENS])
    def weg(self) -> str | None:
        raise NotFound

    @strawberry.field(directives=[KLANT, INZAGE_GEGEVENS])
    def storing(self) -> str | None:
        raise SourceUnavailable

    @strawberry.field(directives=[BURGER, INZAGE_GEGEVENS])
    async def lang(self, info: Info) -> str | None:
        return await _at_length(info.context.own)


@strawberry.type
class Mutation:
    @strawberry.mutation(directives=[KLANT, CONTACTGEGEVENS])
    async def wijzigen(self, info: Info) -> str | None:
        return await _at_length(info.context.own)


@strawberry.type
class Subscription:
    @strawberry.subscription(directives=[KLANT, AANVRAGEN])
    async def berichten(self) -> AsyncIterator[int]:
        yield 1
        yield 2


async def _at_length(told: Told) -> str:
    told.begun.set()
    try:
        await told.go_on.wait()
    except asyncio.CancelledError:
        told.ended.append("broken off")
        raise
    told.ended.append("done")
    return "klaar"


SCHEMA = SubgraphSchema(Query, Mutation, Subscription)


@dataclass(frozen=True, slots=True)
class Town:
    """A service with a log, its desk, and what its resolvers were told."""

    desk: Desk
    told: Told
    folder: Path
    trace: TraceContext

    async def ask(self, query: str, who: Any = SANNE) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The answer, and the lines that came of it."""
        before = len(self.lines)
        self.desk.client.headers.update({HEADER: self.trace.header, PROCESSOR: GATEWAY})
        return await self.desk.ask(query, who), self.lines[before:]

    @property
    def lines(self) -> list[dict[str, Any]]:
        file = self.folder / "verwerkingen.jsonl"
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


@asynccontextmanager
async def town(
    tmp_path: Path, *background: Callable[[], Any], fail_closed: bool = True
) -> AsyncIterator[Town]:
    url, folder, told = f"sqlite:///{tmp_path / 'proef.sqlite3'}", tmp_path / "log", Told()
    settings = replace(
        settings_for("proef", url), processing=ProcessingSettings(folder, KEY, fail_closed=fail_closed)
    )

    def own(_caller: Caller) -> Told:
        return told

    service = Service(SCHEMA, MetaData(), Database(url), own, background=background)
    async with desk_of_app(make_service_app(service, settings), "proef") as desk:
        yield Town(desk, told, folder, TraceContext.fresh())


def stated(line: Mapping[str, Any]) -> tuple[str, str, str]:
    """What was done, under which activity, and whose data it is."""
    attributes = line["attributes"]
    activity = attributes["dpl.core.processing_activity_id"].removeprefix(f"{REGISTER}/")
    return line["name"], activity, attributes.get("dpl.core.data_subject_id", "")


OWN = LOG.id_of(SANNE.klant_id(PSEUDONYM_KEY))
OF_THE_CHILD = LOG.id_of(KIND.id)


async def test_an_operation_is_a_line_below_the_span_that_the_gateway_sent(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        answer, [line] = await place.ask("{ ik { naam } datasets }")
    assert answer["data"] == {"ik": {"naam": "Sanne"}, "datasets": 60}
    assert stated(line) == ("Raadplegen", "inzage-eigen-gegevens/1", OWN)
    assert (line["trace_id"], line["parent_span_id"]) == (place.trace.trace_id, place.trace.span_id)
    assert line["span_id"] != place.trace.span_id
    assert line["status"] == "Unset"
    assert line["resource"]["attributes"]["service.name"] == "gemeentegraaf-proef"
    assert line["attributes"]["dpl.core.data_subject_id_type"] == "BSN"
    assert line["attributes"]["dpl.core.foreign_operation.processor"] == GATEWAY
    assert "naam" not in json.dumps(line["attributes"])


async def test_others_whose_data_is_read_have_a_line_each_below_that(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        _, [own, child] = await place.ask("{ ik { naam kinderen } }")
    assert stated(child) == ("Raadplegen", "inzage-eigen-gegevens/1", OF_THE_CHILD)
    assert (child["parent_span_id"], child["trace_id"]) == (own["span_id"], own["trace_id"])
    assert child["span_id"] != own["span_id"]


async def test_to_ask_a_register_is_a_line_whose_span_the_register_is_told(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        _, [asked, child, own] = await place.ask("{ register }")
    assert stated(asked) == ("Raadplegen: BRP", "inzage-eigen-gegevens/1", OWN)
    assert stated(child) == ("Raadplegen: BRP", "inzage-eigen-gegevens/1", OF_THE_CHILD)
    assert (asked["parent_span_id"], child["parent_span_id"]) == (own["span_id"], asked["span_id"])
    [told] = place.told.headers
    assert TraceContext.read(told[HEADER]) == TraceContext(asked["trace_id"], asked["span_id"])


async def test_who_acts_for_another_is_in_the_line(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        _, [line] = await place.ask("{ weg }", acting_for(HENDRIK))
    assert line["attributes"]["gemeentegraaf.gemachtigde_id"] == LOG.id_of("een-ander")
    assert line["attributes"]["dpl.core.data_subject_id"] == LOG.id_of(HENDRIK.klant_id(PSEUDONYM_KEY))


async def test_of_nobody_and_of_what_is_public_there_are_no_lines(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        assert (await place.ask("{ datasets ik { naam } }", None))[1] == []
        assert (await place.ask("{ datasets }"))[1] == []
        assert (await place.ask("{ datasets"))[1] == []


@pytest.mark.parametrize(
    ("query", "who", "status", "refused"),
    [
        ("{ weg }", SANNE, "Unset", False),
        ("{ storing }", SANNE, "Error", False),
        ("{ register }", acting_for(SANNE), "Unset", True),
    ],
)
async def test_how_it_went_is_in_the_line(
    tmp_path: Path, query: str, who: Any, status: str, refused: bool
) -> None:
    async with town(tmp_path) as place:
        _, [line] = await place.ask(query, who)
    assert line["status"] == status
    assert line["attributes"].get("gemeentegraaf.geweigerd", False) is refused


async def test_each_event_of_a_subscription_is_a_line(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        headers = {"accept": "text/event-stream"}
        place.desk.client.headers.update(headers)
        issued = await _followed(place, "subscription { berichten }")
    assert issued.count('"berichten"') == 2
    assert [stated(line)[:2] for line in place.lines] == [("Raadplegen", "behandelen-aanvragen/1")] * 2


async def _followed(place: Town, query: str) -> str:
    statement = Issuer(SIGNING_KEY).statement(principal(SANNE), "proef")
    answer = await place.desk.client.post("/graphql", json={"query": query}, headers={STATEMENT: statement})
    return answer.text


@pytest.mark.parametrize("fail_closed", [True, False])
async def test_what_cannot_be_written_down_is_neither_done_nor_told(
    tmp_path: Path, fail_closed: bool
) -> None:
    async with town(tmp_path, fail_closed=fail_closed) as place:
        place.folder.rmdir()
        answer, _ = await place.ask("{ ik { naam } datasets }")
        public, _ = await place.ask("{ datasets }")
    assert public["data"] == {"datasets": 60}
    if fail_closed:
        [error] = answer["errors"]
        assert (answer["data"], error["extensions"]["code"]) == (None, "PROCESSING_LOG_UNAVAILABLE")
    else:
        assert answer["data"]["ik"] == {"naam": "Sanne"}


async def test_what_a_service_does_of_its_own_accord_is_written_down_for_each_person(tmp_path: Path) -> None:
    done = asyncio.Event()

    async def synchronise() -> None:
        async with asking("BRP", INZAGE_GEGEVENS, KIND, changes=True):
            concerns(INZAGE_GEGEVENS, Identiteit("nog-iemand", Identifier.BSN))
        done.set()

    async with town(tmp_path, synchronise) as place:
        await done.wait()
        above, *each = place.lines
    assert stated(above) == ("Wijzigen: BRP", "inzage-eigen-gegevens/1", "")
    assert "parent_span_id" not in above
    assert [stated(line)[2] for line in each] == [OF_THE_CHILD, LOG.id_of("nog-iemand")]
    assert {line["parent_span_id"] for line in each} == {above["span_id"]}


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (NotFound(), "Unset"),
        (Unauthorized(), "Unset"),
        (SourceUnavailable(), "Error"),
        (OSError("the register is away"), "Error"),
    ],
    ids=["not there", "not theirs", "no answer", "unforeseen"],
)
async def test_only_what_went_wrong_inside_is_an_error(
    tmp_path: Path, problem: Exception, status: str
) -> None:
    done = asyncio.Event()

    async def act() -> None:
        with suppress(type(problem)):
            async with asking("BRP", INZAGE_GEGEVENS, KIND):
                raise problem
        done.set()

    async with town(tmp_path, act) as place:
        await done.wait()
        [line] = place.lines
    assert line["status"] == status
    assert stated(line)[2] == OF_THE_CHILD


async def test_without_a_log_a_register_is_asked_all_the_same() -> None:
    async with asking("BRP", INZAGE_GEGEVENS):
        concerns(INZAGE_GEGEVENS, KIND)


async def test_what_nobody_waits_for_any_more_is_broken_off(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        place.desk.client.headers[TIMEOUT] = "20"
        answer, [line] = await place.ask("{ lang datasets }")
    assert answer["data"] is None
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["TE_LAAT"]
    assert place.told.ended == ["broken off"]
    assert line["status"] == "Ok"


async def test_a_change_is_made_in_full_however_long_it_takes(tmp_path: Path) -> None:
    async with town(tmp_path) as place:
        place.desk.client.headers[TIMEOUT] = "1"
        asked = asyncio.create_task(place.ask("mutation { wijzigen }"))
        await place.told.begun.wait()
        await asyncio.sleep(0.02)
        place.told.go_on.set()
        answer, [line] = await asked
    assert answer["data"] == {"wijzigen": "klaar"}
    assert stated(line)[:2] == ("Wijzigen", "bijhouden-contactgegevens/1")


@pytest.mark.parametrize("header", [None, "", "-1", "morgen", "1e3", "²"])
def test_a_time_that_makes_no_sense_is_none(header: str | None) -> None:
    assert seconds_left(header) is None


def test_a_time_is_in_milliseconds_and_has_an_end() -> None:
    assert seconds_left("1500") == 1.5
    assert seconds_left("9" * 5000) == LONGEST
