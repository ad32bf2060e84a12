"""Where the SDL of a subgraph comes from: a file, a service that runs, or a Python object.

A service is asked `{ _service { sdl } }` (Federation subgraph specification), and so is a Python object that
has no better way to print itself.
"""

import json
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from graphql import GraphQLSchema, graphql_sync

QUERY = "{ _service { sdl } }"
_LONGEST_MESSAGE = 200


class SourceCode(StrEnum):
    """Why the SDL of a subgraph cannot be had."""

    SUBGRAPH_FILE_UNREADABLE = "SUBGRAPH_FILE_UNREADABLE"
    SUBGRAPH_SCHEMA_UNUSABLE = "SUBGRAPH_SCHEMA_UNUSABLE"
    SUBGRAPH_URL_INVALID = "SUBGRAPH_URL_INVALID"
    SUBGRAPH_UNREACHABLE = "SUBGRAPH_UNREACHABLE"
    SUBGRAPH_TIMEOUT = "SUBGRAPH_TIMEOUT"
    SUBGRAPH_REDIRECTS = "SUBGRAPH_REDIRECTS"
    SUBGRAPH_HTTP_STATUS = "SUBGRAPH_HTTP_STATUS"
    SUBGRAPH_TOO_LARGE = "SUBGRAPH_TOO_LARGE"
    SUBGRAPH_NOT_GRAPHQL = "SUBGRAPH_NOT_GRAPHQL"
    SUBGRAPH_ERRORS = "SUBGRAPH_ERRORS"
    SUBGRAPH_HAS_NO_SDL = "SUBGRAPH_HAS_NO_SDL"


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """How much is read, and how long a service may take for each step and for its whole answer."""

    bytes: int = 16 * 1024 * 1024
    seconds: float = 10.0


DEFAULT_LIMITS = SourceLimits()


class SourceError(Exception):
    """The SDL cannot be had. The text says from where, and why."""

    def __init__(self, code: SourceCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def sdl_of_file(path: Path, limits: SourceLimits = DEFAULT_LIMITS) -> str:
    """Raises SourceError."""
    try:
        if path.is_file() and path.stat().st_size > limits.bytes:
            raise SourceError(SourceCode.SUBGRAPH_TOO_LARGE, f"{path}: larger than {limits.bytes} bytes")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(SourceCode.SUBGRAPH_FILE_UNREADABLE, f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(SourceCode.SUBGRAPH_FILE_UNREADABLE, f"{path}: not UTF-8 text") from error


def sdl_of_object(place: str) -> str:
    """The SDL of what `place`, as module:attribute, names. Raises SourceError.

    It can be a text, a schema with `as_str()` (strawberry), or an executable schema that answers `_service`
    (graphql-core; graphene's has it as `graphql_schema`).
    """
    found = _imported(place)
    if isinstance(found, str):
        return found
    if callable(printed := getattr(found, "as_str", None)):
        return str(printed())
    schema = getattr(found, "graphql_schema", found)
    if not isinstance(schema, GraphQLSchema):
        message = f"{place} is a {type(found).__name__}, no schema and no text"
        raise SourceError(SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, message)
    result = graphql_sync(schema, QUERY)
    return _sdl_in({"data": result.data, "errors": [each.formatted for each in result.errors or ()]}, place)


def find_modules_here() -> None:
    """Lets modules in the working directory be imported by name, after all others."""
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.append(here)


def _imported(place: str) -> Any:
    """Only the import of the module itself is a mistake in the settings; what fails inside it is a bug
    there."""
    module, _, attribute = place.partition(":")
    try:
        return getattr(import_module(module), attribute)
    except ModuleNotFoundError as error:
        message = f"there is no module {error.name}"
        raise SourceError(SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, message) from error
    except (AttributeError, ValueError) as error:
        message = f"{place}: {module or 'it'} has no {attribute or 'attribute: write module:attribute'}"
        raise SourceError(SourceCode.SUBGRAPH_SCHEMA_UNUSABLE, message) from error


def sdl_of_service(url: str, limits: SourceLimits = DEFAULT_LIMITS) -> str:
    """Redirects are not followed. Raises SourceError."""
    shown = _shown(url)
    try:
        return _asked(url, shown, limits)
    except httpx.TimeoutException as error:
        message = f"{shown} did not answer within {limits.seconds:g} seconds"
        raise SourceError(SourceCode.SUBGRAPH_TIMEOUT, message) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise SourceError(SourceCode.SUBGRAPH_URL_INVALID, f"{shown} is no HTTP address") from error
    except httpx.HTTPError as error:
        message = f"{shown} cannot be reached ({type(error).__name__})"
        raise SourceError(SourceCode.SUBGRAPH_UNREACHABLE, message) from error


def _asked(url: str, shown: str, limits: SourceLimits) -> str:
    deadline = time.monotonic() + limits.seconds
    headers = {"accept": "application/graphql-response+json, application/json"}
    body = bytearray()
    asked = httpx.stream("POST", url, json={"query": QUERY}, headers=headers, timeout=limits.seconds)
    with asked as response:
        if response.is_redirect:
            to = _shown(str(response.url.join(response.headers.get("location", ""))))
            message = f"{shown} redirects to {to}: give the address that answers"
            raise SourceError(SourceCode.SUBGRAPH_REDIRECTS, message)
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limits.bytes:
                message = f"{shown} answers more than {limits.bytes} bytes"
                raise SourceError(SourceCode.SUBGRAPH_TOO_LARGE, message)
            if time.monotonic() > deadline:
                raise httpx.ReadTimeout("the whole answer", request=response.request)
    media = response.headers.get("content-type", "").partition(";")[0].strip()
    try:
        return _sdl_in(json.loads(bytes(body)), shown)
    except (ValueError, RecursionError) as error:
        if not response.is_success:
            message = f"{shown} answers with status {response.status_code}"
            raise SourceError(SourceCode.SUBGRAPH_HTTP_STATUS, message) from error
        message = f"{shown} answers {media or 'something'} that is no GraphQL response"
        raise SourceError(SourceCode.SUBGRAPH_NOT_GRAPHQL, message) from error


def _sdl_in(answer: Any, shown: str) -> str:
    """The SDL in an answer to `QUERY`. Raises ValueError when it is no GraphQL response at all."""
    if not isinstance(answer, dict) or not answer.keys() & {"data", "errors"}:
        raise ValueError("no GraphQL response")
    service = answer["data"].get("_service") if isinstance(answer.get("data"), dict) else None
    sdl = service.get("sdl") if isinstance(service, dict) else None
    if isinstance(sdl, str) and sdl.strip():
        return sdl
    complaint = _first_message(answer.get("errors"))
    if complaint and "_service" not in complaint and '"sdl"' not in complaint:
        raise SourceError(SourceCode.SUBGRAPH_ERRORS, f"{shown} refuses {QUERY}: {complaint}")
    message = f"{shown} has no _service {{ sdl }}: it is no Federation subgraph, or hides that field"
    raise SourceError(SourceCode.SUBGRAPH_HAS_NO_SDL, message)


def _first_message(errors: Any) -> str:
    first = errors[0] if isinstance(errors, list) and errors else None
    message = str(first.get("message", "")) if isinstance(first, dict) else ""
    return " ".join(message.split())[:_LONGEST_MESSAGE]


def _shown(url: str) -> str:
    """The URL without its user, password and query, in which secrets may stand."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "the address"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}"
