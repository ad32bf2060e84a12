"""Published interface descriptions, and a watch on a stand-in that holds each request and answer against one.

    watched = Watched(make_standin(scenario), {"/zaken/api/v1": "open-zaak-zaken"})
    async with served(watched) as url: ...
    assert watched.violations == []

(`harness.standin.running` does all of that.) A request that the stand-in refuses may break the description:
that is what it refuses it for. A request that it takes must not, and no answer may. Violations name places
and rules, never values: there may be personal data in those. Many descriptions leave out refusals, so these
are only held against one that is there.

The descriptions (OpenAPI 3.0) are not part of the project. They are sought in the folder that
GEMEENTEGRAAF_OPENAPI names, else in `../shared/reference/openapi` beside the checkout; where that is absent,
nothing is checked, and the heading of the test run says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import orjson
import yaml
from harness.openapi_schema import Direction, problems
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

IGNORED = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI describes elsewhere than among the parameters, and says to ignore there."""
BESIDE = Path(__file__).parents[3] / "shared" / "reference" / "openapi"


def folder() -> Path | None:
    """Where the descriptions are, if they are there."""
    found = Path(os.environ.get("GEMEENTEGRAAF_OPENAPI") or BESIDE)
    return found if found.is_dir() else None


def heading() -> str:
    """What the heading of a test run says of them."""
    if folder() is None:
        return "interface descriptions: not there, so the stand-ins go unchecked (set GEMEENTEGRAAF_OPENAPI)"
    return "interface descriptions: there, so each request to a stand-in is checked, and each answer"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, with the parameters of both."""

    parameters: tuple[Mapping[str, Any], ...]
    body: Mapping[str, Any] | None
    responses: Mapping[str, Any]


@dataclass(frozen=True)
class Description:
    """One interface description, read once."""

    name: str
    document: Mapping[str, Any] = field(repr=False)
    operations: Mapping[str, list[tuple[re.Pattern[str], Operation]]] = field(repr=False)

    def operation(self, method: str, path: str) -> Operation | None:
        """What is described for this path below the interface's root; a literal path wins of a template."""
        found = self.operations.get(method.lower(), [])
        return next((operation for pattern, operation in found if pattern.fullmatch(path)), None)

    def problems(self, schema: Mapping[str, Any], value: Any, direction: Direction) -> list[str]:
        return problems(self.name, self.document, schema, value, direction)


def published(name: str) -> Description | None:
    """The description in the file `name`.yaml; None where the folder is absent.

    Raises FileNotFoundError for a name that the folder does not have. Half a second for the largest, once.
    """
    place = folder()
    return None if place is None else _parsed(place, name)


@cache
def _parsed(place: Path, name: str) -> Description:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load((place / f"{name}.yaml").read_bytes(), Loader=loader)
    operations: dict[str, list[tuple[re.Pattern[str], Operation]]] = {}
    for path in sorted(document["paths"], key=lambda path: path.count("{")):
        pattern = re.compile(re.sub(r"\\{[^/]+?\\}", "[^/]+", re.escape(path)))
        for method, operation in _operations(document, document["paths"][path]):
            operations.setdefault(method, []).append((pattern, operation))
    return Description(name, document, operations)


def _operations(document: Mapping[str, Any], item: Mapping[str, Any]) -> Iterator[tuple[str, Operation]]:
    for method in item.keys() & {"get", "post", "put", "patch", "delete", "head"}:
        given = item[method]
        parameters = [*item.get("parameters", []), *given.get("parameters", [])]
        body = given.get("requestBody")
        yield (
            method,
            Operation(
                tuple(_followed(document, each) for each in parameters),
                None if body is None else _followed(document, body),
                {status: _followed(document, each) for status, each in given["responses"].items()},
            ),
        )


