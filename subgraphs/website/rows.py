"""From an item of the website to the rows of its tables."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table

from subgraphs.website import tables
from subgraphs.website.soort import Soort, T, volgorde_van


@dataclass(frozen=True, slots=True)
class Rijen:
    """The rows to insert, by table, in the order in which they refer to each other."""

    per_tabel: dict[Table, list[dict[str, Any]]] = field(
        default_factory=lambda: {tables.item: [], tables.categorie: [], tables.periode: []}
    )

    def voeg_toe(self, soort: Soort[T], items: Iterable[T], *, gepubliceerd: bool = True) -> None:
        for item in items:
            kenmerken = soort.kenmerken(item)
            sleutel = {"soort": soort.naam, "item_id": kenmerken.id}
            gebied = kenmerken.gebied
            self.per_tabel[tables.item].append(
                {
                    **sleutel,
                    "volgorde": kenmerken.volgorde,
                    "tekst": kenmerken.tekst,
                    "west": gebied and gebied.west,
                    "zuid": gebied and gebied.zuid,
                    "oost": gebied and gebied.oost,
                    "noord": gebied and gebied.noord,
                    "inhoud": soort.schrijf(item),
                    "gepubliceerd": gepubliceerd,
                }
            )
            self.per_tabel[tables.categorie] += [
                {**sleutel, "categorie": each} for each in sorted(kenmerken.categorieen)
            ]
            self.per_tabel[tables.periode] += [
                {**sleutel, "begin": begin, "einde": einde, "volgorde": volgorde_van(begin)}
                for begin, einde in kenmerken.perioden
            ]
