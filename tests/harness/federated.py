"""Small federated graphs for the composer's tests: subgraphs from bare SDL, and a look into the outcome."""

from dataclasses import dataclass

from graphql import DocumentNode, GraphQLSchema, parse, print_ast

from schema.compose import Composition, compose
from schema.public import public_schema
from schema.subgraph import SubgraphSource

_IMPORTS = (
    "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@tag", "@inaccessible",
    "@extends", "@interfaceObject", "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize",
    "@composeDirective", "@context", "@fromContext", "@cacheTag",
)  # fmt: skip
LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ['
    + ", ".join(f'"{name}"' for name in _IMPORTS)
    + "])\n"
)
"""The link that `federated` puts before each SDL; it takes the first line."""


def sources(**sdls: str) -> list[SubgraphSource]:
    """Subgraphs by name, as they are: without a link they are of Federation 1."""
    return [SubgraphSource(name, f"http://{name}", sdl) for name, sdl in sdls.items()]


def federated(**sdls: str) -> list[SubgraphSource]:
    """Subgraphs of Federation 2 by name; one named `old` is of Federation 1."""
    return sources(**{name: sdl if name == "old" else LINK + sdl for name, sdl in sdls.items()})


def codes(composition: Composition) -> list[str]:
    return [str(error.code) for error in composition.errors]


@dataclass(frozen=True)
class Look:
    """A supergraph to ask questions of."""

    sdl: str

    @classmethod
    def at(cls, subgraphs: list[SubgraphSource]) -> "Look":
        composition = compose(subgraphs)
        assert composition.supergraph_sdl is not None, composition.errors
        return cls(composition.supergraph_sdl)

    @property
    def document(self) -> DocumentNode:
        return parse(self.sdl)

    @property
    def public(self) -> GraphQLSchema:
        return public_schema(self.document)

    def directives(self, coordinate: str) -> list[str]:
        """What stands on "Type" or "Type.field" (or value), as printed."""
        type_name, _, member = coordinate.partition(".")
        for node in self.document.definitions:
            if (
                not hasattr(node, "name")
                or node.kind == "directive_definition"
                or node.name.value != type_name
            ):
                continue
            members = [*(getattr(node, "fields", None) or ()), *(getattr(node, "values", None) or ())]
            found = [one for one in members if one.name.value == member] if member else [node]
            return [print_ast(directive) for one in found for directive in one.directives or ()]
        raise AssertionError(f"{coordinate} is not in the supergraph")

    def directives_of_schema(self) -> list[str]:
        schema = next(node for node in self.document.definitions if node.kind == "schema_definition")
        return [print_ast(directive) for directive in schema.directives]
