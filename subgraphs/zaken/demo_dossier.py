"""What the zaken of Voorbeeldstad have beside their course: who handles them, what moves their terms, the
parts they have, and how long they stay.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table

from subgraphs.zaken import tables as t
from subgraphs.zaken.termijn import Termijn
from subgraphs.zaken.zaak import Archiefnominatie, Archiefstatus
from subgraphs.zaken.zichtbaarheid import Betrokkene, Rolsoort

AFDELINGEN = ("Vergunningen", "Klantzaken", "Werk en inkomen", "Beheer openbare ruimte", "Juridische zaken")
MEDEWERKERS = ("A. Bakker", "M. el Amrani", "S. Jansen", "R. Pinas", "J. Visser")
BEWAARTERMIJN = "P5Y"
VERLENGD, OPGESCHORT, IN_DELEN = 0.08, 0.5, timedelta(days=120)
"""How many of all zaken are extended, how many that can wait are suspended, how close parts begin."""
KAN_WACHTEN = frozenset({"Wachten op aanvulling", "Inhoudelijk beoordelen"})
"""In which step of a zaak it can turn out that something is lacking."""
LOCAL = ZoneInfo("Europe/Amsterdam")

Rows = Mapping[Table, list[dict[str, Any]]]


def add_dossiers(rows: Rows) -> None:
    """Adds to the rows of the demo, the same each time."""
    random = Random(20260202)  # noqa: S311
    namen = {row["id"]: row["omschrijving"] for row in rows[t.statustype]}
    laatste = {row["zaak_id"]: row for row in rows[t.status]}
    for zaak in rows[t.zaak]:
        status = laatste[zaak["id"]]
        rows[t.behandelrol].extend(_behandelaars(random, zaak))
        _termijn(random, zaak, namen[status["statustype_id"]])
        _archief(zaak)
        rows[t.substatus].extend(_substatussen(random, zaak, status))
    _deelzaken(rows)


def _behandelaars(random: Random, zaak: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    behandelaar = Rolsoort.BEHANDELAAR.value
    for betrokkene, naam in (
        (Betrokkene.AFDELING, random.choice(AFDELINGEN)),
        (Betrokkene.MEDEWERKER, random.choice(MEDEWERKERS)),
    ):
        yield {
            "id": f"{zaak['id']}-{betrokkene.value}",
            "zaak_id": zaak["id"],
            "omschrijving_generiek": behandelaar,
            "omschrijving": "Behandelaar",
            "betrokkene": betrokkene.value,
            "naam": naam,
        }


def _termijn(random: Random, zaak: dict[str, Any], status: str) -> None:
    verlengd, opgeschort = random.random() < VERLENGD, random.random() < OPGESCHORT
    zaak["verlenging_reden"] = "Er is advies van een andere instantie nodig." if verlengd else None
    zaak["verlenging_duur"] = "P6W" if verlengd else None
    if verlengd:
        zaak["uiterlijke_einddatum"] = Termijn.parse("P6W").na(zaak["uiterlijke_einddatum"])
    waits = opgeschort and status in KAN_WACHTEN and zaak["einddatum"] is None
    zaak["opschorting_reden"] = "Wij wachten op uw aanvullende gegevens." if waits else None


def _archief(zaak: dict[str, Any]) -> None:
    einde = zaak["einddatum"]
    zaak["archiefnominatie"] = einde and Archiefnominatie.VERNIETIGEN.value
    zaak["archiefstatus"] = einde and Archiefstatus.NOG_TE_ARCHIVEREN.value
    zaak["archiefactiedatum"] = einde and Termijn.parse(BEWAARTERMIJN).na(einde)
    zaak["hoofdzaak_id"] = None


def _substatussen(
    random: Random, zaak: Mapping[str, Any], status: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """One for the customer and one that is not, later on the day of the last status of a running zaak."""
    if zaak["einddatum"] is not None or random.random() < 0.5:
        return
    avond = datetime.combine(status["datum"].date(), time(18), LOCAL)
    for number, (omschrijving, doelgroep) in enumerate(
        (("Uw stukken zijn doorgestuurd naar de behandelaar", "betrokkenen"), ("Ter parafering", "intern"))
    ):
        yield {
            "id": f"{status['id']}-{number}",
            "zaak_id": zaak["id"],
            "status_id": status["id"],
            "omschrijving": omschrijving,
            "tijdstip": avond + timedelta(minutes=number),
            "doelgroep": doelgroep,
        }


def _deelzaken(rows: Rows) -> None:
    """A zaak of the same customer and kind that began soon after another is a part of that one."""
    klanten = {row["zaak_id"]: row["klant_id"] for row in rows[t.rol]}
    eerder: dict[tuple[str, str], dict[str, Any]] = {}
    for zaak in rows[t.zaak]:
        key = klanten[zaak["id"]], zaak["zaaktype_id"]
        hoofdzaak = eerder.get(key)
        if hoofdzaak is not None and zaak["startdatum"] - hoofdzaak["startdatum"] <= IN_DELEN:
            zaak["hoofdzaak_id"] = hoofdzaak["id"]
        else:
            eerder[key] = zaak
