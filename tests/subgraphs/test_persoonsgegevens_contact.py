"""Contact data: what is accepted, how it is written down, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subgraphs.persoonsgegevens.contact import (
    Contactgegevens,
    Contactwijziging,
    Kanaal,
    email,
    telefoonnummer,
)
from subgraphs.service.errors import InvalidInput

NOW = datetime(2026, 3, 2, tzinfo=UTC)
KNOWN = Contactgegevens("sanne@post.example", "+31612345678", Kanaal.EMAIL)


@pytest.mark.parametrize(
    "adres",
    [
        "a@b.nl",
        "voor.achter+label@sub.domein.example",
        "o'brien@post.example",
        "josé@café.example",
        "x" * 64 + "@b.nl",
    ],
)
def test_an_address_that_mail_can_go_to_is_kept_as_it_is(adres: str) -> None:
    assert email(f"  {adres} ") == adres


@pytest.mark.parametrize(
    "adres",
    [
        "",
        "a",
        "a@b",
        "@b.nl",
        "a@@b.nl",
        "a b@c.nl",
        "a@b.nl, c@d.nl",
        "a@-b.nl",
        "a@b..nl",
        ".a@b.nl",
        "a.@b.nl",
        "a..b@c.nl",
        "a@b.nl\nBcc: c@d.nl",
        "<a@b.nl>",
        "a@[127.0.0.1]",
        "x" * 65 + "@b.nl",
        "a@" + "b" * 250 + ".nl",
    ],
)
def test_any_other_address_is_refused_without_being_repeated(adres: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        email(adres)
    assert caught.value.extensions == {"code": "ONGELDIGE_INVOER", "veld": "email"}
    assert caught.value.message == "Dit is geen geldig e-mailadres."


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0612345678", "+31612345678"),
        ("06 - 1234 5678", "+31612345678"),
        ("(0570) 12 34 56", "+31570123456"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("+49 5922 123456", "+495922123456"),
    ],
)
def test_a_telephone_number_is_kept_with_its_country(written: str, kept: str) -> None:
    assert telefoonnummer(written) == kept


@pytest.mark.parametrize(
    "written",
    ["", "112", "nul zes", "06123456", "061234567890", "+0612345678", "+1234567890123456", "٠٦١٢٣٤٥٦٧٨"],
)
def test_any_other_number_is_refused(written: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        telefoonnummer(written)
    assert caught.value.extensions == {"code": "ONGELDIGE_INVOER", "veld": "telefoonnummer"}


@settings(deadline=None)
@given(st.from_regex(r"\+(31[1-9][0-9]{8}|49[1-9][0-9]{6,12})", fullmatch=True))
def test_a_number_that_was_kept_is_kept_again(nummer: str) -> None:
    assert telefoonnummer(nummer) == nummer


def test_what_is_not_mentioned_stays() -> None:
    assert Contactwijziging(email="nieuw@post.example").toegepast_op(KNOWN, NOW) == Contactgegevens(
        "nieuw@post.example", "+31612345678", Kanaal.EMAIL, NOW
    )


def test_nothing_is_taken_away_unless_it_is_said() -> None:
    changed = Contactwijziging(telefoonnummer=None).toegepast_op(KNOWN, NOW)
    assert changed == Contactgegevens("sanne@post.example", None, Kanaal.EMAIL, NOW)


@pytest.mark.parametrize(
    "wijziging",
    [
        Contactwijziging(email=None),
        Contactwijziging(telefoonnummer=None, voorkeurskanaal=Kanaal.TELEFOON),
    ],
)
def test_the_preferred_channel_must_lead_somewhere(wijziging: Contactwijziging) -> None:
    with pytest.raises(InvalidInput) as caught:
        wijziging.toegepast_op(KNOWN, NOW)
    assert caught.value.extensions == {"code": "ONGELDIGE_INVOER", "veld": "voorkeurskanaal"}


def test_who_changes_the_channel_along_may_take_its_address_away() -> None:
    changed = Contactwijziging(email=None, voorkeurskanaal=Kanaal.POST).toegepast_op(KNOWN, NOW)
    assert (changed.email, changed.voorkeurskanaal) == (None, Kanaal.POST)
