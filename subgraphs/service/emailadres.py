"""Whether mail could go to an address: stricter than RFC 5321, which allows what nobody has."""

import re

LANGSTE = 254
"""Characters: RFC 5321, section 4.5.3.1.3, without the angle brackets."""

_VORM = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_]{2,63}")


def is_emailadres(tekst: str) -> bool:
    """With nothing around it."""
    lokaal = tekst.partition("@")[0]
    punten = lokaal.startswith(".") or lokaal.endswith(".") or ".." in lokaal
    return len(tekst) <= LANGSTE and not punten and _VORM.fullmatch(tekst) is not None
