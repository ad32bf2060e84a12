"""Which real catalogue stands behind this subgraph: the section `opendata` of the bronnen file.

opendata:
  ckan:
    url: https://data.voorbeeldstad.nl
    themas: {verkeer: TRAN, natuur-en-milieu: ENVI}
    catalogus: {titel: Open data van Voorbeeldstad, ...}
  voorbeelden:
    herkomsten: [https://data.voorbeeldstad.nl]
"""

import re
from collections.abc import Mapping
from datetime import date
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.ckan.actie import Acties
from subgraphs.opendata.ckan.vertaling import Vertaling
from subgraphs.opendata.dataset import Contactpunt, Gebied, Instantie, Omhullende
from subgraphs.opendata.ophalen import Ophaalregels
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.bronnen import BaseUrl, Sectie
from subgraphs.service.register_client import RegisterClient, RegisterTarget

Tekst = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Uri = Annotated[str, StringConstraints(pattern=r"^(https?|urn):\S+$", max_length=500)]
Veldnaam = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d+)?|https?://\[[0-9a-f:]+\](:\d+)?")


def _origin(text: str) -> str:
    if not _ORIGIN.fullmatch(text):
        raise ValueError("an origin is scheme://host[:port] in lower case, without a path")
    return text


class Instantiesectie(Sectie):
    naam: Tekst
    uri: Uri
    soort: Uri | None = None
    """Of ADMS's publisher types, such as http://purl.org/adms/publishertype/LocalAuthority."""

    def instantie(self) -> Instantie:
        return Instantie(self.naam, self.uri, self.soort)


class Contactsectie(Sectie):
    naam: Tekst
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)]


class Gebiedsectie(Sectie):
    naam: Tekst
    uri: Uri | None = None
    omhullende: tuple[float, float, float, float] | None = None
    """West, south, east and north, in degrees of WGS 84."""

    def gebied(self) -> Gebied:
        return Gebied(self.naam, self.uri, Omhullende(*self.omhullende) if self.omhullende else None)


class Catalogussectie(Sectie):
    """What DCAT-AP-NL wants said of a catalogue, and CKAN cannot say of itself."""

    identificatie: Uri
    titel: Tekst
    beschrijving: Tekst
    uitgever: Instantiesectie
    contactpunt: Contactsectie
    """Also of each dataset that names no contact point of its own."""
    homepage: BaseUrl
    licentie: Uri = "https://creativecommons.org/publicdomain/zero/1.0/"
    """Of the descriptions."""
    taal: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")] = "nl"
    gebied: Gebiedsectie
    uitgiftedatum: date

    def catalogus(self) -> Catalogus:
        uitgever = self.uitgever.instantie()
        return Catalogus(
            identificatie=self.identificatie,
            titel=self.titel,
            beschrijving=self.beschrijving,
            uitgever=uitgever,
            maker=uitgever,
            contactpunt=Contactpunt(self.contactpunt.naam, self.contactpunt.email),
            homepage=self.homepage,
            licentie=self.licentie,
            taal=self.taal,
            gebied=self.gebied.gebied(),
            uitgiftedatum=self.uitgiftedatum,
            wijzigingsdatum=None,
        )


class Ckansectie(Sectie):
    url: BaseUrl
    """Where CKAN begins: what /api/3/action comes after."""
    publieke_url: BaseUrl | None = None
    """Where visitors reach it, if that is elsewhere: what pages and names of datasets begin with."""
    catalogus: Catalogussectie
    themaveld: Veldnaam = "groups"
    """The field of CKAN's index that themes are counted and chosen by."""
    themas: Mapping[str, Thema] = Field(default_factory=dict)
    """By a value of that field the theme it stands for, as a code of the EU (TRAN)."""
    standaardthema: Thema | None = None
    """The theme of datasets that have none."""

    def acties(self) -> Acties:
        """What asks this CKAN. Opens nothing yet."""
        return Acties(RegisterClient(RegisterTarget("ckan", self.url)))

    def vertaling(self) -> Vertaling:
        return Vertaling(
            self.publieke_url or self.url, self.catalogus.catalogus(), self.themas, self.standaardthema
        )


class Voorbeeldsectie(Sectie):
    """From where the first rows of files may be read. From nowhere, unless said here."""

    herkomsten: tuple[Annotated[str, AfterValidator(_origin)], ...] = ()
    """Origins such as https://data.voorbeeldstad.nl."""
    netwerken: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks that are not public, and may be reached all the same: where an origin of one's own is."""
    seconden: Annotated[float, Field(gt=0, le=30)] = 5.0
    """How long reading may take."""

    def regels(self) -> Ophaalregels:
        return Ophaalregels(frozenset(self.herkomsten), self.netwerken, self.seconden)


class Opendatabronnen(Sectie):
    """Without CKAN: the embedded store."""

    ckan: Ckansectie | None = None
    voorbeelden: Voorbeeldsectie = Voorbeeldsectie()
