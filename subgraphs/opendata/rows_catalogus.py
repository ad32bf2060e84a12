"""Between the rows of what surrounds datasets (the catalogue, services, series) and their values.

An agent, a contact point and an area of these stand in one JSON column each: nobody looks for them.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.datadienst import Datadienst
from subgraphs.opendata.dataset import Contactpunt, Datasetreeks, Gebied, Instantie, Omhullende
from subgraphs.opendata.woordenlijst import Thema, Toegangsrechten
from subgraphs.service.folding import fold


def dienst_row(dienst: Datadienst) -> dict[str, Any]:
    return {
        "dienst_id": dienst.id,
        "titel": dienst.titel,
        "beschrijving": dienst.beschrijving,
        "identificatie": dienst.identificatie,
        "eindpunt": dienst.eindpunt,
        "eindpuntbeschrijving": dienst.eindpuntbeschrijving,
        "uitgever": asdict(dienst.uitgever),
        "maker": asdict(dienst.maker),
        "contactpunt": asdict(dienst.contactpunt),
        "licentie": dienst.licentie,
        "toegangsrechten": dienst.toegangsrechten,
        "taal": dienst.taal,
        "trefwoorden": list(dienst.trefwoorden),
        "themas": [thema.value for thema in dienst.themas],
        "standaarden": list(dienst.standaarden),
        "documentatie": list(dienst.documentatie),
        "landingspagina": dienst.landingspagina,
        "sorteertitel": fold(dienst.titel),
        "zoektekst": fold(" ".join((dienst.titel, dienst.beschrijving, *dienst.trefwoorden))),
    }


def dienst_of(row: RowMapping, datasets: Sequence[str]) -> Datadienst:
    return Datadienst(
        id=row["dienst_id"],
        titel=row["titel"],
        beschrijving=row["beschrijving"],
        identificatie=row["identificatie"],
        eindpunt=row["eindpunt"],
        eindpuntbeschrijving=row["eindpuntbeschrijving"],
        uitgever=Instantie(**row["uitgever"]),
        maker=Instantie(**row["maker"]),
        contactpunt=Contactpunt(**row["contactpunt"]),
        licentie=row["licentie"],
        toegangsrechten=Toegangsrechten(row["toegangsrechten"]),
        taal=row["taal"],
        trefwoorden=tuple(row["trefwoorden"]),
        themas=tuple(Thema(thema) for thema in row["themas"]),
        datasets=tuple(datasets),
        standaarden=tuple(row["standaarden"]),
        documentatie=tuple(row["documentatie"]),
        landingspagina=row["landingspagina"],
    )


def reeks_row(reeks: Datasetreeks) -> dict[str, Any]:
    return {
        "reeks_id": reeks.id,
        "titel": reeks.titel,
        "beschrijving": reeks.beschrijving,
        "identificatie": reeks.identificatie,
        "uitgever": asdict(reeks.uitgever),
        "contactpunt": asdict(reeks.contactpunt),
    }


def reeks_of(row: RowMapping) -> Datasetreeks:
    return Datasetreeks(
        id=row["reeks_id"],
        titel=row["titel"],
        beschrijving=row["beschrijving"],
        identificatie=row["identificatie"],
        uitgever=Instantie(**row["uitgever"]),
        contactpunt=Contactpunt(**row["contactpunt"]),
    )


def catalogus_row(catalogus: Catalogus) -> dict[str, Any]:
    return {
        "catalogus_id": 1,
        "identificatie": catalogus.identificatie,
        "titel": catalogus.titel,
        "beschrijving": catalogus.beschrijving,
        "uitgever": asdict(catalogus.uitgever),
        "maker": asdict(catalogus.maker),
        "contactpunt": asdict(catalogus.contactpunt),
        "homepage": catalogus.homepage,
        "licentie": catalogus.licentie,
        "taal": catalogus.taal,
        "gebied": asdict(catalogus.gebied),
        "uitgiftedatum": catalogus.uitgiftedatum,
    }


def catalogus_of(row: RowMapping) -> Catalogus:
    """From a row of the catalogue with, as `wijzigingsdatum`, the last day on which a dataset changed."""
    return Catalogus(
        identificatie=row["identificatie"],
        titel=row["titel"],
        beschrijving=row["beschrijving"],
        uitgever=Instantie(**row["uitgever"]),
        maker=Instantie(**row["maker"]),
        contactpunt=Contactpunt(**row["contactpunt"]),
        homepage=row["homepage"],
        licentie=row["licentie"],
        taal=row["taal"],
        gebied=_area(row["gebied"]),
        uitgiftedatum=row["uitgiftedatum"],
        wijzigingsdatum=row["wijzigingsdatum"],
    )


def _area(kept: dict[str, Any]) -> Gebied:
    box = kept["omhullende"]
    return Gebied(kept["naam"], kept["uri"], Omhullende(**box) if box else None)
