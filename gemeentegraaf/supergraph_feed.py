"""Feeds: where a supergraph comes from, looked at again and again."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from time import sleep
from typing import Protocol

from gemeentegraaf.supergraph_source import SourceLimits, fetch, http_client, is_url, read_file
from gemeentegraaf.watch import Stamp, stamp

_SETTLING = 0.2
"""Seconds within which a file that is being written changes again."""


class Feed(Protocol):
    """Looking may take seconds, and is not for several threads at once."""

    def look(self) -> str | None:
        """The text, if it is another than at the last look; it is at the first. Raises SourceError."""
        ...

    def close(self) -> None: ...


class FileFeed:
    """A file. It is read only when its time or size has changed, and once that has settled: whoever writes it
    in parts is not read halfway.
    """

    def __init__(self, path: Path, limits: SourceLimits, wait: Callable[[float], None] = sleep) -> None:
        self._path = path
        self._limits = limits
        self._wait = wait
        self._stamp: Stamp | None = None
        self._digest = ""

    def look(self) -> str | None:
        found = stamp(self._path)
        if found is not None and found == self._stamp:
            return None
        if self._digest:
            self._wait(_SETTLING)
        text = read_file(self._path, self._limits.bytes)
        if stamp(self._path) != found:
            return None  # the next look is soon enough
        self._stamp = found
        before, self._digest = self._digest, digest(text)
        return text if self._digest != before else None

    def close(self) -> None:
        """Nothing is open between two looks."""


class UrlFeed:
    """A URL. It is asked only for what has changed, by ETag or else by date; a server that knows neither
    gives the whole each time, which is then compared.
    """

    def __init__(self, url: str, limits: SourceLimits, headers: Mapping[str, str] | None = None) -> None:
        self._url = url
        self._limits = limits
        self._client = http_client(headers)
        self._validators: dict[str, str] = {}
        self._digest = ""

    def look(self) -> str | None:
        page = fetch(self._client, self._url, self._validators, self._limits)
        if page is None:
            return None
        self._validators = page.validators
        before, self._digest = self._digest, digest(page.text)
        return page.text if self._digest != before else None

    def close(self) -> None:
        self._client.close()


def digest(text: str) -> str:
    """By what texts are told apart: SHA-256, in hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def feed_of(location: str, limits: SourceLimits, headers: Mapping[str, str]) -> Feed:
    """The feed that is at a file's path, or at a URL that is asked with `headers`."""
    return UrlFeed(location, limits, headers) if is_url(location) else FileFeed(Path(location), limits)
