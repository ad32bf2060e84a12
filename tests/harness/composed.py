"""Composes the subgraphs of a test; a test that does not mean to be refused hears why it was."""

from collections.abc import Mapping

from schema.compose import compose
from schema.subgraph import SubgraphSource

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible"])\n'
)


def composed(subgraphs: Mapping[str, str]) -> str:
    """The supergraph SDL. Subgraphs without any @link are taken as Federation 2."""
    sources = [
        SubgraphSource(name, f"http://{name}.test/graphql", sdl if "@link" in sdl else LINK + sdl)
        for name, sdl in subgraphs.items()
    ]
    composition = compose(sources)
    assert composition.supergraph_sdl is not None, "\n".join(map(str, composition.errors))
    return composition.supergraph_sdl
