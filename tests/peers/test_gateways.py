"""The conformance scenarios in two gateways of others, over our supergraphs and the same subgraphs.

Compared are the data, whether there are errors, and their paths. What a peer answers otherwise must stand in
gateways.yaml, with who is right. The subgraphs take what is needless here, and count it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from harness.gateways import PEERS, Reply
from harness.gateways_page import PAGE, Calls, Found, Played, known_differences, play_all, with_figures
from harness.scenario import Scenario

pytestmark = pytest.mark.peers

LEAST = 270


@pytest.fixture(scope="module")
def played() -> Sequence[Played]:
    return play_all()


@pytest.fixture(scope="module")
def found(played: Sequence[Played]) -> Sequence[Found]:
    return [one for each in played for one in each.found]


def test_all_scenarios_are_played(played: Sequence[Played]) -> None:
    assert len(played) >= LEAST
    assert [one.name for one in played if one.ours.difference(one.scenario)] == []


def test_every_difference_is_known(found: Sequence[Found]) -> None:
    known = known_differences()

    assert [one for one in found if not any(each.covers(one) for each in known)] == []


def test_every_known_difference_is_still_there(found: Sequence[Found]) -> None:
    known = known_differences()

    assert [each for each in known if not any(each.covers(one) for one in found)] == []


def test_no_difference_is_our_mistake() -> None:
    assert {each.right for each in known_differences()} == {"ours", "either"}


@pytest.mark.parametrize("gateway", PEERS)
def test_ours_makes_no_more_calls(gateway: str, played: Sequence[Played]) -> None:
    calls = Calls.of(played, gateway)

    assert calls.scenarios >= LEAST * 3 // 4
    assert calls.ours <= calls.theirs


def test_the_documentation_has_the_figures_and_the_differences(played: Sequence[Played]) -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert page == with_figures(page, played), "stale: run python -m harness.gateways_page"


@pytest.mark.parametrize(
    ("reply", "difference"),
    [
        (Reply({"a": None}, (("a",),)), None),
        (Reply({"a": 1}, (("a",),)), "data"),
        (Reply({"a": None}), "errors"),
        (Reply({"a": None}, (("b",),)), "paths"),
        (Reply({"a": None}, (("a",), None)), "paths"),
        (Reply(crash="no answer in time"), "crashes"),
    ],
)
def test_replies_differ_in_data_errors_and_paths(reply: Reply, difference: str | None) -> None:
    scenario = Scenario("one", "{ a }", data={"a": None}, errors=[{"path": ["a"], "code": "X"}])

    assert reply.difference(scenario) == difference


def test_a_request_that_is_to_be_refused_must_not_be_answered() -> None:
    scenario = Scenario("one", "{ a }", fails="GRAPHQL_VALIDATION_FAILED")

    assert Reply({"a": 1}).difference(scenario) == "accepts"
    assert Reply(None, (None,)).difference(scenario) is None
