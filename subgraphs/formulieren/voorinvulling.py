"""Prefill: what the registers know of a customer, put in the fields of a form.

The values come along with the reference to the customer (`@requires`), so that the register is read once,
by the subgraph that is allowed to, and only when a customer asks for prefill.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Formulier, Gegeven
from subgraphs.formulieren.validatie import concept_fouten

Pad = tuple[str, ...]

_CONTACT: Mapping[Gegeven, Pad] = {
    Gegeven.EMAIL: ("contactgegevens", "email"),
    Gegeven.TELEFOON: ("contactgegevens", "telefoonnummer"),
}
_ORGANISATIE: Mapping[Gegeven, Pad] = {
    Gegeven.NAAM: ("statutaireNaam",),
    Gegeven.KVK_NUMMER: ("kvkNummer",),
    Gegeven.RSIN: ("rsin",),
    Gegeven.RECHTSVORM: ("rechtsvorm",),
    **_CONTACT,
}
_PADEN: Mapping[Klantsoort, Mapping[Gegeven, Pad]] = {
    Klantsoort.BURGER: {
        Gegeven.NAAM: ("naam", "volledigeNaam"),
        Gegeven.GEBOORTEDATUM: ("geboorte", "datum"),
        Gegeven.STRAAT: ("verblijfplaats", "straatnaam"),
        Gegeven.HUISNUMMER: ("verblijfplaats", "huisnummer"),
        Gegeven.POSTCODE: ("verblijfplaats", "postcode"),
        Gegeven.WOONPLAATS: ("verblijfplaats", "woonplaats"),
        **_CONTACT,
    },
    Klantsoort.BEDRIJF: _ORGANISATIE,
    Klantsoort.INSTELLING: _ORGANISATIE,
}


@dataclass(frozen=True, slots=True)
class Voorinvulling:
    """The values by field, and the fields for which the registers could have one but have none."""

    waarden: Mapping[str, Any]
    ontbreekt: tuple[str, ...]


def vul_in(formulier: Formulier, klantsoort: Klantsoort, gegevens: Mapping[str, Any]) -> Voorinvulling:
    """Prefill a form with what came along with a customer.

    A value that the form would refuse is left out: the customer must never be stuck with what is not theirs
    to change. Data under investigation (`herkomst.inOnderzoek`) are not prefilled but asked for.
    """
    if _op(gegevens, ("herkomst", "inOnderzoek")):
        return Voorinvulling({}, tuple(formulier.voorinvullen))
    bekend = _bekend(klantsoort, gegevens)
    gevonden = {
        veld: bekend[gegeven]
        for veld, gegeven in formulier.voorinvullen.items()
        if bekend.get(gegeven) is not None
    }
    geweigerd = {fout.veld for fout in concept_fouten(formulier.schema, gevonden)}
    waarden = {veld: waarde for veld, waarde in gevonden.items() if f"/{veld}" not in geweigerd}
    return Voorinvulling(waarden, tuple(veld for veld in formulier.voorinvullen if veld not in waarden))


def _bekend(klantsoort: Klantsoort, gegevens: Mapping[str, Any]) -> dict[Gegeven, Any]:
    bekend = {gegeven: _op(gegevens, pad) for gegeven, pad in _PADEN[klantsoort].items()}
    adres = gegevens.get("verblijfplaats")
    if isinstance(adres, Mapping):
        delen = (adres.get("huisletter"), adres.get("huisnummertoevoeging"))
        bekend[Gegeven.HUISNUMMERTOEVOEGING] = " ".join(filter(None, delen)) or None
    return bekend


def _op(gegevens: Any, pad: Pad) -> Any:
    for stap in pad:
        if not isinstance(gegevens, Mapping):
            return None
        gegevens = gegevens.get(stap)
    return gegevens
