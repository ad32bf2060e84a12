"""What the stand-ins of BRP and KvK know without a scenario, and that of ZGW beside the services of
docker/registers.yaml: Voorbeeldstad, in the shapes that they publish.

    python -m harness.standin_seeds        (in tests/) writes them anew
Stand-ins know nothing of the subgraphs, so what they begin with is data beside them; a test keeps it current.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson
import yaml
from harness.subgraph_desk import TODAY

from subgraphs.persoonsgegevens.brp_publicatie import brp_personen
from subgraphs.persoonsgegevens.kvk_publicatie import kvk_inschrijvingen
from subgraphs.service.voorbeeldstad import voorbeeldstad
from subgraphs.zaken.demo_zaaktypen import ZAAKTYPEN, Voorbeeld

DOCKER = Path(__file__).parents[2] / "docker" / "settings"
CATALOGI = "/catalogi/api/v1"
BEGIN = "2020-01-01"
STUKKEN = ("Aanvraagformulier", "Bijlage")
STANDINS = Path(__file__).parents[2] / "standins"

Catalogi = dict[str, list[dict[str, Any]]]
"""What the catalogue of a scenario has, by kind."""


def brp_seed() -> str:
    return _listed("personen", brp_personen(voorbeeldstad(TODAY), TODAY))


def kvk_seed() -> str:
    return _listed("inschrijvingen", kvk_inschrijvingen(voorbeeldstad(TODAY)))


def zgw_seed() -> str:
    """The example of the stand-in, with all zaaktypen of Voorbeeldstad in its catalogue, in place of those
    that it has itself: what customers submit can be registered there.
    """
    example = yaml.safe_load((STANDINS / "zgw" / "voorbeeld.yaml").read_text(encoding="utf-8"))
    catalogi = example["catalogi"] = _without(example["catalogi"], {each.identificatie for each in ZAAKTYPEN})
    catalogus = f"{CATALOGI}/catalogussen/{catalogi['catalogussen'][0]['uuid']}"
    for kind, row in _stuktypen(catalogus):
        catalogi[kind].append(row)
    for soort in ZAAKTYPEN:
        for kind, row in _zaaktype(soort, catalogus):
            catalogi[kind].append(row)
    return orjson.dumps(example, option=orjson.OPT_INDENT_2).decode() + "\n"


def _without(catalogi: Catalogi, zaaktypen: set[str]) -> Catalogi:
    """Without the zaaktypen with these identificaties, and all that is of them."""
    found = [each["uuid"] for each in catalogi["zaaktypen"] if each["identificatie"] in zaaktypen]
    urls = {f"{CATALOGI}/zaaktypen/{uuid}" for uuid in found}
    return {
        kind: [row for row in rows if row["uuid"] not in found and row.get("zaaktype") not in urls]
        for kind, rows in catalogi.items()
    }


def _stuktypen(catalogus: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """What every zaak may have: what was filled in, and what was sent along."""
    for omschrijving in STUKKEN:
        row = {"uuid": _uuid("informatieobjecttypen", omschrijving), "omschrijving": omschrijving}
        yield "informatieobjecttypen", {**row, "catalogus": catalogus, "beginGeldigheid": BEGIN}


def _zaaktype(soort: Voorbeeld, catalogus: str) -> Iterator[tuple[str, dict[str, Any]]]:
    uuid = _uuid("zaaktypen", soort.identificatie)
    url = f"{CATALOGI}/zaaktypen/{uuid}"
    of_it = {"zaaktype": url}
    yield (
        "zaaktypen",
        {
            "uuid": uuid,
            "catalogus": catalogus,
            "beginGeldigheid": BEGIN,
            "identificatie": soort.identificatie,
            "omschrijving": soort.omschrijving,
            "doel": soort.doel,
            "aanleiding": soort.aanleiding,
            "doorlooptijd": soort.doorlooptijd,
            "servicenorm": soort.servicenorm,
            "indicatieInternOfExtern": "extern" if soort.extern else "intern",
        },
    )
    for number, (stap, uitleg) in enumerate(soort.stappen, 1):
        own = {"uuid": _uuid(uuid, stap), "omschrijving": stap, "statustekst": uitleg, "volgnummer": number}
        yield "statustypen", {**own, **of_it}
    for resultaat, uitleg in soort.resultaten:
        yield "resultaattypen", {
            "uuid": _uuid(uuid, resultaat), "omschrijving": resultaat[:20], "toelichting": uitleg, **of_it
        }  # fmt: skip
    initiator = {"omschrijving": "Aanvrager", "omschrijvingGeneriek": "initiator"}
    yield "roltypen", {"uuid": _uuid(uuid, "initiator"), **initiator, **of_it}
    for omschrijving in STUKKEN:
        stuk = f"{CATALOGI}/informatieobjecttypen/{_uuid('informatieobjecttypen', omschrijving)}"
        yield "zaaktype-informatieobjecttypen", {
            "uuid": _uuid(uuid, omschrijving), "informatieobjecttype": stuk, "richting": "inkomend", **of_it
        }  # fmt: skip


def _uuid(kind: str, name: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"https://voorbeeldstad.example/{kind}/{name}"))


SEEDS: Mapping[Path, Callable[[], str]] = {
    STANDINS / "brp" / "personen.yaml": brp_seed,
    STANDINS / "kvk" / "inschrijvingen.yaml": kvk_seed,
    DOCKER / "zgw.yaml": zgw_seed,
}


def _listed(name: str, rows: list[dict[str, Any]]) -> str:
    """YAML as JSON, with each row on a line of its own, so that a change shows as one."""
    lines = ",\n".join(orjson.dumps(row).decode() for row in rows)
    return f'{{"{name}": [\n{lines}\n]}}\n'


if __name__ == "__main__":
    for path, seed in SEEDS.items():
        path.write_text(seed(), encoding="utf-8")
