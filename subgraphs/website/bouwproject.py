"""A building project in the municipality, with the place where it is built."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Projectfase(StrEnum):
    """How far a project is."""

    INITIATIEF = "initiatief"
    ONTWERP = "ontwerp"
    VOORBEREIDING = "voorbereiding"
    UITVOERING = "uitvoering"
    GEREED = "gereed"


@dataclass(frozen=True, slots=True)
class Bouwproject:
    """`geometrie` is a GeoJSON geometry (RFC 7946: longitude before latitude, WGS 84)."""

    id: str
    titel: str
    samenvatting: str
    beschrijving: str
    fase: Projectfase
    geometrie: Mapping[str, Any]
    wijk: str | None = None
    begin: date | None = None
    verwacht_einde: date | None = None
    aantal_woningen: int | None = None
    opdrachtgever: str | None = None
    url: str | None = None
