"""Between the values of the graph and the rows of the council's register, in both directions."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from subgraphs.raadsinformatie.stemming import Stemming
from subgraphs.raadsinformatie.stuk import Stuk
from subgraphs.raadsinformatie.vergadering import Agendapunt, Orgaan, Vergadering
from subgraphs.service.folding import fold

T = TypeVar("T", Vergadering, Agendapunt, Stuk, Stemming, Orgaan)


@dataclass(frozen=True, slots=True)
class Soort(Generic[T]):
    """One kind of row: its name in the table, and how its items are written down."""

    naam: str
    inhoud: TypeAdapter[T]


VERGADERING = Soort("vergadering", TypeAdapter(Vergadering))
AGENDAPUNT = Soort("agendapunt", TypeAdapter(Agendapunt))
STUK = Soort("stuk", TypeAdapter(Stuk))
STEMMING = Soort("stemming", TypeAdapter(Stemming))
ORGAAN = Soort("orgaan", TypeAdapter(Orgaan))


def vergadering_row(item: Vergadering) -> dict[str, Any]:
    tekst = fold(" ".join(filter(None, (item.naam, item.toelichting, item.locatie))))
    return _row(VERGADERING, item) | {
        "moment": moment_text(item.begin),
        "orgaan": item.orgaan,
        "tekst": tekst,
    }


def stuk_row(item: Stuk) -> dict[str, Any]:
    tekst = fold(" ".join(filter(None, (item.titel, item.soort, item.bestandsnaam, *item.tekst))))
    return _row(STUK, item) | {
        "moment": moment_text(item.besproken_op),
        "tekst": tekst,
    }


def agendapunt_row(item: Agendapunt) -> dict[str, Any]:
    return _row(AGENDAPUNT, item)


def stemming_row(item: Stemming) -> dict[str, Any]:
    return _row(STEMMING, item)


def orgaan_row(item: Orgaan) -> dict[str, Any]:
    return _row(ORGAAN, item)


def zonder_tekst(stuk: Stuk) -> Stuk:
    return replace(stuk, tekst=())


def moment_text(moment: datetime | None) -> str:
    """As the column `moment` has it."""
    return "" if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def _row(soort: Soort[T], item: T) -> dict[str, Any]:
    return {
        "soort": soort.naam,
        "item_id": item.id,
        "moment": "",
        "orgaan": None,
        "tekst": "",
        "inhoud": soort.inhoud.dump_python(item, mode="json"),
    }
