"""The ways to write a plan down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from textwrap import dedent
from typing import Any

import orjson
import pytest
from harness.planned import Case, case
from harness.planned_shop import ABSTRACT, DEFERRING, QUERIES, QUERY, SHOP, SUBSCRIBING
from jsonschema import Draft202012Validator

from gateway.planning.formats.apollo import apollo_plan
from gateway.planning.formats.mermaid import mermaid_flowchart
from gateway.planning.formats.stages import TITLES, StageLog
from gateway.planning.formats.text import print_plan
from gateway.planning.formats.values import plan_as_values, plan_json_schema
from gateway.planning.planner import PASSES, Planner


@pytest.fixture(params=QUERIES)
def one(request: pytest.FixtureRequest) -> Case:
    return case(SHOP, request.param)


class TestText:
    def test_it_tells_figures_waves_and_the_critical_path_before_the_tree(self) -> None:
        text = print_plan(case(SHOP, QUERY).plan)
        assert text.startswith(
            dedent(
                """\
                query: 5 calls in 3 round trips
                critical path: [0] products -> [3] reviews -> [4] accounts

                round trip 1: [0] products, [1] accounts
                round trip 2: [2] inventory, [3] reviews
                round trip 3: [4] accounts

                [0] products
                """
            )
        )

    def test_it_tells_what_is_sent_and_only_what_is_asked_of_it(self) -> None:
        text = print_plan(case(SHOP, QUERY).plan)
        assert (
            dedent(
                """\
                ├─ [2] inventory at top after 0
                │      # sends Product by upc, with price from price_2 and size { weight }
                │      ... on Product {
                │        estimate
                │      }
                """
            )
            in text
        )

    def test_fetches_that_share_a_request_stand_together(self) -> None:
        plan = case(SHOP, "{ top { reviews { id } } me { reviews { id } } }").plan
        lines = print_plan(plan).splitlines()
        assert lines[0] == "query: 3 calls in 2 round trips (4 fetches)"
        assert "round trip 2: [2]+[3] reviews" in lines

    def test_what_comes_later_is_told_and_how_soon_the_first_answer_is_there(self) -> None:
        lines = print_plan(case(SHOP, DEFERRING).plan).splitlines()
        assert lines[0] == "query: 2 calls in 2 round trips, 1 before the first answer"
        assert "└─ [1] inventory at top after 0 (deferred: s)" in lines

    def test_a_plan_that_asks_nobody_says_so(self) -> None:
        assert print_plan(case(SHOP, "{ __typename }").plan) == "query: 0 calls in 0 round trips"


class TestValues:
    def test_they_are_what_the_json_schema_says(self, one: Case) -> None:
        schema = plan_json_schema()
        Draft202012Validator.check_schema(schema)
        values = orjson.loads(orjson.dumps(plan_as_values(one.plan)))
        Draft202012Validator(schema).validate(values)

    def test_they_count_and_order(self) -> None:
        values = plan_as_values(case(SHOP, QUERY).plan)
        assert (values["calls"], values["roundTrips"], values["waves"]) == (5, 3, [[0, 1], [2, 3], [4]])
        assert values["criticalPath"] == [0, 3, 4]
        lookup = values["fetches"][2]
        assert lookup["steps"] == [{"key": "top"}]
        assert [(field["name"], field["from"]) for field in lookup["representations"][0]["fields"]] == [
            ("upc", "upc"),
            ("price", "price_2"),
            ("size", "size"),
        ]
        assert lookup["representations"][0]["requiredBy"] == {"price": ["estimate"], "size": ["estimate"]}


def apollo(one: Case) -> dict[str, Any]:
    return apollo_plan(one.plan, one.validator.survey(one.plan))


def tree(node: Mapping[str, Any]) -> Any:
    """Kinds, services and paths of a plan in Apollo's format, and no more."""
    match node["kind"]:
        case "Fetch":
            return node["serviceName"]
        case "Flatten":
            return {".".join(node["path"]): tree(node["node"])}
        case kind:
            return {kind: [tree(each) for each in node["nodes"]]}


