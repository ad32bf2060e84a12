"""ClaimPath: the way into nested claims, as the parts of it, because the names themselves hold dots and
colons.
"""

from collections.abc import Mapping
from typing import Any

ClaimPath = tuple[str, ...]
"""Such as `("aanvrager", "bsn")`."""

Claims = Mapping[str, Any]
"""Verified, but otherwise just as they came."""

EMPTY: tuple[Any, ...] = (None, "", {}, [])
"""What some brokers give in place of a claim that they do not have."""


def at(claims: Any, path: ClaimPath) -> Any:
    """What is there, or None."""
    for part in path:
        claims = claims.get(part) if isinstance(claims, Mapping) else None
    return claims


def words(value: Any) -> list[str]:
    """The words of a text, or of the texts in a list: of `scope`, say. Anything else has none."""
    return [word for text in texts(value) for word in text.split()]


def texts(value: Any) -> list[str]:
    """A text, or the texts in a list."""
    listed = value if isinstance(value, list) else [value]
    return [one for one in listed if isinstance(one, str)]
