"""Voorbeeldstad is believable, complete, and the same every time."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.principal import Klantsoort
from subgraphs.service.elfproef import elfproef, nummers
from subgraphs.service.inwoner import Adres, Inwoner
from subgraphs.service.voorbeeldstad import PERSONAS, inwoner_id, organisatie_id, voorbeeldstad
from subgraphs.service.voorbeeldstad_bewoners import bewoners

TODAY = date(2026, 3, 2)
STAD = voorbeeldstad(TODAY)
KEY = b"k" * 32
BY_BSN = {inwoner.bsn: inwoner for inwoner in STAD.inwoners}


def name(inwoner: Inwoner) -> str:
    return inwoner.naam.volledig


def test_it_has_sixty_people_and_twenty_organisations_at_least() -> None:
    assert len(STAD.inwoners) >= 60
    assert len(STAD.organisaties) >= 20


def test_the_same_day_gives_the_same_city() -> None:
    assert bewoners(TODAY) == STAD.inwoners


@settings(deadline=None, max_examples=25)
@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_ages_and_numbers_do_not_depend_on_the_day(today: date) -> None:
    def age(inwoner: Inwoner, on: date) -> int:
        geboren = inwoner.geboorte
        assert geboren.jaar
        return on.year - geboren.jaar - ((on.month, on.day) < (geboren.maand or 1, geboren.dag or 1))

    others = voorbeeldstad(today).inwoners
    assert [other.bsn for other in others] == [inwoner.bsn for inwoner in STAD.inwoners]
    dated = [pair for pair in zip(others, STAD.inwoners, strict=True) if pair[1].geboorte.dag]
    assert all(age(then, today) == age(now, TODAY) for then, now in dated)
    assert all(inwoner.ingeschreven_sinds <= today for inwoner in others)


def test_numbers_are_fictitious_unique_and_pass_the_eleven_test() -> None:
    bsns = [inwoner.bsn for inwoner in STAD.inwoners]
    rsins = [organisatie.rsin for organisatie in STAD.organisaties if organisatie.rsin]
    assert all(bsn.startswith("99999") and elfproef(bsn) for bsn in bsns)
    assert all(elfproef(rsin) for rsin in rsins)
    assert len({*bsns, *rsins}) == len(bsns) + len(rsins)


def test_organisations_have_numbers_of_the_right_length() -> None:
    assert all(re.fullmatch(r"\d{8}", organisatie.kvk_nummer) for organisatie in STAD.organisaties)
    vestigingen = [vestiging for organisatie in STAD.organisaties for vestiging in organisatie.vestigingen]
    assert all(re.fullmatch(r"\d{12}", vestiging.nummer) for vestiging in vestigingen)
    assert len({vestiging.nummer for vestiging in vestigingen}) == len(vestigingen)
    assert all(
        [vestiging.hoofdvestiging for vestiging in organisatie.vestigingen].count(True) == 1
        for organisatie in STAD.organisaties
    )


def test_only_a_sole_trader_has_no_rsin() -> None:
    without = {organisatie.rechtsvorm for organisatie in STAD.organisaties if organisatie.rsin is None}
    assert without == {"Eenmanszaak"}


def test_every_customer_has_an_id_of_its_own() -> None:
    ids = [inwoner_id(KEY, inwoner) for inwoner in STAD.inwoners]
    ids += [organisatie_id(KEY, organisatie) for organisatie in STAD.organisaties]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("inwoner", STAD.inwoners, ids=name)
def test_relations_hold_from_both_sides(inwoner: Inwoner) -> None:
    if inwoner.verbintenis and inwoner.verbintenis.partner.bsn:
        back = BY_BSN[inwoner.verbintenis.partner.bsn].verbintenis
        assert back
        assert (back.partner.bsn, back.sinds) == (inwoner.bsn, inwoner.verbintenis.sinds)
    for kind in inwoner.kinderen:
        assert kind.bsn
        assert inwoner.bsn in {ouder.bsn for ouder in BY_BSN[kind.bsn].ouders}
    for ouder in inwoner.ouders:
        if ouder.bsn:
            assert inwoner.bsn in {kind.bsn for kind in BY_BSN[ouder.bsn].kinderen}


@pytest.mark.parametrize("inwoner", STAD.inwoners, ids=name)
def test_parents_are_a_generation_older(inwoner: Inwoner) -> None:
    for ouder in inwoner.ouders:
        if ouder.geboorte.jaar and inwoner.geboorte.jaar:
            assert 16 <= inwoner.geboorte.jaar - ouder.geboorte.jaar <= 50


def test_postcodes_have_the_dutch_form() -> None:
    adressen = [inwoner.verblijf for inwoner in STAD.inwoners if isinstance(inwoner.verblijf, Adres)]
    assert all(re.fullmatch(r"[1-9]\d{3}(?!SA|SD|SS)[A-Z]{2}", adres.postcode) for adres in adressen)
    assert all(re.fullmatch(r"\d{16}", adres.nummeraanduiding) for adres in adressen)


def test_not_everyone_lives_at_an_address() -> None:
    assert {type(inwoner.verblijf).__name__ for inwoner in STAD.inwoners} == {
        "Adres",
        "Buitenland",
        "Locatie",
        "Onbekend",
    }


def test_some_births_are_not_fully_known() -> None:
    onvolledig = {(inwoner.geboorte.jaar is None, inwoner.geboorte.dag is None) for inwoner in STAD.inwoners}
    assert onvolledig == {(False, False), (False, True), (True, True)}


def test_every_persona_is_someone_of_the_city() -> None:
    known = {inwoner_id(KEY, inwoner): inwoner.naam.roepnaam for inwoner in STAD.inwoners}
    known |= {organisatie_id(KEY, each): each.statutaire_naam for each in STAD.organisaties}
    assert [known[persona.klant_id(KEY)] for persona in PERSONAS] == [persona.naam for persona in PERSONAS]


def test_the_personas_are_of_every_kind() -> None:
    assert {persona.klantsoort for persona in PERSONAS} == set(Klantsoort)
    assert len({persona.sleutel for persona in PERSONAS}) == len(PERSONAS)


def test_identifiers_stay_out_of_reprs() -> None:
    shown = repr(STAD) + repr(PERSONAS)
    numbers = [*BY_BSN, *(organisatie.kvk_nummer for organisatie in STAD.organisaties)]
    assert not any(number in shown for number in numbers)


@pytest.mark.parametrize("nummer", ["", "99999000", "9999900070", "99999000a", "٩٩٩٩٩٠٠٠٧", "999990008"])
def test_other_texts_do_not_pass_the_eleven_test(nummer: str) -> None:
    assert not elfproef(nummer)


@settings(deadline=None)
@given(st.sampled_from(list(nummers("9999"))[:500]), st.integers(0, 8), st.integers(1, 9))
def test_the_eleven_test_notices_one_wrong_digit(nummer: str, place: int, shift: int) -> None:
    digit = str((int(nummer[place]) + shift) % 10)
    assert not elfproef(nummer[:place] + digit + nummer[place + 1 :])
