"""A dataset as the catalogue describes it, in the terms of DCAT-AP-NL 3.0 (Geonovum)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Thema(StrEnum):
    """The EU vocabulary "data-theme", by its codes."""

    LANDBOUW_EN_VOEDING = "AGRI"
    ECONOMIE_EN_FINANCIEN = "ECON"
    ONDERWIJS_CULTUUR_EN_SPORT = "EDUC"
    ENERGIE = "ENER"
    MILIEU = "ENVI"
    BESTUUR = "GOVE"
    GEZONDHEID = "HEAL"
    INTERNATIONAAL = "INTR"
    JUSTITIE_EN_VEILIGHEID = "JUST"
    REGIO_EN_STAD = "REGI"
    BEVOLKING_EN_SAMENLEVING = "SOCI"
    WETENSCHAP_EN_TECHNOLOGIE = "TECH"
    VERKEER_EN_VERVOER = "TRAN"

    @property
    def uri(self) -> str:
        return f"http://publications.europa.eu/resource/authority/data-theme/{self.value}"


class Frequentie(StrEnum):
    """The EU vocabulary "frequency", as far as municipalities use it."""

    CONTINU = "CONT"
    DAGELIJKS = "DAILY"
    WEKELIJKS = "WEEKLY"
    MAANDELIJKS = "MONTHLY"
    PER_KWARTAAL = "QUARTERLY"
    JAARLIJKS = "ANNUAL"
    ONREGELMATIG = "IRREG"


class Toegangsrechten(StrEnum):
    """The EU vocabulary "access-right"."""

    OPENBAAR = "PUBLIC"
    BEPERKT = "RESTRICTED"
    NIET_OPENBAAR = "NON_PUBLIC"


@dataclass(frozen=True, slots=True)
class Instantie:
    """An agent (foaf:Agent): who publishes or made a dataset."""

    naam: str
    uri: str


@dataclass(frozen=True, slots=True)
class Contactpunt:
    """Where questions about a dataset go (vcard:Kind)."""

    naam: str
    email: str


@dataclass(frozen=True, slots=True)
class Distributie:
    """A form in which the data can be had. `bytes_` is the size of the download, when there is one."""

    id: str
    titel: str
    formaat: str
    mediatype: str
    toegangs_url: str
    download_url: str | None
    licentie: str
    bytes_: int | None


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset, without its themes and distributions, which are read when asked for."""

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
    dekkingsgebied: str
