"""An aanvraag moves from draft to zaak, or is withdrawn; never back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from subgraphs.formulieren.aanvraag import Aanvraag, NietMeerTeWijzigen, Stand

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NU + timedelta(minutes=5)
CONCEPT = Aanvraag(
    id="a",
    volgnummer=1,
    formulier_id="f",
    klant_id="k",
    stand=Stand.CONCEPT,
    gegevens={"naam": "Sanne"},
    versie=1,
    gestart_op=NU,
    gewijzigd_op=NU,
)


def test_a_draft_can_be_changed() -> None:
    bewaard = CONCEPT.bewaard({"naam": "Anna"}, LATER)
    assert bewaard == replace(CONCEPT, gegevens={"naam": "Anna"}, gewijzigd_op=LATER, versie=2)


def test_a_draft_can_be_submitted_under_a_key() -> None:
    ingediend = CONCEPT.ingediend("sleutel", LATER)
    assert (ingediend.stand, ingediend.indiensleutel, ingediend.ingediend_op) == (
        Stand.INGEDIEND,
        "sleutel",
        LATER,
    )
    assert ingediend.gegevens == CONCEPT.gegevens


def test_a_draft_that_is_withdrawn_is_forgotten() -> None:
    ingetrokken = CONCEPT.ingetrokken(LATER)
    assert (ingetrokken.stand, ingetrokken.gegevens) == (Stand.INGETROKKEN, {})


@pytest.mark.parametrize("stand", [Stand.INGEDIEND, Stand.GEREGISTREERD, Stand.INGETROKKEN])
def test_what_is_no_draft_stays_as_it_is(stand: Stand) -> None:
    aanvraag = replace(CONCEPT, stand=stand)
    for move in (
        lambda: aanvraag.bewaard({}, LATER),
        lambda: aanvraag.ingediend("sleutel", LATER),
        lambda: aanvraag.ingetrokken(LATER),
    ):
        with pytest.raises(NietMeerTeWijzigen):
            move()


def test_what_a_customer_filled_in_stays_out_of_logs() -> None:
    assert "Sanne" not in repr(CONCEPT)
