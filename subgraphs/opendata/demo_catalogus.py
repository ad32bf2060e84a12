"""The catalogue of Voorbeeldstad, and how its descriptions become datasets, distributions and services."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from subgraphs.opendata.catalogus import Catalogus
from subgraphs.opendata.datadienst import Datadienst, soort_dienst
from subgraphs.opendata.dataset import (
    Contactpunt,
    Dataset,
    Datasetreeks,
    Distributie,
    Gebied,
    Instantie,
    Omhullende,
    Periode,
)
from subgraphs.opendata.demo_bestanden import GRAAD, WEST, ZUID
from subgraphs.opendata.demo_datasets import Beschrijving
from subgraphs.opendata.woordenlijst import Beschikbaarheid, Frequentie, Thema, Toegangsrechten
from subgraphs.service.folding import fold

PORTAAL = "https://data.voorbeeldstad.example"
LOKALE_OVERHEID = "http://purl.org/adms/publishertype/LocalAuthority"
GEMEENTE = Instantie("Gemeente Voorbeeldstad", f"{PORTAAL}/id/organisatie/gemeente", LOKALE_OVERHEID)
TEAM_DATA = Contactpunt("Team Data", "opendata@voorbeeldstad.example")
CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
GEBIED = Gebied(
    "Gemeente Voorbeeldstad",
    f"{PORTAAL}/id/gebied/voorbeeldstad",
    Omhullende(WEST, ZUID, round(WEST + GRAAD, 5), round(ZUID + GRAAD / 2, 5)),
)

FORMATEN = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GeoJSON": "application/geo+json",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "PDF": "application/pdf",
    "GPKG": "application/geopackage+sqlite3",
    "GTFS": "application/zip",
    "WFS": "application/gml+xml",
    "WMS": "image/png",
    "API": "application/json",
}
SCHEMAS = {
    "CSV": "https://www.rfc-editor.org/rfc/rfc4180",
    "GeoJSON": "https://www.rfc-editor.org/rfc/rfc7946",
    "GPKG": "http://www.opengis.net/doc/IS/geopackage/1.3",
}

CATALOGUS = Catalogus(
    identificatie=f"{PORTAAL}/id/catalogus",
    titel="Open data van de gemeente Voorbeeldstad",
    beschrijving="Alle gegevens die de gemeente Voorbeeldstad voor hergebruik beschikbaar stelt.",
    uitgever=GEMEENTE,
    maker=GEMEENTE,
    contactpunt=TEAM_DATA,
    homepage=PORTAAL,
    licentie=CC0,
    taal="nl",
    gebied=GEBIED,
    uitgiftedatum=date(2018, 5, 1),
    wijzigingsdatum=None,
)

_BUURTCIJFERS = "buurtcijfers"
REEKSEN = (
    Datasetreeks(
        id=_BUURTCIJFERS,
        titel="Buurtcijfers",
        beschrijving="Jaarlijkse cijfers over bewoners, woningen en energie, per buurt.",
        identificatie=f"{PORTAAL}/id/reeks/{_BUURTCIJFERS}",
        uitgever=GEMEENTE,
        contactpunt=TEAM_DATA,
    ),
)


def dataset_van(beschrijving: Beschrijving, today: date) -> Dataset:
    """The dataset, as last refreshed on or before `today`."""
    slug = "-".join("".join(sign if sign.isalnum() else " " for sign in fold(beschrijving.titel)).split())
    team = "-".join(fold(beschrijving.team).split())
    toeval = random.Random(slug)  # noqa: S311
    gewijzigd = _laatste(beschrijving.frequentie, today, toeval)
    uitgegeven = gewijzigd.replace(day=1, year=gewijzigd.year - toeval.randint(1, 7))
    return Dataset(
        id=slug,
        titel=beschrijving.titel,
        beschrijving=beschrijving.tekst,
        identificatie=f"{PORTAAL}/id/dataset/{slug}",
        trefwoorden=beschrijving.trefwoorden,
        uitgever=GEMEENTE,
        maker=Instantie(
            f"{beschrijving.team}, gemeente Voorbeeldstad",
            f"{PORTAAL}/id/organisatie/{team}",
            LOKALE_OVERHEID,
        ),
        contactpunt=TEAM_DATA,
        licentie=CC_BY if beschrijving.naamsvermelding else CC0,
        toegangsrechten=Toegangsrechten.OPENBAAR,
        frequentie=beschrijving.frequentie,
        uitgiftedatum=uitgegeven,
        wijzigingsdatum=gewijzigd,
        landingspagina=f"{PORTAAL}/dataset/{slug}",
        taal="nl",
        gebied=GEBIED,
        standaarden=(f"{PORTAAL}/id/informatiemodel/{slug}",),
        documentatie=(f"{PORTAAL}/dataset/{slug}/toelichting",),
        periode=Periode(uitgegeven, gewijzigd),
        reeks=_BUURTCIJFERS if "per buurt" in beschrijving.titel else None,
    )


def distributies_van(dataset: Dataset, beschrijving: Beschrijving) -> Iterator[Distributie]:
    """One for each format: a service has only an access URL, a file also a download URL and a size."""
    toeval = random.Random(f"bytes:{dataset.id}")  # noqa: S311
    for formaat in beschrijving.formaten.split():
        sleutel = f"{dataset.id}-{formaat.lower()}"
        standaard = soort_dienst(formaat)
        adres = f"{PORTAAL}/{'dienst' if standaard else 'download'}/{dataset.id}/{formaat.lower()}"
        schema = standaard or SCHEMAS.get(formaat)
        yield Distributie(
            id=sleutel,
            titel=f"{dataset.titel} ({formaat})",
            formaat=formaat,
            mediatype=FORMATEN[formaat],
            toegangs_url=adres if standaard else dataset.landingspagina,
            download_url=None if standaard else adres,
            licentie=dataset.licentie,
            bytes_=None if standaard else toeval.randint(4_000, 48_000_000),
            beschrijving=f"{dataset.titel}, {'als dienst' if standaard else 'als bestand'} ({formaat}).",
            taal=dataset.taal,
            schemas=(schema,) if schema else (),
            beschikbaarheid=Beschikbaarheid.BLIJVEND,
            uitgiftedatum=dataset.uitgiftedatum,
            wijzigingsdatum=dataset.wijzigingsdatum,
            dienst=f"{sleutel}-dienst" if standaard else None,
        )


def dienst_van(dataset: Dataset, distributie: Distributie, themas: tuple[Thema, ...]) -> Datadienst:
    """The service behind a distribution that has one."""
    adres, standaard = distributie.toegangs_url, soort_dienst(distributie.formaat)
    ogc = distributie.formaat in {"WFS", "WMS"}
    capabilities = f"{adres}?service={distributie.formaat}&request=GetCapabilities"
    return Datadienst(
        id=f"{distributie.id}-dienst",
        titel=f"{distributie.formaat} {dataset.titel}",
        beschrijving=f"Bevraag {dataset.titel} rechtstreeks, met {distributie.formaat}.",
        identificatie=f"{PORTAAL}/id/dienst/{distributie.id}",
        eindpunt=adres,
        eindpuntbeschrijving=capabilities if ogc else f"{adres}/openapi.json",
        uitgever=dataset.uitgever,
        maker=dataset.maker,
        contactpunt=dataset.contactpunt,
        licentie=dataset.licentie,
        toegangsrechten=dataset.toegangsrechten,
        taal=dataset.taal,
        trefwoorden=dataset.trefwoorden,
        themas=themas,
        datasets=(dataset.id,),
        standaarden=(standaard,) if standaard else (),
        documentatie=dataset.documentatie,
        landingspagina=dataset.landingspagina,
    )


def _laatste(frequentie: Frequentie, today: date, toeval: random.Random) -> date:
    """The last day on which a dataset of this frequency was due."""
    if frequentie in {Frequentie.CONTINU, Frequentie.DAGELIJKS}:
        return today
    if frequentie is Frequentie.WEKELIJKS:
        return today - timedelta(days=today.weekday())
    if frequentie is Frequentie.MAANDELIJKS:
        return today.replace(day=1)
    if frequentie is Frequentie.PER_KWARTAAL:
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
    if frequentie is Frequentie.JAARLIJKS:
        return date(today.year - 1, toeval.randint(1, 12), toeval.randint(1, 28))
    return today - timedelta(days=toeval.randint(40, 900))
