"""The application: /api/3/action/<name>, by GET or with a JSON body, for whoever is not logged in.

It refuses what CKAN refuses (ckan/views/api.py, ckan/logic/schema): actions and parameters that it does not
know, numbers below zero, an order that is none, JSON that is none; and it gives no more than a thousand
packages at a time, whatever is asked.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.ckan.fout import HELP, bad_query, invalid, not_found, refused
from standins.ckan.register import Catalogue
from standins.service.app import make_app
from standins.service.body import read_body
from standins.service.refusal import Refusal
from standins.service.scenario import Scenario, read_scenario

MOST_ROWS = 1000
FACET_LIMIT = 50
VOORBEELD = Path(__file__).with_name("voorbeeld.yaml")
"""A few datasets of Voorbeeldstad, for when no scenario is given."""

Asked = Mapping[str, Any]
Action = Callable[[Catalogue, Asked], Any]

_SEARCHED_BY = frozenset(
    {"q", "fq", "sort", "rows", "start", "facet", "facet.field", "facet.limit", "facet.mincount", "fl", "qf"}
)


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the packages of the scenario; with a few of Voorbeeldstad when it names none."""
    catalogue = Catalogue(scenario if "packages" in scenario else read_scenario(VOORBEELD))
    answer = partial(_answer, catalogue)
    routes = [
        Route(path, answer, methods=["GET", "POST"])
        for path in ("/api/3/action/{action}", "/api/action/{action}")
    ]
    return make_app(routes, lambda status, _reason: refused(status, "Not Found Error", message="Not found"))


async def _answer(catalogue: Catalogue, request: Request) -> Response:
    action = ACTIONS.get(request.path_params["action"])
    if action is None:
        name = request.path_params["action"]
        return JSONResponse(f"Bad request - Action name not known: {name}", 400)
    try:
        asked = await _asked(request)
    except ValueError as exc:
        return JSONResponse(f"Bad request - JSON Error: {exc}", 400)
    return JSONResponse({"help": HELP, "success": True, "result": action(catalogue, asked)})


async def _asked(request: Request) -> Asked:
    """What is asked, by JSON or in the query string. Raises ValueError."""
    if request.method == "GET":
        return dict(request.query_params)
    body = await read_body(request, _too_long)
    try:
        asked = json.loads(body or b"{}")
    except ValueError as exc:
        raise ValueError("Error decoding JSON data.") from exc
    if isinstance(asked, dict):
        return asked
    raise ValueError("Request data JSON decoded to something else than an object.")


def _too_long(status: int, reason: str) -> Refusal:
    return refused(status, "Validation Error", message=reason)


def package_search(catalogue: Catalogue, asked: Asked) -> Any:
    if unknown := sorted(asked.keys() - _SEARCHED_BY):
        raise bad_query(f"Invalid search parameters: {unknown}")
    rows, start = min(_natural(asked, "rows", 10), MOST_ROWS), _natural(asked, "start", 0)
    found = catalogue.search(asked.get("q") or "", asked.get("fq") or "", asked.get("sort") or "")
    limit = _integer(asked, "facet.limit", FACET_LIMIT)
    facets = {field: catalogue.facet(field, found, limit) for field in _fields(asked)}
    return {
        "count": len(found),
        "facets": {field: {each["name"]: each["count"] for each in items} for field, items in facets.items()},
        "results": [each.package for each in found[start : start + rows]],
        "sort": asked.get("sort") or "score desc, metadata_modified desc",
        "search_facets": {field: {"title": field, "items": items} for field, items in facets.items()},
    }


def package_show(catalogue: Catalogue, asked: Asked) -> Any:
    package = catalogue.package(_text(asked, "id"))
    if package is None or package["state"] != "active":
        raise not_found()
    if package["private"]:
        raise refused(403, "Authorization Error", message="Access denied")
    return package


def package_list(catalogue: Catalogue, _asked: Asked) -> Any:
    return sorted(each.package["name"] for each in catalogue.search("", "", "name asc"))


def group_list(catalogue: Catalogue, asked: Asked) -> Any:
    return _listed(catalogue.groups, asked)


def organization_list(catalogue: Catalogue, asked: Asked) -> Any:
    return _listed(catalogue.organizations, asked)


def license_list(catalogue: Catalogue, _asked: Asked) -> Any:
    return list(catalogue.licenses.values())


def status_show(_catalogue: Catalogue, _asked: Asked) -> Any:
    return {"ckan_version": "2.11.3", "site_title": "Voorbeeldstad", "extensions": ["dcat"]}


ACTIONS: Mapping[str, Action] = {
    action.__name__: action
    for action in (
        package_search,
        package_show,
        package_list,
        group_list,
        organization_list,
        license_list,
        status_show,
    )
}


def _listed(things: Mapping[str, Any], asked: Asked) -> Any:
    whole = str(asked.get("all_fields", "")).lower() in {"true", "1", "yes"}
    return list(things.values()) if whole else sorted(things)


def _text(asked: Asked, name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not value:
        raise invalid(name, "Missing value")
    return value


def _integer(asked: Asked, name: str, otherwise: int) -> int:
    try:
        return int(asked.get(name, otherwise))
    except (TypeError, ValueError) as exc:
        raise invalid(name, "Invalid integer") from exc


def _natural(asked: Asked, name: str, otherwise: int) -> int:
    value = _integer(asked, name, otherwise)
    if value < 0:
        raise invalid(name, "Must be a natural number")
    return value


def _fields(asked: Asked) -> list[str]:
    """The facets: a list, or the text of one in JSON."""
    given = asked.get("facet.field", [])
    try:
        fields = json.loads(given) if isinstance(given, str) else given
    except ValueError as exc:
        raise _no_list() from exc
    if not isinstance(fields, list) or not all(isinstance(field, str) for field in fields):
        raise _no_list()
    return fields


def _no_list() -> Refusal:
    return invalid("facet.field", "Not a list")
