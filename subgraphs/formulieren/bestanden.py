"""/bestanden/<naam>: the files of this subgraph, for the customer whose they are.

    PUT, POST  <id of a bijlage>             its file, as the body of the request
    GET        <id of a bijlage>             the file
    GET        samenvatting-<aanvraag>       what was submitted, as a page to keep

The gateway asks this with the identity statement of whoever asks it, and passes on what comes. A name opens
nothing by itself.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from auth.propagation import Statement
from subgraphs.formulieren.ontvangst import Ontvangst
from subgraphs.formulieren.prive import PRIVE
from subgraphs.formulieren.samenvatting import samenvatting
from subgraphs.formulieren.toegang import Toegang
from subgraphs.service.context import Caller
from subgraphs.service.errors import CodedError, NotFound, Unauthorized
from subgraphs.service.gate import Requirement, admits
from subgraphs.service.keuring import BestandGeweigerd
from subgraphs.service.processing import CHANGING, READING, NotWrittenDown, in_hand
from subgraphs.service.reception import Reception
from subgraphs.service.text import is_plain
from subgraphs.service.verwerking import AANVRAGEN

PAD = "/bestanden"
ACTIVITY = "gemeentegraaf-verwerking"
"""The header with the activity under which the gateway writes down that a file was read or handed in."""
PROBLEM = "application/problem+json"
SAMENVATTING = "samenvatting-"
_REQUIREMENTS = [directive for directive in PRIVE if isinstance(directive, Requirement)]
_STATUS: dict[type[CodedError], int] = {Unauthorized: 403, NotFound: 404, NotWrittenDown: 503}
_BEWAREN = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    ACTIVITY: AANVRAGEN.activiteit,
}


def plaats(subgraph: str, naam: str) -> str:
    """Where a client finds a file: a path on the gateway."""
    return f"{PAD}/{subgraph}/{naam}"


@dataclass(frozen=True, slots=True)
class Bestanden:
    """Files out of the store, and into it."""

    toegang: Toegang
    ontvangst: Ontvangst

    def route(self, reception: Reception) -> Route:
        async def endpoint(request: Request) -> Response:
            try:
                return await self._answer(reception.receive(request.headers), request)
            except BestandGeweigerd as exc:
                return _problem(exc, exc.status, exc.reden)
            except CodedError as exc:
                return _problem(exc, _STATUS.get(type(exc), 409), exc.code)

        return Route(f"{PAD}/{{naam}}", endpoint, methods=["GET", "PUT", "POST"])

    async def _answer(self, caller: Caller, request: Request) -> Response:
        """Raises CodedError."""
        if not isinstance(caller, Statement):
            raise Unauthorized
        proceedings = in_hand()
        if proceedings is None:
            return await self._handle(caller, request)
        kind = READING if request.method == "GET" else CHANGING
        async with proceedings.step(f"{kind}: bestand", (AANVRAGEN.activiteit,)):
            return await self._handle(caller, request)

    async def _handle(self, klant: Statement, request: Request) -> Response:
        if not admits(_REQUIREMENTS, klant):
            raise Unauthorized
        naam = request.path_params["naam"]
        if request.method != "GET":
            return await self._neem_aan(klant, naam, request)
        if naam.startswith(SAMENVATTING):
            return await self._samenvatting(klant, naam.removeprefix(SAMENVATTING))
        return await self._bijlage(klant, naam)

    async def _neem_aan(self, klant: Statement, bijlage_id: str, request: Request) -> Response:
        try:
            bijlage = await self.ontvangst.neem_aan(klant, bijlage_id, request.stream())
        except ClientDisconnect as exc:
            raise BestandGeweigerd(400, "AFGEBROKEN", "Het bestand is niet helemaal aangekomen.") from exc
        content = {"id": bijlage.id, "formaat": bijlage.formaat, "grootte": bijlage.grootte}
        return JSONResponse(content, 201, _BEWAREN)

    async def _bijlage(self, klant: Statement, bijlage_id: str) -> Response:
        found = await self.toegang.bijlagen.bijlage(klant.klant, bijlage_id) if is_plain(bijlage_id) else None
        if found is None or not found[0].is_ontvangen:
            raise NotFound("Deze bijlage")
        bijlage = found[0]
        chunks: AsyncIterator[bytes] = self.toegang.bijlagen.inhoud(bijlage)
        headers = {"content-length": str(bijlage.grootte), "content-disposition": _als(bijlage.bestandsnaam)}
        return StreamingResponse(chunks, headers={**_BEWAREN, **headers}, media_type=bijlage.formaat)

    async def _samenvatting(self, klant: Statement, aanvraag_id: str) -> Response:
        aanvraag = await self.toegang.aanvraag(klant, aanvraag_id)
        if aanvraag.referentie is None or aanvraag.gewist_op is not None:
            raise NotFound("Deze samenvatting")
        formulier = await self.toegang.formulier(aanvraag.formulier_id)
        bijlagen = (await self.toegang.bijlagen.bijlagen([aanvraag.id]))[aanvraag.id]
        headers = {**_BEWAREN, "content-disposition": _als(f"{aanvraag.referentie}.html")}
        return Response(samenvatting(formulier, aanvraag, bijlagen), 200, headers, "text/html; charset=utf-8")


def _als(bestandsnaam: str) -> str:
    """To be saved under this name (RFC 6266): never shown as a page of the municipality's."""
    return f"attachment; filename*=UTF-8''{quote(bestandsnaam, safe='')}"


def _problem(error: CodedError, status: int, code: str) -> Response:
    content = {"status": status, "title": error.message, "code": code}
    headers = {"cache-control": "no-store"}
    if isinstance(error, Unauthorized):
        headers[ACTIVITY] = AANVRAGEN.activiteit  # what was not granted is written down as well
    return JSONResponse(content, status, headers, PROBLEM)
