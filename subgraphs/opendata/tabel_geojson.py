"""GeoJSON (RFC 7946) as a table: a row for each feature, a column for each property, the geometry last."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from subgraphs.opendata.bestand import Bestandsbegin
from subgraphs.opendata.tabel import MAX_KOLOMMEN, Kolom, Kolomsoort, Onleesbaar, Tabel, cel, kolom_van

GEOMETRIE = "geometrie"
_FEATURES = re.compile(r'"features"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def lees_geojson(begin: Bestandsbegin, most: int) -> Tabel:
    """The first `most` features. Raises Onleesbaar for what is no collection of features."""
    features = _whole(begin.inhoud) if begin.volledig else list(_as_far_as(begin.inhoud, most + 1))
    rows = [_properties(feature) for feature in features[:most]]
    names = list(dict.fromkeys(name for row in rows for name in row))[: MAX_KOLOMMEN - 1]
    cells = [tuple(row.get(name) for name in names) for row in rows]
    kolommen = [kolom_van(name, (row[index] for row in cells)) for index, name in enumerate(names)]
    shapes = [_shape(feature.get("geometry")) for feature in features[:most]]
    return Tabel(
        (*kolommen, Kolom(GEOMETRIE, Kolomsoort.GEOMETRIE)),
        tuple((*row, shape) for row, shape in zip(cells, shapes, strict=True)),
        begin.volledig and len(features) <= most,
        "utf-8",
    )


def _whole(inhoud: bytes) -> Sequence[dict[str, Any]]:
    try:
        found = json.loads(inhoud.decode("utf-8-sig"))
    except (ValueError, RecursionError) as exc:
        raise Onleesbaar("this is no JSON") from exc
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        raise Onleesbaar("this is no collection of features")
    return features


def _as_far_as(inhoud: bytes, most: int) -> Iterator[dict[str, Any]]:
    """The features that are whole in the beginning of a file."""
    text = inhoud.decode("utf-8-sig", errors="ignore")
    start = _FEATURES.search(text)
    if start is None:
        raise Onleesbaar("no features in the beginning")
    decoder, place = json.JSONDecoder(), start.end()
    for _ in range(most):
        between = _BETWEEN.match(text, place)
        try:
            feature, place = decoder.raw_decode(text, between.end() if between else place)
        except (ValueError, RecursionError):
            return
        if not isinstance(feature, dict):
            raise Onleesbaar("this is no collection of features")
        yield feature


def _properties(feature: dict[str, Any]) -> dict[str, str | None]:
    properties = feature.get("properties")
    if not isinstance(properties, dict):
        return {}
    return {str(name): _text(value) for name, value in properties.items()}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return cel(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _shape(geometry: Any) -> str | None:
    """A point as well-known text, of anything else its kind."""
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        return None
    kind, coordinates = geometry["type"], geometry.get("coordinates")
    numbers = isinstance(coordinates, list) and all(isinstance(each, int | float) for each in coordinates)
    if kind == "Point" and numbers and isinstance(coordinates, list):
        return cel(f"POINT ({' '.join(map(str, coordinates))})")
    return cel(kind)
