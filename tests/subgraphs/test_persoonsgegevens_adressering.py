"""How people are written to, by the rules of the BRP."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from subgraphs.persoonsgegevens.adressering import adressering
from subgraphs.persoonsgegevens.klant import Bron, Geboorte, Gemeente, Herkomst, Persoon
from subgraphs.service.inwoner import (
    Adres,
    Buitenland,
    Geslacht,
    Locatie,
    Naam,
    Naamgebruik,
    Onbekend,
    Registerdatum,
    Verblijf,
)

PARTNER = Naam("Mark", "van den", "Berg")
SANNE = Persoon(
    id="sanne",
    burgerservicenummer="999990007",
    naam=Naam("Sanne Maria", "de", "Vries"),
    naamgebruik=Naamgebruik.EIGEN,
    geslacht=Geslacht.VROUW,
    geboorte=Geboorte(Registerdatum(1984, 3, 9)),
    nationaliteiten=("Nederlandse",),
    verblijf=Adres("Lindelaan", 12, "1234AB", "Voorbeeldstad", "a", "bis"),
    gemeente=Gemeente("9999", "Voorbeeldstad"),
    ingeschreven_sinds=None,
    herkomst=Herkomst(Bron.MAGAZIJN, datetime(2026, 3, 2, tzinfo=UTC), authentiek=False, in_onderzoek=False),
)


@pytest.mark.parametrize(
    ("gebruik", "achternaam"),
    [
        (Naamgebruik.EIGEN, "de Vries"),
        (Naamgebruik.PARTNER, "van den Berg"),
        (Naamgebruik.PARTNER_VOOR_EIGEN, "van den Berg-de Vries"),
        (Naamgebruik.PARTNER_NA_EIGEN, "de Vries-van den Berg"),
    ],
)
def test_the_name_follows_the_naamgebruik(gebruik: Naamgebruik, achternaam: str) -> None:
    waarde = adressering(replace(SANNE, naamgebruik=gebruik), PARTNER)
    assert waarde.aanschrijfwijze == f"S.M. {achternaam}"
    assert waarde.aanhef == f"Geachte mevrouw {achternaam[0].upper()}{achternaam[1:]}"


def test_without_a_partner_there_is_only_the_own_name() -> None:
    waarde = adressering(replace(SANNE, naamgebruik=Naamgebruik.PARTNER), None)
    assert waarde.in_lopende_tekst == "mevrouw De Vries"


@pytest.mark.parametrize(
    ("geslacht", "aanhef", "lopend"),
    [
        (Geslacht.MAN, "Geachte heer De Vries", "de heer De Vries"),
        (Geslacht.VROUW, "Geachte mevrouw De Vries", "mevrouw De Vries"),
        (Geslacht.ONBEKEND, "Geachte S.M. de Vries", "S.M. de Vries"),
    ],
)
def test_the_form_of_address_follows_the_sex(geslacht: Geslacht, aanhef: str, lopend: str) -> None:
    waarde = adressering(replace(SANNE, geslacht=geslacht), None)
    assert (waarde.aanhef, waarde.in_lopende_tekst) == (aanhef, lopend)


def test_someone_with_one_name_only_is_written_to_by_it() -> None:
    waarde = adressering(replace(SANNE, naam=Naam("", "", "Sukarno")), None)
    assert (waarde.aanschrijfwijze, waarde.aanhef) == ("Sukarno", "Geachte mevrouw Sukarno")


@pytest.mark.parametrize(
    ("verblijf", "regels", "land"),
    [
        (SANNE.verblijf, ("Lindelaan 12a-bis", "1234 AB  VOORBEELDSTAD"), None),
        (
            Buitenland("Spanje", ("Calle Mayor 18", "03570 Villajoyosa")),
            ("Calle Mayor 18", "03570 Villajoyosa"),
            "Spanje",
        ),
        (Locatie("Ligplaats 4", "Voorbeeldstad"), ("Ligplaats 4", "VOORBEELDSTAD"), None),
        (Onbekend(), (), None),
    ],
)
def test_the_address_lines_follow_where_someone_lives(
    verblijf: Verblijf, regels: tuple[str, ...], land: str | None
) -> None:
    waarde = adressering(replace(SANNE, verblijf=verblijf), None)
    assert (waarde.regels, waarde.land) == (regels, land)
