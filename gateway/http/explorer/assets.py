"""The explorer's built files, served from memory under their content hash."""

import asyncio
import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
}
HASHED = re.compile(r"-[A-Z0-9]{8}\.[a-z]+$")
HEADERS = {"cross-origin-resource-policy": "same-origin", "vary": "Accept-Encoding"}


@dataclass(frozen=True)
class Asset:
    """One built file. It is read, and compressed, when first asked for."""

    path: Path

    @cached_property
    def body(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def compressed(self) -> bytes:
        return gzip.compress(self.body, compresslevel=6, mtime=0)

    @property
    def headers(self) -> dict[str, str]:
        # What stands under a name with a hash never changes.
        cached = "public, max-age=31536000, immutable" if HASHED.search(self.path.name) else "no-cache"
        return {**HEADERS, "content-type": MEDIA_TYPES[self.path.suffix], "cache-control": cached}


@dataclass(frozen=True, slots=True)
class Manifest:
    """The names of the files that a page starts from; `workers` is Monaco's label for a worker -> file."""

    script: str
    style: str
    preload: tuple[str, ...]
    icon: str
    workers: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path = STATIC) -> "Manifest":
        written: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
        return cls(
            script=written["script"],
            style=written["style"],
            preload=tuple(written["preload"]),
            icon=written["icon"],
            workers=written["workers"],
        )


class Assets:
    """Serves the files of one folder by name. No path is built: only names that exist can be asked for."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._assets = {path.name: Asset(path) for path in folder.iterdir() if path.suffix in MEDIA_TYPES}

    async def serve(self, request: Request) -> Response:
        asset = self._assets.get(request.path_params["name"])
        if asset is None:
            return Response(status_code=404)
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(await asyncio.to_thread(lambda: asset.body), headers=asset.headers)
        compressed = await asyncio.to_thread(lambda: asset.compressed)
        return Response(compressed, headers={**asset.headers, "content-encoding": "gzip"})
