"""Costs: what a supergraph says its fields cost (@cost) and how long its lists can become (@listSize).

Specification: https://specs.apollo.dev/cost/v0.1, after IBM's cost directives
(https://ibm.github.io/graphql-specs/cost-spec.html). The directives are found by the specification that they
are linked to, not by their name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import DocumentNode

from schema.applied import applications
from schema.coordinates import elements, own_types
from schema.link import read_links

SPECIFICATION = "https://specs.apollo.dev/cost"


@dataclass(frozen=True, slots=True)
class ListSize:
    """How long a list can become: as long as the largest of the arguments `slicing` says; `assumed` without
    any of them. With `sized` it is not said of the field but of these lists in what the field returns.
    """

    assumed: int | None = None
    slicing: tuple[str, ...] = ()
    sized: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Costs:
    """What is said of a supergraph's elements; what nothing is said of is left out.

    `weights` by coordinate: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`. `sizes` by
    `Type.field`.
    """

    weights: Mapping[str, int] = field(default_factory=dict)
    sizes: Mapping[str, ListSize] = field(default_factory=dict)


def read_costs(document: DocumentNode) -> Costs:
    """What is malformed counts as not said: the composer refuses it, and other composers do."""
    links = read_links(document)
    link = links.find(SPECIFICATION)
    if link is None:
        return Costs()
    cost, list_size = link.directive("cost"), link.directive("listSize")
    weights: dict[str, int] = {}
    sizes: dict[str, ListSize] = {}
    for coordinate, node in elements(own_types(document, links)):
        for applied in applications(node, cost):
            if (weight := _whole(applied.get("weight"))) is not None:
                weights[coordinate] = weight
        for applied in applications(node, list_size):
            assumed = _whole(applied.get("assumedSize"))
            slicing, sized = _names(applied.get("slicingArguments")), _names(applied.get("sizedFields"))
            sizes[coordinate] = ListSize(assumed, slicing, sized)
    return Costs(weights, sizes)


def _whole(value: object) -> int | None:
    """`value_from_ast_untyped` gives numbers for literals of numbers."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _names(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()
