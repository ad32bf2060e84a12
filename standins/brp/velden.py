"""Which fields of a person can be asked for, and an answer with those alone.

A path names a field or a whole group (`naam`, `naam.voornamen`). What the register gives of its own accord,
such as inOnderzoek, comes along and cannot be asked.
"""

from collections.abc import Iterable, Mapping
from typing import Any

Boom = Mapping[str, Any]
"""Names to what is below them; nothing below a leaf."""

VANZELF = ("geheimhoudingPersoonsgegevens", "opschortingBijhouding", "rni", "verificatie")
IN_ONDERZOEK = "inOnderzoek"


def _bladeren(*namen: str) -> dict[str, Any]:
    return {naam: {} for naam in namen}


WAARDE = _bladeren("code", "omschrijving")
DATUM = _bladeren("type", "datum", "langFormaat", "jaar", "maand", "onbekend")
TITEL = {"adellijkeTitelPredicaat": {**WAARDE, "soort": {}}}
NAAM_GERELATEERDE = {**_bladeren("voornamen", "voorvoegsel", "geslachtsnaam", "voorletters"), **TITEL}
NAAM = {**NAAM_GERELATEERDE, "volledigeNaam": {}, "aanduidingNaamgebruik": WAARDE}
GEBOORTE = {"datum": DATUM, "land": WAARDE, "plaats": WAARDE}
VERBLIJFPLAATS = {
    "type": {},
    "verblijfadres": {
        **_bladeren(
            "officieleStraatnaam", "korteStraatnaam", "huisnummer", "huisletter", "huisnummertoevoeging",
            "postcode", "woonplaats", "locatiebeschrijving", "regel1", "regel2", "regel3",
        ),
        "aanduidingBijHuisnummer": WAARDE,
        "land": WAARDE,
    },
    "functieAdres": WAARDE,
    "datumVan": DATUM,
    "datumIngangGeldigheid": DATUM,
    **_bladeren(
        "adresseerbaarObjectIdentificatie", "nummeraanduidingIdentificatie",
        "indicatieVastgesteldVerblijftNietOpAdres",
    ),
}  # fmt: skip
ADRESREGELS = {**_bladeren("adresregel1", "adresregel2", "adresregel3"), "land": WAARDE}
PARTNER = {
    "burgerservicenummer": {},
    "geslacht": WAARDE,
    "soortVerbintenis": WAARDE,
    "naam": NAAM_GERELATEERDE,
    "geboorte": GEBOORTE,
    "aangaanHuwelijkPartnerschap": {"datum": DATUM, "land": WAARDE, "plaats": WAARDE},
    "ontbindingHuwelijkPartnerschap": {"datum": DATUM},
}
PERSOON: Boom = {
    **_bladeren("aNummer", "burgerservicenummer", "leeftijd", "indicatieCurateleRegister"),
    "datumEersteInschrijvingGBA": DATUM,
    "geslacht": WAARDE,
    "naam": NAAM,
    "nationaliteiten": {
        "type": {},
        "nationaliteit": WAARDE,
        "redenOpname": WAARDE,
        "datumIngangGeldigheid": DATUM,
    },
    "geboorte": GEBOORTE,
    "overlijden": GEBOORTE,
    "verblijfplaats": VERBLIJFPLAATS,
    "gemeenteVanInschrijving": WAARDE,
    "datumInschrijvingInGemeente": DATUM,
    "adressering": {
        **ADRESREGELS,
        "aanhef": {},
        "aanschrijfwijze": _bladeren("naam", "aanspreekvorm"),
        "gebruikInLopendeTekst": {},
    },
    "kinderen": {"burgerservicenummer": {}, "naam": NAAM_GERELATEERDE, "geboorte": GEBOORTE},
    "ouders": {
        **_bladeren("burgerservicenummer", "ouderAanduiding"),
        "geslacht": WAARDE,
        "datumIngangFamilierechtelijkeBetrekking": DATUM,
        "naam": NAAM_GERELATEERDE,
        "geboorte": GEBOORTE,
    },
    "partners": PARTNER,
}
PERSOON_BEPERKT: Boom = {
    **_bladeren("burgerservicenummer", "leeftijd"),
    "geslacht": WAARDE,
    "naam": {key: value for key, value in NAAM.items() if key != "aanduidingNaamgebruik"},
    "geboorte": {"datum": DATUM},
    "adressering": ADRESREGELS,
}
"""What a search gives; to ask more, a person is read by BSN."""


def is_veld(pad: str, boom: Boom) -> bool:
    """Whether this path is one of a field or group."""
    for stap in pad.split("."):
        if stap not in boom:
            return False
        boom = boom[stap]
    return True


def gefilterd(persoon: Mapping[str, Any], paden: Iterable[str]) -> dict[str, Any]:
    """The person with what was asked for, and what always comes along."""
    found = _gekozen(persoon, [pad.split(".") for pad in paden])
    return {**found, **{naam: persoon[naam] for naam in VANZELF if naam in persoon}}


def _gekozen(waarde: Any, paden: list[list[str]]) -> Any:
    if isinstance(waarde, list):
        return [_gekozen(each, paden) for each in waarde]
    if not isinstance(waarde, Mapping) or any(not pad for pad in paden):
        return waarde
    gevraagd: dict[str, list[list[str]]] = {}
    for eerste, *rest in paden:
        gevraagd.setdefault(eerste, []).append(rest)
    if "type" in waarde:
        gevraagd.setdefault("type", []).append([])
    found = {naam: _gekozen(waarde[naam], onder) for naam, onder in gevraagd.items() if naam in waarde}
    if onderzoek := _onderzoek(waarde.get(IN_ONDERZOEK, {}), found):
        found[IN_ONDERZOEK] = onderzoek
    return found


def _onderzoek(vlaggen: Mapping[str, Any], gekozen: Mapping[str, Any]) -> dict[str, Any]:
    """The flags of what is given, with since when; nothing when none of it is under investigation."""
    geraakt = {naam: True for naam in gekozen if vlaggen.get(naam) is True}
    sinds = {naam: vlag for naam, vlag in vlaggen.items() if not isinstance(vlag, bool)}
    return {**geraakt, **sinds} if geraakt else {}
