"""Fills an empty magazijn with the people and organisations of Voorbeeldstad."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Table, insert, select

from auth.principal import Identifier, Klantsoort
from auth.pseudonym import pseudonym
from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.persoonsgegevens.klant import Groep, Relatie
from subgraphs.persoonsgegevens.rows import geboren_row, naam_row, verblijf_row
from subgraphs.service.database import Database
from subgraphs.service.inwoner import Buitenland, Inwoner, Onbekend, Verwant
from subgraphs.service.organisatie import Organisatie
from subgraphs.service.voorbeeldstad import Voorbeeldstad, inwoner_id, organisatie_id
from subgraphs.service.voorbeeldstad_bewoners import GEMEENTE, GEMEENTECODE

RNI = {"gemeente_code": "1999", "gemeente_naam": "Registratie Niet Ingezetenen (RNI)"}
HIER = {"gemeente_code": GEMEENTECODE, "gemeente_naam": GEMEENTE}

Row = dict[str, Any]


async def fill_if_empty(database: Database, stad: Voorbeeldstad, key: bytes, today: date) -> None:
    """Does nothing when there are customers already: a second start keeps what customers changed."""
    async with database.writing() as session:
        if (await session.execute(select(tables.klant.c.klant_id).limit(1))).first():
            return
        for table, rows in _tables(stad, key, today):
            await session.execute(insert(table), rows)


def _tables(stad: Voorbeeldstad, key: bytes, today: date) -> Iterator[tuple[Table, Sequence[Row]]]:
    """The rows of each table, in an order that keeps the foreign keys."""
    inwoners = [(inwoner_id(key, inwoner), inwoner) for inwoner in stad.inwoners]
    organisaties = [(organisatie_id(key, organisatie), organisatie) for organisatie in stad.organisaties]
    bijgewerkt = datetime.combine(today, time(2, 30), UTC)
    yield (
        tables.klant,
        [_klant(id_, Klantsoort.BURGER, inwoner, bijgewerkt) for id_, inwoner in inwoners]
        + [_klant(id_, organisatie.klantsoort, organisatie, bijgewerkt) for id_, organisatie in organisaties],
    )
    yield tables.persoon, [_persoon(id_, inwoner) for id_, inwoner in inwoners]
    yield tables.verwant, [row for id_, inwoner in inwoners for row in _verwanten(key, id_, inwoner)]
    yield tables.organisatie, [_organisatie(id_, organisatie) for id_, organisatie in organisaties]
    yield (
        tables.vestiging,
        [row for id_, organisatie in organisaties for row in _vestigingen(id_, organisatie)],
    )


def _klant(id_: str, soort: Klantsoort, wie: Inwoner | Organisatie, bijgewerkt: datetime) -> Row:
    return {
        "klant_id": id_,
        "klantsoort": soort,
        "email": wie.email,
        "telefoonnummer": wie.telefoon,
        "voorkeurskanaal": Kanaal.EMAIL if wie.email else Kanaal.POST,
        "contact_gewijzigd_op": None,
        "bijgewerkt_op": bijgewerkt,
        "in_onderzoek": isinstance(wie, Inwoner) and _in_onderzoek(wie),
    }


def _in_onderzoek(inwoner: Inwoner) -> bool:
    """Who has left without saying where to is what an investigation into an address is about."""
    return isinstance(inwoner.verblijf, Onbekend)


def _persoon(id_: str, inwoner: Inwoner) -> Row:
    weg = isinstance(inwoner.verblijf, Buitenland)
    return {
        "klant_id": id_,
        "burgerservicenummer": inwoner.bsn,
        **naam_row(inwoner.naam),
        "naamgebruik": inwoner.naamgebruik,
        "geslacht": inwoner.geslacht,
        **geboren_row(inwoner.geboorte),
        "geboorteplaats": inwoner.geboorteplaats,
        "geboorteland": inwoner.geboorteland,
        "nationaliteiten": list(inwoner.nationaliteiten),
        **verblijf_row(inwoner.verblijf),
        **(RNI if weg else HIER),
        "ingeschreven_sinds": None if weg else inwoner.ingeschreven_sinds,
        "onderzoek": [Groep.VERBLIJFPLAATS, Groep.ADRESSERING] if _in_onderzoek(inwoner) else [],
    }


def _verwanten(key: bytes, id_: str, inwoner: Inwoner) -> Iterator[Row]:
    if verbintenis := inwoner.verbintenis:
        extra = {"verbintenis": verbintenis.soort, "sinds": verbintenis.sinds, "plaats": verbintenis.plaats}
        row = _verwant(id_, Relatie.PARTNER, 1, verbintenis.partner)
        yield {**row, **extra, "eigen_id": _eigen_id(key, verbintenis.partner)}
    for relatie, verwanten in ((Relatie.KIND, inwoner.kinderen), (Relatie.OUDER, inwoner.ouders)):
        for volgnummer, verwant in enumerate(verwanten, start=1):
            yield {**_verwant(id_, relatie, volgnummer, verwant), "eigen_id": _eigen_id(key, verwant)}


def _eigen_id(key: bytes, verwant: Verwant) -> str | None:
    return pseudonym(key, Identifier.BSN, verwant.bsn) if verwant.bsn else None


def _verwant(id_: str, relatie: Relatie, volgnummer: int, verwant: Verwant) -> Row:
    return {
        "klant_id": id_,
        "relatie": relatie,
        "volgnummer": volgnummer,
        **naam_row(verwant.naam),
        "geslacht": verwant.geslacht,
        **geboren_row(verwant.geboorte),
        "verbintenis": None,
        "sinds": None,
        "plaats": None,
    }


def _organisatie(id_: str, organisatie: Organisatie) -> Row:
    return {
        "klant_id": id_,
        "kvk_nummer": organisatie.kvk_nummer,
        "rsin": organisatie.rsin,
        "statutaire_naam": organisatie.statutaire_naam,
        "handelsnamen": list(organisatie.handelsnamen),
        "rechtsvorm": organisatie.rechtsvorm,
        "activiteiten": [asdict(activiteit) for activiteit in organisatie.activiteiten],
    }


def _vestigingen(id_: str, organisatie: Organisatie) -> Iterator[Row]:
    for vestiging in organisatie.vestigingen:
        yield {
            "vestigingsnummer": vestiging.nummer,
            "klant_id": id_,
            "naam": vestiging.naam,
            "adres": asdict(vestiging.adres),
            "hoofdvestiging": vestiging.hoofdvestiging,
            "werkzame_personen": vestiging.werkzame_personen,
        }
