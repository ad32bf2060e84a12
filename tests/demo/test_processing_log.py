"""What is written down of the demo's customers: every reading and change of their data, and nothing of it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from graphql import GraphQLObjectType
from harness.counted_subgraph import CountedSubgraph
from harness.memory_subgraph import unreachable
from harness.processing import MemoryLog
from harness.visitor import Visitor, running, visiting

from auth.assurance import Niveau
from auth.principal import ANONIEM, Identifier, Identiteit, Klantsoort, Principal
from auth.processing_log import ProcessingLine, Pseudonymizer, Status
from auth.pseudonym import pseudonym
from auth.trace_context import HEADER, TraceContext
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import OperationDenied
from gateway.operation.request import GraphQLRequest
from gateway.operation.requirements import Requirements
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.processing import ProcessingRules
from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import committed_supergraph, make_demo
from subgraphs.service.verwerking import REGISTER
from subgraphs.service.voorbeeldstad import PERSONAS

BASE_URL = "http://127.0.0.1:8000"
TODAY = date(2026, 3, 2)
GRAPH = committed_supergraph()
KEY = b"sleutel-van-het-verwerkingenlog!"
OVERVIEW = """
  { ik { weergavenaam zaken(first: 3) { edges { node { omschrijving } } }
         ... on NatuurlijkPersoon { burgerservicenummer } }
    datasets(first: 1) { totaal } }
