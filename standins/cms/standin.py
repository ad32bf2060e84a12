"""The application: GET /jsonapi/node/{kind} and /jsonapi/node/{kind}/{id}, as Drupal's JSON:API has them.

It gives 50 to a page at most, whatever is asked, with a link to the next. It refuses what it does not speak:
another Accept, an unknown query parameter, and with `sleutel` in the scenario a call without that token.

A scenario has `inhoud`: by kind the resource objects' attributes, each with its `id`; and may have `sleutel`.
Unpublished content (`status: false`) is shown to nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.cms.fout import geweigerd
from standins.service.app import make_app
from standins.service.scenario import Scenario, read_scenario

MEDIA_TYPE = "application/vnd.api+json"
MEESTE = 50
ROOT = "/jsonapi/node"
VOORBEELD = Path(__file__).with_name("voorbeeld.yaml")
"""A little of Voorbeeldstad, for when no scenario is given."""
PARAMETERS = frozenset({"page[limit]", "page[offset]"})

Attributen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Cmsinhoud:
    """What is published, by kind and in order; `sleutel` is the token that calls need, if any."""

    soorten: Mapping[str, Sequence[Attributen]]
    sleutel: str | None = field(default=None, repr=False)

    @classmethod
    def van(cls, scenario: Scenario) -> "Cmsinhoud":
        soorten = {
            soort: [item for item in items if item.get("status") is not False]
            for soort, items in scenario["inhoud"].items()
        }
        return cls(soorten, scenario.get("sleutel"))


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the content of the scenario; with a little of Voorbeeldstad when it names none."""
    inhoud = Cmsinhoud.van(scenario if "inhoud" in scenario else {**read_scenario(VOORBEELD), **scenario})

    async def lijst(request: Request) -> Response:
        _keur(request, inhoud)
        items = _soort(request, inhoud)
        limiet = min(_getal(request, "page[limit]", MEESTE), MEESTE)
        vanaf = _getal(request, "page[offset]", 0)
        document: dict[str, Any] = {
            "jsonapi": {"version": "1.1"},
            "data": [_bron(request, item) for item in items[vanaf : vanaf + limiet]],
            "links": {"self": {"href": str(request.url)}},
        }
        if vanaf + limiet < len(items):
            vraag = urlencode({"page[offset]": vanaf + limiet, "page[limit]": limiet})
            document["links"]["next"] = {"href": str(request.url.replace(query=vraag))}
        return JSONResponse(document, media_type=MEDIA_TYPE)

    async def een(request: Request) -> Response:
        _keur(request, inhoud)
        for item in _soort(request, inhoud):
            if item["id"] == request.path_params["id"]:
                document = {"jsonapi": {"version": "1.1"}, "data": _bron(request, item)}
                return JSONResponse(document, media_type=MEDIA_TYPE)
        raise geweigerd(404)

    routes = [Route(f"{ROOT}/{{soort}}", lijst), Route(f"{ROOT}/{{soort}}/{{id}}", een)]
    return make_app(routes, lambda status, reden: geweigerd(status, reden))


def _keur(request: Request, inhoud: Cmsinhoud) -> None:
    """Raises Refusal 401, 406, 400."""
    if inhoud.sleutel and request.headers.get("authorization") != f"Bearer {inhoud.sleutel}":
        raise geweigerd(401)
    aanvaard = {each.strip() for each in request.headers.get("accept", "*/*").split(",")}
    if aanvaard.isdisjoint({MEDIA_TYPE, "*/*"}):
        raise geweigerd(406, f"Accept {MEDIA_TYPE}, without parameters.")
    for naam in request.query_params:
        if naam not in PARAMETERS:
            raise geweigerd(400, "The query parameter is not supported.", naam)


def _soort(request: Request, inhoud: Cmsinhoud) -> Sequence[Attributen]:
    gevonden = inhoud.soorten.get(request.path_params["soort"])
    if gevonden is None:
        raise geweigerd(404)
    return gevonden


def _getal(request: Request, naam: str, gewoon: int) -> int:
    waarde = request.query_params.get(naam, str(gewoon))
    if not waarde.isdecimal():
        raise geweigerd(400, "The page needs a whole number.", naam)
    return int(waarde)


def _bron(request: Request, item: Attributen) -> dict[str, Any]:
    attributen = {naam: waarde for naam, waarde in item.items() if naam != "id"}
    soort = request.path_params["soort"]
    return {
        "type": f"node--{soort}",
        "id": item["id"],
        "attributes": {"status": True, **attributen},
        "links": {"self": {"href": str(request.url_for("een", soort=soort, id=item["id"]))}},
    }
