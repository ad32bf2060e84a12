"""Logboek: what happened to the things of one source, in order; from it both parts of the export are read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]

GEWOON, MEESTE = 500, 1000


@dataclass(slots=True)
class Logboek:
    """Records are numbered from 0, as they come. One that changes nothing is not taken up."""

    bron: str
    records: list[Record] = field(default_factory=list)

    @classmethod
    def van(cls, bron: str, records: Iterable[Record]) -> "Logboek":
        boek = cls(bron)
        for each in records:
            boek.schrijf(each)
        return boek

    def schrijf(self, record: Record) -> None:
        """`record` has entity_id, entity_type and payload; without a payload the thing is gone."""
        id_, payload = record["entity_id"], record.get("payload")
        huidig = self._stand().get(id_)
        if payload == (huidig.get("payload") if huidig else None):
            return
        soort = record["entity_type"]
        nieuw = {
            "seq": len(self.records),
            "op": "delete" if payload is None else "upsert",
            "time": "2026-03-01T12:00:00.000Z",
            "entity_id": id_,
            "entity_type": soort,
            "source_key": self.bron,
            "supplier": "notubiz",
        }
        if payload is not None:
            nieuw |= {"schema_version": "v1alpha1", "payload": {"type": soort, **payload}}
        self.records.append(nieuw)

    def wijzigingen(self, cursor: int, hoeveel: int) -> tuple[list[Record], int]:
        """From that number on, and the number of the next."""
        blad = self.records[cursor : cursor + hoeveel]
        return blad, cursor + len(blad)

    def momentopname(self, cursor: str, hoeveel: int) -> tuple[list[Record], str, bool]:
        """What there is after that id, by id; the id to go on from, and whether there is more."""
        rest = [each for id_, each in sorted(self._stand().items()) if id_ > cursor]
        blad = rest[:hoeveel]
        return blad, str(blad[-1]["entity_id"]) if blad else cursor, len(rest) > hoeveel

    def heeft(self, id_: str) -> bool:
        return id_ in self._stand()

    def _stand(self) -> dict[str, Record]:
        """The last record of each thing that is not gone."""
        laatste = {each["entity_id"]: each for each in self.records}
        return {id_: each for id_, each in laatste.items() if each["op"] == "upsert"}


def hoeveel(gevraagd: str | None) -> int:
    """A limit as it is taken: brought within bounds, and the ordinary one where it is no number."""
    try:
        getal = float(gevraagd) if gevraagd else float(GEWOON)
    except ValueError:
        return GEWOON
    return max(1, min(int(getal), MEESTE)) if getal == getal and abs(getal) != float("inf") else GEWOON
