"""An aanvraag moves from draft to zaak, or is withdrawn; never back."""

from __future__ import annotations

from collections.abc import Callable
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


MOVES: dict[str, Callable[[Aanvraag], Aanvraag]] = {
    "bewaard": lambda aanvraag: aanvraag.bewaard({}, LATER),
    "ingediend": lambda aanvraag: aanvraag.ingediend("sleutel", LATER),
    "ingetrokken": lambda aanvraag: aanvraag.ingetrokken(LATER),
    "aangevraagd": lambda aanvraag: aanvraag.intrekking_aangevraagd(LATER),
}
ALLOWED = {
    Stand.CONCEPT: {"bewaard", "ingediend", "ingetrokken"},
    Stand.INGEDIEND: {"ingetrokken", "aangevraagd"},
    Stand.GEREGISTREERD: {"aangevraagd"},
    Stand.INTREKKING_AANGEVRAAGD: set(),
    Stand.INGETROKKEN: set(),
    Stand.NIET_VERWERKT: {"ingetrokken"},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("stand", Stand)
def test_from_each_state_there_are_these_moves(stand: Stand, move: str) -> None:
    aanvraag = replace(CONCEPT, stand=stand)
    if move in ALLOWED[stand]:
        assert MOVES[move](aanvraag).versie == aanvraag.versie + 1
    else:
        with pytest.raises(NietMeerTeWijzigen):
            MOVES[move](aanvraag)


def test_what_was_submitted_and_is_withdrawn_was_erased() -> None:
    assert CONCEPT.ingediend("sleutel", NU).ingetrokken(LATER).gewist_op == LATER
    assert CONCEPT.ingetrokken(LATER).gewist_op is None


def test_what_a_customer_filled_in_stays_out_of_logs() -> None:
    assert "Sanne" not in repr(CONCEPT)
