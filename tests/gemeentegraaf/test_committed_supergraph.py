"""What is committed in schema/ is what `make compose` makes today."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from gemeentegraaf.composition_run import CompositionRun
from gemeentegraaf.composition_settings import CompositionSettings, composition_json_schema
from schema.contracts import contract
from schema.tags import PUBLIC_TAG

SCHEMA = Path(__file__).parents[2] / "schema"


@pytest.fixture(scope="module")
def run() -> CompositionRun:
    return CompositionRun.of(CompositionSettings.read(SCHEMA / "supergraph.yaml"), SCHEMA)


def test_the_committed_supergraph_is_not_stale(run: CompositionRun) -> None:
    assert run.errors == ()
    assert run.supergraph == (SCHEMA / "supergraph.graphql").read_text(), "run `make compose`"


def test_the_committed_public_contract_is_not_stale(run: CompositionRun) -> None:
    assert run.contracts["openbaar"] == (SCHEMA / "openbaar.graphql").read_text(), "run `make compose`"


def test_the_public_contract_is_what_the_public_tag_leaves() -> None:
    made = contract((SCHEMA / "supergraph.graphql").read_text(), frozenset({PUBLIC_TAG}))
    assert made.sdl == (SCHEMA / "openbaar.graphql").read_text()


def test_our_own_graph_is_closed_by_default() -> None:
    assert CompositionSettings.read(SCHEMA / "supergraph.yaml").closed_by_default


class TestJsonSchema:
    def test_the_committed_one_is_not_stale(self) -> None:
        committed = json.loads((SCHEMA / "supergraph.schema.json").read_text())
        remedy = "run `gemeentegraaf config schema --composition > schema/supergraph.schema.json`"
        assert committed == composition_json_schema(), remedy

    def test_it_takes_our_own_settings_and_no_mistakes(self) -> None:
        schema = composition_json_schema()
        jsonschema.Draft202012Validator.check_schema(schema)
        text = (SCHEMA / "supergraph.yaml").read_text()
        assert text.startswith("# yaml-language-server: $schema=supergraph.schema.json\n")
        jsonschema.validate(yaml.safe_load(text), schema)
        for mistake in ({"subgraphs": {"a": {}}}, {"subgraphs": {"a": {"file": "x", "service": "y"}}}, {}):
            with pytest.raises(jsonschema.ValidationError):
                jsonschema.validate(mistake, schema)
