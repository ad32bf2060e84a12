"""Endpoints: the routes of one kind, reading and writing, as all kinds have them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import md5
from typing import Any
from uuid import uuid4

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.service.body import read_object
from standins.zgw.autorisatie import COMPONENTS, Autorisaties
from standins.zgw.catalogi import DEFINITIEF
from standins.zgw.expand import expanded, expansion
from standins.zgw.field import Wrong, absent, checked, defaults
from standins.zgw.fout import Param, fout, validatie_fout
from standins.zgw.kind import CHANGE, CREATE, DELETE, REPLACE, Kind, Write
from standins.zgw.listing import check_parameters, found, known_parameters, ordered, page_of
from standins.zgw.origin import inward, outward
from standins.zgw.register import Change, Item, Register
from standins.zgw.token import Caller, Tokens

CRS = "EPSG:4326"
VERSIONS = {
    "zaken": "1.5.1",
    "catalogi": "1.3.1",
    "documenten": "1.4.2",
    "besluiten": "1.1.0",
    "notificaties": "1.0.0",
}
ACTIONS = {"POST": CREATE, "PUT": REPLACE, "PATCH": CHANGE, "DELETE": DELETE}


@dataclass(frozen=True, slots=True)
class Apis:
    """What all endpoints work with: what is held, the kinds there are, and who may do what."""

    register: Register
    kinds: Mapping[str, Kind]
    tokens: Tokens
    autorisaties: Autorisaties

    def entered(self, request: Request, kind: Kind) -> Caller:
        """Who calls, when the call is in order. Raises Refusal 401, 403, 406 or 412."""
        caller = self.tokens.caller(request.headers.get("authorization"))
        if kind.geo:
            _check_crs(request)
        return caller


def _check_crs(request: Request) -> None:
    asked = ["accept-crs"] if request.method in ("GET", "HEAD", "DELETE") else ["accept-crs", "content-crs"]
    for name in asked:
        given = request.headers.get(name)
        if given is None and not (name == "accept-crs" and request.method == "DELETE"):
            raise fout(412, f"'{name.title()}' header ontbreekt", "precondition_failed")
        if given not in (None, CRS):
            raise fout(406, f"CRS '{CRS}' is verplicht", "not_acceptable")


def origin(request: Request) -> str:
    """Scheme and authority that the request came in on."""
    return str(request.base_url).rstrip("/")


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The routes of one kind."""

    apis: Apis
    kind: Kind

    def routes(self) -> list[Route]:
        kind = self.kind
        nested = f"/zaken/{{{kind.under}}}" if kind.under else ""
        collection = f"{kind.root}{nested}/{kind.segment}"
        methods = {"GET"} | ({"POST"} if CREATE in kind.writes else set())
        single = {"GET"} | {method for method, action in ACTIONS.items() if action in kind.writes - {CREATE}}
        searching = [Route(f"{collection}/_zoek", self.search, methods=["POST"])] if kind.searches else []
        return [
            *searching,
            Route(collection, self.collection, methods=sorted(methods)),
            Route(f"{collection}/{{uuid}}", self.single, methods=sorted(single)),
        ]

    async def collection(self, request: Request) -> Response:
        caller = self.apis.entered(request, self.kind)
        if request.method == "POST":
            return await self._create(request, caller)
        check_parameters(request, known_parameters(self.kind))
        query = request.query_params
        criteria = {name: query[name] for name in self.kind.filters if query.get(name)}
        if self.kind.name in DEFINITIEF:
            criteria.setdefault("status", "definitief")
        if self.kind.under:
            self._parent(request)
        items = self._found(request, caller, criteria, query.get("ordering"))
        if self.kind.under:
            items = [item for item in items if item[self.kind.under] == self._parent(request)]
        return self._list(request, items, query.get("expand"))

    async def search(self, request: Request) -> Response:
        caller = self.apis.entered(request, self.kind)
        check_parameters(request, {"page", "pageSize", "expand"})
        body = await read_object(request, fout)
        known = self.kind.filters.keys() | self.kind.searches.keys()
        if unknown := sorted(body.keys() - known - {"expand", "ordering"}):
            raise validatie_fout(
                [Param(name, "unknown-parameters", "Onbekend zoekveld.") for name in unknown]
            )
        criteria = {name: value for name, value in body.items() if name in known}
        if not criteria:
            reason = "Search parameters must be specified"
            raise validatie_fout([Param("nonFieldErrors", "empty_search_body", reason)])
        ordering = body.get("ordering")
        items = self._found(request, caller, criteria, ",".join(ordering) if ordering else None)
        return self._list(request, items, body.get("expand") or request.query_params.get("expand"))

    def _found(
        self, request: Request, caller: Caller, criteria: Mapping[str, Any], ordering: str | None
    ) -> list[Item]:
        register = self.apis.register
        items = found(self.kind, register, criteria, origin(request))
        allowed = [item for item in items if self.apis.autorisaties.sees(caller, self.kind, register, item)]
        return ordered(self.kind, allowed, ordering)

    def _list(self, request: Request, items: list[Item], expand: Any) -> Response:
        tree = expansion(self.kind, expand)
        chosen, around = page_of(request, items) if self.kind.paged else (items, {})
        results = [expanded(self.apis.kinds, self.apis.register, item, tree) for item in chosen]
        return self._answer(request, {**around, "results": results} if self.kind.paged else results)

    async def single(self, request: Request) -> Response:
        caller = self.apis.entered(request, self.kind)
        item = self._item(request)
        self.apis.autorisaties.check(caller, self.kind, self.apis.register, item, ACTIONS.get(request.method))
        if request.method in ACTIONS:
            return await self._change(request, caller, item)
        check_parameters(request, {"expand"} if self.kind.expands else ())
        tree = expansion(self.kind, request.query_params.get("expand"))
        answer = self._answer(request, expanded(self.apis.kinds, self.apis.register, item, tree))
        # Weak comparison is enough: what is named is a representation, and there is one.
        etag = f'"{md5(bytes(answer.body), usedforsecurity=False).hexdigest()}"'
        known = [each.strip() for each in request.headers.get("if-none-match", "").split(",")]
        if etag in known:
            return Response(status_code=304, headers={"etag": etag})
        answer.headers["etag"] = etag
        return answer

    def _parent(self, request: Request) -> str:
        path = f"{self.kind.root}/zaken/{request.path_params[self.kind.under or '']}"
        if self.apis.register.get(path, "zaken") is None:
            raise fout(404, "Niet gevonden.")
        return path

    def _item(self, request: Request) -> Item:
        base = f"{self._parent(request)}/{self.kind.segment}" if self.kind.under else None
        path = f"{base or f'{self.kind.root}/{self.kind.segment}'}/{request.path_params['uuid']}"
        if (item := self.kind.item(self.apis.register, path)) is None:
            raise fout(404, "Niet gevonden.")
        return item

    async def _create(self, request: Request, caller: Caller) -> Response:
        given = inward(await read_object(request, fout, self.kind.max_bytes), origin(request))
        if self.kind.under:
            given[self.kind.under] = self._parent(request)
        item = self._checked(given, defaults(self.kind.fields), absent(self.kind.fields, given))
        item["uuid"] = str(uuid4())
        item["url"] = self.kind.path(item, item["uuid"])
        with _told():
            self.kind.complete(self.apis.register, item)
        self.apis.autorisaties.check(caller, self.kind, self.apis.register, item, CREATE)
        await self._done(request, self._write(caller, None, item), CREATE)
        answer = self._answer(request, self._made(item), 201)
        answer.headers["location"] = f"{origin(request)}{item['url']}"
        return answer

    def _made(self, item: Item) -> dict[str, Any]:
        """What is shown of what was just made: with it the keys to go on with, as a lock."""
        keys = {key: item[key] for key in self.kind.takes if item.get(key)}
        return {**self.kind.shown(self.apis.register, item), **keys}

    def _write(self, caller: Caller, before: Item | None, item: Item) -> Write:
        def may(scope: str) -> bool:
            return self.apis.autorisaties.has(caller, COMPONENTS[self.kind.api], scope)

        return Write(self.apis.register, caller, may, before, item)

    async def _change(self, request: Request, caller: Caller, before: Item) -> Response:
        action = ACTIONS[request.method]
        if action == DELETE:
            await self._done(request, self._write(caller, before, {}), DELETE)
            return Response(status_code=204)
        given = inward(await read_object(request, fout, self.kind.max_bytes), origin(request))
        missing = absent(self.kind.fields, given) if action == REPLACE else []
        keys = {f"given_{key}": given.get(key) for key in self.kind.takes}
        item = {**before, **self._checked(given, {}, missing), **keys}
        await self._done(request, self._write(caller, before, item), action)
        return self._answer(request, self.kind.shown(self.apis.register, item))

    def _checked(self, given: Mapping[str, Any], base: Item, missing: list[Param]) -> Item:
        values, wrong = checked(self.kind.fields, given, self.apis.register)
        if missing or wrong:
            raise validatie_fout([*missing, *wrong])
        return {**base, **values}

    async def _done(self, request: Request, write: Write, action: str) -> None:
        """The change, when the rules of the standard allow it; and told to who listens."""
        await self.kind.check(write)
        with _told():
            self.kind.rule(write)
        if action == DELETE:
            assert write.before is not None
            self.apis.register.remove(write.before["url"])
        else:
            self.apis.register.put(self.kind.name, write.item)
        self.kind.after(write)
        item = write.item or write.before or {}
        self.apis.register.tell(Change(self.kind.name, item, action, origin(request)))

    def _answer(self, request: Request, content: Any, status: int = 200) -> JSONResponse:
        headers = {"API-version": VERSIONS[self.kind.api]}
        if self.kind.geo:
            headers["Content-Crs"] = CRS
        return _Json(outward(content, origin(request)), status, headers=headers)


@contextmanager
def _told() -> Iterator[None]:
    """Turns a Wrong into the refusal that tells of it."""
    try:
        yield
    except Wrong as exc:
        raise validatie_fout([Param(exc.place or "nonFieldErrors", exc.code, exc.reason)]) from exc


class _Json(JSONResponse):
    def render(self, content: Any) -> bytes:
        return orjson.dumps(content)
