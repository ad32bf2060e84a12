"""Pakket: a package of CKAN, and where ckanext-dcat keeps what CKAN itself has no field for.

A property stands among the extras (the older profiles), or as a field of the package itself (scheming); a
list stands as JSON, or as a list.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Velden:
    """The fields of a package, a resource or a service."""

    gegevens: Mapping[str, Any]

    def tekst(self, *names: str) -> str | None:
        """The first of these that says anything."""
        return next((found for name in names for found in [_text(self._value(name))] if found), None)

    def lijst(self, name: str) -> tuple[str, ...]:
        """All values; of a text that is no JSON list, that text."""
        value = self._value(name)
        if isinstance(value, str) and value.strip().startswith("["):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                value = None
        found = value if isinstance(value, list) else [value]
        return tuple(text for each in found for text in [_text(each)] if text)

    def dag(self, *names: str) -> date | None:
        """The day of the first of these that is a date or a moment."""
        for name in names:
            try:
                return date.fromisoformat((self.tekst(name) or "")[:10])
            except ValueError:
                continue
        return None

    def getal(self, name: str) -> int | None:
        text = self.tekst(name) or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None

    def delen(self, name: str) -> Iterator["Velden"]:
        """The objects in a list of them, which may stand there as JSON."""
        value = self._value(name)
        if isinstance(value, str):
            try:
                value = orjson.loads(value)
            except orjson.JSONDecodeError:
                return
        for each in value if isinstance(value, list) else ():
            if isinstance(each, dict):
                yield Velden(each)

    def deel(self, name: str) -> "Velden":
        """An object within; an empty one where there is none."""
        value = self._value(name)
        return Velden(value if isinstance(value, dict) else {})

    def _value(self, name: str) -> Any:
        found = self.gegevens.get(name)
        if found not in (None, "", []):
            return found
        extras = self.gegevens.get("extras")
        for extra in extras if isinstance(extras, list) else ():
            if isinstance(extra, dict) and extra.get("key") == name:
                return extra.get("value")
        return None


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None
