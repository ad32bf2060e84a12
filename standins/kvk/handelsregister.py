"""The register in memory: companies as the Basisprofiel gives them, with all of their vestigingen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]


@dataclass(slots=True)
class Handelsregister:
    """`inschrijvingen` by KvK number: `basisprofiel` and `vestigingen`, each in the published shape."""

    inschrijvingen: dict[str, Json] = field(repr=False)

    @classmethod
    def van(cls, inschrijvingen: Sequence[Json]) -> "Handelsregister":
        return cls({each["basisprofiel"]["kvkNummer"]: each for each in inschrijvingen})

    def basisprofiel(self, kvk_nummer: str) -> Json | None:
        found = self.inschrijvingen.get(kvk_nummer)
        return None if found is None else found["basisprofiel"]

    def vestigingen(self, kvk_nummer: str) -> Sequence[Json]:
        return self.inschrijvingen[kvk_nummer]["vestigingen"]  # type: ignore[no-any-return]

    def vestiging(self, nummer: str) -> Json | None:
        return next((each for each in self._vestigingen() if each["vestigingsnummer"] == nummer), None)

    def _vestigingen(self) -> Iterator[Json]:
        for each in self.inschrijvingen.values():
            yield from each["vestigingen"]

    def resultaten(self) -> Iterator[Json]:
        """What a search can find: the legal person or partnership, and each vestiging."""
        for kvk_nummer, each in self.inschrijvingen.items():
            basis = each["basisprofiel"]
            rsin = basis["_embedded"]["eigenaar"].get("rsin")
            gemeen = {"kvkNummer": kvk_nummer, **({"rsin": rsin} if rsin else {}), "actief": "Ja"}
            if rsin:
                yield {**gemeen, "naam": basis["naam"], "type": "rechtspersoon"}
            for vestiging in each["vestigingen"]:
                soort = "hoofdvestiging" if vestiging["indHoofdvestiging"] == "Ja" else "nevenvestiging"
                yield {
                    **gemeen,
                    "vestigingsnummer": vestiging["vestigingsnummer"],
                    "naam": vestiging["eersteHandelsnaam"],
                    "adres": {"binnenlandsAdres": _gezocht(vestiging)},
                    "type": soort,
                }


def _gezocht(vestiging: Json) -> Json:
    adres = vestiging["adressen"][0]
    if adres["indAfgeschermd"] == "Ja":
        return {"type": "bezoekadres"}
    namen = ("straatnaam", "huisnummer", "postcode", "plaats")
    return {"type": "bezoekadres", **{naam: adres[naam] for naam in namen}}
