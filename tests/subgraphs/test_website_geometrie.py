"""Geometries of GeoJSON, and the boxes around them."""

from __future__ import annotations

import math
from typing import Any

import pytest

from subgraphs.website.geometrie import GeometrieFout, Rechthoek, rechthoek_om


@pytest.mark.parametrize(
    ("geometry", "box"),
    [
        ({"type": "Point", "coordinates": [5, 52]}, (5, 52, 5, 52)),
        ({"type": "Point", "coordinates": [5.5, 52.5, 12]}, (5.5, 52.5, 5.5, 52.5)),
        ({"type": "MultiPoint", "coordinates": [[5, 52], [6, 51]]}, (5, 51, 6, 52)),
        ({"type": "LineString", "coordinates": [[5, 52], [4, 53]]}, (4, 52, 5, 53)),
        ({"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 52]]]}, (5, 52, 6, 53)),
        ({"type": "MultiPolygon", "coordinates": [[[[5, 52], [6, 53]]], [[[1, 2]]]]}, (1, 2, 6, 53)),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_a_box_is_as_small_as_can_be(geometry: dict[str, Any], box: tuple[float, ...]) -> None:
    assert rechthoek_om(geometry) == Rechthoek(*box)


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [5, 52]}},
        {"type": "Point"},
        {"type": "Point", "coordinates": [5]},
        {"type": "Point", "coordinates": ["5", "52"]},
        {"type": "Point", "coordinates": [math.nan, 52]},
        {"type": "Point", "coordinates": [True, 52]},
        {"type": "Point", "coordinates": [155000, 463000]},
        {"type": "Polygon", "coordinates": [[5, 52], [6, 52]]},
        {"type": "MultiPoint", "coordinates": []},
    ],
)
def test_what_is_no_geometry_in_degrees_is_refused(geometry: dict[str, Any]) -> None:
    with pytest.raises(GeometrieFout):
        rechthoek_om(geometry)


@pytest.mark.parametrize(
    ("other", "touches"),
    [
        ((5.2, 52.2, 5.8, 52.8), True),
        ((6, 53, 7, 54), True),
        ((6.01, 52, 7, 53), False),
        ((5, 53.01, 6, 54), False),
        ((0, 0, 90, 90), True),
    ],
)
def test_boxes_touch_both_ways(other: tuple[float, ...], touches: bool) -> None:
    one, two = Rechthoek(5, 52, 6, 53), Rechthoek(*other)
    assert one.raakt(two) is two.raakt(one) is touches
