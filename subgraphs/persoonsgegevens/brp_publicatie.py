"""The people of Voorbeeldstad in the shape that the BRP publishes: what its stand-in is filled with.

Beside those whom every subgraph knows there are a few of whom only the BRP can say something special, so that
this can be seen too: someone who died, someone of whom no data go to third parties, someone whom the register
no longer follows, and someone whose name is under investigation.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from subgraphs.persoonsgegevens.adressering import adressering
from subgraphs.persoonsgegevens.klant import (
    Bron,
    Geboorte,
    Gemeente,
    Herkomst,
    Persoon,
)
from subgraphs.persoonsgegevens.registerdatum import in_woorden, leeftijd_op, volledige_datum
from subgraphs.service.elfproef import nummers
from subgraphs.service.inwoner import (
    Adres,
    Buitenland,
    Geslacht,
    Inwoner,
    Locatie,
    Naam,
    Naamgebruik,
    Registerdatum,
    Verblijf,
    Verwant,
)
from subgraphs.service.voorbeeldstad import Voorbeeldstad
from subgraphs.service.voorbeeldstad_bewoners import GEMEENTE, GEMEENTECODE

Json = dict[str, Any]

GESLACHT = {Geslacht.MAN: "man", Geslacht.VROUW: "vrouw", Geslacht.ONBEKEND: "onbekend"}
NAAMGEBRUIK = {
    Naamgebruik.EIGEN: "eigen geslachtsnaam",
    Naamgebruik.PARTNER: "geslachtsnaam partner",
    Naamgebruik.PARTNER_NA_EIGEN: "geslachtsnaam partner na eigen geslachtsnaam",
    Naamgebruik.PARTNER_VOOR_EIGEN: "geslachtsnaam partner voor eigen geslachtsnaam",
}
NEDERLAND = "6030"
RNI = ("1999", "Registratie Niet Ingezetenen (RNI)")
BIJZONDER_BEGIN = "99997"
SINDS = Registerdatum(2025, 11, 3)
"""The day that investigations and the like began."""


def brp_personen(stad: Voorbeeldstad, today: date) -> list[Json]:
    """Everyone, and after them who is special, in an order that stays."""
    return [*(brp_persoon(inwoner, today) for inwoner in stad.inwoners), *_bijzonderen(stad, today)]


def brp_persoon(inwoner: Inwoner, today: date) -> Json:
    """One person, whole."""
    return _bekend(
        {
            "burgerservicenummer": inwoner.bsn,
            "geslacht": _geslacht(inwoner.geslacht),
            "leeftijd": leeftijd_op(inwoner.geboorte, today),
            "naam": {
                **_naam(inwoner.naam),
                "volledigeNaam": inwoner.naam.volledig,
                "aanduidingNaamgebruik": _waarde(inwoner.naamgebruik, NAAMGEBRUIK[inwoner.naamgebruik]),
            },
            "geboorte": {
                "datum": _datum(inwoner.geboorte),
                "plaats": {"omschrijving": inwoner.geboorteplaats},
                "land": _land(inwoner.geboorteland),
            },
            "nationaliteiten": [
                {"type": "Nationaliteit", "nationaliteit": {"omschrijving": naam}}
                for naam in inwoner.nationaliteiten
            ],
            "verblijfplaats": _verblijfplaats(inwoner.verblijf),
            "adressering": _adressering(inwoner),
            **_inschrijving(inwoner),
            "partners": _partners(inwoner),
            "kinderen": [_verwant(kind) for kind in inwoner.kinderen],
            "ouders": [_ouder(ouder) for ouder in inwoner.ouders],
        }
    )


def _bekend(persoon: Json) -> Json:
    found: Json = _zonder_leeg(persoon)
    return found


def _zonder_leeg(waarde: Any) -> Any:
    """What is not there is left out, as the BRP does: no null, no empty text, list or group."""
    if isinstance(waarde, Mapping):
        delen = {naam: _zonder_leeg(deel) for naam, deel in waarde.items()}
        return {naam: deel for naam, deel in delen.items() if deel not in (None, "", [], {})}
    if isinstance(waarde, list):
        return [_zonder_leeg(each) for each in waarde]
    return waarde


def _waarde(code: str, omschrijving: str) -> Json:
    return {"code": str(code), "omschrijving": omschrijving}


def _geslacht(geslacht: Geslacht) -> Json:
    return _waarde(geslacht, GESLACHT[geslacht])


def _land(naam: str) -> Json:
    return _waarde(NEDERLAND, naam) if naam == "Nederland" else {"omschrijving": naam}


def _datum(datum: Registerdatum) -> Json:
    if volledig := volledige_datum(datum):
        return {"type": "Datum", "datum": volledig.isoformat(), "langFormaat": in_woorden(datum)}
    if datum.jaar is None:
        return {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}
    return {"type": "JaarDatum", "jaar": datum.jaar, "langFormaat": in_woorden(datum)}


def _naam(naam: Naam) -> Json:
    return {
        "voornamen": naam.voornamen,
        "voorvoegsel": naam.voorvoegsel,
        "geslachtsnaam": naam.geslachtsnaam,
        "voorletters": naam.voorletters,
    }


def _verblijfplaats(verblijf: Verblijf) -> Json:
    if isinstance(verblijf, Adres):
        return {
            "type": "Adres",
            "functieAdres": _waarde("W", "woonadres"),
            "nummeraanduidingIdentificatie": verblijf.nummeraanduiding,
            "adresseerbaarObjectIdentificatie": verblijf.adresseerbaar_object,
            "verblijfadres": {
                "officieleStraatnaam": verblijf.straat,
                "korteStraatnaam": verblijf.straat[:24],
                "huisnummer": verblijf.huisnummer,
                "huisletter": verblijf.huisletter,
                "huisnummertoevoeging": verblijf.toevoeging,
                "postcode": verblijf.postcode,
                "woonplaats": verblijf.woonplaats,
            },
        }
    if isinstance(verblijf, Buitenland):
        regels = {f"regel{plaats}": regel for plaats, regel in enumerate(verblijf.regels[:3], start=1)}
        return {"type": "VerblijfplaatsBuitenland", "verblijfadres": {**regels, "land": _land(verblijf.land)}}
    if isinstance(verblijf, Locatie):
        return {"type": "Locatie", "verblijfadres": {"locatiebeschrijving": verblijf.omschrijving}}
    # Whoever left without saying where to is investigated.
    return {
        "type": "VerblijfplaatsOnbekend",
        "inOnderzoek": {"type": True, "datumIngangOnderzoek": _datum(SINDS)},
    }


def _inschrijving(inwoner: Inwoner) -> Json:
    if isinstance(inwoner.verblijf, Buitenland):
        return {
            "gemeenteVanInschrijving": _waarde(*RNI),
            "opschortingBijhouding": {"reden": _waarde("E", "emigratie"), "datum": _datum(SINDS)},
        }
    return {
        "gemeenteVanInschrijving": _waarde(GEMEENTECODE, GEMEENTE),
        "datumInschrijvingInGemeente": _datum(Registerdatum.op(inwoner.ingeschreven_sinds)),
    }


def _adressering(inwoner: Inwoner) -> Json:
    """The lines that the magazijn composes too, for a person with the same data."""
    verbintenis = inwoner.verbintenis
    lijnen = adressering(_als_persoon(inwoner), verbintenis.partner.naam if verbintenis else None)
    regels = {f"adresregel{plaats}": regel for plaats, regel in enumerate(lijnen.regels[:3], start=1)}
    return {
        "aanhef": lijnen.aanhef,
        "aanschrijfwijze": {"naam": lijnen.aanschrijfwijze},
        "gebruikInLopendeTekst": lijnen.in_lopende_tekst,
        **regels,
        "land": _land(lijnen.land) if lijnen.land else None,
    }


def _als_persoon(inwoner: Inwoner) -> Persoon:
    nergens = Herkomst(Bron.BRP, datetime.min, authentiek=True, in_onderzoek=False)  # noqa: DTZ901
    return Persoon(
        id="",
        burgerservicenummer=inwoner.bsn,
        naam=inwoner.naam,
        naamgebruik=inwoner.naamgebruik,
        geslacht=inwoner.geslacht,
        geboorte=Geboorte(inwoner.geboorte),
        nationaliteiten=(),
        verblijf=inwoner.verblijf,
        gemeente=Gemeente("", ""),
        ingeschreven_sinds=None,
        herkomst=nergens,
    )


def _verwant(verwant: Verwant) -> Json:
    return {
        "burgerservicenummer": verwant.bsn,
        "naam": _naam(verwant.naam),
        "geboorte": {"datum": _datum(verwant.geboorte)},
    }


def _ouder(ouder: Verwant) -> Json:
    return {**_verwant(ouder), "geslacht": _geslacht(ouder.geslacht)}


def _partners(inwoner: Inwoner) -> list[Json]:
    verbintenis = inwoner.verbintenis
    if verbintenis is None:
        return []
    code = "H" if verbintenis.soort == "huwelijk" else "P"
    return [
        {
            **_ouder(verbintenis.partner),
            "soortVerbintenis": _waarde(code, verbintenis.soort),
            "aangaanHuwelijkPartnerschap": {
                "datum": _datum(Registerdatum.op(verbintenis.sinds)),
                "plaats": {"omschrijving": verbintenis.plaats},
            },
        }
    ]


def _bijzonderen(stad: Voorbeeldstad, today: date) -> list[Json]:
    voorbeeld = brp_persoon(stad.inwoners[0], today)
    alleen = {
        naam: deel for naam, deel in voorbeeld.items() if naam not in {"partners", "kinderen", "ouders"}
    }
    overleden = {
        "overlijden": {
            "datum": _datum(SINDS),
            "plaats": {"omschrijving": GEMEENTE},
            "land": _land("Nederland"),
        },
        "opschortingBijhouding": {"reden": _waarde("O", "overlijden"), "datum": _datum(SINDS)},
    }
    onderzocht = {
        "naam": {
            **alleen["naam"],
            "inOnderzoek": {
                "geslachtsnaam": True,
                "volledigeNaam": True,
                "datumIngangOnderzoek": _datum(SINDS),
            },
        }
    }
    ministerieel = {
        "opschortingBijhouding": {"reden": _waarde("M", "ministerieel besluit"), "datum": _datum(SINDS)}
    }
    apart: tuple[Json, ...] = (overleden, {"geheimhoudingPersoonsgegevens": True}, ministerieel, onderzocht)
    return [
        {**alleen, **deel, "burgerservicenummer": bsn}
        for deel, bsn in zip(apart, nummers(BIJZONDER_BEGIN), strict=False)
    ]
