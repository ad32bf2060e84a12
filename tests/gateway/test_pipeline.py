"""The whole way of a request over three federated subgraphs, from its text to the answer."""

import gc
from typing import Any

import pytest
from harness.memory_subgraph import ScriptedSubgraph
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from gateway.caching.bounded import BoundedCache
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.execution.subgraph import Subgraph, SubgraphFailure
from gateway.operation.document import Document
from gateway.operation.limits import OperationLimits
from gateway.operation.refusal import (
    InputRefused,
    LimitExceeded,
    MutationRefused,
    OperationUnresolved,
    ParseFailed,
    Refusal,
    SubscriptionRefused,
    ValidationFailed,
)
from gateway.operation.request import GraphQLRequest
from gateway.operation.response import GraphQLResponse
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)


def customer(klantsoort: Klantsoort = Klantsoort.BURGER, niveau: Niveau = Niveau.MIDDEN) -> Principal:
    someone = Identiteit("p1", Identifier.PSEUDONIEM)
    return Principal(someone, someone, klantsoort, "digid", niveau)


class Town:
    """A pipeline with the subgraphs it asks."""

    def __init__(self, rules: PipelineRules | None = None, **instead: Subgraph) -> None:
        self.memory = small_town()
        subgraphs: dict[str, Subgraph] = {**self.memory, **instead}
        self.pipeline = Pipeline(TOWN, Executor(subgraphs, ErrorPolicy()), self._headers, rules)

    def _headers(self, caller: Caller) -> Any:
        who = "niemand" if caller is ANONIEM else caller.klantsoort  # type: ignore[union-attr]
        return lambda subgraph: {"wie": f"{who} aan {subgraph}"}

    async def ask(self, query: str, caller: Caller = ANONIEM, **more: Any) -> GraphQLResponse:
        return await self.pipeline.answer(GraphQLRequest(query, **more), caller)

    def calls(self) -> dict[str, int]:
        return {name: len(subgraph.calls) for name, subgraph in self.memory.items() if subgraph.calls}


class TestAnswers:
    async def test_entities_are_followed_from_subgraph_to_subgraph(self) -> None:
        town = Town()
        answer = await town.ask("{ ik { naam zaken { omschrijving aanvrager { naam } } } }", customer())
        zaak = {"omschrijving": "Boom kappen", "aanvrager": {"naam": "Anneke"}}
        assert answer.body == {"data": {"ik": {"naam": "Anneke", "zaken": [zaak]}}}
        assert town.calls() == {"personen": 2, "zaken": 1}

    async def test_aliases_fragments_variables_and_conditions_work_together(self) -> None:
        text = (
            "query Q($thema: Thema, $met: Boolean!, $id: ID!) {"
            "  a: datasets(thema: $thema) { ...D } b: datasets(eerste: 1) { titel }"
            "  z: zaak(id: $id) @include(if: $met) { omschrijving }"
            "} fragment D on Dataset { t: titel thema @skip(if: $met) }"
        )
        town = Town()
        for met, expected in (
            (
                True,
                {"a": [{"t": "Fietspaden"}], "b": [{"titel": "Bomen"}], "z": {"omschrijving": "Paspoort"}},
            ),
            (False, {"a": [{"t": "Fietspaden", "thema": "VERKEER"}], "b": [{"titel": "Bomen"}]}),
        ):
            answer = await town.ask(text, variables={"thema": "VERKEER", "met": met, "id": "z2"})
            assert answer.body == {"data": expected}

    async def test_the_operation_is_chosen_by_name(self) -> None:
        text = "query A { datasets(eerste: 1) { titel } } query B { personen { naam } }"
        answer = await Town().ask(text, operation_name="B")
        assert answer.data == {"personen": [{"naam": "Anneke"}, {"naam": "Bram"}]}

    async def test_a_mutation_changes_and_answers(self) -> None:
        answer = await Town().ask('mutation { a: zaakSluiten(id: "z1") { gesloten aanvrager { naam } } }')
        assert answer.data == {"a": {"gesloten": True, "aanvrager": {"naam": "Anneke"}}}

    async def test_mutations_are_done_in_the_clients_order(self) -> None:
        town = Town()
        await town.ask('mutation { b: zaakSluiten(id: "z2") { id } a: zaakSluiten(id: "z1") { id } }')
        changes = "".join(call.query for call in town.memory["zaken"].calls)
        assert changes.index("z2") < changes.index("z1")

    async def test_a_subgraph_that_is_down_leaves_a_coded_null_at_the_clients_path(self) -> None:
        down = ScriptedSubgraph([SubgraphFailure("SUBGRAPH_UNREACHABLE", "http://zaken.test weigert")])
        answer = await Town(zaken=down).ask('{ datasets(eerste: 1) { titel } mijn: zaak(id: "z1") { id } }')
        assert answer.data == {"datasets": [{"titel": "Bomen"}], "mijn": None}
        [error] = answer.errors
        assert error["path"] == ["mijn"]
        assert error["extensions"] == {"code": "SUBGRAPH_UNREACHABLE", "service": "zaken"}
        assert "zaken.test" not in str(answer.body)

    async def test_each_subgraph_is_told_of_the_caller(self) -> None:
        town = Town()
        await town.ask("{ ik { zaken { id } } }", customer())
        assert town.memory["personen"].calls[0].headers == {"wie": "burger aan personen"}
        assert town.memory["zaken"].calls[0].headers == {"wie": "burger aan zaken"}


