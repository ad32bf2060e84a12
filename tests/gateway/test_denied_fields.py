"""What a client is told of a denied field, and what becomes of the rest: filter or reject."""

from collections.abc import Sequence

import httpx
import pytest
from harness.guarded_graph import customer as caller
from harness.guarded_graph import guarded_graph
from harness.small_town import SUPERGRAPH, small_town

from auth.assurance import Niveau
from auth.policy import Denied, Rights
from auth.principal import ANONIEM, Caller, Klantsoort
from gateway.app import AppParts, make_app
from gateway.execution.executor import Executor
from gateway.execution.failures import ErrorPolicy
from gateway.operation.refusal import OperationDenied
from gateway.operation.request import GraphQLRequest
from gateway.operation.requirements import Requirements
from gateway.pipeline import Pipeline
from gateway.pipeline_rules import PipelineRules
from gateway.settings import GatewaySettings
from schema.supergraph import Supergraph

TOWN = Supergraph.parse(SUPERGRAPH)
MIXED = "{ datasets { titel } ik { naam inkomen } ook: ik { inkomen } }"
REQUIREMENTS = Requirements(guarded_graph())


def ways_in(klantsoorten: Sequence[str], niveau: str | None) -> tuple[str, ...]:
    return tuple(f"https://graaf.nl/auth/login/{soort}?niveau={niveau}" for soort in klantsoorten)


def denied(of: Caller, type_name: str, field_name: str) -> Denied:
    found = Rights.of(of, ways_in=ways_in).denial(REQUIREMENTS.of(type_name, field_name))
    assert found
    return found


def test_who_is_nobody_is_told_of_every_login_that_would_do() -> None:
    assert denied(ANONIEM, "Bedrijf", "naam").extensions == {
        "code": "UNAUTHORIZED_FIELD_OR_TYPE",
        "klantsoorten": ["bedrijf", "instelling"],
        "niveau": "substantieel",
        "inloggen": [
            "https://graaf.nl/auth/login/bedrijf?niveau=substantieel",
            "https://graaf.nl/auth/login/instelling?niveau=substantieel",
        ],
    }


def test_a_customer_of_the_right_kind_is_told_of_the_step_up() -> None:
    one = denied(caller(Klantsoort.BEDRIJF, Niveau.BASIS), "Bedrijf", "naam")
    assert one.extensions["klantsoorten"] == ["bedrijf"]
    assert one.extensions["inloggen"] == ["https://graaf.nl/auth/login/bedrijf?niveau=midden"]


def test_what_no_login_opens_offers_none() -> None:
    assert denied(caller(), "Nieuws", "bij").extensions == {"code": "UNAUTHORIZED_FIELD_OR_TYPE"}


class Graph:
    def __init__(self, *, reject: bool) -> None:
        self.subgraphs = small_town()
        rules = PipelineRules(reject=reject, ways_in=ways_in)
        self.pipeline = Pipeline(TOWN, Executor(dict(self.subgraphs), ErrorPolicy()), rules=rules)

    @property
    def calls(self) -> int:
        return sum(len(subgraph.calls) for subgraph in self.subgraphs.values())


async def test_to_filter_is_to_answer_the_rest() -> None:
    graph = Graph(reject=False)
    answer = await graph.pipeline.answer(GraphQLRequest(MIXED), ANONIEM)
    assert answer.data
    assert answer.data["ik"] == {"naam": "Anneke", "inkomen": None}
    assert answer.data["datasets"]
    assert [error["path"] for error in answer.errors] == [["ik", "inkomen"], ["ook", "inkomen"]]
    assert answer.errors[0]["extensions"]["inloggen"]


async def test_to_reject_is_to_ask_nobody_anything() -> None:
    graph = Graph(reject=True)
    for _ in range(2):  # the second time nothing is remembered of it either
        with pytest.raises(OperationDenied) as caught:
            await graph.pipeline.answer(GraphQLRequest(MIXED), ANONIEM)
        [error] = caught.value.errors
        assert error["message"] == "Not authorised to see Persoon.inkomen."
        assert error["extensions"]["code"] == "UNAUTHORIZED_FIELD_OR_TYPE"
        assert error["extensions"]["inloggen"]
    assert graph.calls == 0


async def test_what_is_open_is_answered_when_rejecting_too() -> None:
    answer = await Graph(reject=True).pipeline.answer(GraphQLRequest("{ datasets { titel } }"), ANONIEM)
    assert not answer.errors


@pytest.mark.parametrize(("mode", "status", "data"), [("filter", 200, True), ("reject", 400, False)])
async def test_the_setting_chooses(mode: str, status: int, data: bool) -> None:
    settings = GatewaySettings.load(f"denied_fields: {mode}", {})
    app = make_app(settings, TOWN, dict(small_town()), AppParts(ways_in=ways_in))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://graaf") as http:
        accept = {"accept": "application/graphql-response+json"}
        answer = await http.post("/graphql", json={"query": MIXED}, headers=accept)
    assert (answer.status_code, "data" in answer.json()) == (status, data)
    assert answer.json()["errors"][0]["extensions"]["inloggen"]
