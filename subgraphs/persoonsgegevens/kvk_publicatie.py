"""The companies of Voorbeeldstad in the shape of the KvK API: what its stand-in is filled with."""

from typing import Any

from subgraphs.persoonsgegevens.adressering import adresregel, postcode
from subgraphs.service.organisatie import Organisatie, Vestiging
from subgraphs.service.voorbeeldstad import Voorbeeldstad

Json = dict[str, Any]

AFGESCHERMD = frozenset({"Kapsalon Knipoog"})
"""Whose address the register shields: someone who works at home."""


def kvk_inschrijvingen(stad: Voorbeeldstad) -> list[Json]:
    """Everyone in the register, in the order of the city."""
    return [_inschrijving(organisatie) for organisatie in stad.organisaties]


def _inschrijving(organisatie: Organisatie) -> Json:
    vestigingen = [_vestiging(organisatie, each) for each in organisatie.vestigingen]
    hoofd = next(each for each in vestigingen if each["indHoofdvestiging"] == "Ja")
    eigenaar = {"rechtsvorm": organisatie.rechtsvorm, "uitgebreideRechtsvorm": organisatie.rechtsvorm}
    return {
        "basisprofiel": {
            "kvkNummer": organisatie.kvk_nummer,
            "indNonMailing": "Ja",
            "naam": organisatie.statutaire_naam,
            "formeleRegistratiedatum": "20150901",
            "materieleRegistratie": {"datumAanvang": "20150901"},
            "statutaireNaam": organisatie.statutaire_naam,
            "totaalWerkzamePersonen": sum(each.werkzame_personen for each in organisatie.vestigingen),
            "handelsnamen": [
                {"naam": naam, "volgorde": plaats} for plaats, naam in enumerate(organisatie.handelsnamen)
            ],
            "sbiActiviteiten": _activiteiten(organisatie),
            "_embedded": {
                "hoofdvestiging": hoofd,
                "eigenaar": {"rsin": organisatie.rsin, **eigenaar} if organisatie.rsin else eigenaar,
            },
        },
        "vestigingen": vestigingen,
    }


def _activiteiten(organisatie: Organisatie) -> list[Json]:
    return [
        {
            "sbiCode": activiteit.code,
            "sbiOmschrijving": activiteit.omschrijving,
            "indHoofdactiviteit": "Nee" if plaats else "Ja",
        }
        for plaats, activiteit in enumerate(organisatie.activiteiten)
    ]


def _vestiging(organisatie: Organisatie, vestiging: Vestiging) -> Json:
    return {
        "vestigingsnummer": vestiging.nummer,
        "kvkNummer": organisatie.kvk_nummer,
        "eersteHandelsnaam": vestiging.naam,
        "indHoofdvestiging": "Ja" if vestiging.hoofdvestiging else "Nee",
        "indCommercieleVestiging": "Ja",
        "totaalWerkzamePersonen": vestiging.werkzame_personen,
        "adressen": [_adres(organisatie, vestiging)],
    }


def _adres(organisatie: Organisatie, vestiging: Vestiging) -> Json:
    if organisatie.statutaire_naam in AFGESCHERMD:
        return {"type": "bezoekadres", "indAfgeschermd": "Ja"}
    adres = vestiging.adres
    return {
        "type": "bezoekadres",
        "indAfgeschermd": "Nee",
        "volledigAdres": f"{adresregel(adres)} {postcode(adres)} {adres.woonplaats}",
        "straatnaam": adres.straat,
        "huisnummer": adres.huisnummer,
        "postcode": adres.postcode,
        "plaats": adres.woonplaats,
        "land": "Nederland",
        "geoData": {
            "addresseerbaarObjectId": adres.adresseerbaar_object,
            "nummerAanduidingId": adres.nummeraanduiding,
        },
    }
