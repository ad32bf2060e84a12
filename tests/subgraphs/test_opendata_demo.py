"""The demo catalogue keeps to DCAT-AP-NL and to the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subgraphs.opendata.demo_catalogus import dataset_van, distributies_van
from subgraphs.opendata.demo_datasets import Beschrijving
from subgraphs.opendata.demo_datasets_samenleving import SAMENLEVING
from subgraphs.opendata.demo_datasets_stad import STAD
from subgraphs.opendata.woordenlijst import Frequentie

ALL = (*STAD, *SAMENLEVING)
TODAY = date(2026, 3, 2)
LONGEST = {
    Frequentie.CONTINU: timedelta(0),
    Frequentie.DAGELIJKS: timedelta(0),
    Frequentie.WEKELIJKS: timedelta(6),
    Frequentie.MAANDELIJKS: timedelta(30),
    Frequentie.PER_KWARTAAL: timedelta(91),
    Frequentie.JAARLIJKS: timedelta(730),
    Frequentie.ONREGELMATIG: timedelta(900),
}


def titel(beschrijving: Beschrijving) -> str:
    return beschrijving.titel


def test_there_are_sixty() -> None:
    assert len(ALL) == 60
    assert len({dataset_van(each, TODAY).id for each in ALL}) == 60


@pytest.mark.parametrize("beschrijving", ALL, ids=titel)
def test_the_mandatory_properties_are_there(beschrijving: Beschrijving) -> None:
    dataset = dataset_van(beschrijving, TODAY)
    assert all((dataset.titel, dataset.beschrijving, dataset.identificatie, beschrijving.themas))
    assert all(
        (dataset.uitgever.naam, dataset.maker.naam, dataset.contactpunt.email, dataset.toegangsrechten)
    )
    distributies = list(distributies_van(dataset, beschrijving))
    assert distributies
    assert all(each.toegangs_url.startswith("https://") and each.licentie for each in distributies)
    assert all((each.download_url is None) == (each.bytes_ is None) for each in distributies)


@settings(deadline=None)
@given(st.sampled_from(ALL), st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_dataset_is_as_fresh_as_its_frequency_promises(beschrijving: Beschrijving, today: date) -> None:
    dataset = dataset_van(beschrijving, today)
    assert timedelta(0) <= today - dataset.wijzigingsdatum <= LONGEST[dataset.frequentie]
    assert dataset.uitgiftedatum <= dataset.wijzigingsdatum
