"""Plans in Apollo's format are read by its own printer, and say what its own planner says of like queries."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest
from harness.composed import composed
from harness.planned import Case, case
from harness.planned_shop import ABSTRACT, QUERY, SHOP, SUBSCRIBING
from harness.programs import PEERS

from gateway.planning.formats.apollo import apollo_plan

pytestmark = pytest.mark.peers

ALIKE = {
    "one call": "{ me { name } }",
    "a sequence": "{ top { stock } }",
    "a requirement": "{ top { estimate } }",
    "lists in lists": "{ top { reviews { author { name } } } }",
    "all at once": QUERY,
    "members of a union": ABSTRACT,
    "a subscription": SUBSCRIBING,
    "nothing to ask": "{ __typename }",
}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """By name: our plan (`ours`), as it is printed (`printed`), and Apollo's own plan (`theirs`)."""
    path = tmp_path_factory.mktemp("plans") / "supergraph.graphql"
    path.write_text(composed(SHOP), encoding="utf-8")
    ours = {name: _plan(case(SHOP, query)) for name, query in ALIKE.items()}
    lines = [json.dumps({"query": ALIKE[name], "plan": plan}) for name, plan in ours.items()]
    done = subprocess.run(
        ["node", "plans.mjs", str(path)],
        cwd=PEERS,
        input="\n".join(lines),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    answers = map(json.loads, done.stdout.splitlines())
    return {name: {"ours": ours[name], **answer} for name, answer in zip(ALIKE, answers, strict=True)}


def _plan(one: Case) -> dict[str, Any]:
    return apollo_plan(one.plan, one.validator.survey(one.plan))


@pytest.mark.parametrize("name", ALIKE)
def test_a_like_query_has_a_like_plan(name: str, readings: Mapping[str, Any]) -> None:
    reading = readings[name]
    assert shape(reading["ours"].get("node")) == shape(reading["theirs"].get("node"))


@pytest.mark.parametrize("name", ALIKE)
def test_their_printer_shows_every_fetch(name: str, readings: Mapping[str, Any]) -> None:
    reading = readings[name]
    services = json.dumps(reading["ours"]).count('"serviceName"')
    assert reading["printed"].startswith("QueryPlan {")
    assert reading["printed"].count("Fetch(service: ") == services


def shape(node: Mapping[str, Any] | None) -> Any:
    """Kinds, services, paths and required fields; what is parallel has no order, and one alone no kind."""
    if node is None:
        return None
    match node["kind"]:
        case "Fetch":
            return node["serviceName"], node["operationKind"], _required(node.get("requires", ()))
        case "Flatten":
            return ".".join(node["path"]), shape(node["node"])
        case "Subscription":
            return "Subscription", shape(node["primary"]), shape(node.get("rest"))
        case kind:
            parts = [shape(each) for each in node["nodes"]]
            if len(parts) == 1:
                return parts[0]
            return kind, sorted(parts, key=repr) if kind == "Parallel" else parts


def _required(selections: Any) -> Any:
    return sorted(
        (one.get("typeCondition") or one["name"], _required(one.get("selections", ()))) for one in selections
    )
