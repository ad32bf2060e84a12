"""Subscriptions through the pipeline: events of one subgraph, completed with what others know."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

import pytest
from harness.guarded_graph import customer
from harness.memory_events import Happening, MemoryEventSource, event
from harness.memory_subgraph import ScriptedSubgraph
from harness.until import until
from harness.zaken_events import SUPERGRAPH, entity_subgraphs

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Klantsoort
from gateway.errors import ClientError
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import Subgraph, SubgraphFailure, SubgraphResponse
from gateway.operation.refusal import (
    OperationDenied,
    SubscriptionExpected,
    SubscriptionRefused,
    ValidationFailed,
)
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.standing import Again
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)
ZAAK = {"id": "z1", "status": "open", "aanvrager": {"id": "p1"}}


class Town:
    """A pipeline with its subgraphs; `zaken` is where the events come from."""

    def __init__(
        self, *happenings: Happening, rules: PipelineRules | None = None, **instead: Subgraph
    ) -> None:
        self.zaken = MemoryEventSource(*happenings)
        self.memory = entity_subgraphs()
        self.statements = 0
        subgraphs: dict[str, Subgraph] = {**self.memory, **instead}
        executor = Executor(subgraphs, ErrorPolicy(), {"zaken": self.zaken})
        self.pipeline = Pipeline(TOWN, executor, self._headers, rules)

    def _headers(self, caller: Caller) -> Any:
        self.statements += 1
        number = self.statements
        return lambda subgraph: {"verklaring": f"{number} voor {subgraph}"}

    def subscribe(
        self, query: str, caller: Caller = ANONIEM, again: Again | None = None, **variables: Any
    ) -> AsyncGenerator[GraphQLResponse, None]:
        return self.pipeline.subscribe(GraphQLRequest(query, variables=variables), caller, again)

    async def all_of(self, query: str, caller: Caller = ANONIEM, **more: Any) -> list[Mapping[str, Any]]:
        async with aclosing(self.subscribe(query, caller, **more)) as responses, asyncio.timeout(10):
            return [response.body async for response in responses]

    @property
    def calls(self) -> dict[str, int]:
        return {name: len(subgraph.calls) for name, subgraph in self.memory.items() if subgraph.calls}


def code(response: Mapping[str, Any]) -> str:
    """Of a response that is nothing but one coded error."""
    assert response.keys() == {"errors"}
    [error] = response["errors"]
    return str(error["extensions"]["code"])


class TestEvents:
    async def test_entity_fields_come_from_two_other_subgraphs_for_each_event(self) -> None:
        other = {"id": "z2", "status": "dicht", "aanvrager": {"id": "p2"}}
        town = Town(event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=other), None)
        query = "subscription { zaakGewijzigd { status aanvrager { naam } documenten { titel } } }"

        assert await town.all_of(query) == [
            {
                "data": {
                    "zaakGewijzigd": {
                        "status": status,
                        "aanvrager": {"naam": naam},
                        "documenten": [{"titel": f"brief bij {number}"}],
                    }
                }
            }
            for status, naam, number in (("open", "Anneke", "z1"), ("dicht", "Bram", "z2"))
        ]
        assert town.calls == {"personen": 2, "documenten": 2}

    async def test_the_subgraph_is_asked_once_for_what_it_can_give_and_for_the_keys(self) -> None:
        town = Town(event(z=ZAAK), event(z=ZAAK), None)
        await town.all_of(
            "subscription S($id: ID) { z: zaakGewijzigd(id: $id) { status aanvrager { naam } } }", id="z1"
        )
        assert town.zaken.bodies == [
            {
                "query": "subscription S__zaken__0($id:ID){z:zaakGewijzigd(id: $id){status aanvrager{id}}}",
                "operationName": "S__zaken__0",
                "variables": {"id": "z1"},
            }
        ]
        assert town.calls == {"personen": 2}

    async def test_each_event_is_whole_before_the_next_one_is_taken(self) -> None:
        town = Town(*[event(zaakGewijzigd=ZAAK)] * 50)
        async with aclosing(town.subscribe("subscription { zaakGewijzigd { id } }")) as responses:
            for number in range(1, 20):
                await anext(responses)
                assert town.zaken.taken == number

    async def test_an_interface_gives_each_event_the_fields_of_its_type(self) -> None:
        town = Town(
            event(gebeurtenis={"__typename": "StatusGezet", "moment": "9:00", "status": "open"}),
            event(gebeurtenis={"__typename": "BerichtGeplaatst", "moment": "9:05", "id": "b1"}),
            None,
        )
        query = (
            "subscription { gebeurtenis { __typename moment ... on StatusGezet { status } "
            "... on BerichtGeplaatst { tekst } } }"
        )
        assert [each["data"]["gebeurtenis"] for each in await town.all_of(query)] == [
            {"__typename": "StatusGezet", "moment": "9:00", "status": "open"},
            {"__typename": "BerichtGeplaatst", "moment": "9:05", "tekst": "bericht b1"},
        ]
        assert town.calls == {"documenten": 1}

    async def test_conditions_below_the_root_decide_what_is_fetched(self) -> None:
        query = (
            "subscription ($met: Boolean!) { zaakGewijzigd { id documenten @include(if: $met) { titel } } }"
        )
        for met, calls in ((False, {}), (True, {"documenten": 1})):
            town = Town(event(zaakGewijzigd=ZAAK), None)
            await town.all_of(query, met=met)
            assert town.calls == calls

    async def test_headers_are_asked_anew_for_every_event(self) -> None:
        town = Town(event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=ZAAK), None)
        await town.all_of("subscription { zaakGewijzigd { aanvrager { naam } } }")
        assert [request.headers for request in town.zaken.requests] == [{"verklaring": "1 voor zaken"}]
        assert [call.headers["verklaring"] for call in town.memory["personen"].calls] == [
            "2 voor personen",
            "3 voor personen",
        ]

    async def test_the_time_for_an_event_begins_with_the_event(self) -> None:
        town = Town(rules=PipelineRules(timeout=0.5))
        query = "subscription { zaakGewijzigd { aanvrager { naam } } }"
        async with aclosing(town.subscribe(query)) as responses:
            coming = asyncio.ensure_future(anext(responses))
            await asyncio.sleep(0.6)
            town.zaken.say(event(zaakGewijzigd=ZAAK))
            assert (await coming).data == {"zaakGewijzigd": {"aanvrager": {"naam": "Anneke"}}}


class TestNulls:
    async def test_a_null_event_is_an_event(self) -> None:
        town = Town(event(zaakGewijzigd=None), None)
        assert await town.all_of("subscription { zaakGewijzigd { id documenten { titel } } }") == [
            {"data": {"zaakGewijzigd": None}}
        ]
        assert town.calls == {}

    async def test_a_null_where_none_may_be_goes_up_and_the_stream_goes_on(self) -> None:
        town = Town(event(gebeurtenis=None), event(zaak=1), event(gebeurtenis={"__typename": "StatusGezet"}))
        async with aclosing(town.subscribe("subscription { gebeurtenis { moment } }")) as responses:
            for _ in range(3):
                response = await anext(responses)
                assert (response.data, len(response.errors)) == (None, 1)

    async def test_an_entity_that_is_gone_leaves_a_null_with_an_error(self) -> None:
        town = Town(event(zaakGewijzigd={"id": "z1", "aanvrager": {"id": "weg"}}), None)
        [response] = await town.all_of("subscription { zaakGewijzigd { aanvrager { naam } } }")
        assert response["data"] == {"zaakGewijzigd": {"aanvrager": None}}
        assert [error["path"] for error in response["errors"]] == [["zaakGewijzigd", "aanvrager", "naam"]]

    async def test_the_subgraphs_own_error_stands_at_the_clients_path(self) -> None:
        error = {"message": "nee", "path": ["z", "s"], "extensions": {"code": "NEE"}}
        town = Town(SubgraphResponse({"z": None}, [error]), event(z={"s": "open"}), None)
        first, second = await town.all_of("subscription { z: zaakGewijzigd { s: status } }")
        assert (first["data"], second) == ({"z": None}, {"data": {"z": {"s": "open"}}})
        [told] = first["errors"]
        assert (told["message"], told["path"]) == ("nee", ["z", "s"])
        assert told["extensions"] == {"code": "NEE", "service": "zaken"}

    async def test_a_subgraph_that_fails_for_one_event_does_not_end_the_stream(self) -> None:
        down = SubgraphFailure("SUBGRAPH_UNREACHABLE", "weg")
        up = SubgraphResponse({"_entities": [{"naam": "Anneke"}]})
        town = Town(
            event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=ZAAK), None, personen=ScriptedSubgraph([down, up])
        )
        first, second = await town.all_of("subscription { zaakGewijzigd { id aanvrager { naam } } }")
        assert first["data"] == {"zaakGewijzigd": {"id": "z1", "aanvrager": None}}
        assert first["errors"][0]["extensions"] == {"code": "SUBGRAPH_UNREACHABLE", "service": "personen"}
        assert second == {"data": {"zaakGewijzigd": {"id": "z1", "aanvrager": {"naam": "Anneke"}}}}


class TestEndings:
    QUERY = "subscription { zaakGewijzigd { id } }"

    async def test_the_stream_ends_when_the_subgraph_completes(self) -> None:
        assert await Town(None).all_of(self.QUERY) == []

    @pytest.mark.parametrize(
        "reason",
        ["SUBSCRIPTION_LOST", "SUBSCRIPTION_OVERFLOW", "SUBSCRIPTION_CLOSED", "SUBGRAPH_UNREACHABLE"],
    )
    async def test_what_breaks_off_ends_with_a_coded_error_after_all_that_came(self, reason: str) -> None:
        town = Town(event(zaakGewijzigd=ZAAK), SubgraphFailure(reason, "http://zaken.test"))
        first, last = await town.all_of(self.QUERY)
        assert first == {"data": {"zaakGewijzigd": {"id": "z1"}}}
        assert code(last) == reason
        assert "zaken.test" not in str(last)

    async def test_errors_of_the_subgraph_without_data_are_told_and_end_with_it(self) -> None:
        refused = SubgraphResponse(None, [{"message": "te druk", "extensions": {"code": "DRUK"}}])
        [response] = await Town(refused, None).all_of(self.QUERY)
        assert response["data"] == {"zaakGewijzigd": None}
        assert [error["extensions"]["code"] for error in response["errors"]] == ["DRUK"]

    async def test_a_subgraph_without_a_way_to_subscribe_is_an_error_with_a_code(self) -> None:
        pipeline = Pipeline(TOWN, Executor(dict(entity_subgraphs()), ErrorPolicy()))
        async with aclosing(pipeline.subscribe(GraphQLRequest(self.QUERY), ANONIEM)) as responses:
            assert [code(response.body) async for response in responses] == ["SUBSCRIPTION_UNSUPPORTED"]

    async def test_closing_the_stream_unsubscribes(self) -> None:
        town = Town(event(zaakGewijzigd=ZAAK))
        responses = town.subscribe(self.QUERY)
        await anext(responses)
        assert town.zaken.listeners == 1
        await responses.aclose()
        assert town.zaken.listeners == 0

    async def test_cancelling_who_waits_unsubscribes_and_leaves_no_task(self) -> None:
        town, before = Town(), asyncio.all_tasks()
        waiting = asyncio.ensure_future(town.all_of(self.QUERY))
        await until(lambda: town.zaken.listeners == 1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert town.zaken.listeners == 0
        assert asyncio.all_tasks() == before

    async def test_cancelling_during_the_fetches_of_an_event_unsubscribes(self) -> None:
        town, before = Town(event(zaakGewijzigd=ZAAK)), asyncio.all_tasks()
        town.memory["personen"].gate = asyncio.Event()
        waiting = asyncio.ensure_future(town.all_of("subscription { zaakGewijzigd { aanvrager { naam } } }"))
        await town.memory["personen"].called.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert town.zaken.listeners == 0
        assert asyncio.all_tasks() == before


class TestRefusals:
    @pytest.mark.parametrize(
        "query",
        [
            "subscription { zaakGewijzigd { id } gebeurtenis { moment } }",
            "subscription { ...F } fragment F on Subscription { a: zaakGewijzigd { id } b: geheim }",
            "subscription { __typename }",
            "subscription ($met: Boolean!) { zaakGewijzigd @include(if: $met) { id } }",
            "subscription { ... @skip(if: false) { zaakGewijzigd { id } } }",
        ],
    )
    async def test_a_subscription_has_exactly_one_root_field_whatever_the_variables(self, query: str) -> None:
        town = Town()
        with pytest.raises(ValidationFailed):
            town.subscribe(query, met=True)
        assert town.zaken.requests == []

    async def test_a_query_is_no_subscription_and_a_subscription_has_no_single_answer(self) -> None:
        town = Town()
        with pytest.raises(SubscriptionExpected):
            town.subscribe("{ zaken }")
        with pytest.raises(SubscriptionRefused):
            await town.pipeline.answer(GraphQLRequest("subscription { zaakGewijzigd { id } }"), ANONIEM)


class TestRights:
    async def test_a_denied_field_is_null_in_every_event_and_never_fetched(self) -> None:
        town = Town(event(zaakGewijzigd=ZAAK), event(zaakGewijzigd=ZAAK), None)
        for response in await town.all_of("subscription { zaakGewijzigd { id aanvrager { inkomen } } }"):
            assert response["data"] == {"zaakGewijzigd": {"id": "z1", "aanvrager": {"inkomen": None}}}
            [error] = response["errors"]
            assert error["extensions"]["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"
            assert error["extensions"]["klantsoorten"] == ["burger"]
        assert town.calls == {}

    async def test_who_may_see_it_gets_it(self) -> None:
        town = Town(event(zaakGewijzigd=ZAAK), None)
        query = "subscription { zaakGewijzigd { aanvrager { inkomen } } }"
        assert await town.all_of(query, customer()) == [
            {"data": {"zaakGewijzigd": {"aanvrager": {"inkomen": 30_000}}}}
        ]

    async def test_a_denied_subscription_is_not_begun_and_says_what_would_open_it(self) -> None:
        town = Town()
        with pytest.raises(OperationDenied) as caught:
            await anext(town.subscribe("subscription { mijn: inkomenGewijzigd { id } }"))
        [error] = caught.value.errors
        assert error["path"] == ["mijn"]
        assert error["extensions"]["klantsoorten"] == ["burger"]
        assert town.zaken.requests == []

    async def test_a_policy_that_no_longer_lets_in_ends_the_stream_before_the_next_event(self) -> None:
        office_hours = [True]
        rules = PipelineRules(policies={"kantooruren": lambda _: office_hours[0]})
        town = Town(event(geheim=1), event(geheim=2), rules=rules)
        async with aclosing(town.subscribe("subscription { geheim }")) as responses:
            assert (await anext(responses)).data == {"geheim": 1}
            office_hours[0] = False
            assert [code(response.body) async for response in responses] == ["SUBSCRIPTION_RIGHTS_CHANGED"]
        assert town.zaken.listeners == 0

    @pytest.mark.parametrize("silent", [True, False])
    async def test_credentials_that_run_out_end_the_stream_also_when_nothing_happens(
        self, silent: bool
    ) -> None:
        class Expired(ClientError):
            code = "UNAUTHENTICATED"

        async def again() -> Caller:
            raise Expired("Log in again.")

        beginning = () if silent else (event(zaakGewijzigd=ZAAK),)
        town = Town(*beginning, rules=PipelineRules(confirm_every=0.0 if not silent else 0.01))
        *_, last = await town.all_of("subscription { zaakGewijzigd { id } }", customer(), again=again)
        assert code(last) == "UNAUTHENTICATED"
        assert town.zaken.listeners == 0

    async def test_another_caller_behind_the_same_credentials_ends_the_stream(self) -> None:
        async def again() -> Caller:
            return customer(Klantsoort.BURGER, Niveau.HOOG)

        town = Town(rules=PipelineRules(confirm_every=0.01))
        [last] = await town.all_of("subscription { zaakGewijzigd { id } }", customer(), again=again)
        assert code(last) == "SUBSCRIPTION_RIGHTS_CHANGED"

    async def test_the_same_caller_goes_on(self) -> None:
        asked = []

        async def again() -> Caller:
            asked.append(1)
            if len(asked) == 3:
                town.zaken.say(event(zaakGewijzigd=ZAAK), None)
            return customer()

        town = Town(rules=PipelineRules(confirm_every=0.01))
        query = "subscription { zaakGewijzigd { id } }"
        assert await town.all_of(query, customer(), again=again) == [
            {"data": {"zaakGewijzigd": {"id": "z1"}}}
        ]
