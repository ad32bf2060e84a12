"""A data service: operations on one or more datasets (dcat:DataService), such as a WFS or a REST API."""

from dataclasses import dataclass

from subgraphs.opendata.dataset import Contactpunt, Instantie
from subgraphs.opendata.woordenlijst import Thema, Toegangsrechten

SOORTEN = {
    "wfs": "http://www.opengis.net/def/serviceType/ogc/wfs",
    "wms": "http://www.opengis.net/def/serviceType/ogc/wms",
    "wmts": "http://www.opengis.net/def/serviceType/ogc/wmts",
    "wcs": "http://www.opengis.net/def/serviceType/ogc/wcs",
    "ogc api": "http://www.opengis.net/def/interface/ogcapi-features",
    "sparql": "https://www.w3.org/TR/sparql11-protocol/",
    "api": "https://gitdocumentatie.logius.nl/publicatie/api/adr/",
}
"""The formats of a distribution that are a service, and the standard that such a service conforms to."""


@dataclass(frozen=True, slots=True)
class Datadienst:
    """One service.

    `eindpuntbeschrijving` tells what it can do (capabilities, OpenAPI); `datasets` are the ids of what it
    serves; `standaarden` and `documentatie` are URIs.
    """

    id: str
    titel: str
    beschrijving: str
    identificatie: str
    eindpunt: str
    eindpuntbeschrijving: str
    uitgever: Instantie
    maker: Instantie
    contactpunt: Contactpunt
    licentie: str
    toegangsrechten: Toegangsrechten
    taal: str
    trefwoorden: tuple[str, ...]
    themas: tuple[Thema, ...]
    datasets: tuple[str, ...]
    standaarden: tuple[str, ...] = ()
    documentatie: tuple[str, ...] = ()
    landingspagina: str | None = None


def soort_dienst(formaat: str) -> str | None:
    """The standard of the services that have this format; None when it is one of files."""
    return SOORTEN.get(formaat.strip().lower())
