"""Sets of subgraphs that nobody drew: our own graph, and SDL as subgraph libraries print it."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from harness.composers import SubgraphSet
from harness.federated import LINK

LIBRARIES = Path(__file__).parents[1] / "schema" / "libraries"
OWN = ("formulieren", "opendata", "persoonsgegevens", "raadsinformatie", "website", "zaken")
BASE = LINK.replace("v2.12", "v2.9") + (
    'type Query { products: [Product!]! } type Product @key(fields: "upc")'
    " { upc: ID! title: String @shareable weight: Int }"
)
"""A subgraph of ours beside that of a library: it owns what the library's requires."""


def own_set() -> SubgraphSet:
    sdls = {name: import_module(f"subgraphs.{name}.schema").schema.as_str() for name in OWN}
    return SubgraphSet("own/graph", sdls)


def library_sets() -> list[SubgraphSet]:
    return [
        SubgraphSet(f"library/{path.stem}", {"ours": BASE, "theirs": path.read_text(encoding="utf-8")})
        for path in sorted(LIBRARIES.glob("*.graphql"))
    ]
