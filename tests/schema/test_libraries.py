"""SDL as subgraph libraries print it composes with ours: Federation 1 and 2, the machinery of federation in
it or not, with directive definitions, and with a query root of any name.

Each file in libraries/ says by which version it was printed; the script beside it prints it anew.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import GraphQLObjectType, print_type
from harness.federated import LINK, Look

from schema.public import public_schema
from schema.subgraph import SubgraphSource

FOLDER = Path(__file__).parent / "libraries"
PRINTED = sorted(FOLDER.glob("*.graphql"))
OURS = LINK + (
    'type Query { products: [Product!]! } type Product @key(fields: "upc")'
    " { upc: ID! title: String @shareable weight: Int }"
)
PRODUCT = {"upc": "ID!", "title": "String", "weight": "Int", "postage": "Int"}


@pytest.fixture(params=PRINTED, ids=lambda path: path.stem)
def look(request: pytest.FixtureRequest) -> Look:
    printed = SubgraphSource("theirs", "http://theirs", request.param.read_text(encoding="utf-8"))
    return Look.at([SubgraphSource("ours", "http://ours", OURS), printed])


def test_there_are_at_least_six_libraries_and_each_file_says_how_it_came_to_be() -> None:
    assert len(PRINTED) >= 6
    for path in PRINTED:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        said = re.fullmatch(r"# Printed by (\S+) with (\S+ \d+\.\d+\.\d+.*)\.", first)
        assert said, path
        assert (FOLDER / said[1]).exists()


def test_the_entity_has_the_fields_of_both(look: Look) -> None:
    product = look.public.type_map["Product"]

    assert isinstance(product, GraphQLObjectType)
    assert {name: str(field.type) for name, field in product.fields.items()} == PRODUCT
    assert '@join__field(graph: THEIRS, requires: "weight")' in look.directives("Product.postage")
    assert "@join__field(graph: THEIRS, external: true)" in look.directives("Product.weight")


def test_the_query_root_has_the_fields_of_both_and_no_machinery(look: Look) -> None:
    query = look.public.query_type

    assert query is not None
    assert query.name == "Query"
    assert set(query.fields) == {"products", "product"}
    machinery = {"_Any", "_Entity", "_Service", "link__Import", "link__Purpose", "federation__FieldSet"}
    assert not machinery & set(look.public.type_map)


def test_nothing_of_federation_is_left_for_clients(look: Look) -> None:
    public = public_schema(look.document)

    assert "@" not in print_type(public.type_map["Product"])
    assert {directive.name for directive in public.directives} <= {
        "skip", "include", "deprecated", "specifiedBy", "oneOf",
    }  # fmt: skip
