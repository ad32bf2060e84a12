"""Prefill: what the registers know of a customer, put in the fields of a form, each with where it is from.

The values come along with the reference to the customer (`@requires`), so that the register is read once,
by the subgraph that is allowed to, and only when a customer asks for prefill.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from auth.principal import Klantsoort
from subgraphs.formulieren.formulier import Formulier, Gegeven
from subgraphs.formulieren.validatie import concept_fouten

Pad = tuple[str, ...]

_CONTACT: Mapping[Gegeven, Pad] = {
    Gegeven.EMAIL: ("contactgegevens", "email"),
    Gegeven.TELEFOON: ("contactgegevens", "telefoonnummer"),
}
NIET_BIJGEHOUDEN = frozenset({"O", "M"})
"""Death, and a decree: what the register has of them is not for a form (table "Reden opschorting")."""
_OPSCHORTING: Pad = ("opschortingBijhouding", "code")
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
        Gegeven.HUISNUMMERTOEVOEGING: ("verblijfplaats", "huisnummertoevoeging"),
        Gegeven.POSTCODE: ("verblijfplaats", "postcode"),
        Gegeven.WOONPLAATS: ("verblijfplaats", "woonplaats"),
        **_CONTACT,
    },
    Klantsoort.BEDRIJF: _ORGANISATIE,
    Klantsoort.INSTELLING: _ORGANISATIE,
}
_HERKOMST = "herkomst"


@dataclass(frozen=True, slots=True)
class VoorgevuldVeld:
    """A value that a register knows. `herkomst` is what came along about where it is from, in the words of
    the graph; it may lack anything. Whether the customer may change it, the form says.
    """

    veld: str
    waarde: Any = field(repr=False)
    wijzigbaar: bool
    herkomst: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Voorinvulling:
    """What is known, and the fields for which the registers could have a value but have none."""

    velden: tuple[VoorgevuldVeld, ...]
    ontbreekt: tuple[str, ...]

    @property
    def waarden(self) -> dict[str, Any]:
        return {one.veld: one.waarde for one in self.velden}


def vul_in(formulier: Formulier, klantsoort: Klantsoort, gegevens: Mapping[str, Any]) -> Voorinvulling:
    """Prefill a form with what came along with a customer.

    A value that the form would refuse is left out: the customer must never be stuck with what is not theirs
    to change. Data under investigation (`herkomst.inOnderzoek`) are not prefilled but asked for, and so are
    those of who died or whose registration is suspended by decree (`opschortingBijhouding`).
    """
    paden = _PADEN[klantsoort]
    gevonden = {
        veld: waarde
        for veld, gegeven in formulier.voorinvullen.items()
        if gegeven in paden and (waarde := _waarde(gegeven, gegevens, paden[gegeven])) is not None
    }
    geweigerd = {fout.veld for fout in concept_fouten(formulier.schema, gevonden)}
    velden = tuple(
        VoorgevuldVeld(
            veld,
            waarde,
            veld not in formulier.vast,
            _herkomst(gegevens, paden[formulier.voorinvullen[veld]]) or {},
        )
        for veld, waarde in gevonden.items()
        if f"/{veld}" not in geweigerd
    )
    bekend = {one.veld for one in velden}
    return Voorinvulling(velden, tuple(veld for veld in formulier.voorinvullen if veld not in bekend))


def _waarde(gegeven: Gegeven, gegevens: Mapping[str, Any], pad: Pad) -> Any:
    """What is known for sure; None for what is not, or is being investigated."""
    algemeen = gegevens.get(_HERKOMST)
    for herkomst in (algemeen, _herkomst(gegevens, pad)):
        if isinstance(herkomst, Mapping) and herkomst.get("inOnderzoek"):
            return None
    if pad not in _CONTACT.values() and _op(gegevens, _OPSCHORTING) in NIET_BIJGEHOUDEN:
        return None
    if gegeven is Gegeven.HUISNUMMERTOEVOEGING:
        delen = (_op(gegevens, (*pad[:-1], "huisletter")), _op(gegevens, pad))
        return " ".join(filter(None, delen)) or None
    return _op(gegevens, pad)


def _herkomst(gegevens: Mapping[str, Any], pad: Pad) -> Mapping[str, Any] | None:
    """Of the group that a value stands in; else of the customer as a whole. Contact data are the customer's
    own words.
    """
    groep = _op(gegevens, (*pad[:-1], _HERKOMST))
    if groep is None and pad[0] != "contactgegevens":
        groep = gegevens.get(_HERKOMST)
    return groep if isinstance(groep, Mapping) else None


def _op(gegevens: Any, pad: Pad) -> Any:
    for stap in pad:
        if not isinstance(gegevens, Mapping):
            return None
        gegevens = gegevens.get(stap)
    return gegevens
