"""Between the magazijn's rows and the values of the graph, in both directions."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import RowMapping

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens.contact import Contactgegevens, Kanaal
from subgraphs.persoonsgegevens.klant import (
    Bron,
    Geboorte,
    Gemeente,
    Groep,
    Herkomst,
    Opschorting,
    Organisatie,
    Overlijden,
    Persoon,
    Relatie,
    Verwant,
    Vestiging,
)
from subgraphs.service.inwoner import (
    Adres,
    Buitenland,
    Geslacht,
    Locatie,
    Naam,
    Naamgebruik,
    Onbekend,
    Registerdatum,
    Verblijf,
)
from subgraphs.service.organisatie import Activiteit

_VERBLIJF: dict[str, type[Adres] | type[Buitenland] | type[Locatie] | type[Onbekend]] = {
    "adres": Adres,
    "buitenland": Buitenland,
    "locatie": Locatie,
    "onbekend": Onbekend,
}


def verblijf_row(verblijf: Verblijf) -> dict[str, Any]:
    """The columns for where someone lives."""
    soort = next(soort for soort, type_ in _VERBLIJF.items() if isinstance(verblijf, type_))
    return {"verblijf_soort": soort, "verblijf": asdict(verblijf)}


def naam_row(naam: Naam) -> dict[str, str]:
    return asdict(naam)


def geboren_row(datum: Registerdatum) -> dict[str, int | None]:
    return {"geboren_jaar": datum.jaar, "geboren_maand": datum.maand, "geboren_dag": datum.dag}


def persoon_of(row: RowMapping) -> Persoon:
    """From a row of `persoon` joined with `klant`."""
    return Persoon(
        id=row["klant_id"],
        burgerservicenummer=row["burgerservicenummer"],
        naam=_naam(row),
        naamgebruik=Naamgebruik(row["naamgebruik"]),
        geslacht=Geslacht(row["geslacht"]),
        geboorte=Geboorte(_geboren(row), row["geboorteplaats"], row["geboorteland"]),
        nationaliteiten=tuple(row["nationaliteiten"]),
        verblijf=_verblijf(row),
        gemeente=Gemeente(row["gemeente_code"], row["gemeente_naam"]),
        ingeschreven_sinds=row["ingeschreven_sinds"],
        herkomst=_herkomst(row),
        onderzoek=_onderzoek(row),
        geheimhouding=bool(row["geheimhouding"]),
        opschorting=_opschorting(row["opschorting"]),
        overlijden=_overlijden(row["overlijden"]),
    )


def organisatie_of(row: RowMapping) -> Organisatie:
    """From a row of `organisatie` joined with `klant`."""
    return Organisatie(
        id=row["klant_id"],
        klantsoort=Klantsoort(row["klantsoort"]),
        kvk_nummer=row["kvk_nummer"],
        rsin=row["rsin"],
        statutaire_naam=row["statutaire_naam"],
        handelsnamen=tuple(row["handelsnamen"]),
        rechtsvorm=row["rechtsvorm"],
        activiteiten=tuple(Activiteit(**activiteit) for activiteit in row["activiteiten"]),
        herkomst=_herkomst(row),
    )


def verwant_of(row: RowMapping) -> Verwant:
    return Verwant(
        relatie=Relatie(row["relatie"]),
        naam=_naam(row),
        geslacht=Geslacht(row["geslacht"]),
        geboorte=_geboren(row),
        verbintenis=row["verbintenis"],
        sinds=row["sinds"],
        plaats=row["plaats"],
        eigen_id=row["eigen_id"],
        in_onderzoek=bool(row["in_onderzoek"]),
    )


def vestiging_of(row: RowMapping) -> Vestiging:
    return Vestiging(
        nummer=row["vestigingsnummer"],
        naam=row["naam"],
        adres=Adres(**row["adres"]) if row["adres"] else None,
        hoofdvestiging=row["hoofdvestiging"],
        werkzame_personen=row["werkzame_personen"],
    )


def contact_of(row: RowMapping) -> Contactgegevens:
    return Contactgegevens(
        email=row["email"],
        telefoonnummer=row["telefoonnummer"],
        voorkeurskanaal=Kanaal(row["voorkeurskanaal"]),
        gewijzigd_op=row["contact_gewijzigd_op"],
        email_geverifieerd_op=row["email_geverifieerd_op"],
        telefoonnummer_geverifieerd_op=row["telefoonnummer_geverifieerd_op"],
    )


def contact_row(contact: Contactgegevens) -> dict[str, Any]:
    """The columns of `klant` for it."""
    return {
        "email": contact.email,
        "telefoonnummer": contact.telefoonnummer,
        "voorkeurskanaal": contact.voorkeurskanaal,
        "contact_gewijzigd_op": contact.gewijzigd_op,
        "email_geverifieerd_op": contact.email_geverifieerd_op,
        "telefoonnummer_geverifieerd_op": contact.telefoonnummer_geverifieerd_op,
    }


def _naam(row: RowMapping) -> Naam:
    return Naam(row["voornamen"], row["voorvoegsel"], row["geslachtsnaam"])


def _geboren(row: RowMapping) -> Registerdatum:
    return Registerdatum(row["geboren_jaar"], row["geboren_maand"], row["geboren_dag"])


def _verblijf(row: RowMapping) -> Verblijf:
    inhoud = row["verblijf"]
    if row["verblijf_soort"] == "buitenland":
        return Buitenland(inhoud["land"], tuple(inhoud["regels"]))
    return _VERBLIJF[row["verblijf_soort"]](**inhoud)


def _onderzoek(row: RowMapping) -> frozenset[Groep]:
    """Rows of before groups were kept say only that something is under investigation: then all of it is."""
    if row["onderzoek"] is None:
        return frozenset(Groep) if row["in_onderzoek"] else frozenset()
    return frozenset(map(Groep, row["onderzoek"]))


def _opschorting(inhoud: dict[str, Any] | None) -> Opschorting | None:
    if inhoud is None:
        return None
    return Opschorting(inhoud["code"], inhoud["reden"], Registerdatum(**inhoud["datum"]))


def _overlijden(inhoud: dict[str, Any] | None) -> Overlijden | None:
    if inhoud is None:
        return None
    return Overlijden(Registerdatum(**inhoud["datum"]), inhoud["plaats"], inhoud["land"])


def _herkomst(row: RowMapping) -> Herkomst:
    """A copy, however fresh, is not the authentic register itself."""
    return Herkomst(Bron.MAGAZIJN, row["bijgewerkt_op"], authentiek=False, in_onderzoek=row["in_onderzoek"])