"""


@dataclass(frozen=True, slots=True)
class Town:
    """A demo with a processing log; `counted` are its subgraphs."""

    visitor: Visitor
    log: MemoryLog
    counted: dict[str, CountedSubgraph]

    async def ask(self, query: str) -> tuple[dict[str, object], list[ProcessingLine]]:
        """The answer, and the lines that came of it."""
        self.log.lines.clear()
        return await self.visitor.ask(query), list(self.log.lines)


@asynccontextmanager
async def town(folder: Path, *, fail_closed: bool = True, away: str | None = None) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        demo = make_demo(stack.enter_context(open_data_folder(folder)), BASE_URL, TODAY)
        log = MemoryLog()
        counted = {name: CountedSubgraph(one) for name, one in demo.subgraphs.items()}
        subgraphs = {**counted, away: unreachable()} if away else counted
        rules = ProcessingRules(log, Pseudonymizer(KEY), fail_closed)
        demo = replace(demo, subgraphs=subgraphs, parts=replace(demo.parts, processing=rules))
        app = demo.app()
        await stack.enter_async_context(running(app))
        visitor = await stack.enter_async_context(visiting(BASE_URL, app))
        yield Town(visitor, log, counted)


def activities(lines: list[ProcessingLine]) -> list[tuple[str, str]]:
    """What was done where, and under which activity, in a stable order."""
    return sorted((one.name, one.activity.removeprefix(f"{REGISTER}/")) for one in lines)


async def test_each_call_for_personal_data_is_a_line_and_one_for_public_data_is_none(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        answer, lines = await place.ask(OVERVIEW)
    assert "errors" not in answer
    assert activities(lines) == [
        ("Raadplegen: persoonsgegevens", "inzage-eigen-gegevens/1"),
        ("Raadplegen: zaken", "inzage-eigen-zaken/1"),
    ]
    assert {line.status for line in lines} == {Status.UNSET}
    assert all(line.start <= line.end for line in lines)


async def test_a_line_tells_of_whom_by_a_pseudonym_and_has_no_content(
    filled: Path,
) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        _, lines = await place.ask(OVERVIEW)
        klant = (await place.ask("{ ik { id } }"))[0]["data"]["ik"]["id"]  # type: ignore[index]
    written = json.dumps([line.content for line in lines])
    assert len({line.subject for line in lines}) == 1
    assert {line.subject_type for line in lines} == {"BSN"}
    for secret in (PERSONAS[0].waarde, PERSONAS[0].naam, klant, "omschrijving"):
        assert secret not in written
    assert "gemachtigde" not in written


async def test_the_lines_of_one_request_are_one_trace_that_the_subgraphs_are_told(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        place.visitor.client.headers[HEADER] = f"00-{'a' * 32}-{'b' * 16}-01"
        _, lines = await place.ask(OVERVIEW)
        told = {
            name: TraceContext.read(one.headers[-1][HEADER])
            for name, one in place.counted.items()
            if one.headers and HEADER in one.headers[-1]
        }
        _, later = await place.ask(OVERVIEW)
    [trace] = {line.trace.trace_id for line in lines}
    assert trace != "a" * 32
    assert trace not in {line.trace.trace_id for line in later}
    assert len({line.trace.span_id for line in lines}) == len(lines)
    assert len({line.parent for line in lines}) == 1
    for name in ("persoonsgegevens", "zaken"):
        [span] = {line.trace.span_id for line in lines if line.name == f"Raadplegen: {name}"}
        assert told[name] == TraceContext(trace, span)
    assert "opendata" not in told


async def test_of_nobody_there_are_no_lines(filled: Path) -> None:
    async with town(filled) as place:
        answer, lines = await place.ask(OVERVIEW)
    assert answer["data"] == {"ik": None, "datasets": {"totaal": 60}}
    assert lines == []


async def test_who_acts_for_another_is_in_the_lines_about_that_other(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "hendrik-van-den-berg")
        _, [own, _] = await place.ask("{ ik { weergavenaam zaken { totaal } } }")
        await place.visitor.log_in("digid", "sanne-de-vries")
        _, [sanne] = await place.ask("{ ik { weergavenaam } }")
        await place.visitor.log_in("digid_machtigen", "sanne-namens-hendrik")
        _, lines = await place.ask("{ ik { weergavenaam zaken { totaal } } }")
    assert len(lines) == 2
    assert {line.subject for line in lines} == {own.subject}
    assert {line.representative for line in lines} == {sanne.subject}
    assert own.representative is sanne.representative is None


async def test_an_attempt_that_is_not_granted_is_a_line(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid_machtigen", "sanne-namens-hendrik")
        answer, lines = await place.ask("{ ik { weergavenaam contactgegevens { email } } }")
    assert answer["data"] == {"ik": {"weergavenaam": "Hendrik van den Berg", "contactgegevens": None}}
    assert activities(lines) == [
        ("Geweigerd", "inzage-eigen-gegevens/1"),
        ("Raadplegen: persoonsgegevens", "inzage-eigen-gegevens/1"),
    ]
    assert {line.name: line.refused for line in lines} == {
        "Geweigerd": True,
        "Raadplegen: persoonsgegevens": False,
    }


async def test_an_operation_that_is_refused_as_a_whole_is_a_line_as_well() -> None:
    log = MemoryLog()
    rules = PipelineRules(reject=True, processing=ProcessingRules(log, Pseudonymizer(KEY)))
    pipeline = Pipeline(GRAPH, Executor({}, ErrorPolicy()), rules=rules)
    who = Identiteit("klant", Identifier.BSN)
    burger = Principal(who, who, Klantsoort.BURGER, "digid", Niveau.BASIS)
    with pytest.raises(OperationDenied):
        await pipeline.answer(GraphQLRequest("{ ik { id } zaaktypen { totaal } }"), burger)
    [line] = log.lines
    assert (line.name, line.refused) == ("Geweigerd", True)
    assert line.activity == f"{REGISTER}/inzage-eigen-gegevens/1"
    with pytest.raises(OperationDenied):
        await pipeline.answer(GraphQLRequest("{ ik { id } }"), ANONIEM)
    assert log.lines == [line]


async def test_a_change_is_a_line_under_its_own_activity(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        _, lines = await place.ask(
            'mutation { contactgegevensWijzigen(input: {email: "sanne@post.example"}) { __typename } }'
        )
    assert ("Wijzigen: persoonsgegevens", "bijhouden-contactgegevens/1") in activities(lines)
    assert "sanne@post.example" not in json.dumps([line.content for line in lines])


async def test_a_call_that_failed_is_a_line_that_says_so(filled: Path) -> None:
    async with town(filled, away="zaken") as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        _, lines = await place.ask(OVERVIEW)
    assert {line.name: line.status for line in lines} == {
        "Raadplegen: persoonsgegevens": Status.UNSET,
        "Raadplegen: zaken": Status.ERROR,
    }


async def test_what_cannot_be_written_down_is_neither_given_nor_done(filled: Path) -> None:
    change = 'mutation { contactgegevensWijzigen(input: {email: "x@post.example"}) { __typename } }'
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        place.log.broken = True
        answer, _ = await place.ask(OVERVIEW)
        changed, _ = await place.ask(change)
        asked = {name for name, one in place.counted.items() if one.bodies}
        place.log.broken = False
        again, _ = await place.ask("{ ik { contactgegevens { email } } }")
    assert answer["data"] == {"ik": None, "datasets": {"totaal": 60}}
    assert {error["extensions"]["code"] for error in answer["errors"]} == {  # type: ignore[attr-defined]
        "PROCESSING_LOG_UNAVAILABLE"
    }
    assert changed["data"] == {"contactgegevensWijzigen": None}
    assert asked == {"opendata"}
    assert "x@post.example" not in json.dumps(again)


async def test_the_settings_can_choose_to_answer_all_the_same(
    filled: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with town(filled, fail_closed=False) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        place.log.broken = True
        with caplog.at_level(logging.ERROR):
            answer, _ = await place.ask(OVERVIEW)
    assert "errors" not in answer
    missing = [record.getMessage() for record in caplog.records if "missing" in record.getMessage()]
    assert len(missing) == 2


async def test_who_asks_at_once_each_has_lines_of_their_own(filled: Path) -> None:
    async with town(filled) as place:
        await place.visitor.log_in("digid", "sanne-de-vries")
        place.log.lines.clear()
        await asyncio.gather(*(place.visitor.ask("{ ik { weergavenaam } }") for _ in range(5)))
    assert len({line.trace.trace_id for line in place.log.lines}) == len(place.log.lines) == 5


def test_everything_that_is_private_falls_under_an_activity() -> None:
    """Whoever adds a private field, of whatever type, finds it here if they forgot to say why it is
    processed.
    """
    requirements = Requirements(GRAPH)
    private = [
        (type_.name, name)
        for type_ in GRAPH.full.type_map.values()
        if isinstance(type_, GraphQLObjectType) and not type_.name.startswith("__")
        for name in type_.fields
        if requirements.of(type_.name, name)
    ]
    unnamed = [".".join(each) for each in private if GRAPH.activities.of_field(*each) is None]
    assert unnamed == []
    assert ("Adres", "postcode") in private


def test_the_ids_of_the_log_are_not_those_of_the_graph_and_depend_on_the_key() -> None:
    klant = pseudonym(b"p" * 32, Identifier.BSN, "999990007")
    assert klant
    with pytest.raises(ValueError, match="32 bytes"):
        Pseudonymizer(b"kort")
    assert "sleutel" not in repr(Pseudonymizer(KEY))
