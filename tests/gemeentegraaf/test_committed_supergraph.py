"""schema/supergraph.graphql is what its subgraphs compose to today."""

from pathlib import Path

from gemeentegraaf.composition_settings import CompositionSettings
from schema.compose import compose

SCHEMA = Path(__file__).parents[2] / "schema"


def test_the_committed_supergraph_is_not_stale() -> None:
    settings = CompositionSettings.read(SCHEMA / "supergraph.yaml")
    composition = compose(settings.sources(SCHEMA), closed_by_default=settings.closed_by_default)
    assert composition.errors == ()
    assert composition.supergraph_sdl == (SCHEMA / "supergraph.graphql").read_text(), "run `make compose`"


def test_our_own_graph_is_closed_by_default() -> None:
    assert CompositionSettings.read(SCHEMA / "supergraph.yaml").closed_by_default
