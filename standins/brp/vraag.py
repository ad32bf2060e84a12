"""The question: of which type it is, and everything that is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standins.brp.fout import Bezwaar, onjuist
from standins.brp.velden import PERSOON, PERSOON_BEPERKT, Boom, is_veld

BSN = "burgerservicenummer"
RAADPLEEG = "RaadpleegMetBurgerservicenummer"
MAX_BSNS = 20
MAX_FIELDS = 130
VERPLICHT = Bezwaar("", "required", "Parameter is verplicht.")
_FIELD = re.compile(r"[a-zA-Z0-9._]{1,200}")
_BSN = re.compile(r"[0-9]{9}")

Keuring = Callable[[Any], bool]


def _patroon(patroon: str) -> Keuring:
    regel = re.compile(patroon)
    return lambda waarde: isinstance(waarde, str) and regel.fullmatch(waarde) is not None


def _huisnummer(waarde: Any) -> bool:
    return isinstance(waarde, int) and not isinstance(waarde, bool) and 1 <= waarde <= 99999


_NAAM = r"[a-zA-Z0-9À-ž .\-']{1,200}|[a-zA-Z0-9À-ž .\-']{3,199}\*"
KEURINGEN: Mapping[str, Keuring] = {
    "geslachtsnaam": _patroon(_NAAM),
    "voornamen": _patroon(_NAAM),
    "voorvoegsel": _patroon(r"[a-zA-Z ']{1,10}"),
    "geslacht": _patroon(r"[MmVvOo]"),
    "geboortedatum": _patroon(r"\d{4}-\d\d-\d\d"),
    "gemeenteVanInschrijving": _patroon(r"[0-9]{4}"),
    "postcode": _patroon(r"[1-9][0-9]{3} ?[A-Za-z]{2}"),
    "huisnummer": _huisnummer,
    "huisletter": _patroon(r"[a-zA-Z]"),
    "huisnummertoevoeging": _patroon(r"[a-zA-Z0-9 \-]{1,4}"),
    "straat": _patroon(r"[a-zA-Z0-9À-ž \-'.]{1,80}|[a-zA-Z0-9À-ž \-'.]{7,79}\*|\*[a-zA-Z0-9À-ž \-'.]{7,79}"),
    "nummeraanduidingIdentificatie": _patroon(r"(?!0{16})[0-9]{16}"),
    "adresseerbaarObjectIdentificatie": _patroon(r"(?!0{16})[0-9]{16}"),
    "inclusiefOverledenPersonen": lambda waarde: isinstance(waarde, bool),
}


@dataclass(frozen=True, slots=True)
class Soort:
    """A type of question: what it must have and may have beside `type`, `fields` and the municipality."""

    verplicht: tuple[str, ...]
    mag: tuple[str, ...] = ()

    @property
    def boom(self) -> Boom:
        """What of a person it can ask for: only who is read by number is given whole."""
        return PERSOON if BSN in self.verplicht else PERSOON_BEPERKT


_OVERLEDEN = "inclusiefOverledenPersonen"
SOORTEN: Mapping[str, Soort] = {
    RAADPLEEG: Soort((BSN,)),
    "ZoekMetGeslachtsnaamEnGeboortedatum": Soort(
        ("geslachtsnaam", "geboortedatum"), (_OVERLEDEN, "geslacht", "voorvoegsel", "voornamen")
    ),
    "ZoekMetNaamEnGemeenteVanInschrijving": Soort(
        ("geslachtsnaam", "voornamen", "gemeenteVanInschrijving"), (_OVERLEDEN, "geslacht", "voorvoegsel")
    ),
    "ZoekMetPostcodeEnHuisnummer": Soort(
        ("postcode", "huisnummer"),
        (_OVERLEDEN, "huisletter", "huisnummertoevoeging", "geboortedatum", "geslachtsnaam"),
    ),
    "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving": Soort(
        ("straat", "huisnummer", "gemeenteVanInschrijving"),
        (_OVERLEDEN, "huisletter", "huisnummertoevoeging"),
    ),
    "ZoekMetNummeraanduidingIdentificatie": Soort(("nummeraanduidingIdentificatie",), (_OVERLEDEN,)),
    "ZoekMetAdresseerbaarObjectIdentificatie": Soort(("adresseerbaarObjectIdentificatie",), (_OVERLEDEN,)),
}


def gekeurd(vraag: Mapping[str, Any]) -> None:
    """Raises Refusal 400 that names everything that is wrong."""
    soort = SOORTEN.get(vraag["type"]) if isinstance(vraag.get("type"), str) else None
    if soort is None:
        bezwaar = (
            Bezwaar("type", "value", "Waarde is geen geldig zoek type.")
            if "type" in vraag
            else Bezwaar("type", "required", VERPLICHT.reden)
        )
        raise onjuist([bezwaar])
    if bezwaren := [*_bezwaren(vraag, soort)]:
        raise onjuist(bezwaren)


def _bezwaren(vraag: Mapping[str, Any], soort: Soort) -> Iterator[Bezwaar]:
    bekend = {"type", "fields", "gemeenteVanInschrijving", *soort.verplicht, *soort.mag}
    for naam in sorted(vraag.keys() - bekend):
        yield Bezwaar(naam, "unknownParam", "Parameter is niet verwacht.")
    for naam in soort.verplicht:
        if naam not in vraag:
            yield Bezwaar(naam, "required", VERPLICHT.reden)
    for naam, keuring in KEURINGEN.items():
        if naam in vraag and naam in bekend and not keuring(vraag[naam]):
            yield Bezwaar(naam, "pattern", "Waarde voldoet niet aan patroon.")
    if BSN in soort.verplicht and BSN in vraag:
        yield from _lijst(BSN, vraag[BSN], MAX_BSNS, _is_bsn)
    yield from _fields(vraag, soort.boom)


def _fields(vraag: Mapping[str, Any], boom: Boom) -> Iterator[Bezwaar]:
    if "fields" not in vraag:
        yield Bezwaar("fields", "required", VERPLICHT.reden)
        return
    fouten = [*_lijst("fields", vraag["fields"], MAX_FIELDS, _is_field)]
    yield from fouten
    if not fouten:
        for plaats, pad in enumerate(vraag["fields"]):
            if not is_veld(pad, boom):
                yield Bezwaar(f"fields.{plaats}", "fields", "Parameter bevat een niet bestaande veldnaam.")


def _lijst(naam: str, waarde: Any, meest: int, keuring: Keuring) -> Iterator[Bezwaar]:
    if not isinstance(waarde, Sequence) or isinstance(waarde, str):
        yield Bezwaar(naam, "array", "Parameter is geen array.")
        return
    if not waarde:
        yield Bezwaar(naam, "minItems", "Array bevat minder dan 1 items.")
    if len(waarde) > meest:
        yield Bezwaar(naam, "maxItems", f"Array bevat meer dan {meest} items.")
    for plaats, each in enumerate(waarde):
        if not keuring(each):
            yield Bezwaar(f"{naam}.{plaats}", "pattern", "Waarde voldoet niet aan patroon.")


def _is_field(waarde: Any) -> bool:
    return isinstance(waarde, str) and _FIELD.fullmatch(waarde) is not None


def _is_bsn(waarde: Any) -> bool:
    return isinstance(waarde, str) and _BSN.fullmatch(waarde) is not None
