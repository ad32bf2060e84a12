"""The catalogue over plain HTTP, for harvesters and whoever downloads: no GraphQL, no login.

    /openbaar/catalog              the form that Accept asks for
    /openbaar/catalog.ttl          Turtle; .jsonld, .rdf and .nt likewise
    /openbaar/catalog/<id>         one dataset
    /openbaar/bestanden/<id>       a file that the catalogue itself holds

The gateway passes these on, and says in `x-forwarded-proto` and `x-forwarded-host` how it is reached.
"""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from subgraphs.opendata.bestand import PAD as BESTANDEN
from subgraphs.opendata.bestand import Bestand
from subgraphs.opendata.dcat.adres import PAD, Adres
from subgraphs.opendata.dcat.grafiek import PROFILE, grafiek
from subgraphs.opendata.dcat.kas import Bewaard, Kas
from subgraphs.opendata.dcat.pagina import FIRST, Cataloguspagina, Paginavraag, lees_pagina
from subgraphs.opendata.dcat.vorm import Vorm, gevraagd
from subgraphs.opendata.source import Datasetbron
from subgraphs.service.errors import CodedError, InvalidInput, NotFound, SourceUnavailable
from subgraphs.service.settings import LOCAL
from subgraphs.service.text import plain

SECONDS = 300
"""How long a page is good, here and for whoever keeps it."""
PROBLEM = "application/problem+json"
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")
_STATUS = {NotFound.code: 404, InvalidInput.code: 400}


@dataclass(frozen=True, slots=True)
class Catalogusroutes:
    """Gives the routes over a source, which is made anew for each request, and files, which not all have."""

    bron: Callable[[], Datasetbron]
    kas: Kas

    def routes(self) -> Sequence[BaseRoute]:
        fixed = [Route(f"{PAD}.{vorm.extension}", partial(self._answered, vorm)) for vorm in Vorm]
        return [
            Route(PAD, partial(self._answered, None)),
            *fixed,
            Route(f"{PAD}/{{dataset}}", partial(self._answered, None)),
            Route(f"{BESTANDEN}/{{id}}", self._file),
        ]

    async def _answered(self, fixed: Vorm | None, request: Request) -> Response:
        vorm = fixed or gevraagd(request.headers.get("accept"))
        if vorm is None:
            return _not_acceptable()
        try:
            vraag = _asked(request)
            adres = Adres(_base(request), f"{PAD}.{fixed.extension}" if fixed else PAD)
            kept = await self.kas.geef((vorm, adres, vraag), partial(self._made, vorm, adres, vraag))
        except SourceUnavailable as exc:
            return _problem(503, exc.code, exc.message, {"retry-after": "30"})
        except CodedError as exc:
            return _problem(_STATUS.get(exc.code, 500), exc.code, exc.message)
        return _conditional(request, kept, vorm)

    async def _made(self, vorm: Vorm, adres: Adres, vraag: Paginavraag) -> bytes:
        pagina = await lees_pagina(self.bron(), vraag)
        if pagina is None:
            raise NotFound("De catalogus" if vraag.dataset is None else "Deze dataset")
        return await asyncio.to_thread(_written, vorm, pagina, adres)

    async def _file(self, request: Request) -> Response:
        found = await self.bron().bestand(request.path_params["id"])
        if found is None:
            return _problem(404, NotFound.code, "Dit bestand is niet gevonden.")
        return _download(request, found)


def _written(vorm: Vorm, pagina: Cataloguspagina, adres: Adres) -> bytes:
    return vorm.written(grafiek(pagina, adres))


def _asked(request: Request) -> Paginavraag:
    """Which page. Raises InvalidInput."""
    if dataset := request.path_params.get("dataset"):
        return Paginavraag(dataset=plain(dataset, "dataset"))
    given = request.query_params
    first, since = given.get("first"), given.get("gewijzigdSinds")
    if first is not None and not (first.isascii() and first.isdigit() and len(first) < 9):
        raise InvalidInput("`first` moet een getal zijn.", veld="first")
    try:
        day = date.fromisoformat(since) if since else None
    except ValueError as exc:
        raise InvalidInput("`gewijzigdSinds` moet een datum zijn als 2026-01-31.", "gewijzigdSinds") from exc
    return Paginavraag(FIRST if first is None else int(first), given.get("after"), day)


def _base(request: Request) -> str:
    """The origin that the visitor asked, as the gateway tells it; else the one that was asked here."""
    proto = request.headers.get("x-forwarded-proto", request.url.scheme)
    host = request.headers.get("x-forwarded-host", request.url.netloc)
    if proto not in {"http", "https"} or not _HOST.fullmatch(host):
        raise InvalidInput("Dit is geen adres van een gateway.", veld="x-forwarded-host")
    return f"{proto}://{host}"


def _conditional(request: Request, kept: Bewaard, vorm: Vorm) -> Response:
    """The page, or that it is still the same (RFC 9110, section 13.2.2)."""
    headers = {
        "etag": kept.etag,
        "last-modified": format_datetime(kept.gewijzigd, usegmt=True),
        "cache-control": f"public, max-age={SECONDS}",
        "vary": "accept",
        "link": f'<{PROFILE}>; rel="profile"',
    }
    if _is_known(request, kept):
        return Response(status_code=304, headers=headers)
    return Response(kept.body, headers=headers, media_type=f"{vorm.media_type}; charset=utf-8")


def _is_known(request: Request, kept: Bewaard) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return _matches(known, kept.etag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and kept.gewijzigd <= since


def _matches(known: str, etag: str) -> bool:
    return known.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in known.split(","))


def _download(request: Request, found: Bestand) -> Response:
    etag = f'"{found.sha256[:32]}"'
    headers = {
        "content-type": found.mediatype,  # without a charset: which it is, only the file knows
        "etag": etag,
        "cache-control": f"public, max-age={SECONDS}",
        "content-disposition": f'attachment; filename="{found.naam}"',
    }
    if found.gewijzigd is not None:
        since = datetime.combine(found.gewijzigd, time(), LOCAL).astimezone(UTC)
        headers["last-modified"] = format_datetime(since, usegmt=True)
    known = request.headers.get("if-none-match")
    if known is not None and _matches(known, etag):
        return Response(status_code=304, headers=headers)
    return Response(found.inhoud, headers=headers)


def _not_acceptable() -> Response:
    kinds = ", ".join(vorm.media_type for vorm in Vorm)
    return _problem(406, "NIET_LEVERBAAR", f"Deze catalogus is er als {kinds}.")


def _problem(status: int, code: str, title: str, headers: dict[str, str] | None = None) -> Response:
    """RFC 9457. Nobody keeps it."""
    members = {"title": title, "status": status, "code": code}
    return JSONResponse(members, status, {"cache-control": "no-store", **(headers or {})}, PROBLEM)
