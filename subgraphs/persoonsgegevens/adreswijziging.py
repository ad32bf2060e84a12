"""A move, as a customer reports it. The BRP does not change by this: the college decides, so it is a zaak.

Wet basisregistratie personen: who moves reports that from four weeks before until five days after. A later
report is taken too, for the register must come right; that it is late is for the handler to see.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from subgraphs.service.errors import InvalidInput
from subgraphs.service.text import is_plain

ZAAKTYPE = "verhuizing"
OMSCHRIJVING = "Verhuizing doorgeven"
WET_BRP = "Wet basisregistratie personen"
HANDELSREGISTERWET = "Handelsregisterwet 2007"
EERDER = timedelta(weeks=4)
LATER = timedelta(days=366)
_POSTCODE = re.compile(r"([1-9]\d{3}) ?([A-Za-z]{2})", re.ASCII)
MOST_PEOPLE = 20


@dataclass(frozen=True, slots=True)
class Adreswijziging:
    """Where to, when, and with how many people."""

    straatnaam: str = field(repr=False)
    huisnummer: int = field(repr=False)
    toevoeging: str | None = field(repr=False)
    postcode: str = field(repr=False)
    woonplaats: str = field(repr=False)
    verhuisdatum: date
    aantal_personen: int = 1

    def gegevens(self, vandaag: date) -> dict[str, Any]:
        """What the aanvraag says, by the fields of the form for the same. Raises InvalidInput."""
        postcode = _POSTCODE.fullmatch(self.postcode.strip())
        if postcode is None:
            raise InvalidInput("Dit is geen postcode.", veld="postcode")
        if not 1 <= self.huisnummer <= 99999:
            raise InvalidInput("Een huisnummer ligt tussen 1 en 99999.", veld="huisnummer")
        if not 1 <= self.aantal_personen <= MOST_PEOPLE:
            raise InvalidInput(f"Er verhuizen 1 tot en met {MOST_PEOPLE} personen.", veld="aantalPersonen")
        if self.verhuisdatum > vandaag + EERDER:
            raise InvalidInput("Doorgeven kan vanaf vier weken voor de verhuizing.", veld="verhuisdatum")
        if self.verhuisdatum < vandaag - LATER:
            raise InvalidInput("Deze verhuisdatum is te lang geleden.", veld="verhuisdatum")
        found: dict[str, Any] = {
            "verhuisdatum": self.verhuisdatum.isoformat(),
            "nieuweStraatnaam": _tekst(self.straatnaam, "straatnaam", 80),
            "nieuwHuisnummer": self.huisnummer,
            "nieuwePostcode": f"{postcode[1]}{postcode[2].upper()}",
            "nieuweWoonplaats": _tekst(self.woonplaats, "woonplaats", 80),
            "aantalPersonen": self.aantal_personen,
        }
        if self.toevoeging:
            found["nieuweHuisnummertoevoeging"] = _tekst(self.toevoeging, "huisnummertoevoeging", 10)
        return found


def _tekst(waarde: str, veld: str, langst: int) -> str:
    tekst = waarde.strip()
    if not 1 <= len(tekst) <= langst or not is_plain(tekst):
        raise InvalidInput(f"Hier passen 1 tot en met {langst} tekens.", veld=veld)
    return tekst
