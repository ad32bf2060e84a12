"""The lines of what is not answered in one go: subscriptions and answers in parts."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

import pytest
from harness.memory_events import Happening, MemoryEventSource, event
from harness.memory_subgraph import MemorySubgraph
from harness.processing import MemoryLog

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from auth.processing_log import Pseudonymizer, Status
from auth.trace_context import HEADER, PROCESSOR, TraceContext
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import OperationDenied
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.processing import ProcessingRules
from schema.supergraph import Supergraph

GRAPH = Supergraph.parse("""
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://gemeentegraaf.nl/verwerking/v1.0", import: ["@verwerking"])
{ query: Query subscription: Subscription }
directive @verwerking(activiteit: String!) on OBJECT | INTERFACE | FIELD_DEFINITION
enum join__Graph {
  ZAKEN @join__graph(name: "zaken", url: "http://zaken.test/graphql")
  PERSONEN @join__graph(name: "personen", url: "http://personen.test/graphql")
}
type Query @join__type(graph: ZAKEN) { zaak: Zaak }
type Subscription @join__type(graph: ZAKEN) {
  zaakGewijzigd: Zaak
  inkomen: Int @verwerking(activiteit: "inkomens") @requiresScopes(scopes: [["loa:hoog"]])
}
type Zaak @join__type(graph: ZAKEN) @verwerking(activiteit: "zaken") {
  status: String
  aanvrager: Persoon
  geheim: String @verwerking(activiteit: "geheimen") @requiresScopes(scopes: [["loa:hoog"]])
}
type Persoon @join__type(graph: ZAKEN, key: "id") @join__type(graph: PERSONEN, key: "id")
  @verwerking(activiteit: "personen")
{
  id: ID!
  naam: String @join__field(graph: PERSONEN)
  inkomen: Int @join__field(graph: PERSONEN) @verwerking(activiteit: "inkomens")
    @requiresScopes(scopes: [["loa:hoog"]])
}
""")
_WHO = Identiteit("klant", Identifier.BSN)
BURGER = Principal(_WHO, _WHO, Klantsoort.BURGER, "digid", Niveau.MIDDEN)
ZAAK = {"status": "open", "aanvrager": {"id": "p1"}, "geheim": "niets"}
GATEWAY = "https://gemeentegraaf.voorbeeldstad.example"


class Town:
    """A pipeline that writes down what it does in `log`."""

    def __init__(self, *happenings: Happening, reject: bool = False) -> None:
        self.log = MemoryLog()
        self.events = MemoryEventSource(*happenings)
        self.personen = MemorySubgraph(
            "type Query { niets: Int } type Persoon { id: ID! naam: String inkomen: Int }",
            entities={"Persoon": lambda one: {**one, "naam": "Anneke"}},
        )
        zaken = MemorySubgraph(
            "type Query { zaak: Zaak } type Persoon { id: ID! }"
            " type Zaak { status: String aanvrager: Persoon }",
            {"Query.zaak": lambda *_: ZAAK},
        )
        executor = Executor(
            {"zaken": zaken, "personen": self.personen}, ErrorPolicy(), {"zaken": self.events}
        )
        processing = ProcessingRules(self.log, Pseudonymizer(b"k" * 32), processor=GATEWAY)
        self.pipeline = Pipeline(GRAPH, executor, rules=PipelineRules(reject=reject, processing=processing))

    async def follow(self, query: str, caller: Caller = BURGER) -> list[Mapping[str, Any]]:
        async with aclosing(self.pipeline.subscribe(GraphQLRequest(query), caller)) as responses:
            return [response.body async for response in responses]

    @property
    def written(self) -> list[tuple[str, str]]:
        return [(line.name, line.activity) for line in self.log.lines]


FOLLOWED = "subscription { zaakGewijzigd { status aanvrager { naam } } }"


async def test_to_begin_to_follow_is_a_line_and_so_is_each_event() -> None:
    town = Town(event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=ZAAK), None)
    assert len(await town.follow(FOLLOWED)) == 2
    each = [
        ("Raadplegen: zaken", "personen"),
        ("Raadplegen: zaken", "zaken"),
        ("Raadplegen: personen", "personen"),
    ]
    assert town.written == [("Volgen: zaken", "personen"), ("Volgen: zaken", "zaken"), *each, *each]
    assert len({line.trace.trace_id for line in town.log.lines}) == 3


async def test_the_subgraph_that_is_followed_is_told_the_trace_and_who_calls() -> None:
    town = Town(None)
    await town.follow(FOLLOWED)
    [asked] = town.events.requests
    assert TraceContext.read(asked.headers[HEADER]) == town.log.lines[0].trace
    assert asked.headers[PROCESSOR] == GATEWAY


async def test_a_subscription_that_cannot_be_written_down_is_not_opened() -> None:
    town = Town(event(zaakGewijzigd=ZAAK), None)
    town.log.broken = True
    [answer] = await town.follow(FOLLOWED)
    assert answer["errors"][0]["extensions"]["code"] == "PROCESSING_LOG_UNAVAILABLE"
    assert town.events.requests == []


async def test_what_stays_closed_in_an_event_is_a_line_with_each_event_in_its_trace() -> None:
    town = Town(event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=None), None)
    await town.follow("subscription { zaakGewijzigd { status geheim aanvrager { inkomen } } }")
    refused = [line for line in town.log.lines if line.refused]
    assert [line.activity for line in refused] == ["geheimen", "inkomens"] * 2
    read = {line.trace.trace_id for line in town.log.lines if line.name == "Raadplegen: zaken"}
    assert {line.trace.trace_id for line in refused} <= read


@pytest.mark.parametrize("reject", [True, False])
async def test_a_subscription_that_is_denied_as_a_whole_is_a_line(reject: bool) -> None:
    town = Town(reject=reject)
    with pytest.raises(OperationDenied):
        await town.follow("subscription { inkomen }")
    [line] = town.log.lines
    assert (line.name, line.activity, line.refused) == ("Geweigerd", "inkomens", True)
    with pytest.raises(OperationDenied):
        await town.follow("subscription { inkomen }", ANONIEM)
    assert town.log.lines == [line]


PARTS = "{ zaak { status ... @defer { aanvrager { naam inkomen } geheim } } }"


async def test_a_part_that_is_put_off_has_its_lines_when_it_comes() -> None:
    town = Town()
    _, rest = await town.pipeline.answer_in_parts(GraphQLRequest(PARTS), BURGER)
    assert rest is not None
    assert "Raadplegen: zaken" in {name for name, _ in town.written}
    assert not any(line.refused for line in town.log.lines)

    assert [update.has_next async for update in rest] == [False]
    assert ("Raadplegen: personen", "personen") in town.written
    assert [line.activity for line in town.log.lines if line.refused] == ["geheimen", "inkomens"]
    assert len({line.trace.trace_id for line in town.log.lines}) == 1


async def test_a_part_that_cannot_be_written_down_is_not_given() -> None:
    town = Town()
    town.personen.gate = asyncio.Event()
    _, rest = await town.pipeline.answer_in_parts(GraphQLRequest(PARTS), BURGER)
    assert rest is not None
    await town.personen.called.wait()
    town.log.broken = True
    town.personen.gate.set()
    given = str([update.body async for update in rest])
    assert "Anneke" not in given
    assert "PROCESSING_LOG_UNAVAILABLE" in given


async def test_who_breaks_off_an_answer_in_parts_leaves_lines_of_what_was_fetched() -> None:
    town = Town()
    _, rest = await town.pipeline.answer_in_parts(GraphQLRequest(PARTS), BURGER)
    assert rest is not None
    await rest.aclose()
    statuses = {line.name: line.status for line in town.log.lines}
    assert statuses["Raadplegen: zaken"] is Status.UNSET
    assert statuses.get("Raadplegen: personen", Status.OK) in {Status.OK, Status.UNSET}
