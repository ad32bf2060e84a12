"""The files behind the datasets of Voorbeeldstad: small, made up, and the same at every start."""

import csv
import io
import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from subgraphs.opendata.demo_kolommen import LIJN, SAMENLEVING, STAD, VLAK

KOLOMMEN = STAD | SAMENLEVING
ROWS = 48
STRATEN = (
    *("Lindelaan", "Dorpsstraat", "Molenweg", "Esdoornlaan", "Raadhuisplein", "Kerkstraat", "Stationsweg"),
    *("Havenkade", "Oranjesingel", "Weverspad", "Zonnebloemhof", "Parkdreef", "Marktplein", "Tuinwal"),
)
WIJKEN = ("Centrum", "Noord", "Molenwijk", "De Weiden")
BUURTEN = tuple(f"{wijk} {deel}" for wijk in WIJKEN for deel in ("Oost", "West", "Midden"))
WEST, ZUID, GRAAD = 5.42, 52.31, 0.06
"""The south-west corner of the city, and its size, in degrees."""


@dataclass(frozen=True, slots=True)
class Stijl:
    """How a CSV file is written: the whole country does it in one of these three ways."""

    codering: str
    scheiding: str

    @property
    def komma(self) -> str:
        """The decimal sign: where columns are not parted by commas, a comma."""
        return "." if self.scheiding == "," else ","


STIJLEN = (Stijl("utf-8", ","), Stijl("utf-8-sig", ";"), Stijl("windows-1252", ";"))

Row = Mapping[str, Any]


def bestand_van(titel: str, formaat: str, day: date) -> bytes | None:
    """The file of this dataset in this format, as it is on `day`; None when the demo has none."""
    if titel not in KOLOMMEN or formaat not in {"CSV", "GeoJSON"}:
        return None
    vorm, spec = KOLOMMEN[titel]
    rows = _rows(titel, spec, day)
    if formaat == "GeoJSON":
        return _geojson(vorm, rows)
    return _csv(vorm, rows, STIJLEN[sum(titel.encode()) % len(STIJLEN)])


def _rows(titel: str, spec: str, day: date) -> list[Row]:
    toeval = random.Random(f"rijen:{titel}")  # noqa: S311
    columns = [part.strip().partition("=") for part in spec.split(";")]
    return [
        {name: _value(values, index, day, toeval) for name, _, values in columns} for index in range(ROWS)
    ]


def _value(values: str, index: int, day: date, toeval: random.Random) -> str | int | float:
    if values in _PLACES:
        return _PLACES[values](index, day)
    if ".." in values:
        low, high = values.split("..")
        if "." not in values.replace("..", ""):
            return toeval.randint(int(low), int(high))
        return round(toeval.uniform(float(low), float(high)), 2)
    if "#" in values:
        return values.replace("#", f"{index + 1:04}")
    chosen = toeval.choice(values.split("|"))
    return int(chosen) if chosen.isdigit() else chosen


_PLACES: Mapping[str, Callable[[int, date], str]] = {
    "@straat": lambda index, _day: f"{STRATEN[index % len(STRATEN)]} {index + 1}",
    "@buurt": lambda index, _day: BUURTEN[index % len(BUURTEN)],
    "@wijk": lambda index, _day: WIJKEN[index % len(WIJKEN)],
    "@dag": lambda index, day: (day - timedelta(days=index)).isoformat(),
    "@uur": lambda index, day: f"{(day - timedelta(days=index // 24)).isoformat()}T{23 - index % 24:02}:00",
    "@maand": lambda index, day: f"{day.year - 1 - index // 12}-{12 - index % 12:02}",
}


def _csv(vorm: str | None, rows: Sequence[Row], stijl: Stijl) -> bytes:
    written = io.StringIO()
    position = ("lengtegraad", "breedtegraad") if vorm else ()
    writer = csv.writer(written, delimiter=stijl.scheiding)
    writer.writerow([*rows[0], *position])
    for index, row in enumerate(rows):
        cells = [*row.values(), *(_corner(index) if vorm else ())]
        writer.writerow([_number(cell, stijl) if isinstance(cell, float) else cell for cell in cells])
    return written.getvalue().encode(stijl.codering)


def _number(value: float, stijl: Stijl) -> str:
    return str(value).replace(".", stijl.komma)


def _geojson(vorm: str | None, rows: Sequence[Row]) -> bytes:
    features = [
        {"type": "Feature", "properties": dict(row), "geometry": _geometry(vorm, index)}
        for index, row in enumerate(rows)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False).encode()


def _geometry(vorm: str | None, index: int) -> dict[str, Any]:
    west, south = _corner(index)
    east, north = round(west + 0.002, 5), round(south + 0.001, 5)
    if vorm == VLAK:
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        return {"type": "Polygon", "coordinates": [ring]}
    if vorm == LIJN:
        return {"type": "LineString", "coordinates": [[west, south], [east, south], [east, north]]}
    return {"type": "Point", "coordinates": [west, south]}


def _corner(index: int) -> tuple[float, float]:
    """Where the thing with this number is: they are spread over the city."""
    return (
        round(WEST + GRAAD * (index * 7 % 48) / 48, 5),
        round(ZUID + GRAAD / 2 * (index * 11 % 48) / 48, 5),
    )
