"""The GraphQL types of a preview."""

from enum import Enum
from typing import Self

import strawberry
from strawberry.federation.schema_directives import ListSize

from subgraphs.opendata.tabel import Tabel
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens

RIJEN = ListSize(
    assumed_size=10, slicing_arguments=["rijen"], sized_fields=["rijen"], require_one_slicing_argument=False
)
"""On a field that gives a preview: as many rows as `rijen` says."""
BESTAND = 5
"""How many calls the beginning of a file, read and taken apart, counts for."""


@strawberry.enum(description="Wat er in een kolom staat, voor zover de getoonde rijen dat laten zien.")
class Kolomsoort(Enum):
    TEKST = strawberry.enum_value("tekst", description="Tekst.")
    GEHEEL_GETAL = strawberry.enum_value("geheel getal", description="Gehele getallen.")
    GETAL = strawberry.enum_value("getal", description="Getallen, ook met een komma of punt.")
    DATUM = strawberry.enum_value("datum", description="Kalenderdagen: `2026-01-31`.")
    JA_NEE = strawberry.enum_value("ja of nee", description="Ja of nee, true of false.")
    GEOMETRIE = strawberry.enum_value("geometrie", description="Een punt als WKT, of de soort geometrie.")


@strawberry.type(directives=[OPENBAAR], description="Een kolom van een voorbeeld.")
class Voorbeeldkolom:
    naam: str = strawberry.field(description="De naam, zoals het bestand die geeft.")
    soort: Kolomsoort = strawberry.field(description="Wat er in de kolom staat.")


@strawberry.type(directives=[OPENBAAR], description="De eerste rijen van een bestand.")
class Voorbeeld:
    kolommen: list[Voorbeeldkolom] = strawberry.field(
        directives=[hoogstens(20)], description="De kolommen, in volgorde; hooguit honderd."
    )
    rijen: list[list[str | None]] = strawberry.field(
        description="De rijen, met voor elke kolom een cel zoals die er staat; leeg waar niets staat. Lange"
        " cellen zijn afgekapt."
    )
    volledig: bool = strawberry.field(description="Of dit alle rijen van het bestand zijn.")
    codering: str = strawberry.field(description="De tekencodering van het bestand, zoals `utf-8`.")
    scheidingsteken: str | None = strawberry.field(
        description="Wat de kolommen van een CSV-bestand scheidt; leeg bij andere formaten."
    )

    @classmethod
    def van(cls, waarde: Tabel) -> Self:
        return cls(
            kolommen=[
                Voorbeeldkolom(naam=kolom.naam, soort=Kolomsoort(kolom.soort)) for kolom in waarde.kolommen
            ],
            rijen=[list(rij) for rij in waarde.rijen],
            volledig=waarde.volledig,
            codering=waarde.codering,
            scheidingsteken=waarde.scheidingsteken,
        )
