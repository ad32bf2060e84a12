"""What CKAN says of a dataset, in the terms of DCAT-AP-NL: the mapping of ckanext-dcat, read the other way.

What the profile makes mandatory and CKAN does not say, comes from the description of the catalogue.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.ckan.pakket import Velden
from subgraphs.opendata.datadienst import Datadienst, soort_dienst
from subgraphs.opendata.dataset import (
    Contactpunt,
    Dataset,
    Datasetreeks,
    Distributie,
    Gebied,
    Instantie,
    Periode,
)
from subgraphs.opendata.woordenlijst import (
    NIET_OPEN,
    Beschikbaarheid,
    Frequentie,
    Thema,
    Toegangsrechten,
    taal_code,
)

E = TypeVar("E", bound=StrEnum)

_CC = "https://creativecommons.org/licenses"
LICENTIES = {
    "cc-zero": "https://creativecommons.org/publicdomain/zero/1.0/",
    "cc-by": f"{_CC}/by/4.0/",
    "cc-by-sa": f"{_CC}/by-sa/4.0/",
    "cc-nc": f"{_CC}/by-nc/4.0/",
}
"""The licences that CKAN knows from the start, where they are Creative Commons."""
MEDIATYPEN = {
    "csv": "text/csv",
    "geojson": "application/geo+json",
    "json": "application/json",
    "pdf": "application/pdf",
    "xml": "application/xml",
    "zip": "application/zip",
}
_UNKNOWN = "application/octet-stream"
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Vertaling:
    """Translates packages of the CKAN that visitors reach at `url`. `themas` says which theme a value of its
    own stands for.
    """

    url: str
    catalogus: Catalogus
    themas: Mapping[str, Thema] = field(default_factory=dict)
    standaardthema: Thema | None = None

    def dataset(self, pakket: Velden) -> Dataset:
        identifier, name = pakket.tekst("id") or "", pakket.tekst("name") or ""
        created = pakket.dag("issued", "metadata_created") or _EPOCH
        publisher = self._agent(pakket, "publisher", self._organization(pakket))
        return Dataset(
            id=identifier,
            titel=pakket.tekst("title", "name") or identifier,
            beschrijving=pakket.tekst("notes", "title") or name,
            identificatie=pakket.tekst("uri", "identifier", "guid") or f"{self.url}/dataset/{identifier}",
            trefwoorden=tuple(tag for each in pakket.delen("tags") for tag in [each.tekst("name")] if tag),
            uitgever=publisher,
            maker=self._agent(pakket, "creator", publisher),
            contactpunt=self._contact(pakket),
            licentie=self.licentie(pakket),
            toegangsrechten=_member(Toegangsrechten, pakket.tekst("access_rights"), Toegangsrechten.OPENBAAR),
            frequentie=_frequentie(pakket.tekst("frequency")),
            uitgiftedatum=created,
            wijzigingsdatum=pakket.dag("modified", "metadata_modified") or created,
            landingspagina=_web(pakket.tekst("url")) or f"{self.url}/dataset/{name or identifier}",
            taal=self._taal(pakket),
            gebied=self._gebied(pakket),
            standaarden=pakket.lijst("conforms_to"),
            documentatie=pakket.lijst("documentation"),
            periode=_periode(pakket),
            reeks=next(iter(pakket.lijst("in_series")), None),
            versie=pakket.tekst("version", "dcat_version"),
            hvd_categorie=next(iter(pakket.lijst("hvd_category")), None),
            wetgeving=pakket.lijst("applicable_legislation"),
        )

    def themas_van(self, pakket: Velden) -> tuple[Thema, ...]:
        """Those that it names itself, those of its groups; else the theme for what has none."""
        named = (*pakket.lijst("theme"), *(each.tekst("name") or "" for each in pakket.delen("groups")))
        found = dict.fromkeys(thema for value in named for thema in [self.thema(value)] if thema)
        return tuple(found) or ((self.standaardthema,) if self.standaardthema else ())

    def thema(self, value: str) -> Thema | None:
        """The theme that a value of CKAN stands for; a code or URI of the EU stands for itself."""
        code = value.rstrip("/").rpartition("/")[2]
        return self.themas.get(value) or (Thema(code) if code in set(Thema) else None)

    def distributies(self, pakket: Velden) -> Iterator[Distributie]:
        dataset = self.dataset(pakket)
        for resource in pakket.delen("resources"):
            if resource.tekst("id") and resource.tekst("state") in {None, "active"}:
                yield self._distributie(resource, dataset)

    def _distributie(self, resource: Velden, dataset: Dataset) -> Distributie:
        key = resource.tekst("id") or ""
        formaat = (resource.tekst("format", "mimetype") or "onbekend").rstrip("/").rpartition("/")[2]
        dienst = soort_dienst(formaat) is not None or any(True for _ in resource.delen("access_services"))
        url = _web(resource.tekst("download_url", "url"))
        licentie = self.licentie(resource)
        return Distributie(
            id=key,
            titel=resource.tekst("name") or f"{dataset.titel} ({formaat})",
            formaat=formaat,
            mediatype=resource.tekst("mimetype") or MEDIATYPEN.get(formaat.lower(), _UNKNOWN),
            toegangs_url=_web(resource.tekst("access_url", "url")) or dataset.landingspagina,
            download_url=None if dienst else url,
            licentie=dataset.licentie if licentie == NIET_OPEN else licentie,
            bytes_=None if dienst else resource.getal("size"),
            beschrijving=resource.tekst("description"),
            taal=next((taal_code(each) for each in resource.lijst("language")), dataset.taal),
            schemas=resource.lijst("conforms_to"),
            beschikbaarheid=_beschikbaarheid(resource.tekst("availability")),
            uitgiftedatum=resource.dag("issued", "created"),
            wijzigingsdatum=resource.dag("modified", "last_modified", "metadata_modified"),
            sha256=_sha256(resource),
            dienst=dienst_id(dataset.id, key) if dienst else None,
        )

    def diensten(self, pakket: Velden) -> Iterator[Datadienst]:
        """The services behind its resources: as ckanext-dcat describes them, else as the resource does."""
        dataset, themas = self.dataset(pakket), self.themas_van(pakket)
        described = {each.tekst("id"): each for each in pakket.delen("resources")}
        for distributie in self.distributies(pakket):
            if distributie.dienst is not None:
                resource = described[distributie.id]
                service = next(resource.delen("access_services"), Velden({}))
                yield _dienst(service, distributie, dataset, themas)

    def reeks(self, pakket: Velden) -> Datasetreeks:
        dataset = self.dataset(pakket)
        return Datasetreeks(
            dataset.id,
            dataset.titel,
            dataset.beschrijving,
            dataset.identificatie,
            dataset.uitgever,
            dataset.contactpunt,
        )

    def licentie(self, velden: Velden) -> str:
        """The address of the licence. What has none that is known, is not open."""
        named = _web(velden.tekst("license_url")) or _web(velden.tekst("license"))
        return named or LICENTIES.get((velden.tekst("license_id", "license") or "").lower(), NIET_OPEN)

    def _organization(self, pakket: Velden) -> Instantie:
        organization = pakket.deel("organization")
        name = organization.tekst("name")
        if name is None:
            return self.catalogus.uitgever
        uri = organization.tekst("uri") or f"{self.url}/organization/{name}"
        return Instantie(organization.tekst("title") or name, uri, self.catalogus.uitgever.soort)

    def _agent(self, pakket: Velden, role: str, otherwise: Instantie) -> Instantie:
        """The agent in this role: a list of one object, or extras that begin with the role's name."""
        for listed in pakket.delen(role):
            if name := listed.tekst("name"):
                return Instantie(name, listed.tekst("uri", "url") or otherwise.uri, listed.tekst("type"))
        name = pakket.tekst(f"{role}_name")
        if name is None:
            return otherwise
        uri = pakket.tekst(f"{role}_uri", f"{role}_url") or otherwise.uri
        return Instantie(name, uri, pakket.tekst(f"{role}_type") or otherwise.soort)

    def _contact(self, pakket: Velden) -> Contactpunt:
        """Never of a person: what CKAN calls author and maintainer may be one."""
        listed = next(pakket.delen("contact"), Velden({}))
        own = self.catalogus.contactpunt
        email = listed.tekst("email") or pakket.tekst("contact_email")
        if email is None:
            return own
        name = listed.tekst("name") or pakket.tekst("contact_name") or own.naam
        return Contactpunt(name, email.removeprefix("mailto:"))

    def _taal(self, pakket: Velden) -> str:
        return next((taal_code(each) for each in pakket.lijst("language")), self.catalogus.taal)

    def _gebied(self, pakket: Velden) -> Gebied:
        uri = next(iter(pakket.lijst("spatial_uri")), None)
        return Gebied(pakket.tekst("spatial_text") or uri, uri) if uri else self.catalogus.gebied


