"""The example in docs/plans.md: its text and its picture, as the plan command makes them of our own graph.

`PYTHONPATH=tests .venv/bin/python -m harness.plan_example` writes both anew; a test fails when they are
stale.
"""

from __future__ import annotations

from pathlib import Path

from harness.marked_page import MarkedPage

from auth.assurance import Niveau
from auth.principal import Identifier, Identiteit, Klantsoort, Principal
from gateway.operation.request import GraphQLRequest
from gateway.planning.formats.drawing import plan_svg
from gateway.planning.formats.text import print_plan
from gemeentegraaf.planned_operation import PlannedOperation
from schema.supergraph import Supergraph

ROOT = Path(__file__).parents[2]
PICTURE = ROOT / "docs" / "plan.svg"
PAGE = MarkedPage(
    ROOT / "docs" / "plans.md",
    "<!-- example: harness.plan_example -->\n```text\n",
    "```\n<!-- end of the example -->\n",
)

QUERY = """query Overzicht {
  ik {
    weergavenaam
    zaken(first: 2) { edges { node { omschrijving aanvraag { formulier { titel } } } } }
  }
  datasets(first: 2) { edges { node { titel } } }
}
"""
_SOMEONE = Identiteit("plan", Identifier.PSEUDONIEM)
BURGER = Principal(_SOMEONE, _SOMEONE, Klantsoort.BURGER, "plan", Niveau.HOOG)


def planned() -> PlannedOperation:
    graph = Supergraph.parse((ROOT / "schema" / "supergraph.graphql").read_text(encoding="utf-8"))
    return PlannedOperation.of(graph, GraphQLRequest(QUERY), BURGER, ())


def example() -> str:
    return f"{print_plan(planned().plan)}\n"


def picture() -> str:
    return f"{plan_svg(planned().plan)}\n"


if __name__ == "__main__":
    PAGE.write(example())
    PICTURE.write_text(picture(), encoding="utf-8")
