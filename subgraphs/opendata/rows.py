"""Between the catalogue's rows and the values of the graph, in both directions."""

from typing import Any

from sqlalchemy import RowMapping

from subgraphs.opendata.dataset import (
    Contactpunt,
    Dataset,
    Distributie,
    Frequentie,
    Instantie,
    Toegangsrechten,
)
from subgraphs.service.folding import fold
from subgraphs.service.pagination import Keys


def sort_keys(dataset: Dataset) -> Keys:
    """The columns `sorteertitel` and `dataset_id`."""
    return fold(dataset.titel), dataset.id


def dataset_row(dataset: Dataset, gepubliceerd: bool = True) -> dict[str, Any]:
    sorteertitel, dataset_id = sort_keys(dataset)
    return {
        "dataset_id": dataset_id,
        "titel": dataset.titel,
        "sorteertitel": sorteertitel,
        "zoektekst": fold(" ".join((dataset.titel, dataset.beschrijving, *dataset.trefwoorden))),
        "beschrijving": dataset.beschrijving,
        "identificatie": dataset.identificatie,
        "trefwoorden": list(dataset.trefwoorden),
        "uitgever_naam": dataset.uitgever.naam,
        "uitgever_uri": dataset.uitgever.uri,
        "maker_naam": dataset.maker.naam,
        "maker_uri": dataset.maker.uri,
        "contact_naam": dataset.contactpunt.naam,
        "contact_email": dataset.contactpunt.email,
        "licentie": dataset.licentie,
        "toegangsrechten": dataset.toegangsrechten,
        "frequentie": dataset.frequentie,
        "uitgiftedatum": dataset.uitgiftedatum,
        "wijzigingsdatum": dataset.wijzigingsdatum,
        "landingspagina": dataset.landingspagina,
        "taal": dataset.taal,
        "dekkingsgebied": dataset.dekkingsgebied,
        "gepubliceerd": gepubliceerd,
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
    }


def dataset_of(row: RowMapping) -> Dataset:
    return Dataset(
        id=row["dataset_id"],
        titel=row["titel"],
        beschrijving=row["beschrijving"],
        identificatie=row["identificatie"],
        trefwoorden=tuple(row["trefwoorden"]),
        uitgever=Instantie(row["uitgever_naam"], row["uitgever_uri"]),
        maker=Instantie(row["maker_naam"], row["maker_uri"]),
        contactpunt=Contactpunt(row["contact_naam"], row["contact_email"]),
        licentie=row["licentie"],
        toegangsrechten=Toegangsrechten(row["toegangsrechten"]),
        frequentie=Frequentie(row["frequentie"]),
        uitgiftedatum=row["uitgiftedatum"],
        wijzigingsdatum=row["wijzigingsdatum"],
        landingspagina=row["landingspagina"],
        taal=row["taal"],
        dekkingsgebied=row["dekkingsgebied"],
    )


def distributie_of(row: RowMapping) -> Distributie:
    return Distributie(
        id=row["distributie_id"],
        titel=row["titel"],
        formaat=row["formaat"],
        mediatype=row["mediatype"],
        toegangs_url=row["toegangs_url"],
        download_url=row["download_url"],
        licentie=row["licentie"],
        bytes_=row["bytes"],
    )
