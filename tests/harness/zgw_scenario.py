"""A small municipality in ZGW: what a test of the stand-in or of a connector begins with, and may add to.

    scenario = Zgw()
    soort = scenario.zaaktype("Kapvergunning", ["Ontvangen", "Beoordeeld", "Afgehandeld"])
    zaak = scenario.zaak(soort, bsn=BURGER, statussen=2)
    app = make_standin(scenario.given)

Every method gives back the path of what it made, and takes further fields of the published shape as keywords.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

RSIN = "002564440"
BURGER = "999990019"
BEDRIJF = "90001354"


def _new(name: str, number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"{name}/{number}"))


@dataclass
class Zgw:
    """`given` is the scenario so far."""

    given: dict[str, Any] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.catalogus = self.add("catalogi", "catalogussen", domein="ALG", rsin=RSIN)

    def add(self, api: str, kind: str, **fields: Any) -> str:
        """A thing of any kind."""
        items = self.given.setdefault(api, {}).setdefault(kind, [])
        uuid = fields.setdefault("uuid", _new(kind, len(items)))
        items.append(fields)
        return f"/{api}/api/v1/{kind}/{uuid}"

    def zaaktype(self, omschrijving: str, stappen: Sequence[str], **fields: Any) -> Soort:
        """A zaaktype with a step for each name, two resultaten, an initiator and a behandelaar."""
        found = {
            "identificatie": omschrijving.upper(),
            "omschrijving": omschrijving,
            "catalogus": self.catalogus,
            "beginGeldigheid": "2020-01-01",
            **fields,
        }
        url = self.add("catalogi", "zaaktypen", **found)
        statustypen = [
            self.add("catalogi", "statustypen", zaaktype=url, omschrijving=stap, volgnummer=number)
            for number, stap in enumerate(stappen, 1)
        ]
        resultaattypen = [
            self.add("catalogi", "resultaattypen", zaaktype=url, omschrijving=name)
            for name in ("Verleend", "Geweigerd")
        ]
        roltypen = {
            name: self.add(
                "catalogi", "roltypen", zaaktype=url, omschrijving=name.title(), omschrijvingGeneriek=name
            )
            for name in ("initiator", "behandelaar", "belanghebbende")
        }
        return Soort(url, statustypen, resultaattypen, roltypen)

    def documenttype(self, omschrijving: str, soort: Soort, **fields: Any) -> str:
        """An informatieobjecttype that zaken of this soort may have."""
        url = self.add(
            "catalogi",
            "informatieobjecttypen",
            omschrijving=omschrijving,
            catalogus=self.catalogus,
            beginGeldigheid="2020-01-01",
            **fields,
        )
        self.add("catalogi", "zaaktype-informatieobjecttypen", zaaktype=soort.url, informatieobjecttype=url)
        return url

    def zaak(self, soort: Soort, bsn: str | None = None, statussen: int = 0, **fields: Any) -> str:
        """A zaak, with an initiator when a BSN is given, and that many statuses, one a day."""
        found = {
            "bronorganisatie": RSIN,
            "verantwoordelijkeOrganisatie": RSIN,
            "startdatum": "2026-01-05",
            "zaaktype": soort.url,
            "vertrouwelijkheidaanduiding": "openbaar",
            **fields,
        }
        url = self.add("zaken", "zaken", **found)
        if bsn is not None:
            self.rol(url, soort, natuurlijk_persoon={"inpBsn": bsn})
        for number in range(statussen):
            self.add(
                "zaken",
                "statussen",
                zaak=url,
                statustype=soort.statustypen[number],
                datumStatusGezet=f"2026-01-{5 + number:02}T10:00:00Z",
            )
        return url

    def rol(self, zaak: str, soort: Soort, naam: str = "initiator", **betrokkene: Mapping[str, Any]) -> str:
        """A rol; its only keyword is the betrokkeneType, with the identification."""
        ((kind, identificatie),) = betrokkene.items()
        return self.add(
            "zaken",
            "rollen",
            zaak=zaak,
            roltype=soort.roltypen[naam],
            betrokkeneType=kind,
            betrokkeneIdentificatie=dict(identificatie),
        )


@dataclass(frozen=True)
class Soort:
    """The paths of a zaaktype and what it consists of."""

    url: str
    statustypen: Sequence[str]
    resultaattypen: Sequence[str]
    roltypen: Mapping[str, str]
