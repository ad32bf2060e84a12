"""The bounding box of a GeoJSON geometry (RFC 7946): what a map's window is compared with."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists a position lies in, by type of geometry."""


class GeometrieFout(ValueError):
    """No GeoJSON geometry of positions in WGS 84. The text says what is amiss."""


@dataclass(frozen=True, slots=True)
class Rechthoek:
    """Degrees in WGS 84. Raises GeometrieFout for sides that lie outside the world or the wrong way round."""

    west: float
    zuid: float
    oost: float
    noord: float

    def __post_init__(self) -> None:
        if not (-180 <= self.west <= self.oost <= 180 and -90 <= self.zuid <= self.noord <= 90):
            raise GeometrieFout("west before oost within 180 degrees, zuid before noord within 90")

    def raakt(self, ander: "Rechthoek") -> bool:
        """Whether the two have a point in common, their edges included."""
        return (
            self.west <= ander.oost
            and ander.west <= self.oost
            and self.zuid <= ander.noord
            and ander.zuid <= self.noord
        )


def rechthoek_om(geometrie: Mapping[str, Any]) -> Rechthoek:
    """The smallest box around a geometry. Raises GeometrieFout."""
    diepte = _DEPTH.get(str(geometrie.get("type")))
    if diepte is None:
        raise GeometrieFout(f"the type is not one of {', '.join(_DEPTH)}")
    posities = list(_posities(geometrie.get("coordinates"), diepte))
    if not posities:
        raise GeometrieFout("there is no position in it")
    lengten, breedten = zip(*posities, strict=True)
    return Rechthoek(min(lengten), min(breedten), max(lengten), max(breedten))


def _posities(waarde: object, diepte: int) -> Iterator[tuple[float, float]]:
    if not isinstance(waarde, list | tuple):
        raise GeometrieFout("coordinates are lists of numbers")
    if diepte:
        for deel in waarde:
            yield from _posities(deel, diepte - 1)
        return
    if len(waarde) < 2 or not all(_is_getal(getal) for getal in waarde):
        raise GeometrieFout("a position is a longitude and a latitude")
    yield float(waarde[0]), float(waarde[1])


def _is_getal(waarde: object) -> bool:
    return isinstance(waarde, int | float) and not isinstance(waarde, bool) and math.isfinite(waarde)
