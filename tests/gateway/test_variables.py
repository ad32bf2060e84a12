"""Coercion of variables: the specification's values, our own words, and never the client's values in them."""

from typing import Any

import pytest
from graphql import build_schema

from gateway.operation.document import Document, Rules
from gateway.operation.refusal import InputRefused
from gateway.operation.variables import coerce_variables

SCHEMA = build_schema(
    """
    scalar Datum
    enum Klantsoort { BURGER BEDRIJF }
    input Adres { postcode: String! huisnummer: Int! toevoeging: String = "" vorige: [Adres!] }
    input Zoek @oneOf { naam: String bsn: String }
    type Query {
      f(a: Adres, k: [Klantsoort!], n: Int = 3, x: Float, d: Datum, i: ID, z: Zoek): Int
    }
    """
)
ALL = (
    "query ($a: Adres, $k: [Klantsoort!], $n: Int = 5, $x: Float, $d: Datum, $i: ID, $z: Zoek) "
    "{ f(a: $a, k: $k, n: $n, x: $x, d: $d, i: $i, z: $z) }"
)


def coerced(given: dict[str, Any], text: str = ALL) -> dict[str, Any]:
    document = Document.read(text, Rules(SCHEMA))
    return dict(coerce_variables(SCHEMA, document.operation(None), given))


def refused(given: dict[str, Any], text: str = ALL) -> list[str]:
    with pytest.raises(InputRefused) as raised:
        coerced(given, text)
    assert all(error["extensions"]["code"] == "BAD_USER_INPUT" for error in raised.value.errors)
    return [error["message"] for error in raised.value.errors]


def test_defaults_are_filled_in_and_absent_variables_stay_absent() -> None:
    assert coerced({}) == {"n": 5}
    assert coerced({"n": None}) == {"n": None}
    assert coerced({"a": {"postcode": "1234AB", "huisnummer": 1}})["a"] == {
        "postcode": "1234AB",
        "huisnummer": 1,
        "toevoeging": "",
    }


def test_a_single_value_becomes_a_list_and_an_integer_id_a_string() -> None:
    assert coerced({"k": "BURGER", "i": 7}) == {"n": 5, "k": ["BURGER"], "i": "7"}


def test_values_of_custom_scalars_pass_as_they_are() -> None:
    value = {"jaar": [2026, None], "diep": {"er": True}}
    assert coerced({"d": value})["d"] == value


def test_variables_that_nobody_defined_are_left_out() -> None:
    assert coerced({"onbekend": 1}) == {"n": 5}


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"a": "x"}, 'Variable "$a" must be an object of type "Adres".'),
        ({"a": {"huisnummer": 1}}, 'Variable "$a" lacks the required field "postcode" of type "String!".'),
        (
            {"a": {"postcode": "x", "huisnummer": 1, "stad": "y"}},
            'Variable "$a" has a field "stad" that type "Adres" does not know.',
        ),
        (
            {"a": {"postcode": "x", "huisnummer": 1, "vorige": [{"postcode": "x", "huisnummer": "1"}]}},
            'Variable "$a.vorige[0].huisnummer" must be a value of type "Int".',
        ),
        (
            {"a": {"postcode": None, "huisnummer": 1}},
            'Variable "$a.postcode" of required type "String!" is null.',
        ),
        ({"k": ["MENS"]}, 'Variable "$k[0]" must be one of BURGER, BEDRIJF (type "Klantsoort").'),
        ({"n": 2**31}, 'Variable "$n" must be a value of type "Int".'),
        ({"n": True}, 'Variable "$n" must be a value of type "Int".'),
        ({"x": "1.5"}, 'Variable "$x" must be a value of type "Float".'),
        (
            {"z": {"naam": "a", "bsn": "b"}},
            'Variable "$z" must have exactly one field of type "Zoek", and not null.',
        ),
        ({"z": {}}, 'Variable "$z" must have exactly one field of type "Zoek", and not null.'),
    ],
)
def test_a_misfit_is_named_by_place_and_type(given: dict[str, Any], complaint: str) -> None:
    assert refused(given) == [complaint]


def test_a_required_variable_must_be_there_and_not_null() -> None:
    text = "query ($n: Int!) { f(n: $n) }"
    assert refused({}, text) == ['Variable "$n" of required type "Int!" is missing.']
    assert refused({"n": None}, text) == ['Variable "$n" of required type "Int!" is null.']


@pytest.mark.parametrize(
    "given",
    [
        {"n": "999990019"},
        {"a": "999990019"},
        {"a": {"postcode": 999990019, "huisnummer": 999990019}},
        {"a": {"postcode": "x", "huisnummer": 1, "stad": "999990019"}},
        {"a": {"huisnummer": "999990019"}},
        {"k": ["999990019"]},
        {"z": {"bsn": "999990019", "naam": "999990019"}},
    ],
)
def test_no_error_ever_repeats_a_value(given: dict[str, Any]) -> None:
    assert not any("999990019" in message for message in refused(given))


def test_all_problems_come_at_once_but_not_without_end() -> None:
    assert len(refused({"n": "x", "x": "y", "i": []})) == 3
    assert len(refused({"k": ["fout"] * 500})) == 20


def test_deeply_nested_values_are_refused_and_do_not_exhaust_the_stack() -> None:
    value: dict[str, Any] = {"postcode": 1, "huisnummer": 1}
    for _ in range(5000):
        value = {"postcode": "x", "huisnummer": 1, "vorige": [value]}
    assert refused({"a": value})
