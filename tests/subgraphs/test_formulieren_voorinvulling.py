"""Prefill puts what the registers know in the fields of a form, and never gets a customer stuck."""

from __future__ import annotations

from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.formulieren.validatie import concept_fouten
from subgraphs.formulieren.voorinvulling import vul_in

FORMULIER = {formulier.id: formulier for formulier in FORMULIEREN}
VERHUIZING = FORMULIER["verhuizing-doorgeven"]
PERSOON: dict[str, Any] = {
    "naam": {"volledigeNaam": "Sanne de Vries"},
    "geboorte": {"datum": "1984-03-09"},
    "verblijfplaats": {
        "__typename": "Adres",
        "straatnaam": "Lindelaan",
        "huisnummer": 12,
        "huisletter": "a",
        "huisnummertoevoeging": "bis",
        "postcode": "1234AB",
        "woonplaats": "Voorbeeldstad",
    },
    "contactgegevens": {"email": "sanne@example.nl", "telefoonnummer": "+31612345678"},
    "herkomst": {"inOnderzoek": False},
}
ORGANISATIE: dict[str, Any] = {
    "statutaireNaam": "Stichting Muziekschool",
    "kvkNummer": "90000202",
    "rsin": "999980014",
    "rechtsvorm": "Stichting",
    "contactgegevens": None,
    "herkomst": {"inOnderzoek": False},
}


def test_a_person_gets_name_address_and_contact() -> None:
    ingevuld = vul_in(VERHUIZING, Klantsoort.BURGER, PERSOON)
    assert ingevuld.waarden == {
        "naam": "Sanne de Vries",
        "geboortedatum": "1984-03-09",
        "straatnaam": "Lindelaan",
        "huisnummer": 12,
        "huisnummertoevoeging": "a bis",
        "postcode": "1234AB",
        "woonplaats": "Voorbeeldstad",
        "email": "sanne@example.nl",
        "telefoonnummer": "+31612345678",
    }
    assert ingevuld.ontbreekt == ()
    assert concept_fouten(VERHUIZING.schema, ingevuld.waarden) == ()


def test_an_organisation_gets_what_the_handelsregister_knows() -> None:
    ingevuld = vul_in(FORMULIER["subsidie-aanvragen"], Klantsoort.INSTELLING, ORGANISATIE)
    assert ingevuld.waarden == {
        "organisatienaam": "Stichting Muziekschool",
        "kvkNummer": "90000202",
        "rsin": "999980014",
        "rechtsvorm": "Stichting",
    }
    assert ingevuld.ontbreekt == ("email", "telefoonnummer")


def test_an_address_abroad_leaves_the_address_to_the_customer() -> None:
    buitenland = {**PERSOON, "verblijfplaats": {"__typename": "VerblijfplaatsBuitenland"}}
    ingevuld = vul_in(VERHUIZING, Klantsoort.BURGER, buitenland)
    assert "naam" in ingevuld.waarden
    assert {"straatnaam", "huisnummer", "huisnummertoevoeging", "postcode"} <= set(ingevuld.ontbreekt)


def test_a_register_that_is_down_leaves_the_form_usable() -> None:
    ingevuld = vul_in(VERHUIZING, Klantsoort.BURGER, {"naam": None, "verblijfplaats": None})
    assert ingevuld.waarden == {}
    assert set(ingevuld.ontbreekt) == set(VERHUIZING.voorinvullen)


def test_data_under_investigation_are_asked_for_instead() -> None:
    ingevuld = vul_in(VERHUIZING, Klantsoort.BURGER, {**PERSOON, "herkomst": {"inOnderzoek": True}})
    assert ingevuld.waarden == {}
    assert set(ingevuld.ontbreekt) == set(VERHUIZING.voorinvullen)


def test_a_value_that_the_form_would_refuse_is_left_out() -> None:
    contact = {"email": "geen adres", "telefoonnummer": "onbekend"}
    ingevuld = vul_in(VERHUIZING, Klantsoort.BURGER, {**PERSOON, "contactgegevens": contact})
    assert ingevuld.ontbreekt == ("email", "telefoonnummer")
