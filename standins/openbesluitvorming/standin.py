"""The application: GET /api/export/snapshot, /api/export/changes and /api/entities/{id}, without a key.

It refuses what the real one refuses: no source, or one that it does not know (400), a cursor of the changes
that is no number (400), a thing that is not there (404), more than sixty calls in a minute (429).

A scenario has `sources`: by key the records in order, each with `entity_id`, `entity_type` and `payload`,
which is not there for what is deleted; `teksten`: Markdown by id; and perhaps `per_minuut`.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.openbesluitvorming.fout import geweigerd, te_veel
from standins.openbesluitvorming.logboek import Logboek, Record, hoeveel
from standins.service.app import make_app
from standins.service.scenario import Scenario

PER_MINUUT = 60


@dataclass(slots=True)
class Emmer:
    """What may still be asked: it fills by so many a minute, up to as many."""

    per_minuut: int
    nu: Callable[[], float] = time.monotonic
    inhoud: float = field(init=False)
    sinds: float = field(init=False)

    def __post_init__(self) -> None:
        self.inhoud, self.sinds = self.per_minuut, self.nu()

    def neem(self) -> None:
        """One call's worth. Raises Refusal 429."""
        nu = self.nu()
        self.inhoud = min(self.per_minuut, self.inhoud + (nu - self.sinds) * self.per_minuut / 60)
        self.sinds = nu
        if self.inhoud < 1:
            raise te_veel(self.per_minuut, max(1, ceil((1 - self.inhoud) * 60 / self.per_minuut)))
        self.inhoud -= 1


@dataclass(slots=True)
class Export:
    """What it knows. `boeken` may be written in while it runs: what is new then is a change."""

    boeken: Mapping[str, Logboek]
    teksten: Mapping[str, str]
    emmer: Emmer

    @classmethod
    def van(cls, scenario: Scenario) -> "Export":
        boeken = {bron: Logboek.van(bron, records) for bron, records in scenario.get("sources", {}).items()}
        return cls(boeken, scenario.get("teksten", {}), Emmer(scenario.get("per_minuut", PER_MINUUT)))

    async def momentopname(self, request: Request) -> Response:
        self.emmer.neem()
        boek, query = self._boek(request), request.query_params
        begin = len(boek.records)
        records, volgende, meer = boek.momentopname(query.get("cursor", ""), hoeveel(query.get("limit")))
        return _ndjson(records, volgende, meer=meer, wijzigingen=str(begin))

    async def wijzigingen(self, request: Request) -> Response:
        self.emmer.neem()
        boek, query = self._boek(request), request.query_params
        cursor = query.get("cursor", "") or "0"
        if not cursor.isdecimal():
            raise geweigerd(400, "Ongeldige cursor; gebruik de nextCursor uit een eerdere response.")
        records, volgende = boek.wijzigingen(int(cursor), hoeveel(query.get("limit")))
        return _ndjson(records, str(volgende), meer=volgende < len(boek.records))

    async def ding(self, request: Request) -> Response:
        self.emmer.neem()
        id_ = request.path_params["id"]
        if not any(boek.heeft(id_) for boek in self.boeken.values()):
            raise geweigerd(404, "Resultaat niet gevonden")
        tekst = self.teksten.get(id_)
        gegeven = {"entityId": id_, "markdownText": tekst}
        return JSONResponse({naam: waarde for naam, waarde in gegeven.items() if waarde is not None})

    def _boek(self, request: Request) -> Logboek:
        bron = request.query_params.get("source", "").strip()
        if not bron:
            raise geweigerd(400, "Parameter source is verplicht; zie /api/sources voor geldige keys.")
        if bron not in self.boeken:
            raise geweigerd(400, f'Onbekende source "{bron}"; zie /api/sources voor geldige keys.')
        return self.boeken[bron]


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the sources of the scenario."""
    return standin_over(Export.van(scenario))


def standin_over(export: Export) -> ASGIApp:
    """The stand-in over what someone else may go on writing in."""
    routes = [
        Route("/api/export/snapshot", export.momentopname),
        Route("/api/export/changes", export.wijzigingen),
        Route("/api/entities/{id}", export.ding),
    ]
    return make_app(routes, geweigerd)


def _ndjson(records: list[Record], volgende: str, **kop: Any) -> Response:
    headers = {"x-next-cursor": volgende, "x-has-more": "true" if kop["meer"] else "false"}
    if "wijzigingen" in kop:
        headers["x-changes-cursor"] = kop["wijzigingen"]
    body = b"".join(orjson.dumps(each) + b"\n" for each in records)
    return Response(body, media_type="application/x-ndjson; charset=utf-8", headers=headers)
