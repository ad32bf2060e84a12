"""Between the catalogue's rows of datasets and the values of the graph, in both directions."""

from datetime import date
from typing import Any

from sqlalchemy import RowMapping

from subgraphs.opendata.dataset import (
    Contactpunt,
    Dataset,
    Distributie,
    Gebied,
    Instantie,
    Omhullende,
    Periode,
)
from subgraphs.opendata.woordenlijst import Beschikbaarheid, Frequentie, Toegangsrechten
from subgraphs.service.folding import fold


def dataset_row(dataset: Dataset, gepubliceerd: bool = True) -> dict[str, Any]:
    return {
        "dataset_id": dataset.id,
        "titel": dataset.titel,
        "beschrijving": dataset.beschrijving,
        "identificatie": dataset.identificatie,
        "trefwoorden": list(dataset.trefwoorden),
        "contact_naam": dataset.contactpunt.naam,
        "contact_email": dataset.contactpunt.email,
        "licentie": dataset.licentie,
        "toegangsrechten": dataset.toegangsrechten,
        "frequentie": dataset.frequentie,
        "uitgiftedatum": dataset.uitgiftedatum,
        "wijzigingsdatum": dataset.wijzigingsdatum,
        "landingspagina": dataset.landingspagina,
        "taal": dataset.taal,
        "gepubliceerd": gepubliceerd,
        "standaarden": list(dataset.standaarden),
        "documentatie": list(dataset.documentatie),
        "wetgeving": list(dataset.wetgeving),
        "hvd_categorie": dataset.hvd_categorie,
        "versie": dataset.versie,
        "reeks_id": dataset.reeks,
        **_sought(dataset),
        **_agents(dataset),
        **_coverage(dataset),
    }


def _sought(dataset: Dataset) -> dict[str, Any]:
    return {
        "sorteertitel": fold(dataset.titel),
        "zoektekst": fold(" ".join((dataset.titel, dataset.beschrijving, *dataset.trefwoorden))),
        "trefwoordtekst": fold(" ".join(dataset.trefwoorden)),
        "versheid": -dataset.wijzigingsdatum.toordinal(),
    }


def _agents(dataset: Dataset) -> dict[str, Any]:
    return {
        "uitgever_naam": dataset.uitgever.naam,
        "uitgever_uri": dataset.uitgever.uri,
        "uitgever_soort": dataset.uitgever.soort,
        "maker_naam": dataset.maker.naam,
        "maker_uri": dataset.maker.uri,
        "maker_soort": dataset.maker.soort,
    }


def _coverage(dataset: Dataset) -> dict[str, Any]:
    box, periode = dataset.gebied.omhullende, dataset.periode
    return {
        "dekkingsgebied": dataset.gebied.naam,
        "gebied_uri": dataset.gebied.uri,
        "omhullende": box and [box.west, box.zuid, box.oost, box.noord],
        "periode_begin": periode and periode.begin,
        "periode_einde": periode and periode.einde,
    }


def distributie_row(dataset_id: str, volgnummer: int, distributie: Distributie) -> dict[str, Any]:
    return {
        "distributie_id": distributie.id,
        "dataset_id": dataset_id,
        "volgnummer": volgnummer,
        "titel": distributie.titel,
        "formaat": distributie.formaat,
        "mediatype": distributie.mediatype,
        "toegangs_url": distributie.toegangs_url,
        "download_url": distributie.download_url,
        "licentie": distributie.licentie,
        "bytes": distributie.bytes_,
        "beschrijving": distributie.beschrijving,
        "taal": distributie.taal,
        "schemas": list(distributie.schemas),
        "beschikbaarheid": distributie.beschikbaarheid,
        "uitgiftedatum": distributie.uitgiftedatum,
        "wijzigingsdatum": distributie.wijzigingsdatum,
        "sha256": distributie.sha256,
        "dienst_id": distributie.dienst,
    }


def dataset_of(row: RowMapping) -> Dataset:
    return Dataset(
        id=row["dataset_id"],
        titel=row["titel"],
        beschrijving=row["beschrijving"],
        identificatie=row["identificatie"],
        trefwoorden=tuple(row["trefwoorden"]),
        uitgever=Instantie(row["uitgever_naam"], row["uitgever_uri"], row["uitgever_soort"]),
        maker=Instantie(row["maker_naam"], row["maker_uri"], row["maker_soort"]),
        contactpunt=Contactpunt(row["contact_naam"], row["contact_email"]),
        licentie=row["licentie"],
        toegangsrechten=Toegangsrechten(row["toegangsrechten"]),
        frequentie=Frequentie(row["frequentie"]),
        uitgiftedatum=row["uitgiftedatum"],
        wijzigingsdatum=row["wijzigingsdatum"],
        landingspagina=row["landingspagina"],
        taal=row["taal"],
        gebied=Gebied(row["dekkingsgebied"], row["gebied_uri"], _box(row["omhullende"])),
        standaarden=tuple(row["standaarden"] or ()),
        documentatie=tuple(row["documentatie"] or ()),
        periode=_period(row["periode_begin"], row["periode_einde"]),
        reeks=row["reeks_id"],
        versie=row["versie"],
        hvd_categorie=row["hvd_categorie"],
        wetgeving=tuple(row["wetgeving"] or ()),
    )


def _box(corners: list[float] | None) -> Omhullende | None:
    return Omhullende(*corners) if corners else None


def _period(begin: date | None, einde: date | None) -> Periode | None:
    return Periode(begin, einde) if begin or einde else None


def distributie_of(row: RowMapping) -> Distributie:
    beschikbaarheid = row["beschikbaarheid"]
    return Distributie(
        id=row["distributie_id"],
        titel=row["titel"],
        formaat=row["formaat"],
        mediatype=row["mediatype"],
        toegangs_url=row["toegangs_url"],
        download_url=row["download_url"],
        licentie=row["licentie"],
        bytes_=row["bytes"],
        beschrijving=row["beschrijving"],
        taal=row["taal"],
        schemas=tuple(row["schemas"] or ()),
        beschikbaarheid=Beschikbaarheid(beschikbaarheid) if beschikbaarheid else None,
        uitgiftedatum=row["uitgiftedatum"],
        wijzigingsdatum=row["wijzigingsdatum"],
        sha256=row["sha256"],
        dienst=row["dienst_id"],
    )
