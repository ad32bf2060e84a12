"""What a visitor of the catalogue looks for, and in which order it comes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Dataset
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.pagination import Keys


class Sortering(StrEnum):
    """The order of a list of datasets."""

    TITEL = "titel"
    RELEVANTIE = "relevantie"
    WIJZIGINGSDATUM = "wijzigingsdatum"


@dataclass(frozen=True, slots=True)
class Selectie:
    """Which datasets: those to which all that is said here applies.

    Every word of `zoek` occurs in the title, the description or a keyword. `uitgever` and `licentie` are
    values that a facet gave; `formaat` is compared without case.
    """

    zoek: str | None = None
    thema: Thema | None = None
    formaat: str | None = None
    uitgever: str | None = None
    licentie: str | None = None
    reeks: str | None = None
    gewijzigd_sinds: date | None = None
    sortering: Sortering = Sortering.TITEL


@dataclass(frozen=True, slots=True)
class Geplaatst:
    """A dataset and its place in the list it was found in."""

    dataset: Dataset
    plaats: Keys


@dataclass(frozen=True, slots=True)
class GeplaatsteDienst:
    """A data service and its place in the list it was found in: two keys."""

    dienst: Datadienst
    plaats: Keys


@dataclass(frozen=True, slots=True)
class Facetwaarde:
    """`waarde` is what a Selectie takes, `naam` is for people, `aantal` how many datasets have it."""

    waarde: str
    naam: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Facetten:
    """By what a selection can be narrowed further; each the most frequent first."""

    themas: tuple[Facetwaarde, ...]
    formaten: tuple[Facetwaarde, ...]
    uitgevers: tuple[Facetwaarde, ...]
    licenties: tuple[Facetwaarde, ...]