class TestApollo:
    def test_what_does_not_depend_on_each_other_is_parallel_and_the_rest_a_sequence(self) -> None:
        node = apollo(case(SHOP, QUERY))["node"]
        assert tree(node) == {
            "Parallel": [
                {
                    "Sequence": [
                        "products",
                        {
                            "Parallel": [
                                {"top.@": "inventory"},
                                {
                                    "Sequence": [
                                        {"top.@": "reviews"},
                                        {"top.@.reviews.@.author": "accounts"},
                                    ]
                                },
                            ]
                        },
                    ]
                },
                "accounts",
            ]
        }

    def test_a_fetch_says_what_it_requires_and_what_it_sends_that_as(self) -> None:
        (inventory,) = (
            node["node"]
            for node in apollo(case(SHOP, "{ top { price: name estimate } }"))["node"]["nodes"]
            if node["kind"] == "Flatten"
        )
        assert inventory["requires"] == [
            {
                "kind": "InlineFragment",
                "typeCondition": "Product",
                "selections": [
                    {"kind": "Field", "name": "__typename"},
                    {"kind": "Field", "name": "upc"},
                    {"kind": "Field", "alias": "price_2", "name": "price"},
                    {"kind": "Field", "name": "size", "selections": [{"kind": "Field", "name": "weight"}]},
                ],
            }
        ]
        assert inventory["inputRewrites"] == [
            {"kind": "KeyRenamer", "path": ["... on Product", "price_2"], "renameKeyTo": "price"}
        ]
        assert (inventory["operationKind"], inventory["variableUsages"]) == ("query", [])
        assert "operationDocumentNode" not in inventory

    def test_objects_of_some_types_are_required_by_type(self) -> None:
        node = apollo(case(SHOP, ABSTRACT))["node"]
        assert tree(node) == {
            "Sequence": [
                "reviews",
                {"Parallel": [{"latest.@.about": "inventory"}, {"latest.@.about": "accounts"}]},
            ]
        }
        required = [
            fragment["typeCondition"]
            for each in node["nodes"][1]["nodes"]
            for fragment in each["node"]["requires"]
        ]
        assert required == ["Product", "User"]

    def test_what_is_deferred_depends_on_what_is_not(self) -> None:
        node = apollo(case(SHOP, DEFERRING))["node"]
        (deferred,) = node["deferred"]
        assert (node["kind"], node["primary"]["node"]["id"], deferred["depends"]) == (
            "Defer",
            "0",
            [{"id": "0"}],
        )
        assert (deferred["label"], deferred["queryPath"]) == ("s", ["top", "@"])
        assert tree(deferred["node"]) == {"top.@": "inventory"}

    def test_a_subscription_has_a_primary_fetch_and_the_rest(self) -> None:
        node = apollo(case(SHOP, SUBSCRIBING))["node"]
        assert (node["kind"], tree(node["primary"]), tree(node["rest"])) == (
            "Subscription",
            "reviews",
            {"reviewed.author": "accounts"},
        )

    def test_a_plan_that_asks_nobody_has_no_node(self) -> None:
        assert apollo(case(SHOP, "{ __typename }")) == {"kind": "QueryPlan"}


class TestMermaid:
    def test_it_is_a_flowchart_with_the_subgraphs_as_classes(self) -> None:
        text = mermaid_flowchart(case(SHOP, "{ top { stock } me { name } }").plan)
        assert text == dedent(
            """\
            ---
            title: "query: 3 calls in 2 round trips"
            ---
            flowchart LR
              f0["#91;0#93; products"]:::s0
              f1["#91;1#93; accounts"]:::s1
              f2["#91;2#93; inventory<br>at top<br>Product by upc"]:::s2
              f0 ==> f2
              classDef s0 fill:#dbeafe,stroke:#1d4ed8,color:#18181b
              classDef s1 fill:#ffedd5,stroke:#c2410c,color:#18181b
              classDef s2 fill:#dcfce7,stroke:#15803d,color:#18181b"""
        )

    def test_what_comes_later_has_a_dotted_arrow(self) -> None:
        text = mermaid_flowchart(
            case(SHOP, '{ top { estimate ... @defer(label: "s") { reviews { body } } } }').plan
        )
        assert re.findall(r"f\d \S+ f\d", text) == ["f0 ==> f1", "f0 -.-> f2"]

    def test_nothing_in_a_name_means_anything_to_mermaid(self) -> None:
        hostile = case({'a"]; click f0 "x': "type Query { a: Int }"}, "{ a }")
        node = mermaid_flowchart(hostile.plan).splitlines()[4]
        assert re.fullmatch(r'  f0\["[\w .,#;<>-]*"\]:::s0', node)


class TestStages:
    def test_every_stage_is_told_in_the_order_of_the_planner(self) -> None:
        one = case(SHOP, QUERY)
        log = StageLog()
        Planner(one.supergraph).plan(one.operation, log)
        headings = [line.removeprefix("# ") for line in log.text.splitlines() if line.startswith("# ")]
        names = ["layout", "wanted", "solution", "drafts", *(one.__name__ for one in PASSES)]
        assert headings == [TITLES[name] for name in names]

    def test_what_a_stage_leaves_as_it_was_is_not_told_again(self) -> None:
        one = case(SHOP, "{ me { name } }")
        log = StageLog()
        log("normalized", one.operation)
        log("permitted", one.operation)
        Planner(one.supergraph).plan(one.operation, log)
        sections = log.text.split("\n\n")
        assert sections[1].endswith("\n  as before")
        assert [section.endswith("\n  as before") for section in sections[-3:]] == [True] * 3

    def test_the_solution_tells_doors_and_what_opens_them(self) -> None:
        one = case(SHOP, "{ top { estimate } }")
        log = StageLog()
        Planner(one.supergraph).plan(one.operation, log)
        (solution,) = (part for part in log.text.split("\n\n") if part.startswith(f"# {TITLES['solution']}"))
        _, cost, *ways = (line.strip() for line in solution.splitlines())
        assert cost.startswith("2 round trips, 2 calls, ")
        assert [way.partition(" (1 round trip")[0] for way in ways] == [
            "go to products, Query",
            "top",
            "go to inventory, Product, with upc, price, size",
            "upc",
            "price",
            "size",
            "weight",
            "estimate",
        ]

    def test_a_stage_that_makes_something_unknown_is_a_mistake(self) -> None:
        with pytest.raises(TypeError, match="no stage makes a int"):
            StageLog()("odd", 3)
