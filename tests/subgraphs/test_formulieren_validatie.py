"""What is wrong with an aanvraag is said by field, with a code, and without repeating what was filled in."""

from __future__ import annotations

from typing import Any

import pytest

from subgraphs.formulieren.validatie import MAX_BYTES, Fout, Foutcode, concept_fouten, fouten

SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "naam": {"type": "string", "minLength": 2},
        "dag": {"type": "string", "format": "date"},
        "post/code": {"type": "string", "pattern": "^[0-9]{4}$"},
        "zone": {"enum": ["A", "B"]},
        "aantal": {"type": "integer", "maximum": 10},
        "leden": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"naam": {"type": "string"}},
                "required": ["naam"],
                "additionalProperties": False,
            },
        },
    },
    "required": ["naam", "dag"],
    "additionalProperties": False,
}
GOED = {"naam": "Sanne", "dag": "2026-03-02"}


def found(gegevens: object) -> list[tuple[Foutcode, str | None]]:
    return [(fout.code, fout.veld) for fout in fouten(SCHEMA, gegevens)]


def test_a_text_may_have_more_lines_and_tabs() -> None:
    assert fouten(SCHEMA, {**GOED, "naam": "Sanne\r\n\tde Vries 👩‍👧"}) == ()


def test_what_is_right_has_no_errors() -> None:
    assert fouten(SCHEMA, {**GOED, "zone": "A", "aantal": 3, "leden": [{"naam": "x"}]}) == ()


@pytest.mark.parametrize(
    ("wijziging", "code", "veld"),
    [
        ({"naam": 5}, Foutcode.ONGELDIG_TYPE, "/naam"),
        ({"naam": "S"}, Foutcode.BUITEN_BEREIK, "/naam"),
        ({"dag": "31 februari"}, Foutcode.ONGELDIG_FORMAAT, "/dag"),
        ({"dag": "2026-02-30"}, Foutcode.ONGELDIG_FORMAAT, "/dag"),
        ({"post/code": "12"}, Foutcode.ONGELDIG_FORMAAT, "/post~1code"),
        ({"zone": "C"}, Foutcode.ONGELDIGE_WAARDE, "/zone"),
        ({"aantal": 11}, Foutcode.BUITEN_BEREIK, "/aantal"),
        ({"aantal": 1.5}, Foutcode.ONGELDIG_TYPE, "/aantal"),
        ({"aantal": True}, Foutcode.ONGELDIG_TYPE, "/aantal"),
        ({"extra": 1}, Foutcode.ONBEKEND_VELD, "/extra"),
        ({"leden": [{"naam": "x"}, {}]}, Foutcode.VERPLICHT, "/leden/1/naam"),
        ({"leden": [{"naam": "x", "y": 1}]}, Foutcode.ONBEKEND_VELD, "/leden/0/y"),
        ({"naam": "Sanne\0"}, Foutcode.ONGELDIGE_WAARDE, "/naam"),
        ({"leden": [{"naam": "x"}, {"naam": "\x1b[2J"}]}, Foutcode.ONGELDIGE_WAARDE, "/leden/1/naam"),
    ],
)
def test_each_error_names_its_field_by_json_pointer(
    wijziging: dict[str, Any], code: Foutcode, veld: str
) -> None:
    assert found({**GOED, **wijziging}) == [(code, veld)]


def test_every_missing_field_is_named() -> None:
    assert found({}) == [(Foutcode.VERPLICHT, "/dag"), (Foutcode.VERPLICHT, "/naam")]


def test_a_draft_may_have_gaps_but_no_mistakes() -> None:
    assert concept_fouten(SCHEMA, {}) == ()
    assert [fout.code for fout in concept_fouten(SCHEMA, {"zone": "C"})] == [Foutcode.ONGELDIGE_WAARDE]


def test_what_was_filled_in_is_not_repeated_in_the_error() -> None:
    (fout,) = fouten(SCHEMA, {**GOED, "zone": "999990007"})
    assert isinstance(fout, Fout)
    assert "999990007" not in repr(fout)


def test_what_is_too_large_is_not_even_looked_at() -> None:
    assert found({**GOED, "extra": "a" * MAX_BYTES}) == [(Foutcode.TE_GROOT, None)]
