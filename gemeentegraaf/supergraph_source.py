"""The supergraph that a command is pointed at: a file, or a URL."""

from pathlib import Path
from urllib.parse import urlsplit

import httpx

from gemeentegraaf.command_error import CommandError
from schema.supergraph import Supergraph, SupergraphError

MOST_BYTES = 64 * 1024 * 1024
TIMEOUT_SECONDS = 10.0


def load_supergraph(location: str) -> Supergraph:
    """Raises CommandError when it cannot be had or is no supergraph."""
    return parse_supergraph(supergraph_text(location), location)


def supergraph_text(location: str) -> str:
    """What is in the file, or at the URL. Raises CommandError."""
    is_url = location.startswith(("http://", "https://"))
    return _fetched(location) if is_url else read_text(Path(location))


def parse_supergraph(text: str, location: str) -> Supergraph:
    """`location` is where the text came from, for messages. Raises CommandError."""
    try:
        return Supergraph.parse(text)
    except SupergraphError as error:
        raise CommandError(f"{_shown(location)}: {error}") from error


def read_text(path: Path) -> str:
    """The text of a file. Raises CommandError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: not UTF-8 text") from error


def _fetched(url: str) -> str:
    body = bytearray()
    try:
        with httpx.stream("GET", url, timeout=TIMEOUT_SECONDS, follow_redirects=True) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise CommandError(f"{_shown(url)}: larger than {MOST_BYTES // 2**20} MiB")
        return body.decode()
    except httpx.HTTPStatusError as error:
        raise CommandError(f"{_shown(url)}: status {error.response.status_code}") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise CommandError(f"{_shown(url)}: cannot be fetched ({type(error).__name__})") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{_shown(url)}: not UTF-8 text") from error


def _shown(location: str) -> str:
    """A URL without its user, password and query, in which secrets may stand."""
    parts = urlsplit(location)
    if parts.scheme not in ("http", "https"):
        return location
    return f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}{parts.path}"
