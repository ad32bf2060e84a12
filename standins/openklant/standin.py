"""The stand-in of Open Klant: what a scenario holds, and the routes to it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.openklant import klantcontacten, partijen
from standins.openklant.kind import ROOT, Kind, foreign
from standins.openklant.refusals import invalid, refuse
from standins.openklant.register import Item, Register
from standins.service.app import make_app
from standins.service.body import read_object
from standins.service.paging import Paging
from standins.service.refusal import Refusal
from standins.service.scenario import Scenario, ScenarioError

DEFAULT = "dit-token-van-een-stand-in-is-niet-geheim"
"""Who may call when the scenario says nothing. It protects nothing."""
INTERFACES = {ROOT: "open-klant-klantinteracties"}
"""The published interface description, by its root."""
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*partijen.KINDS, *klantcontacten.KINDS)}
HEADERS = {"API-version": "0.9.0"}


def make_standin(scenario: Scenario) -> Starlette:
    """The application, which holds what the scenario gives. Raises ScenarioError."""
    if unknown := sorted(scenario.keys() - KINDS.keys() - {"tokens"}):
        raise ScenarioError(f"the scenario has {', '.join(unknown)}: what is that?")
    register = Register()
    for kind in KINDS.values():
        for given in scenario.get(kind.name, ()):
            _seed(register, kind, given)
    tokens = frozenset(scenario.get("tokens") or [DEFAULT])
    return make_app(
        [route for kind in KINDS.values() for route in _Routes(register, kind, tokens).all()], refuse
    )


def _seed(register: Register, kind: Kind, given: Mapping[str, Any]) -> None:
    try:
        item = {**kind.read(register, given), "uuid": given.get("uuid") or str(uuid4())}
        kind.rule(register, item)
    except Refusal as exc:
        wrong = ", ".join(param["name"] for param in exc.body.get("invalidParams", ()))
        raise ScenarioError(f"one of {kind.name} has a wrong {wrong}") from exc
    register.put(kind.name, item)


class _Routes:
    def __init__(self, register: Register, kind: Kind, tokens: frozenset[str]) -> None:
        self._register = register
        self._kind = kind
        self._tokens = tokens

    def all(self) -> list[Route]:
        path = f"{ROOT}/{self._kind.name}"
        return [
            Route(path, self.collection, methods=["GET", "POST"]),
            Route(f"{path}/{{uuid}}", self.single, methods=["GET", "PUT", "PATCH", "DELETE"]),
        ]

    async def collection(self, request: Request) -> Response:
        self._entered(request)
        if request.method == "POST":
            item = self._kind.read(self._register, await read_object(request, refuse))
            item["uuid"] = str(uuid4())
            self._kind.rule(self._register, item)
            self._register.put(self._kind.name, item)
            return self._answer(request, self._shown(self._kind, item, ()), 201)
        query = request.query_params
        self._check_parameters(request, {*self._kind.filters, "page", "pageSize"})
        asked = [(self._kind.filters[name], query[name]) for name in self._kind.filters if query.get(name)]
        found = [
            item
            for item in self._register.all(self._kind.name)
            if all(test(self._register, item, value) for test, value in asked)
        ]
        page, around = Paging().cut(request, found[::-1], refuse)
        expand = self._expand(request)
        results = [self._shown(self._kind, item, expand) for item in page]
        return self._answer(request, {**around, "results": results})

    async def single(self, request: Request) -> Response:
        self._entered(request)
        uuid = request.path_params["uuid"]
        item = self._register.get(self._kind.name, uuid)
        if item is None:
            raise refuse(404, "Niet gevonden.")
        if request.method == "DELETE":
            self._register.remove(self._kind.name, uuid)
            return Response(status_code=204, headers=HEADERS)
        if request.method == "GET":
            self._check_parameters(request, ())
            return self._answer(request, self._shown(self._kind, item, self._expand(request)))
        base = {**self._kind.fields} if request.method == "PUT" else item
        changed = self._kind.read(self._register, await read_object(request, refuse), base) | {"uuid": uuid}
        self._kind.rule(self._register, changed)
        self._register.put(self._kind.name, changed)
        return self._answer(request, self._shown(self._kind, changed, ()))

    def _entered(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme != "Token" or token not in self._tokens:
            raise refuse(401, "Ongeldige token.")

    def _check_parameters(self, request: Request, known: Iterable[str]) -> None:
        expand = {"expand"} if self._kind.expands else set()
        if unknown := sorted(request.query_params.keys() - {*known} - expand):
            reason = "Onbekende query parameter."
            raise invalid(dict.fromkeys(unknown, ("unknown-parameters", reason)))

    def _expand(self, request: Request) -> tuple[str, ...]:
        asked = tuple(filter(None, ",".join(request.query_params.getlist("expand")).split(",")))
        if unknown := [each for each in asked if each not in self._kind.expands]:
            raise invalid({"expand": ("invalid_choice", f"{', '.join(unknown)}: geen geldige keuze.")})
        return asked

    def _shown(self, kind: Kind, item: Item, expand: Iterable[str]) -> dict[str, Any]:
        references = {name: foreign(other, item[name]) for name, other in kind.references.items()}
        url = {"url": f"{ROOT}/{kind.name}/{item['uuid']}"}
        shown = {**item, **url, **references, **kind.derived(self._register, item)}
        if expand:
            shown["_expand"] = {name: self._inside(kind.expands[name], shown[name]) for name in expand}
        return shown

    def _inside(self, kind: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._inside(kind, each) for each in value]
        found = self._register.get(kind, (value or {}).get("uuid"))
        return None if found is None else self._shown(KINDS[kind], found, ())

    def _answer(self, request: Request, content: Any, status: int = 200) -> Response:
        origin = str(request.base_url).rstrip("/")
        return JSONResponse(_outward(content, origin), status, headers=HEADERS)


def _outward(value: Any, origin: str) -> Any:
    """A copy in which every path of ours is a URL."""
    if isinstance(value, dict):
        return {key: _outward(each, origin) for key, each in value.items()}
    if isinstance(value, list):
        return [_outward(each, origin) for each in value]
    return f"{origin}{value}" if isinstance(value, str) and value.startswith(f"{ROOT}/") else value