def dienst_id(dataset_id: str, resource_id: str) -> str:
    """The id of a service, from which the package it stands in can be found."""
    return f"{dataset_id}~{resource_id}"


def _dienst(
    service: Velden, distributie: Distributie, dataset: Dataset, themas: tuple[Thema, ...]
) -> Datadienst:
    endpoint = next((each for each in service.lijst("endpoint_url")), distributie.toegangs_url)
    standaard = soort_dienst(distributie.formaat)
    return Datadienst(
        id=distributie.dienst or "",
        titel=service.tekst("title") or distributie.titel,
        beschrijving=service.tekst("description") or distributie.beschrijving or dataset.beschrijving,
        identificatie=service.tekst("uri", "identifier") or endpoint,
        eindpunt=endpoint,
        eindpuntbeschrijving=_web(service.tekst("endpoint_description")) or endpoint,
        uitgever=dataset.uitgever,
        maker=dataset.maker,
        contactpunt=dataset.contactpunt,
        licentie=_web(service.tekst("license")) or distributie.licentie,
        toegangsrechten=_member(Toegangsrechten, service.tekst("access_rights"), dataset.toegangsrechten),
        taal=dataset.taal,
        trefwoorden=service.lijst("keyword") or dataset.trefwoorden,
        themas=themas,
        datasets=(dataset.id,),
        standaarden=service.lijst("conforms_to") or ((standaard,) if standaard else ()),
        documentatie=dataset.documentatie,
        landingspagina=_web(service.tekst("landing_page")) or dataset.landingspagina,
    )


