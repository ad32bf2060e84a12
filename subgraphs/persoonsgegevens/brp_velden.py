"""From the fields that a query selects to the `fields` that the BRP is asked for: those, and no more.

The BSN is always asked, so that it can be seen that the answer is about the one who was meant. What the BRP
gives of its own accord (inOnderzoek, geheimhouding, opschorting) cannot be asked.
"""

from collections.abc import Iterable, Iterator, Mapping

BSN = "burgerservicenummer"
_TYPENAME = "__typename"
_VOLLEDIG = ("voornamen", "voorvoegsel", "geslachtsnaam")
_ADRES: Mapping[str, tuple[str, ...]] = {
    "straatnaam": ("officieleStraatnaam", "korteStraatnaam"),
    "huisnummer": ("huisnummer",),
    "huisletter": ("huisletter",),
    "huisnummertoevoeging": ("huisnummertoevoeging",),
    "postcode": ("postcode",),
    "woonplaats": ("woonplaats",),
    "land": ("land",),
    "regels": ("regel1", "regel2", "regel3"),
    "locatiebeschrijving": ("locatiebeschrijving",),
}
_VOLLEDIG_ADRES = (
    "straatnaam", "huisnummer", "huisletter", "huisnummertoevoeging", "postcode", "woonplaats",
)  # fmt: skip
_GEBOORTE = {
    "datum": "datum", "jaar": "datum", "maand": "datum", "langFormaat": "datum", "plaats": "plaats",
    "land": "land",
}  # fmt: skip


def brp_velden(velden: Iterable[str]) -> list[str]:
    """The paths to ask for, in a fixed order."""
    return sorted({BSN}.union(*(_VELDEN.get(veld, ()) for veld in velden)))


def _van_verblijfplaats() -> Iterator[tuple[str, tuple[str, ...]]]:
    def adres(*namen: str) -> tuple[str, ...]:
        return tuple(f"verblijfplaats.verblijfadres.{veld}" for naam in namen for veld in _ADRES[naam])

    for naam in _ADRES:
        yield f"verblijfplaats.{naam}", adres(naam)
    yield "verblijfplaats.volledigAdres", adres(*_VOLLEDIG_ADRES)
    for sleutel in ("nummeraanduidingIdentificatie", "adresseerbaarObjectIdentificatie"):
        yield f"verblijfplaats.{sleutel}", (f"verblijfplaats.{sleutel}",)
    for naam in (_TYPENAME, "toelichting"):
        yield f"verblijfplaats.{naam}", ("verblijfplaats.type",)


def _van_verwant(lijst: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for naam in (*_VOLLEDIG, "voorletters"):
        yield f"{lijst}.naam.{naam}", (f"{lijst}.naam.{naam}",)
    # The BRP composes no full names of relatives.
    yield f"{lijst}.naam.volledigeNaam", tuple(f"{lijst}.naam.{naam}" for naam in _VOLLEDIG)
    for veld, bron in _GEBOORTE.items():
        yield f"{lijst}.geboorte.{veld}", (f"{lijst}.geboorte.{bron}",)
    yield f"{lijst}.leeftijd", (f"{lijst}.geboorte.datum",)
    yield f"{lijst}.geslacht", (f"{lijst}.geslacht",)
    yield f"{lijst}.{_TYPENAME}", (f"{lijst}.naam.geslachtsnaam",)


def _van_partner() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Whether it has ended comes along with everything: the BRP gives who was the partner last, too."""
    einde = "partners.ontbindingHuwelijkPartnerschap.datum"
    for veld, bronnen in _van_verwant("partners"):
        yield veld, (*bronnen, einde)
    yield "partners.soortVerbintenis", ("partners.soortVerbintenis", einde)
    yield "partners.aangegaanOp", ("partners.aangaanHuwelijkPartnerschap.datum", einde)
    yield "partners.aangegaanTe", ("partners.aangaanHuwelijkPartnerschap.plaats", einde)


_VELDEN: Mapping[str, tuple[str, ...]] = {
    "weergavenaam": tuple(f"naam.{naam}" for naam in _VOLLEDIG),
    **{
        f"naam.{naam}": (f"naam.{naam}",)
        for naam in (*_VOLLEDIG, "voorletters", "volledigeNaam", "aanduidingNaamgebruik")
    },
    **{f"geboorte.{veld}": (f"geboorte.{bron}",) for veld, bron in _GEBOORTE.items()},
    "leeftijd": ("leeftijd",),
    "geslacht": ("geslacht",),
    "nationaliteiten": ("nationaliteiten.type", "nationaliteiten.nationaliteit"),
    **dict(_van_verblijfplaats()),
    **{
        f"adressering.{naam}": (f"adressering.{naam}",)
        for naam in (
            "aanhef", "aanschrijfwijze", "gebruikInLopendeTekst", "adresregel1", "adresregel2", "adresregel3",
            "land",
        )
    },
    "gemeenteVanInschrijving.code": ("gemeenteVanInschrijving.code",),
    "gemeenteVanInschrijving.naam": ("gemeenteVanInschrijving.omschrijving",),
    "datumInschrijvingInGemeente": ("datumInschrijvingInGemeente",),
    "overlijden.datum": ("overlijden.datum",),
    "overlijden.langFormaat": ("overlijden.datum",),
    f"overlijden.{_TYPENAME}": ("overlijden.datum",),
    "overlijden.plaats": ("overlijden.plaats",),
    "overlijden.land": ("overlijden.land",),
    **dict(_van_partner()),
    **dict(_van_verwant("kinderen")),
    **dict(_van_verwant("ouders")),
}  # fmt: skip
ALLE_VELDEN = frozenset(_VELDEN) - {"kinderen.geslacht"}
"""Every path in the graph that the BRP has something for."""
_AFGELEID = ("leeftijd", "naam.volledigeNaam", "naam.voorletters", "adressering.")
MAGAZIJN_VELDEN = frozenset(veld for veld in ALLE_VELDEN if not veld.startswith(_AFGELEID))
"""What a copy is filled with: what follows from it is not asked."""
