"""Adres: where the pages of the catalogue are, as the visitor reaches them."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from subgraphs.opendata.dcat.pagina import FIRST, Paginavraag

PAD = "/openbaar/catalog"


@dataclass(frozen=True, slots=True)
class Adres:
    """`base` is the origin of the gateway; `path` that of the catalogue in one form, or in any."""

    base: str
    path: str = PAD

    def of(self, vraag: Paginavraag) -> str:
        """The address of a page."""
        asked = {
            "first": None if vraag.first == FIRST else vraag.first,
            "after": vraag.after,
            "gewijzigdSinds": vraag.gewijzigd_sinds,
        }
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        return f"{self.base}{self.path}{'?' if query else ''}{query}"

    def first_of(self, vraag: Paginavraag) -> str:
        """The address of the first page of the same list."""
        return self.of(replace(vraag, after=None))
