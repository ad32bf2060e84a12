"""The catalogue of Voorbeeldstad as a CKAN would hold it: the same datasets, in CKAN's own shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from subgraphs.opendata.ckan.actie import Acties
from subgraphs.opendata.ckan.bron import Ckan
from subgraphs.opendata.ckan.vertaling import Vertaling
from subgraphs.opendata.dataset import Dataset, Distributie
from subgraphs.opendata.demo_catalogus import CATALOGUS, CC_BY, GEMEENTE, dataset_van, distributies_van
from subgraphs.opendata.demo_datasets import Beschrijving
from subgraphs.opendata.demo_datasets_samenleving import SAMENLEVING
from subgraphs.opendata.demo_datasets_stad import STAD
from subgraphs.opendata.woordenlijst import Thema
from subgraphs.service.register_client import RegisterClient, RegisterTarget

PRIVATE = "niet-openbaar-stuk"
GROEPEN = {thema.name.lower().replace("_", "-"): thema for thema in Thema}
"""The groups of this CKAN, and the theme that each stands for."""


def ckan_scenario(today: date) -> Mapping[str, Any]:
    """All sixty datasets, and one that is private and one that was deleted."""
    described = [(dataset_van(each, today), each) for each in (*STAD, *SAMENLEVING)]
    packages = [_package(*each) for each in described]
    hidden = {**packages[0], "groups": ["internationaal"], "title": "Verborgen", "notes": "verborgen"}
    return {
        "groups": [{"id": name, "name": name, "title": thema.naam} for name, thema in GROEPEN.items()],
        "organizations": [
            {"id": "gemeente", "name": "gemeente", "title": GEMEENTE.naam, "uri": GEMEENTE.uri}
        ],
        "licenses": [
            {"id": "cc-zero", "title": "CC0", "url": "https://creativecommons.org/publicdomain/zero/1.0/"},
            {"id": "cc-by", "title": "CC BY", "url": CC_BY},
        ],
        "packages": [
            *packages,
            {**hidden, "id": PRIVATE, "name": PRIVATE, "private": True},
            {**hidden, "id": "weg", "name": "weg", "state": "deleted"},
            _series(),
        ],
    }


def ckan_bron(url: str) -> tuple[Acties, Ckan]:
    """A source over the CKAN at `url`, and what has to be closed."""
    acties = Acties(RegisterClient(RegisterTarget("ckan", url)))
    return acties, another(acties, url)


def another(acties: Acties, url: str) -> Ckan:
    """The source of a next request."""
    return Ckan(acties, Vertaling(url, CATALOGUS, GROEPEN))


def _package(dataset: Dataset, beschrijving: Beschrijving) -> Mapping[str, Any]:
    extras = {
        "uri": dataset.identificatie,
        "theme": json.dumps([thema.uri for thema in beschrijving.themas]),
        "creator_name": dataset.maker.naam,
        "creator_uri": dataset.maker.uri,
        "contact_name": dataset.contactpunt.naam,
        "contact_email": dataset.contactpunt.email,
        "frequency": dataset.frequentie.uri,
        "access_rights": dataset.toegangsrechten.uri,
        "issued": dataset.uitgiftedatum.isoformat(),
        "language": json.dumps(["http://publications.europa.eu/resource/authority/language/NLD"]),
        "conforms_to": json.dumps(list(dataset.standaarden)),
        "documentation": json.dumps(list(dataset.documentatie)),
        "temporal_start": dataset.uitgiftedatum.isoformat(),
        "temporal_end": dataset.wijzigingsdatum.isoformat(),
        **({"in_series": json.dumps([dataset.reeks])} if dataset.reeks else {}),
    }
    return {
        "id": dataset.id,
        "name": dataset.id,
        "title": dataset.titel,
        "notes": dataset.beschrijving,
        "url": dataset.landingspagina,
        "owner_org": "gemeente",
        "groups": [name for thema in beschrijving.themas for name, of in GROEPEN.items() if of is thema],
        "license_id": "cc-by" if dataset.licentie == CC_BY else "cc-zero",
        "tags": [{"name": word} for word in dataset.trefwoorden],
        "metadata_created": f"{dataset.uitgiftedatum.isoformat()}T09:00:00.000000",
        "metadata_modified": f"{dataset.wijzigingsdatum.isoformat()}T09:00:00.000000",
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "resources": [_resource(each) for each in distributies_van(dataset, beschrijving)],
    }


def _resource(distributie: Distributie) -> Mapping[str, Any]:
    return {
        "id": distributie.id,
        "name": distributie.titel,
        "description": distributie.beschrijving,
        "format": distributie.formaat,
        "mimetype": distributie.mediatype,
        "url": distributie.download_url or distributie.toegangs_url,
        "access_url": distributie.toegangs_url,
        "size": distributie.bytes_,
    }


def _series() -> Mapping[str, Any]:
    return {
        "id": "buurtcijfers",
        "name": "buurtcijfers",
        "type": "dataset_series",
        "title": "Buurtcijfers",
        "notes": "Jaarlijkse cijfers over bewoners, woningen en energie, per buurt.",
        "owner_org": "gemeente",
        "metadata_created": "2020-01-01T09:00:00.000000",
        "metadata_modified": "2020-01-01T09:00:00.000000",
    }
