"""A product or service of the municipality, named as the Uniforme Productnamenlijst (UPL) names it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Doelgroep(StrEnum):
    """Whom a product is for: the UPL's own division."""

    BURGER = "burger"
    BEDRIJF = "bedrijf"


@dataclass(frozen=True, slots=True)
class UniformeProductnaam:
    """An entry of the UPL. `uri` is its OWMS term."""

    naam: str
    uri: str


@dataclass(frozen=True, slots=True)
class Kosten:
    """One price of a product, in euros. Zero is free of charge."""

    omschrijving: str
    bedrag: Decimal


@dataclass(frozen=True, slots=True)
class Product:
    """A product page. `zaaktypen` are identificaties, `formulieren` ids of the graph's own formulieren.

    Texts are plain, with blank lines between paragraphs. `upn` is absent for what the list does not have.
    """

    id: str
    titel: str
    samenvatting: str
    beschrijving: str
    gewijzigd_op: date
    upn: UniformeProductnaam | None = None
    voorwaarden: str | None = None
    aanpak: str | None = None
    benodigdheden: tuple[str, ...] = ()
    termijn: str | None = None
    kosten: tuple[Kosten, ...] = ()
    doelgroepen: tuple[Doelgroep, ...] = ()
    trefwoorden: tuple[str, ...] = ()
    zaaktypen: tuple[str, ...] = ()
    formulieren: tuple[str, ...] = ()
    url: str | None = None
