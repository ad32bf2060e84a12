"""Text as people search for it: without case and accents, the same whatever database it lies in."""

import unicodedata

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """The text casefolded, without diacritics and with single spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