def _web(url: str | None) -> str | None:
    """Only an address on the web: a path would be one of ours."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _member(kind: type[E], value: str | None, otherwise: E) -> E:
    """The member that a code or URI means."""
    code = (value or "").rstrip("/").rpartition("/")[2].upper()
    return kind(code) if code in set(kind) else otherwise


def _frequentie(value: str | None) -> Frequentie:
    return _member(Frequentie, value, Frequentie.ANDERS if value else Frequentie.ONBEKEND)


def _beschikbaarheid(value: str | None) -> Beschikbaarheid | None:
    return _member(Beschikbaarheid, value, Beschikbaarheid.BESCHIKBAAR) if value else None


def _periode(pakket: Velden) -> Periode | None:
    covered = next(pakket.delen("temporal_coverage"), Velden({}))
    begin = covered.dag("start") or pakket.dag("temporal_start")
    einde = covered.dag("end") or pakket.dag("temporal_end")
    return Periode(begin, einde) if begin or einde else None


def _sha256(resource: Velden) -> str | None:
    algorithm, value = (resource.tekst("hash_algorithm") or "").lower(), resource.tekst("hash") or ""
    known = algorithm.replace("-", "").endswith("sha256") or not algorithm
    hexadecimal = len(value) == 64 and all(sign in "0123456789abcdef" for sign in value.lower())
    return value.lower() if known and hexadecimal else None
