"""The forms of Voorbeeldstad can be drawn, filled in and handled."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from auth.principal import Klantsoort
from subgraphs.formulieren import tables as t
from subgraphs.formulieren.catalogus import SqlFormulieren
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.formulieren.formulier import Formulier
from subgraphs.service.database import Database
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.demo_zaaktypen import ZAAKTYPEN

PAGE = PageRequest(100)
each_form = pytest.mark.parametrize("formulier", FORMULIEREN, ids=lambda formulier: formulier.id)


def test_there_are_ten_forms_and_each_kind_of_customer_has_several() -> None:
    assert len({formulier.id for formulier in FORMULIEREN}) == 10
    for soort in Klantsoort:
        assert sum(soort in formulier.klantsoorten for formulier in FORMULIEREN) >= 5


@each_form
def test_its_schema_is_json_schema_2020_12_in_which_every_field_has_a_title(formulier: Formulier) -> None:
    Draft202012Validator.check_schema(dict(formulier.schema))
    assert all(field["title"] for field in formulier.schema["properties"].values())


@each_form
def test_its_steps_show_every_field_once(formulier: Formulier) -> None:
    shown = [veld for stap in formulier.stappen for veld in stap.velden]
    assert shown == list(formulier.schema["properties"])


@each_form
def test_its_hints_and_prefill_are_about_its_own_fields(formulier: Formulier) -> None:
    fields = formulier.schema["properties"].keys()
    assert formulier.weergave.keys() <= fields
    assert formulier.voorinvullen.keys() <= fields
    assert formulier.voorinvullen


@each_form
def test_an_aanvraag_with_it_is_handled_as_an_external_zaak_for_the_same_customers(
    formulier: Formulier,
) -> None:
    (zaaktype,) = (each for each in ZAAKTYPEN if each.identificatie == formulier.zaaktype)
    assert zaaktype.extern
    assert formulier.klantsoorten <= zaaktype.klantsoorten


async def test_the_catalogue_is_stored_whole_and_only_once(database: Database) -> None:
    await database.create_tables(t.metadata)
    await fill(database)
    await fill(database)
    catalogus = SqlFormulieren(database)
    stored = await catalogus.formulieren([formulier.id for formulier in FORMULIEREN])
    assert stored == {formulier.id: formulier for formulier in FORMULIEREN}


async def test_the_catalogue_is_searched_and_narrowed_and_paged(database: Database) -> None:
    await database.create_tables(t.metadata)
    await fill(database)
    catalogus = SqlFormulieren(database)
    voor_burgers = await catalogus.catalogus(None, Klantsoort.BURGER, PAGE)
    assert {formulier.id for formulier in voor_burgers.rows} == {
        formulier.id for formulier in FORMULIEREN if Klantsoort.BURGER in formulier.klantsoorten
    }
    (found,) = (await catalogus.catalogus("VERHUISDATUM", None, PAGE)).rows
    assert found.id == "verhuizing-doorgeven"
    first = await catalogus.catalogus(None, None, PageRequest(6))
    rest = await catalogus.catalogus(None, None, PageRequest(6, (first.rows[-1].titel, first.rows[-1].id)))
    assert (first.more, rest.more, await first.count()) == (True, False, 10)
    titles = [formulier.titel for formulier in (*first.rows, *rest.rows)]
    assert titles == sorted(formulier.titel for formulier in FORMULIEREN)