def _followed(document: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in value:
        found: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        value = found
    return value


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and the answer that it got; `path` below the interface's root."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Headers
    body: bytes
    status: int
    answer_headers: Headers
    answer: bytes

    def problems(self, description: Description) -> Iterator[str]:
        """What in it breaks the description."""
        operation = description.operation(self.method, self.path)
        if operation is None:
            if self.status < 400:
                yield "takes a request that is not described"
            return
        if self.status < 400:
            yield from (f"takes {problem}" for problem in self._of_request(description, operation))
        if str(self.status) in operation.responses or (self.status < 400 and self.status != 304):
            yield from (
                f"answers {self.status} with {each}" for each in self._of_answer(description, operation)
            )

    def _of_request(self, description: Description, operation: Operation) -> Iterator[str]:
        known = {each["name"] for each in operation.parameters if each["in"] == "query"}
        yield from (f"the unknown parameter {name}" for name in self.query.keys() - known)
        for parameter in operation.parameters:
            yield from self._of_parameter(description, parameter)
        if operation.body is not None and (self.body or operation.body.get("required")):
            yield from self._of_content(
                description, operation.body["content"], self.headers, self.body, "request"
            )

    def _of_parameter(self, description: Description, parameter: Mapping[str, Any]) -> Iterator[str]:
        name, where = parameter["name"], parameter["in"]
        given = self.query.get(name) if where == "query" else self.headers.getlist(name)
        if where not in ("query", "header") or name.lower() in IGNORED:
            return
        if not given:
            if parameter.get("required"):
                yield f"no {where} {name}"
            return
        value = _read(given, parameter)
        if parameter["schema"].get("type") == "integer" and "URL" in parameter.get("description", ""):
            return  # a slip in what Open Zaak publishes of Catalogi: it takes the URL
        for problem in description.problems(parameter["schema"], value, "request"):
            yield f"{where} {name}: {problem}"

    def _of_answer(self, description: Description, operation: Operation) -> Iterator[str]:
        described = operation.responses.get(str(self.status), operation.responses.get("default"))
        if described is None:
            yield "a status that is not described"
            return
        for name, header in described.get("headers", {}).items():
            if header.get("required") and name not in self.answer_headers:
                yield f"no header {name}"
        if described.get("content"):
            yield from self._of_content(
                description, described["content"], self.answer_headers, self.answer, "answer"
            )

    def _of_content(
        self,
        description: Description,
        content: Mapping[str, Any],
        headers: Headers,
        body: bytes,
        direction: Direction,
    ) -> Iterator[str]:
        media_type = _media_type(headers.get("content-type", ""))
        kinds = {_media_type(kind): each for kind, each in content.items()}
        if (described := kinds.get(media_type, kinds.get("*/*"))) is None:
            yield f"a body of type {media_type or 'unknown'}"
        elif media_type.endswith("json") and "schema" in described:
            yield from description.problems(described["schema"], orjson.loads(body), direction)


def _media_type(text: str) -> str:
    """Without parameters: a description may name a charset."""
    return text.partition(";")[0].strip().lower()


def _read(given: list[str], parameter: Mapping[str, Any]) -> Any:
    """The value of a parameter in the type that its schema says (OpenAPI 3.0, "style" form and simple)."""
    schema = parameter["schema"]
    if schema.get("type") == "array":
        exploded = parameter.get("explode", parameter["in"] == "query")
        values = given if exploded else given[0].split(",")
        return [_scalar(value, schema.get("items", {})) for value in values]
    return _scalar(given[-1], schema)


def _scalar(text: str, schema: Mapping[str, Any]) -> Any:
    kind = schema.get("type")
    if kind == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text)
    if kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    return text


class Watched:
    """An ASGI application, watched: `violations` collects what breaks the descriptions of its interfaces.

    `interfaces` has, by the root path of an interface, the name of its description. Unlisted paths go
    unchecked.
    """

    def __init__(self, app: ASGIApp, interfaces: Mapping[str, str]) -> None:
        self._app = app
        self._interfaces = {root: published(name) for root, name in interfaces.items()}
        self.violations: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = self._described(scope)
        if found is None:
            return await self._app(scope, receive, send)
        root, description = found
        request = [await receive()]
        while request[-1].get("more_body"):
            request.append(await receive())
        answer: list[Message] = []
        replay = iter(request)

        async def replayed() -> Message:
            return next(replay, None) or await receive()

        async def recorded(message: Message) -> None:
            answer.append(message)
            await send(message)

        await self._app(scope, replayed, recorded)
        exchange = _exchange(scope, root, request, answer)
        where = f"{exchange.method} {_masked(exchange.path)}"
        self.violations += [f"{where} {problem}" for problem in exchange.problems(description)]
        return None

    def _described(self, scope: Scope) -> tuple[str, Description] | None:
        if scope["type"] != "http":
            return None
        for root, description in self._interfaces.items():
            if description is not None and scope["path"].startswith(f"{root}/"):
                return root, description
        return None


def _masked(path: str) -> str:
    """The path without what may be somebody's number."""
    return re.sub(r"[^/]*\d{6}[^/]*", "…", path)


def _exchange(scope: Scope, root: str, request: list[Message], answer: list[Message]) -> Exchange:
    start = answer[0]
    return Exchange(
        method=scope["method"],
        path=scope["path"].removeprefix(root),
        query=parse_qs(scope["query_string"].decode(), keep_blank_values=True),
        headers=Headers(raw=scope["headers"]),
        body=b"".join(message.get("body", b"") for message in request),
        status=start["status"],
        answer_headers=Headers(raw=list(start.get("headers", []))),
        answer=b"".join(message.get("body", b"") for message in answer[1:]),
    )
