"""Every schema says how long its lists can become, and what takes more than reading along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

import pytest
from graphql import (
    DocumentNode,
    InterfaceTypeDefinitionNode,
    ObjectTypeDefinitionNode,
    parse,
    print_ast,
)
from graphql.language import FieldDefinitionNode
from harness.per_zaak import PER_ZAAK

from schema.applied import Applied, applications
from subgraphs.service.cost import AANROEP

SUBGRAPHS = ("persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie")
WORDS = "zoek"
"""The argument by which words are looked for, in every subgraph."""


@dataclass(frozen=True)
class Declared:
    """A field as a subgraph declares it."""

    owner: str
    node: FieldDefinitionNode

    @property
    def coordinate(self) -> str:
        return f"{self.owner}.{self.node.name.value}"

    @property
    def is_list(self) -> bool:
        return "[" in print_ast(self.node.type)

    def directive(self, name: str) -> Applied | None:
        return next(applications(self.node, name), None)

    def number(self, name: str, argument: str) -> int:
        """What a directive says; 1 where that is not there."""
        return int((self.directive(name) or {}).get(argument, 1))


def document(subgraph: str) -> DocumentNode:
    return parse(import_module(f"subgraphs.{subgraph}.schema").schema.as_str())


def fields(subgraph: str) -> Iterator[Declared]:
    for type_ in document(subgraph).definitions:
        if isinstance(type_, ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode):
            for node in type_.fields or ():
                if not node.name.value.startswith("_"):
                    yield Declared(type_.name.value, node)


def sized_from_above(subgraph: str) -> set[str]:
    """The lists whose length is said by the field that gives their object."""
    return {
        f"{print_ast(field.node.type).strip('!')}.{name}"
        for field in fields(subgraph)
        for name in (field.directive("listSize") or {}).get("sizedFields") or ()
    }


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_every_list_says_how_long_it_can_become(subgraph: str) -> None:
    sized = sized_from_above(subgraph)
    lists = [field for field in fields(subgraph) if field.is_list and field.directive("external") is None]
    assert lists
    silent = {
        field.coordinate
        for field in lists
        if field.coordinate not in sized and "assumedSize" not in (field.directive("listSize") or {})
    }
    assert silent == set()


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_a_page_is_counted_as_long_as_first_says(subgraph: str) -> None:
    pages = [
        field
        for field in fields(subgraph)
        if "first" in {argument.name.value for argument in field.node.arguments or ()}
    ]
    for page in pages:
        said = page.directive("listSize") or {}
        assert (page.coordinate, said.get("slicingArguments")) == (page.coordinate, ["first"])
        assert said["sizedFields"] == ["edges"]


@pytest.mark.parametrize("subgraph", SUBGRAPHS)
def test_every_change_weighs_what_it_does(subgraph: str) -> None:
    changes = [field for field in fields(subgraph) if field.owner == "Mutation"]
    weights = {field.coordinate: field.number("cost", "weight") for field in changes}
    assert {name: weight for name, weight in weights.items() if weight <= AANROEP} == {}


@pytest.mark.parametrize("subgraph", [name for name in SUBGRAPHS if name != "persoonsgegevens"])
def test_looking_for_words_weighs_something(subgraph: str) -> None:
    found = [
        (field.coordinate, next(applications(argument, "cost"), None))
        for field in fields(subgraph)
        for argument in field.node.arguments or ()
        if argument.name.value == WORDS
    ]
    assert found
    assert [name for name, cost in found if cost is None] == []


def test_what_takes_a_call_for_each_zaak_weighs_that_call() -> None:
    declared = {field.coordinate: field for field in fields("zaken")}
    coordinates = {f"Zaak.{selected}" for selected in PER_ZAAK if "{" not in selected}
    for coordinate in coordinates | {"Zaakstatus.substatussen"}:
        field = declared[coordinate]
        objects = field.number("listSize", "assumedSize")
        assert (coordinate, objects * field.number("cost", "weight")) == (coordinate, objects + AANROEP)
