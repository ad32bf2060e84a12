"""A dataset as the catalogue describes it, in the terms of DCAT-AP-NL 3.0 (Geonovum)."""

from dataclasses import dataclass
from datetime import date

from subgraphs.opendata.woordenlijst import Beschikbaarheid, Frequentie, Toegangsrechten


@dataclass(frozen=True, slots=True)
class Instantie:
    """An agent (foaf:Agent): who publishes or made a dataset. `soort` is a URI, of ADMS's publisher types."""

    naam: str
    uri: str
    soort: str | None = None


@dataclass(frozen=True, slots=True)
class Contactpunt:
    """Where questions about a dataset go (vcard:Kind)."""

    naam: str
    email: str


@dataclass(frozen=True, slots=True)
class Omhullende:
    """The box around an area, in degrees of WGS 84."""

    west: float
    zuid: float
    oost: float
    noord: float


@dataclass(frozen=True, slots=True)
class Gebied:
    """Where the data are about (dct:Location). `uri` is of a list such as GeoNames or that of the CBS."""

    naam: str
    uri: str | None = None
    omhullende: Omhullende | None = None


@dataclass(frozen=True, slots=True)
class Periode:
    """When the data are about (dct:PeriodOfTime). Open at either side, not at both."""

    begin: date | None
    einde: date | None


@dataclass(frozen=True, slots=True)
class Distributie:
    """A form in which the data can be had.

    A file has a `download_url`, on our own gateway when it is a path, and often its size in bytes and the
    SHA-256 of its contents (hex); a service has the id of its `dienst`.
    """

    id: str
    titel: str
    formaat: str
    mediatype: str
    toegangs_url: str
    download_url: str | None
    licentie: str
    bytes_: int | None
    beschrijving: str | None = None
    taal: str | None = None
    schemas: tuple[str, ...] = ()
    beschikbaarheid: Beschikbaarheid | None = None
    uitgiftedatum: date | None = None
    wijzigingsdatum: date | None = None
    sha256: str | None = None
    dienst: str | None = None


@dataclass(frozen=True, slots=True)
class Datasetreeks:
    """Datasets that belong together, such as one for each year (dcat:DatasetSeries)."""

    id: str
    titel: str
    beschrijving: str
    identificatie: str
    uitgever: Instantie
    contactpunt: Contactpunt


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset, without its themes, distributions and services, which are read when asked for.

    `standaarden`, `documentatie` and `wetgeving` are URIs; `reeks` is the id of the series it belongs to;
    `hvd_categorie` is the URI of a category of high-value datasets (Regulation (EU) 2023/138).
    """

    id: str
    titel: str
    beschrijving: str
    identificatie: str
    trefwoorden: tuple[str, ...]
    uitgever: Instantie
    maker: Instantie
    contactpunt: Contactpunt
    licentie: str
    toegangsrechten: Toegangsrechten
    frequentie: Frequentie
    uitgiftedatum: date
    wijzigingsdatum: date
    landingspagina: str
    taal: str
    gebied: Gebied
    standaarden: tuple[str, ...] = ()
    documentatie: tuple[str, ...] = ()
    periode: Periode | None = None
    reeks: str | None = None
    versie: str | None = None
    hvd_categorie: str | None = None
    wetgeving: tuple[str, ...] = ()
