"""Who fits a question. Names are compared without heed of case; a `*` stands for the rest of a text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from standins.brp.fout import geweigerd
from standins.brp.vraag import RAADPLEEG

Persoon = Mapping[str, Any]

MEEST = 30
"""How many a search may find."""
FOUT, OVERLEDEN = "F", "O"


def gevonden(personen: Iterable[Persoon], vraag: Mapping[str, Any]) -> Sequence[Persoon]:
    """Who fits, in the order of the register. Raises Refusal 400 for a search that finds too many."""
    gemeente = vraag.get("gemeenteVanInschrijving")
    found = [
        persoon
        for persoon in personen
        if _opgeschort(persoon) != FOUT
        and (gemeente is None or _in(persoon, "gemeenteVanInschrijving", "code") == gemeente)
        and _past(persoon, vraag)
    ]
    if vraag["type"] != RAADPLEEG and len(found) > MEEST:
        raise geweigerd(400, "Er zijn te veel zoekresultaten.", "tooManyResults")
    return found


def _past(persoon: Persoon, vraag: Mapping[str, Any]) -> bool:
    if vraag["type"] == RAADPLEEG:
        return persoon["burgerservicenummer"] in vraag["burgerservicenummer"]
    if _opgeschort(persoon) == OVERLEDEN and not vraag.get("inclusiefOverledenPersonen"):
        return False
    return all(past(persoon, vraag[naam]) for naam, past in VERGELIJKINGEN.items() if naam in vraag)


def _opgeschort(persoon: Persoon) -> Any:
    return _in(persoon, "opschortingBijhouding", "reden", "code")


def _in(persoon: Any, *pad: str) -> Any:
    for stap in pad:
        persoon = persoon.get(stap) if isinstance(persoon, Mapping) else None
    return persoon


def _tekst(*pad: str) -> Callable[[Persoon, Any], bool]:
    def past(persoon: Persoon, gezocht: Any) -> bool:
        found = _in(persoon, *pad)
        return found is not None and fnmatchcase(_plat(found), _plat(gezocht))

    return past


def _plat(waarde: Any) -> str:
    return str(waarde).replace(" ", "").casefold()


_ADRES = ("verblijfplaats", "verblijfadres")
VERGELIJKINGEN: Mapping[str, Callable[[Persoon, Any], bool]] = {
    "geslachtsnaam": _tekst("naam", "geslachtsnaam"),
    "voornamen": _tekst("naam", "voornamen"),
    "voorvoegsel": _tekst("naam", "voorvoegsel"),
    "geslacht": _tekst("geslacht", "code"),
    "geboortedatum": _tekst("geboorte", "datum", "datum"),
    "postcode": _tekst(*_ADRES, "postcode"),
    "huisnummer": _tekst(*_ADRES, "huisnummer"),
    "huisletter": _tekst(*_ADRES, "huisletter"),
    "huisnummertoevoeging": _tekst(*_ADRES, "huisnummertoevoeging"),
    "straat": _tekst(*_ADRES, "officieleStraatnaam"),
    "nummeraanduidingIdentificatie": _tekst("verblijfplaats", "nummeraanduidingIdentificatie"),
    "adresseerbaarObjectIdentificatie": _tekst("verblijfplaats", "adresseerbaarObjectIdentificatie"),
}
