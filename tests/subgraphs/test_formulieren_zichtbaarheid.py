"""What a form does not show is neither asked nor stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.formulieren.demo_velden import is_gelijk
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.validatie import Foutcode, fouten
from subgraphs.formulieren.zichtbaarheid import getoonde_gegevens, gevraagde_bijlagen

FORMULIER = {formulier.id: formulier for formulier in FORMULIEREN}
BIJSTAND = FORMULIER["bijzondere-bijstand-aanvragen"]
each_form = pytest.mark.parametrize("formulier", FORMULIEREN, ids=lambda formulier: formulier.id)


def missing(formulier: Formulier, gegevens: dict[str, Any]) -> set[str | None]:
    return {fout.veld for fout in fouten(formulier.schema, gegevens) if fout.code is Foutcode.VERPLICHT}


def test_a_field_is_asked_only_where_it_is_shown() -> None:
    assert "/naamPartner" in missing(BIJSTAND, {"partner": True})
    assert "/naamPartner" not in missing(BIJSTAND, {"partner": False})
    assert "/naamPartner" not in missing(BIJSTAND, {})


def test_what_is_not_shown_any_more_is_not_kept() -> None:
    ooit = {"partner": True, "naamPartner": "Joris", "kostensoort": "Anders"}
    assert getoonde_gegevens(BIJSTAND, ooit) == ooit
    assert getoonde_gegevens(BIJSTAND, {**ooit, "partner": False}) == {
        "partner": False,
        "kostensoort": "Anders",
    }


def test_what_hangs_on_something_hidden_is_hidden_with_it() -> None:
    velden = {name: {"type": "string"} for name in ("a", "b", "c")}
    formulier = replace(
        BIJSTAND,
        schema={"type": "object", "properties": velden},
        voorwaarden={"b": is_gelijk("a", "ja"), "c": is_gelijk("b", "ja")},
    )
    alles = {"c": "x", "b": "ja", "a": "ja"}
    assert getoonde_gegevens(formulier, alles) == alles
    assert getoonde_gegevens(formulier, {**alles, "a": "nee"}) == {"a": "nee"}


def test_a_field_that_the_form_does_not_have_stays_to_be_refused() -> None:
    assert getoonde_gegevens(BIJSTAND, {"bestaatNiet": 1}) == {"bestaatNiet": 1}


def test_a_kind_of_bijlage_is_asked_only_beside_data_that_it_fits() -> None:
    assert "inkomenPartner" in {soort.naam for soort in gevraagde_bijlagen(BIJSTAND, {"partner": True})}
    assert {soort.naam for soort in gevraagde_bijlagen(BIJSTAND, {"partner": False})} == {"inkomen", "kosten"}


def test_a_field_that_wants_another_beside_it_says_so_at_that_field() -> None:
    schema = {"type": "object", "dependentRequired": {"telefoon": ["naam", "tijd"]}}
    assert {(fout.code, fout.veld) for fout in fouten(schema, {"telefoon": "1", "tijd": "2"})} == {
        (Foutcode.VERPLICHT, "/naam")
    }


@each_form
def test_a_condition_looks_at_fields_that_stand_before_its_own(formulier: Formulier) -> None:
    order = list(formulier.schema["properties"])
    for veld, voorwaarde in formulier.voorwaarden.items():
        assert all(order.index(other) < order.index(veld) for other in voorwaarde["properties"])


@each_form
def test_what_is_asked_by_a_condition_the_schema_says_too(formulier: Formulier) -> None:
    conditional = {name for rule in formulier.schema.get("allOf", ()) for name in rule["then"]["required"]}
    assert conditional <= formulier.voorwaarden.keys()
    assert not set(formulier.schema["required"]) & formulier.voorwaarden.keys()


@each_form
def test_its_bijlagen_each_stand_on_a_page(formulier: Formulier) -> None:
    on_pages = [naam for stap in formulier.stappen for naam in stap.bijlagen]
    assert on_pages == [soort.naam for soort in formulier.bijlagen]
