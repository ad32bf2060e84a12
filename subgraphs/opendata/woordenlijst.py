"""The EU vocabularies that DCAT-AP-NL 3.0 prescribes, by their codes, as far as municipalities use them.

Each member's `uri` is that of the concept (publications.europa.eu/resource/authority/...).
"""

from enum import StrEnum

AUTHORITY = "http://publications.europa.eu/resource/authority"


class Thema(StrEnum):
    """The vocabulary "data-theme"."""

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
        return f"{AUTHORITY}/data-theme/{self.value}"

    @property
    def naam(self) -> str:
        """The Dutch name."""
        return _THEMANAMEN[self]


_THEMANAMEN = {
    Thema.LANDBOUW_EN_VOEDING: "Landbouw en voeding",
    Thema.ECONOMIE_EN_FINANCIEN: "Economie en financiën",
    Thema.ONDERWIJS_CULTUUR_EN_SPORT: "Onderwijs, cultuur en sport",
    Thema.ENERGIE: "Energie",
    Thema.MILIEU: "Milieu",
    Thema.BESTUUR: "Bestuur",
    Thema.GEZONDHEID: "Gezondheid",
    Thema.INTERNATIONAAL: "Internationaal",
    Thema.JUSTITIE_EN_VEILIGHEID: "Justitie en veiligheid",
    Thema.REGIO_EN_STAD: "Regio en stad",
    Thema.BEVOLKING_EN_SAMENLEVING: "Bevolking en samenleving",
    Thema.WETENSCHAP_EN_TECHNOLOGIE: "Wetenschap en technologie",
    Thema.VERKEER_EN_VERVOER: "Verkeer en vervoer",
}


class Frequentie(StrEnum):
    """The vocabulary "frequency"."""

    CONTINU = "CONT"
    ELK_UUR = "HOURLY"
    DAGELIJKS = "DAILY"
    WEKELIJKS = "WEEKLY"
    TWEEWEKELIJKS = "BIWEEKLY"
    MAANDELIJKS = "MONTHLY"
    TWEEMAANDELIJKS = "BIMONTHLY"
    PER_KWARTAAL = "QUARTERLY"
    HALFJAARLIJKS = "ANNUAL_2"
    JAARLIJKS = "ANNUAL"
    TWEEJAARLIJKS = "BIENNIAL"
    ONREGELMATIG = "IRREG"
    NIET_MEER = "NEVER"
    ANDERS = "OTHER"
    ONBEKEND = "UNKNOWN"

    @property
    def uri(self) -> str:
        return f"{AUTHORITY}/frequency/{self.value}"


class Toegangsrechten(StrEnum):
    """The vocabulary "access-right"."""

    OPENBAAR = "PUBLIC"
    BEPERKT = "RESTRICTED"
    NIET_OPENBAAR = "NON_PUBLIC"

    @property
    def uri(self) -> str:
        return f"{AUTHORITY}/access-right/{self.value}"


class Beschikbaarheid(StrEnum):
    """The vocabulary "planned-availability"."""

    BLIJVEND = "STABLE"
    BESCHIKBAAR = "AVAILABLE"
    PROEF = "EXPERIMENTAL"
    TIJDELIJK = "TEMPORARY"

    @property
    def uri(self) -> str:
        return f"{AUTHORITY}/planned-availability/{self.value}"


_TALEN = {"nl": "NLD", "en": "ENG", "fy": "FRY", "de": "DEU", "fr": "FRA"}


def taal_uri(taal: str) -> str | None:
    """The concept of the vocabulary "language" for a code of ISO 639-1; None for one it is not known for."""
    code = _TALEN.get(taal.partition("-")[0].lower())
    return code and f"{AUTHORITY}/language/{code}"


def taal_code(taal: str) -> str:
    """The code of ISO 639-1 for a concept of the vocabulary "language", or for what is such a code itself."""
    code = taal.rstrip("/").rpartition("/")[2]
    return next((short for short, long in _TALEN.items() if long == code.upper()), code.lower())


_BESTANDSTYPEN = {
    "api": "JSON",
    "atom": "ATOM",
    "csv": "CSV",
    "geojson": "GEOJSON",
    "geopackage": "GPKG",
    "gml": "GML",
    "gpkg": "GPKG",
    "gtfs": "ZIP",
    "html": "HTML",
    "json": "JSON",
    "ods": "ODS",
    "pdf": "PDF",
    "rdf": "RDF",
    "shp": "SHP",
    "tsv": "TSV",
    "ttl": "RDF_TURTLE",
    "txt": "TXT",
    "wfs": "WFS_SRVC",
    "wms": "WMS_SRVC",
    "xls": "XLS",
    "xlsx": "XLSX",
    "xml": "XML",
    "zip": "ZIP",
}


def formaat_uri(formaat: str) -> str | None:
    """The concept of the vocabulary "file-type" for a format as people write it; None for an unknown one."""
    code = _BESTANDSTYPEN.get(formaat.strip().lower().removeprefix("."))
    return code and f"{AUTHORITY}/file-type/{code}"


NIET_OPEN = "https://definities.geostandaarden.nl/dcat-ap-nl/id/waardelijst/licenties/niet_open"
"""The licence of what may not be reused freely: the profile's value where no Creative Commons one holds."""
