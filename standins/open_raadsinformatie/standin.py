"""The application: POST /v1/elastic/{index}/_search. Nothing else is public, and nothing else is here.

It refuses what Elasticsearch refuses: a body that is no JSON object, keys and queries that it does not know,
more than 10000 documents, `search_after` that does not fit the sort, an index that is not there.

A scenario has `indices`: by name the documents, each with its `_id` beside its source.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.open_raadsinformatie.fout import geweigerd
from standins.open_raadsinformatie.zoektaal import Stuk, lees_vraag, sorteerwaarden, woorden
from standins.service.app import make_app
from standins.service.body import read_object
from standins.service.scenario import Scenario, read_scenario

ROOT = "/v1/elastic"
MEESTE = 10_000
VOORBEELD = Path(__file__).with_name("voorbeeld.yaml")
"""One meeting of Voorbeeldstad, for when no scenario is given."""
_SLEUTELS = {
    "query",
    "size",
    "from",
    "sort",
    "search_after",
    "track_total_hits",
    "_source",
    "highlight",
}


@dataclass(frozen=True, slots=True)
class Volgorde:
    """Fields, and whether each descends."""

    velden: tuple[tuple[str, bool], ...]

    @classmethod
    def van(cls, sort: Sequence[Mapping[str, Any]]) -> "Volgorde":
        return cls(tuple((veld, hoe.get("order") == "desc") for each in sort for veld, hoe in each.items()))

    def geordend(self, stukken: Sequence[Stuk]) -> list[Stuk]:
        geordend = list(stukken)
        for plaats, (_, aflopend) in reversed(list(enumerate(self.velden))):
            geordend.sort(key=lambda stuk: sorteerwaarden(stuk, self.velden)[plaats], reverse=aflopend)
        return geordend

    def na(self, stuk: Stuk, plaats: Sequence[Any]) -> bool:
        """Whether the document comes after that place."""
        if len(plaats) != len(self.velden):
            reden = f"search_after has {len(plaats)} value(s) but sort has {len(self.velden)}."
            raise geweigerd(400, reden, "illegal_argument_exception")
        for waarde, grens, (_, aflopend) in zip(
            sorteerwaarden(stuk, self.velden), plaats, self.velden, strict=True
        ):
            if waarde != grens:
                return bool(waarde < grens) if aflopend else bool(waarde > grens)
        return False


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the indices of the scenario; with one meeting when it names none."""
    gegeven = scenario if "indices" in scenario else read_scenario(VOORBEELD)
    indices = {
        naam: [Stuk(str(each["_id"]), {k: v for k, v in each.items() if k != "_id"}) for each in stukken]
        for naam, stukken in gegeven["indices"].items()
    }

    async def zoek(request: Request) -> Response:
        vraag = await read_object(request, geweigerd)
        patroon = request.path_params["index"]
        gekozen = [naam for naam in indices if fnmatchcase(naam, patroon)]
        if not gekozen and "*" not in patroon:
            raise geweigerd(404, f"no such index [{patroon}]")
        stukken = [stuk for naam in gekozen for stuk in indices[naam]]
        return JSONResponse(_antwoord(vraag, stukken))

    return make_app([Route(f"{ROOT}/{{index}}/_search", zoek, methods=["POST"])], geweigerd)


def _antwoord(vraag: Mapping[str, Any], stukken: Sequence[Stuk]) -> dict[str, Any]:
    if onbekend := sorted(set(vraag) - _SLEUTELS):
        raise geweigerd(400, f"Unknown key for a value in [{onbekend[0]}].")
    size, vanaf = vraag.get("size", 10), vraag.get("from", 0)
    if not isinstance(size, int) or not isinstance(vanaf, int) or size < 0 or size + vanaf > MEESTE:
        reden = f"Result window is too large, from + size must be less than or equal to: [{MEESTE}]"
        raise geweigerd(400, reden, "illegal_argument_exception")
    past = lees_vraag(vraag.get("query", {"match_all": {}}))
    volgorde = Volgorde.van(vraag.get("sort", []))
    gevonden = volgorde.geordend([stuk for stuk in stukken if past(stuk)])
    na = vraag.get("search_after")
    rest = gevonden if na is None else [stuk for stuk in gevonden if volgorde.na(stuk, na)]
    hits: dict[str, Any] = {"hits": [_treffer(vraag, stuk, volgorde) for stuk in rest[vanaf : vanaf + size]]}
    if vraag.get("track_total_hits", MEESTE) is not False:
        hits["total"] = {"value": len(gevonden), "relation": "eq"}
    shards = {"total": 1, "successful": 1, "skipped": 0, "failed": 0}
    return {"took": 1, "timed_out": False, "_shards": shards, "hits": hits}


def _treffer(vraag: Mapping[str, Any], stuk: Stuk, volgorde: Volgorde) -> dict[str, Any]:
    weg = set(vraag.get("_source", {}).get("excludes", []))
    treffer: dict[str, Any] = {
        "_index": "ori",
        "_id": stuk.id,
        "_source": {naam: waarde for naam, waarde in stuk.bron.items() if naam not in weg},
    }
    if volgorde.velden:
        treffer["sort"] = list(sorteerwaarden(stuk, volgorde.velden))
    if markering := _markering(vraag, stuk):
        treffer["highlight"] = markering
    return treffer


def _markering(vraag: Mapping[str, Any], stuk: Stuk) -> dict[str, list[str]]:
    """By field the first page in which a word of the query occurs, with the marks that were asked for."""
    highlight = vraag.get("highlight")
    if not highlight:
        return {}
    voor, achter = highlight.get("pre_tags", ["<em>"])[0], highlight.get("post_tags", ["</em>"])[0]
    gezocht = set(_gezocht(vraag.get("query")))
    gevonden: dict[str, list[str]] = {}
    for veld in highlight["fields"]:
        waarde = stuk.bron.get(veld) or []
        for pagina in waarde if isinstance(waarde, list) else [waarde]:
            if gezocht & set(woorden(pagina)):
                delen = (
                    f"{voor}{deel}{achter}" if set(woorden(deel)) & gezocht else deel
                    for deel in pagina.split()
                )
                gevonden[veld] = [" ".join(delen)[: highlight.get("fragment_size", 100)]]
                break
    return gevonden


def _gezocht(vraag: Any) -> list[str]:
    """The words of every full-text part of a query."""
    if isinstance(vraag, list):
        return [woord for each in vraag for woord in _gezocht(each)]
    if not isinstance(vraag, dict):
        return []
    eigen = woorden(vraag["simple_query_string"]["query"]) if "simple_query_string" in vraag else []
    return [*eigen, *(woord for each in vraag.values() for woord in _gezocht(each))]
