"""The supergraph that a command is pointed at: a file, or a URL."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import httpx
from httpx import codes

from gemeentegraaf.command_error import CommandError
from schema.supergraph import Supergraph, SupergraphError


class SourceError(Exception):
    """The supergraph cannot be had. The text says where, without what is secret in a URL, and why."""

    code = "SUPERGRAPH_UNAVAILABLE"


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """What getting it may cost: `bytes` of it, and `seconds` for all of it from a URL."""

    bytes: int = 64 * 1024 * 1024
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Page:
    """What is at a URL; `validators` are the headers that ask for it only if it has changed since."""

    text: str
    validators: dict[str, str]


def load_supergraph(location: str) -> Supergraph:
    """Raises CommandError when it cannot be had or is no supergraph."""
    return parse_supergraph(supergraph_text(location), location)


def supergraph_text(location: str) -> str:
    """What is in the file, or at the URL. Raises CommandError."""
    if not is_url(location):
        return read_text(Path(location))
    try:
        with http_client() as client:
            page = fetch(client, location, {}, SourceLimits())
    except SourceError as error:
        raise CommandError(str(error)) from error
    assert page is not None, "nothing was said of what we have"
    return page.text


def parse_supergraph(text: str, location: str) -> Supergraph:
    """`location` is where the text came from, for messages. Raises CommandError."""
    try:
        return Supergraph.parse(text)
    except SupergraphError as error:
        raise CommandError(f"{shown(location)}: {error}") from error


def read_text(path: Path) -> str:
    """The text of a file. Raises CommandError."""
    try:
        return read_file(path, None)
    except SourceError as error:
        raise CommandError(str(error)) from error


def read_file(path: Path, most: int | None) -> str:
    """The text of a file of at most so many bytes. Raises SourceError."""
    try:
        if most is not None and path.stat().st_size > most:
            raise SourceError(f"{path}: larger than {most} bytes")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: not UTF-8 text") from error


def http_client(headers: Mapping[str, str] | None = None) -> httpx.Client:
    """What `fetch` fetches with; it keeps its connections. With `headers`, in which a secret may be, it does
    not follow redirects.
    """
    return httpx.Client(headers=headers, follow_redirects=not headers)


def fetch(client: httpx.Client, url: str, validators: dict[str, str], limits: SourceLimits) -> Page | None:
    """What is at the URL; None when that is what it was when it gave these `validators`. Raises
    SourceError.
    """
    try:
        with client.stream("GET", url, headers=validators, timeout=limits.seconds) as response:
            if validators and response.status_code == codes.NOT_MODIFIED:
                response.read()
                return None
            response.raise_for_status()
            return Page(_body(response, limits).decode(), _validators(response.headers))
    except httpx.HTTPStatusError as error:
        raise SourceError(f"{shown(url)}: status {error.response.status_code}") from error
    except _BoundError as error:
        raise SourceError(f"{shown(url)}: {error}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise SourceError(f"{shown(url)}: cannot be fetched ({type(error).__name__})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{shown(url)}: not UTF-8 text") from error


class _BoundError(Exception):
    """The body is too large, or takes too long."""


def _body(response: httpx.Response, limits: SourceLimits) -> bytes:
    """httpx bounds the time of each read; this bounds that of all together."""
    deadline = monotonic() + limits.seconds
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > limits.bytes:
            raise _BoundError(f"larger than {limits.bytes} bytes")
        if monotonic() > deadline:
            raise _BoundError(f"not there within {limits.seconds:g} seconds")
    return bytes(body)


def _validators(headers: httpx.Headers) -> dict[str, str]:
    """RFC 9110, section 13.1: an entity tag says it better than a date."""
    if "etag" in headers:
        return {"if-none-match": headers["etag"]}
    return {"if-modified-since": headers["last-modified"]} if "last-modified" in headers else {}


def is_url(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def shown(location: str) -> str:
    """A URL without its user, password and query, in which secrets may stand."""
    parts = urlsplit(location)
    if parts.scheme not in ("http", "https"):
        return location
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
