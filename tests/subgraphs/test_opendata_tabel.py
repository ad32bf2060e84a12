"""Files become tables as people meant them, whatever program wrote them; what is no table is no table."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from subgraphs.opendata.bestand import Bestandsbegin
from subgraphs.opendata.tabel import MAX_KOLOMMEN, MAX_TEKENS, Kolomsoort, Onleesbaar, Tabel
from subgraphs.opendata.tabel_csv import lees_csv
from subgraphs.opendata.tabel_geojson import lees_geojson


def csv_of(text: str, codering: str = "utf-8", most: int = 10) -> Tabel:
    return lees_csv(Bestandsbegin(text.encode(codering), volledig=True), most)


def names(tabel: Tabel) -> list[str]:
    return [kolom.naam for kolom in tabel.kolommen]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_separator_and_encoding_are_found(sign: str, codering: str) -> None:
    text = sign.join(["naam", "straat", "prijs"]) + "\r\n" + sign.join(["Zoë", "Café 1", "€ 5"]) + "\r\n"
    tabel = csv_of(text, codering)
    assert names(tabel) == ["naam", "straat", "prijs"]
    assert tabel.rijen == (("Zoë", "Café 1", "€ 5"),)
    assert (tabel.codering, tabel.scheidingsteken, tabel.volledig) == (codering, sign, True)


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_may_say_its_separator_as_excel_does(codering: str) -> None:
    tabel = csv_of("sep=;\r\nnaam;prijs\r\nlinde, oud;5\r\n", codering)
    assert (names(tabel), tabel.rijen, tabel.scheidingsteken) == (
        ["naam", "prijs"],
        (("linde, oud", "5"),),
        ";",
    )


def test_a_comma_within_quotes_or_a_number_parts_nothing() -> None:
    tabel = csv_of('naam;bedrag;plaats\n"De Boer; zoon";"1,5";Noord, West\nJan;2,75;Zuid\n')
    assert tabel.rijen == (("De Boer; zoon", "1,5", "Noord, West"), ("Jan", "2,75", "Zuid"))


def test_what_stands_in_a_column_shows_what_it_is() -> None:
    tabel = csv_of("a;b;c;d;e;f;g\n1;1,5;2026-01-31;ja;x;;007\n-2;3;2025-12-01;Nee;1;;12\n")
    assert [kolom.soort for kolom in tabel.kolommen] == [
        Kolomsoort.GEHEEL_GETAL,
        Kolomsoort.GETAL,
        Kolomsoort.DATUM,
        Kolomsoort.JA_NEE,
        Kolomsoort.TEKST,
        Kolomsoort.TEKST,
        Kolomsoort.GETAL,
    ]
    assert [row[5] for row in tabel.rijen] == [None, None]


def test_without_names_the_columns_are_numbered() -> None:
    tabel = csv_of("1;linde\n2;eik\n")
    assert names(tabel) == ["kolom 1", "kolom 2"]
    assert tabel.rijen == (("1", "linde"), ("2", "eik"))


def test_rows_of_another_length_are_made_to_fit() -> None:
    assert csv_of("a,b\n1\n1,2,3\n\n1,2\n").rijen == (("1", None), ("1", "2"), ("1", "2"))


def test_no_more_rows_come_than_were_asked_for() -> None:
    text = "a,b\n" + "".join(f"{n},x\n" for n in range(30))
    assert (len(csv_of(text, most=30).rijen), csv_of(text, most=30).volledig) == (30, True)
    assert (len(csv_of(text, most=29).rijen), csv_of(text, most=29).volledig) == (29, False)


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_row_that_was_cut_off_is_not_shown(cut: int) -> None:
    whole = "naam;plaats\nZoë;Café\nJan;Noord\n".encode()
    tabel = lees_csv(Bestandsbegin(whole[:-cut], volledig=False), 10)
    assert tabel.rijen == (("Zoë", "Café"),)
    assert not tabel.volledig


def test_a_character_that_was_cut_in_two_does_not_change_the_encoding() -> None:
    whole = "naam;plaats\nJan;Noord\nZoë".encode()
    assert lees_csv(Bestandsbegin(whole[:-1], volledig=False), 10).codering == "utf-8"


def test_wide_and_long_is_cut_to_what_a_screen_can_hold() -> None:
    wide = csv_of(",".join(f"k{n}" for n in range(500)) + "\n" + ",".join("x" * 500))
    assert len(wide.kolommen) == len(wide.rijen[0]) == MAX_KOLOMMEN
    long = csv_of(f"a,b\n{'y' * 5000},z\n").rijen[0][0]
    assert long is not None
    assert (len(long), long[-1]) == (MAX_TEKENS, "…")


@pytest.mark.parametrize(
    "inhoud", [b"", b"\n\n", b"\x00\x01\x02", b"PK\x03\x04\x00\x00", b'"' + b"x" * 200_000]
)
def test_what_is_no_table_is_said_to_be_none(inhoud: bytes) -> None:
    with pytest.raises(Onleesbaar):
        lees_csv(Bestandsbegin(inhoud, volledig=False), 10)


@settings(deadline=None)
@given(st.binary(max_size=400), st.booleans(), st.integers(1, 50))
def test_any_bytes_give_a_table_or_say_that_they_are_none(inhoud: bytes, volledig: bool, most: int) -> None:
    for lezer in (lees_csv, lees_geojson):
        try:
            tabel = lezer(Bestandsbegin(inhoud, volledig), most)
        except Onleesbaar:
            continue
        assert len(tabel.rijen) <= most
        assert {len(row) for row in tabel.rijen} <= {len(tabel.kolommen)}


FEATURES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"soort": "linde", "jaar": 1990, "hol": None},
            "geometry": {"type": "Point", "coordinates": [5.4, 52.3]},
        },
        {"type": "Feature", "properties": {"soort": "eik", "eigen": {"a": 1}}, "geometry": None},
        {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": []}},
    ],
}


def test_features_become_rows_with_their_geometry_last() -> None:
    tabel = lees_geojson(Bestandsbegin(json.dumps(FEATURES).encode(), volledig=True), 10)
    assert names(tabel) == ["soort", "jaar", "hol", "eigen", "geometrie"]
    assert tabel.rijen == (
        ("linde", "1990", None, None, "POINT (5.4 52.3)"),
        ("eik", None, None, '{"a": 1}', None),
        (None, None, None, None, "Polygon"),
    )
    assert tabel.kolommen[-1].soort is Kolomsoort.GEOMETRIE
    assert tabel.volledig


@pytest.mark.parametrize("volledig", [True, False])
def test_half_a_surrogate_pair_becomes_something_that_can_be_sent(volledig: bool) -> None:
    half = r'{"features": [{"properties": {"a\ud800": "b\udc00"}, "geometry": {"type": "\ud800"}}]}'
    tabel = lees_geojson(Bestandsbegin(half.encode(), volledig), 10)
    assert (names(tabel), tabel.rijen) == (["a?", "geometrie"], (("b?", "?"),))


def test_the_beginning_of_a_collection_gives_the_features_that_are_whole() -> None:
    whole = json.dumps(FEATURES).encode()
    tabel = lees_geojson(Bestandsbegin(whole[: whole.rindex(b"Polygon")], volledig=False), 10)
    assert [row[0] for row in tabel.rijen] == ["linde", "eik"]
    assert not tabel.volledig


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"features": 1}', '{"features": [1]}', "[" * 100_000, '{"type": "Feature"}']
)
@pytest.mark.parametrize("volledig", [True, False])
def test_what_is_no_collection_is_said_to_be_none(text: str, volledig: bool) -> None:
    with pytest.raises(Onleesbaar):
        lees_geojson(Bestandsbegin(text.encode(), volledig), 10)
