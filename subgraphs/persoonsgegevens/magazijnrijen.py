"""A person as rows of the magazijn."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from subgraphs.persoonsgegevens.klant import Persoon, Relatie, Verwant
from subgraphs.persoonsgegevens.rows import geboren_row, verblijf_row
from subgraphs.service.inwoner import Naam

Row = dict[str, Any]


def persoon_row(persoon: Persoon) -> Row:
    """The row of `persoon`."""
    opschorting, overlijden = persoon.opschorting, persoon.overlijden
    return {
        "klant_id": persoon.id,
        "burgerservicenummer": persoon.burgerservicenummer,
        **_naam_row(persoon.naam),
        "naamgebruik": persoon.naamgebruik,
        "geslacht": persoon.geslacht,
        **geboren_row(persoon.geboorte.datum),
        "geboorteplaats": persoon.geboorte.plaats,
        "geboorteland": persoon.geboorte.land,
        "nationaliteiten": list(persoon.nationaliteiten),
        **verblijf_row(persoon.verblijf),
        "gemeente_code": persoon.gemeente.code,
        "gemeente_naam": persoon.gemeente.naam,
        "ingeschreven_sinds": persoon.ingeschreven_sinds,
        "onderzoek": sorted(persoon.onderzoek),
        "geheimhouding": persoon.geheimhouding,
        "opschorting": asdict(opschorting) if opschorting else None,
        "overlijden": asdict(overlijden) if overlijden else None,
    }


def verwant_rows(persoon: Persoon) -> list[Row]:
    """The rows of `verwant`, numbered within each relation."""
    nummers: Counter[Relatie] = Counter()
    rows = []
    for verwant in persoon.verwanten:
        nummers[verwant.relatie] += 1
        rows.append(_verwant_row(persoon.id, verwant, nummers[verwant.relatie]))
    return rows


def _verwant_row(klant_id: str, verwant: Verwant, volgnummer: int) -> Row:
    return {
        "klant_id": klant_id,
        "relatie": verwant.relatie,
        "volgnummer": volgnummer,
        **_naam_row(verwant.naam),
        "geslacht": verwant.geslacht,
        **geboren_row(verwant.geboorte),
        "verbintenis": verwant.verbintenis,
        "sinds": verwant.sinds,
        "plaats": verwant.plaats,
        "in_onderzoek": verwant.in_onderzoek,
        "eigen_id": verwant.eigen_id,
    }


def _naam_row(naam: Naam) -> dict[str, str]:
    """The parts of a name; what the register composed of them is composed here anew."""
    return {
        "voornamen": naam.voornamen,
        "voorvoegsel": naam.voorvoegsel,
        "geslachtsnaam": naam.geslachtsnaam,
    }