class TestWhatOpens:
    QUERY = "{ ik { naam inkomen zaken { id } } }"

    async def test_an_anonymous_caller_gets_nulls_with_reasons_and_nothing_private_is_fetched(self) -> None:
        town = Town()
        answer = await town.ask(self.QUERY)
        assert answer.data == {"ik": None}
        codes = {tuple(error["path"]): error["extensions"]["code"] for error in answer.errors}
        assert codes[("ik", "inkomen")] == codes[("ik", "zaken")] == "UNAUTHORIZED_FIELD_OR_TYPE"
        assert "zaken" not in town.calls()
        assert not any("inkomen" in call.query for call in town.memory["personen"].calls)

    async def test_the_right_customer_gets_it_all(self) -> None:
        answer = await Town().ask(self.QUERY, customer())
        assert answer.body == {"data": {"ik": {"naam": "Anneke", "inkomen": 30_000, "zaken": [{"id": "z1"}]}}}

    async def test_another_klantsoort_is_told_which_would_open_it(self) -> None:
        answer = await Town().ask("{ ik { naam inkomen } }", customer(Klantsoort.BEDRIJF))
        assert answer.data == {"ik": {"naam": "Anneke", "inkomen": None}}
        [error] = answer.errors
        assert error["extensions"]["klantsoorten"] == ["burger"]

    async def test_a_plan_of_one_caller_is_never_used_for_another_with_other_rights(self) -> None:
        town = Town()
        for caller, income in ((customer(), 30_000), (ANONIEM, None), (customer(niveau=Niveau.BASIS), None)):
            answer = await town.ask("{ ik { inkomen } }", caller)
            assert answer.data == {"ik": {"inkomen": income}}


class TestRefusals:
    @pytest.mark.parametrize(
        ("query", "refusal", "more"),
        [
            ("{", ParseFailed, {}),
            ("{ nietBestaand }", ValidationFailed, {}),
            ("{ datasets { intern } }", ValidationFailed, {}),
            ("query A { __typename } query B { __typename }", OperationUnresolved, {}),
            ("query A { __typename }", OperationUnresolved, {"operation_name": "B"}),
            (
                "query ($t: Thema!) { datasets(thema: $t) { titel } }",
                InputRefused,
                {"variables": {"t": "WEG"}},
            ),
            ("{ ik { zaken { aanvrager { zaken { id } } } } }", LimitExceeded, {}),
            ('mutation { zaakSluiten(id: "z1") { id } }', MutationRefused, {"read_only": True}),
            ("subscription { zaakGewijzigd { id } }", SubscriptionRefused, {}),
        ],
    )
    async def test_a_request_that_cannot_be_begun_asks_no_subgraph(
        self, query: str, refusal: type[Refusal], more: dict[str, Any]
    ) -> None:
        town = Town(PipelineRules(limits=OperationLimits(depth=4)))
        with pytest.raises(refusal) as raised:
            await town.ask(query, **more)
        body = raised.value.response.body
        assert "data" not in body
        assert {error["extensions"]["code"] for error in body["errors"]} == {refusal.code}
        assert town.calls() == {}


class TestMemory:
    async def test_what_was_answered_once_is_answered_the_same_again(self) -> None:
        town = Town()
        answers = [await town.ask("{ personen { naam } }") for _ in range(3)]
        assert answers[0].body == answers[1].body == answers[2].body

    async def test_a_pipeline_without_room_to_remember_still_answers(self) -> None:
        town = Town(PipelineRules(document_bytes=1, plan_bytes=1, introspection_bytes=1))
        for _ in range(2):
            answer = await town.ask("{ __schema { queryType { name } } personen { naam } }")
            assert not answer.errors

    async def test_what_is_remembered_of_operations_that_fetch_nothing_is_bounded_too(self) -> None:
        """A plan keeps its document, and the plan of what is denied to a caller has no fetches to weigh."""
        town = Town(PipelineRules(document_bytes=1, plan_bytes=1_000_000))
        before = _documents()
        for number in range(20):
            await town.ask(f"query Q{number} {{ __typename {'#' * 1500}\n }}")
        assert town.calls() == {}
        assert _documents() - before < 5

    def test_a_cache_forgets_what_was_used_longest_ago_when_it_is_too_heavy(self) -> None:
        cache = BoundedCache[str, int](10)
        for name in "abc":
            cache.put(name, ord(name), 3)
        assert cache.get("a") == ord("a")
        cache.put("d", ord("d"), 3)
        assert [cache.get(name) is not None for name in "abcd"] == [True, False, True, True]
        assert (len(cache), cache.weight) == (3, 9)

    def test_a_cache_keeps_nothing_that_is_heavier_than_its_bound(self) -> None:
        cache = BoundedCache[str, int](10)
        cache.put("licht", 1, 5)
        cache.put("zwaar", 2, 11)
        assert cache.get("zwaar") is None
        assert cache.get("licht") == 1

    def test_a_value_put_twice_weighs_once(self) -> None:
        cache = BoundedCache[str, int](10)
        cache.put("a", 1, 4)
        cache.put("a", 2, 4)
        assert (cache.get("a"), cache.weight) == (1, 4)


def _documents() -> int:
    gc.collect()
    return sum(isinstance(each, Document) for each in gc.get_objects())


async def test_subgraphs_are_asked_for_nothing_when_nothing_is_left_to_fetch() -> None:
    town = Town()
    answer = await town.ask('query ($ja: Boolean = false) { zaak(id: "z1") @include(if: $ja) { id } }')
    assert answer.body == {"data": {}}
    assert town.calls() == {}
