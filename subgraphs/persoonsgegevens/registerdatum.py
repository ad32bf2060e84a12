"""Dates as registers keep them, of which the month and day, or everything, may be unknown."""

from datetime import date

from subgraphs.service.inwoner import Registerdatum

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip


def volledige_datum(datum: Registerdatum) -> date | None:
    """The date when all of it is known."""
    if datum.jaar and datum.maand and datum.dag:
        return date(datum.jaar, datum.maand, datum.dag)
    return None


def in_woorden(datum: Registerdatum) -> str:
    """What is known of the date, as the BRP's "langFormaat" writes it."""
    maand = MAANDEN[datum.maand - 1] if datum.maand else None
    bekend = [str(deel) for deel in (datum.dag if maand else None, maand, datum.jaar) if deel]
    return " ".join(bekend) or "onbekend"


def leeftijd_op(geboorte: Registerdatum, vandaag: date) -> int | None:
    """The age in whole years."""
    datum = volledige_datum(geboorte)
    if datum is None:
        return None
    return vandaag.year - datum.year - ((vandaag.month, vandaag.day) < (datum.month, datum.day))
