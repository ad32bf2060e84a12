"""The page that a customer keeps says all that was submitted, in words, and nothing runs in it."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

from subgraphs.formulieren.aanvraag import Aanvraag, Stand, referentie_van
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.formulieren.samenvatting import samenvatting

FORMULIER = {formulier.id: formulier for formulier in FORMULIEREN}
NU = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)


def aanvraag(formulier_id: str, **gegevens: object) -> Aanvraag:
    concept = Aanvraag("a", 1, formulier_id, "klant", Stand.CONCEPT, gegevens, 1, NU, NU)
    return concept.ingediend("sleutel", NU)


class Words(HTMLParser):
    """The text of a page by element, and the elements."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text: list[str] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_values_are_in_words_under_the_titles_of_the_form() -> None:
    made = aanvraag("bezwaar-maken", kenmerk="B-1", besluitdatum="2026-02-01", horen=True, naam="Sanne")
    bijlage = Bijlage("b", "a", "besluit", "brief.pdf", NU)
    text = Words(samenvatting(FORMULIER["bezwaar-maken"], made, [bijlage])).text
    assert {"Bezwaar maken", "Datum van het besluit", "1 februari 2026", "Ja", "brief.pdf"} <= set(text)
    assert f"Referentie {made.referentie}, ingediend op 15 juli 2026 om 00:30 uur." in text
    assert "Verwacht aantal bezoekers" not in text


def test_lists_of_objects_are_told_one_by_one() -> None:
    people = [{"naam": "Fatima", "geboortedatum": "1980-05-01", "socialeHygiene": True}]
    made = aanvraag("alcoholvergunning-aanvragen", leidinggevenden=people)
    text = "".join(Words(samenvatting(FORMULIER["alcoholvergunning-aanvragen"], made, [])).text)
    assert "Naam: Fatima, Geboortedatum: 1 mei 1980, Verklaring sociale hygiëne: Ja" in text


def test_what_a_customer_types_is_text() -> None:
    made = aanvraag("bezwaar-maken", gronden="<script>alert(1)</script>\nen <b>vet</b>")
    words = Words(samenvatting(FORMULIER["bezwaar-maken"], made, []))
    assert "<script>alert(1)</script>" in words.text
    assert not {"script", "b", "img"} & set(words.tags)


def test_a_reference_is_one_of_its_own_and_the_same_every_time() -> None:
    references = {referentie_van(str(number)) for number in range(1000)}
    assert len(references) == 1000
    assert referentie_van("1") in references
    assert all(not set("ILOU") & set(reference) for reference in references)
