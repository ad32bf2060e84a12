"""The stand-in of the Objects API: the objects of a scenario, and the routes to them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.objects.question import KEYS, Question
from standins.objects.refusals import invalid, refuse
from standins.objects.register import Held, Record, merged
from standins.objects.token import Permissions, Tokens
from standins.service.app import make_app
from standins.service.body import read_object
from standins.service.paging import Paging
from standins.service.scenario import Scenario, ScenarioError

ROOT = "/api/v2"
INTERFACES = {ROOT: "objects-api-v2"}
"""The published interface description, by its root."""
CRS = "EPSG:4326"
HEADERS = {"Content-Crs": CRS, "API-version": "2.7.0"}


def make_standin(scenario: Scenario) -> Starlette:
    """The application, which holds what the scenario gives. Raises ScenarioError."""
    objects = _Objects(Tokens.of(scenario.get("tokens", ())))
    for given in scenario.get("objects", ()):
        try:
            objects.hold(given["type"], given["record"], given.get("uuid"))
        except KeyError as exc:
            raise ScenarioError(f"one of objects has no {exc.args[0]}") from exc
    return make_app(
        [
            Route(f"{ROOT}/objects", objects.collection, methods=["GET", "POST"]),
            Route(f"{ROOT}/objects/search", objects.search, methods=["POST"]),
            Route(f"{ROOT}/objects/{{uuid}}", objects.single, methods=["GET", "PUT", "PATCH", "DELETE"]),
        ],
        refuse,
    )


class _Objects:
    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._held: dict[str, Held] = {}

    def hold(self, object_type: str, record: Mapping[str, Any], uuid: str | None = None) -> Held:
        """A new object with its first record. Raises KeyError for one without data, version or start."""
        held = Held(uuid or str(uuid4()), object_type)
        held.change(
            {name: record[name] for name in ("typeVersion", "data", "startAt")} | dict(record), _today()
        )
        self._held[held.uuid] = held
        return held

    async def collection(self, request: Request) -> Response:
        permissions = self._entered(request)
        if request.method == "POST":
            return await self._create(request, permissions)
        query = request.query_params
        given: dict[str, Any] = {
            name: query[name] for name in query if name not in ("data_attr", "page", "pageSize")
        }
        if several := query.getlist("data_attr"):
            given["data_attr"] = several
        return self._list(request, permissions, Question.read(given, _today()))

    async def search(self, request: Request) -> Response:
        permissions = self._entered(request)
        if unknown := request.query_params.keys() - {"page", "pageSize"}:
            raise invalid(dict.fromkeys(unknown, "Onbekende parameter."))
        body = await read_object(request, refuse)
        if unknown := body.keys() - KEYS:
            raise invalid(dict.fromkeys(unknown, "Onbekende parameter."))
        return self._list(request, permissions, Question.read(body, _today()))

    def _list(self, request: Request, permissions: Permissions, question: Question) -> Response:
        found: list[tuple[Held, Record]] = []
        for held in self._held.values():
            record = held.record(question.day)
            if record is not None and permissions.reads(held.type) and question.meets(held, record):
                found.append((held, record))
        page, around = Paging().cut(request, question.ordered(found), refuse)
        results = [_shown(request, held, record) for held, record in page]
        return JSONResponse({**around, "results": results}, headers=HEADERS)

    async def _create(self, request: Request, permissions: Permissions) -> Response:
        body = await read_object(request, refuse)
        object_type, record = body.get("type"), body.get("record")
        if not isinstance(object_type, str) or not isinstance(record, dict):
            raise invalid({"type": "Dit veld is vereist.", "record": "Dit veld is vereist."})
        if not permissions.writes(object_type):
            raise refuse(403, "Je hebt geen toestemming om deze actie uit te voeren.")
        _check_record(record)
        held = self.hold(object_type, {"data": {}, **record}, body.get("uuid"))
        return JSONResponse(_shown(request, held, held.records[-1]), 201, headers=HEADERS)

    async def single(self, request: Request) -> Response:
        permissions = self._entered(request)
        held = self._held.get(request.path_params["uuid"])
        record = held.record(_today()) if held is not None else None
        if held is None or record is None:
            raise refuse(404, "Niet gevonden.")
        changes = request.method != "GET"
        if not (permissions.writes(held.type) if changes else permissions.reads(held.type)):
            raise refuse(403, "Je hebt geen toestemming om deze actie uit te voeren.")
        if request.method == "DELETE":
            del self._held[held.uuid]
            return Response(status_code=204, headers={"API-version": HEADERS["API-version"]})
        if changes:
            record = await self._change(request, held, record)
        return JSONResponse(_shown(request, held, record), headers=HEADERS)

    async def _change(self, request: Request, held: Held, current: Record) -> Record:
        body = await read_object(request, refuse)
        given = body.get("record", {})
        if not isinstance(given, dict):
            raise invalid({"record": "Ongeldige data. Er wordt een object verwacht."})
        _check_record(given)
        if request.method == "PATCH":
            kept = {name: current[name] for name in ("geometry", "references")}
            given = {**kept, **given, "data": merged(current["data"], given.get("data", {}))}
        held.change({"data": {}, **given}, _today())
        return held.records[-1]

    def _entered(self, request: Request) -> Permissions:
        permissions = self._tokens.opened(request.headers.get("authorization"))
        writes = request.method in ("POST", "PUT", "PATCH")
        if writes and "content-crs" not in request.headers:
            raise refuse(412, "'Content-Crs' header ontbreekt")
        for name in ("accept-crs", "content-crs"):
            if request.headers.get(name, CRS) != CRS:
                raise refuse(406, f"CRS '{CRS}' is verplicht")
        return permissions


def _check_record(record: Mapping[str, Any]) -> None:
    """Raises Refusal 400."""
    problems = {}
    if not isinstance(record.get("typeVersion"), int):
        problems["typeVersion"] = "Dit veld is vereist."
    try:
        date.fromisoformat(record.get("startAt", ""))
    except (TypeError, ValueError):
        problems["startAt"] = "Dit veld is vereist."
    if not isinstance(record.get("data", {}), dict):
        problems["data"] = "Ongeldige data. Er wordt een object verwacht."
    if problems:
        raise invalid(problems)


def _shown(request: Request, held: Held, record: Record) -> dict[str, Any]:
    origin = str(request.base_url).rstrip("/")
    corrected = [each["index"] for each in held.records if each["correctionFor"] == record["index"]]
    shown = {**record, "correctedBy": corrected[0]} if corrected else record
    return {
        "url": f"{origin}{ROOT}/objects/{held.uuid}",
        "uuid": held.uuid,
        "type": held.type,
        "record": shown,
    }


def _today() -> date:
    return datetime.now(UTC).date()
