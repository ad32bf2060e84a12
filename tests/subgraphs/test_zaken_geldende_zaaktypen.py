"""Zaaktypen as others name them: by identificatie, in the version that is in force, all in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from harness.statements import statements
from harness.subgraph_desk import TODAY, desk_of, settings_for

from subgraphs.service.pagination import Page, PageRequest
from subgraphs.service.zgw_token import REGISTRATIEGEHEIM
from subgraphs.zaken.geldende_zaaktypen import geldende_zaaktypen
from subgraphs.zaken.service import make_service
from subgraphs.zaken.zaak import Zaaktype

QUERY = """query ($r: [_Any!]!) { _entities(representations: $r) {
  ... on Zaaktype { identificatie omschrijving stappen { omschrijving } } } }"""


def named(*identificaties: str) -> dict[str, Any]:
    return {"r": [{"__typename": "Zaaktype", "identificatie": each} for each in identificaties]}


async def test_a_zaaktype_is_found_by_its_name_in_every_version(sqlite_url: str) -> None:
    settings = settings_for("zaken", sqlite_url, **{REGISTRATIEGEHEIM: "g" * 32})
    async with desk_of(make_service, settings) as desk:
        with statements() as for_one:
            await desk.data(QUERY, variables=named("bezwaar"))
        with statements() as for_three:
            data = await desk.data(QUERY, variables=named("woo-verzoek", "eenhoorn", "bezwaar"))
    found = data["_entities"]
    assert [each and each["identificatie"] for each in found] == ["woo-verzoek", None, "bezwaar"]
    assert all(each["stappen"] for each in found if each)
    assert len(of_the_catalogue(for_one)) == len(of_the_catalogue(for_three)) == 2


def of_the_catalogue(seen: list[str]) -> list[str]:
    """Without what the bus asks of the database meanwhile."""
    return [each for each in seen if "FROM zaaktype" in each or "FROM statustype" in each]


class Catalogus:
    """As many zaaktypen as a test wants, and how many pages were read."""

    def __init__(self, aantal: int, voorbeeld: Zaaktype) -> None:
        self.zaaktypen = [
            replace(voorbeeld, id=f"z{each:03}", identificatie=f"i{each:03}", omschrijving=f"o{each:03}")
            for each in range(aantal)
        ]
        self.gelezen = 0

    async def catalogus(self, zoek: str | None, op: date, page: PageRequest) -> Page[Zaaktype]:
        self.gelezen += 1
        rest = [each for each in self.zaaktypen if (each.omschrijving, each.id) > (page.after or ("", ""))]

        async def count() -> int:
            return len(self.zaaktypen)

        return Page.cut(rest[: page.first + 1], page.first, count)


async def found(catalogus: Any, identificaties: Sequence[str]) -> list[str]:
    return sorted(await geldende_zaaktypen(catalogus, TODAY, identificaties))


async def test_a_long_catalogue_is_read_as_far_as_needed() -> None:
    voorbeeld = Zaaktype("z", "i", "o", "doel", "aanleiding", "P8W", None, ())
    lang = Catalogus(250, voorbeeld)
    assert await found(lang, ["i001", "i099"]) == ["i001", "i099"]
    assert lang.gelezen == 1
    assert await found(lang, ["i001", "i249", "i999"]) == ["i001", "i249"]
    assert lang.gelezen == 4
    assert await found(lang, []) == []
    assert lang.gelezen == 4
