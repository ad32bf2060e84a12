"""What is prepared once and remembered: by what it depends on, and by nothing else; and handed on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from harness.composed import composed
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.policy import Rights
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import ValidationFailed
from gateway.operation.request import GraphQLRequest
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.preparation import Footing, Preparation
from gateway.rollout import Rollout
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)
IDENTITY = Identiteit("p1", Identifier.PSEUDONIEM)
BURGER = Principal(IDENTITY, IDENTITY, Klantsoort.BURGER, "digid", Niveau.MIDDEN)
LABELLED = Supergraph.parse(
    composed(
        {
            "old": "type Query { a: Int b: Int c: Int }",
            "new": "type Query { "
            'a: Int @override(from: "old", label: "a") b: Int @override(from: "old", label: "percent(50)") }',
        }
    )
)


def pipeline(supergraph: Supergraph = TOWN, **rules: Any) -> Pipeline:
    return Pipeline(supergraph, Executor(small_town(), ErrorPolicy()), rules=PipelineRules(**rules))


async def ask(town: Pipeline, query: str, caller: Caller = ANONIEM, **more: Any) -> Any:
    return (await town.answer(GraphQLRequest(query, **more), caller)).data


async def test_what_is_asked_many_times_at_once_is_planned_once() -> None:
    town = pipeline()
    answers = await asyncio.gather(*(ask(town, "{ personen { naam } }") for _ in range(50)))
    assert answers == [{"personen": [{"naam": "Anneke"}, {"naam": "Bram"}]}] * 50
    assert town.preparation.planned == 1


async def test_there_is_a_plan_for_each_set_of_rights_and_each_way_conditions_fall_out() -> None:
    town = pipeline()
    query = (
        "query ($met: Boolean!, $n: Int) { ik { naam } datasets(eerste: $n) @include(if: $met) { titel } }"
    )
    for number in range(4):
        for caller in (ANONIEM, BURGER):
            for met in (True, False):
                await ask(town, query, caller, variables={"met": met, "n": number})
    assert town.preparation.planned == 4


class TestOverrides:
    def plans(self, query: str, *choices: set[str]) -> list[str]:
        """The subgraphs that are asked for each choice of labels; as many as there were plans made."""
        preparation = Preparation(LABELLED, PipelineRules())
        known = preparation.known(query)
        operation = known.document.operation(None)
        made = []
        for labels in choices:
            footing = Footing(Rights.of(ANONIEM), known.labels & labels)
            made.append(preparation.prepared(known, operation, {}, footing))
        asked = {id(one): "".join(f.fetch.subgraph for f in one.plan.fetches) for one in made}
        assert preparation.planned == len(asked)
        return list(asked.values())

    def test_a_label_that_is_met_makes_another_plan(self) -> None:
        assert self.plans("{ a }", {"a"}, set(), {"a"}) == ["new", "old"]

    def test_a_label_that_is_not_met_does_not(self) -> None:
        assert self.plans("{ c }", {"a"}, {"percent(50)"}, {"a", "percent(50)"}, set()) == ["old"]
        assert self.plans("{ a }", {"a"}, {"percent(50)"}, {"a", "percent(50)"}, set()) == ["new", "old"]

    async def test_a_pipeline_asks_its_rollout_only_about_what_is_met(self) -> None:
        asked: list[Caller] = []

        def decide(caller: Caller, headers: Mapping[str, str]) -> Mapping[str, bool]:
            asked.append(caller)
            return {"a": headers["x-flag"] == "on"}

        town = pipeline(LABELLED, rollout=Rollout(decide=decide))
        for flag, subgraph in (("on", "new"), ("off", "old")):
            plan = town.plan(GraphQLRequest("{ a }", headers={"x-flag": flag}), BURGER)
            assert [fetch.subgraph for fetch in plan.fetches] == [subgraph]
        town.plan(GraphQLRequest("{ c }"), ANONIEM)
        assert asked == [BURGER, BURGER]


class TestHandingOn:
    async def test_what_was_used_most_comes_first_and_nobody_is_in_it(self) -> None:
        town = pipeline()
        for times, query in (
            (1, "{ ik { naam } }"),
            (3, "{ personen { naam } }"),
            (2, "{ datasets { titel } }"),
        ):
            for _ in range(times):
                await ask(town, query, BURGER)
        used = town.preparation.most_used(2)
        assert [(one.text, one.uses) for one in used] == [
            ("{ personen { naam } }", 3),
            ("{ datasets { titel } }", 2),
        ]
        assert "p1" not in repr(used)

    async def test_what_was_warmed_is_not_planned_again_and_its_uses_fade(self) -> None:
        before, after = pipeline(), pipeline()
        query = "query Q($met: Boolean!) { ik { inkomen @include(if: $met) } }"
        for caller, met in ((ANONIEM, True), (BURGER, True), (BURGER, False), (BURGER, False)):
            await ask(before, query, caller, variables={"met": met})
        for used in before.preparation.most_used(10):
            after.preparation.warm(used)
        assert after.preparation.planned == 3
        for caller, met, data in ((ANONIEM, True, None), (BURGER, True, 30_000), (BURGER, False, None)):
            answer = await ask(after, query, caller, variables={"met": met})
            assert answer["ik"] == ({"inkomen": data} if met else {})
        assert after.preparation.planned == 3
        assert sorted(one.uses for one in after.preparation.most_used(10)) == [1, 1, 2]

    async def test_what_is_not_valid_any_more_is_refused(self) -> None:
        before, after = pipeline(), pipeline(LABELLED)
        await ask(before, "{ personen { naam } }")
        [used] = before.preparation.most_used(1)
        with pytest.raises(ValidationFailed):
            after.preparation.warm(used)

    async def test_a_label_that_was_on_is_warmed_only_where_it_is_still_met(self) -> None:
        before = Preparation(LABELLED, PipelineRules())
        known = before.known("{ a b }")
        rights = Rights.of(ANONIEM).remembered(())
        footing = Footing(rights, frozenset({"a", "percent(50)"}))
        before.prepared(known, known.document.operation(None), {}, footing)
        [used] = before.most_used(1)
        after = Preparation(
            Supergraph.parse(composed({"x": "type Query { a: Int b: Int }"})), PipelineRules()
        )
        after.warm(used)
        [now] = after.most_used(1)
        assert now.footing.labels == frozenset()
