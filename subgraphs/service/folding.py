"""Text as people search for it: without case and accents, the same whatever database it lies in."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """The text casefolded, without diacritics and with single spaces."""
    lowered = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def has_text(zoek: str, *teksten: str) -> bool:
    """Whether the text that is looked for stands in one of these."""
    wanted = fold(zoek)
    return any(wanted in fold(tekst) for tekst in teksten)


def has_words(zoek: str | None, *teksten: str) -> bool:
    """Whether all words that are looked for occur in these texts together, as parts of words too."""
    there = fold(" ".join(teksten))
    return all(word in there for word in fold(zoek or "").split())
