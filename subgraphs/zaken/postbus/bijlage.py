"""A bijlage: a document that goes with a bericht."""

import re
from dataclasses import dataclass
from typing import Self

_FORM = re.compile(r"bericht-([0-9A-Za-z-]{1,64})~([0-9A-Za-z-]{1,64})")


@dataclass(frozen=True, slots=True)
class Bijlage:
    """What is known of it; `omvang` in bytes. Without `heeft_inhoud` there is nothing to download.

    `id` tells it from the others of its bericht.
    """

    id: str
    titel: str
    bestandsnaam: str
    formaat: str
    omvang: int
    heeft_inhoud: bool


@dataclass(frozen=True, slots=True)
class Bijlagekenmerk:
    """The id of a bijlage in the graph: `bericht-<bericht>~<bijlage>`. What opens it is the bericht."""

    bericht_id: str
    bijlage_id: str

    def __str__(self) -> str:
        return f"bericht-{self.bericht_id}~{self.bijlage_id}"

    @classmethod
    def parse(cls, tekst: str) -> Self | None:
        """None for what is not the id of a bijlage."""
        match = _FORM.fullmatch(tekst)
        return cls(*match.groups()) if match else None

    def is_van(self, verwijzing: str) -> bool:
        """Whether a bericht means this bijlage by a reference: an id, or an address that ends with it."""
        return verwijzing.rpartition("/")[2] == self.bijlage_id
