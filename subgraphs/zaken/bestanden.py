"""/bestanden/<id>: the documents of zaken and berichten, for the customer whose they are.

    GET          <id of a document>       its content, or a part by Range, to who may see it in its zaak
    GET          bericht-...              a bijlage of a bericht, likewise, to who may see the bericht
    PUT, POST    aanlevering-...          a document that the customer adds, as the body of the request

The gateway asks this with the identity statement of whoever asks it (/bestanden/zaken/<id>), and passes on
what comes. An id opens nothing by itself.
"""

import logging
from contextlib import AsyncExitStack
from urllib.parse import quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from auth.propagation import Statement
from subgraphs.service.bereik import Bereik, Deel, Onbereikbaar, knip
from subgraphs.service.context import Caller
from subgraphs.service.errors import CodedError, Conflict, NotFound, SourceUnavailable, Unauthorized
from subgraphs.service.gate import Requirement, admits
from subgraphs.service.keuring import BestandGeweigerd
from subgraphs.service.processing import CHANGING, READING, NotWrittenDown, in_hand
from subgraphs.service.reception import Reception
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.service.text import is_plain
from subgraphs.service.verwerking import AANVRAGEN, INZAGE_ZAKEN
from subgraphs.zaken.mutation_aanlevering import VAN_DE_KLANT
from subgraphs.zaken.postbus.bijlage import Bijlagekenmerk
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Werking
from subgraphs.zaken.source import Inzage, Zakenbron
from subgraphs.zaken.zaak import Bestand

logger = logging.getLogger(__name__)

ACTIVITY = "gemeentegraaf-verwerking"
"""The header with the activity under which the gateway writes down that the file was read."""
PROBLEM = "application/problem+json"
ANYTHING = "application/octet-stream"
_REQUIREMENTS = [directive for directive in PRIVE if isinstance(directive, Requirement)]
_TO_ADD = [directive for directive in VAN_DE_KLANT if isinstance(directive, Requirement)]
_STATUS: dict[type[CodedError], int] = {
    Unauthorized: 403,
    NotFound: 404,
    SourceUnavailable: 503,
    NotWrittenDown: 503,
    Conflict: 409,
}


def bestanden_route(bron: Zakenbron, werking: Werking, reception: Reception) -> Route:
    """The route that hands out documents and takes them in."""
    return Route("/bestanden/{id}", _Bestanden(bron, werking, reception), methods=["GET", "PUT", "POST"])


class _Bestanden:
    def __init__(self, bron: Zakenbron, werking: Werking, reception: Reception) -> None:
        self._bron = bron
        self._aanlevering = werking.aanlevering
        self._bijlagen = werking.postbus.bijlagen
        self._reception = reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        async with AsyncExitStack() as stack:
            response: Response
            try:
                caller = self._reception.receive(request.headers)
                if request.method == "GET":
                    response = await self._geef(caller, request, stack)
                else:
                    response = await self._neem_aan(caller, request)
            except BestandGeweigerd as exc:
                response = _problem(exc, exc.status, exc.reden)
            except Onbereikbaar as exc:
                response = _buiten(exc)
            except CodedError as exc:
                status = next(status for kind, status in _STATUS.items() if isinstance(exc, kind))
                response = _problem(exc, status, exc.code)
            await response(scope, receive, send)

    async def _geef(self, caller: Caller, request: Request, stack: AsyncExitStack) -> Response:
        """A document, or the part of it that is asked for. Raises CodedError, Onbereikbaar."""
        bereik = Bereik.lees(request.headers)
        bestand = await self._open(caller, request.path_params["id"], bereik, stack)
        deel = bereik.van(bestand.omvang, bestand.etag) if bereik else None
        return _answer(bestand, deel)

    async def _open(
        self, caller: Caller, document_id: str, bereik: Bereik | None, stack: AsyncExitStack
    ) -> Bestand:
        """Raises NotFound, Unauthorized, SourceUnavailable, NotWrittenDown, Onbereikbaar."""
        if not isinstance(caller, Statement):
            raise Unauthorized
        proceedings = in_hand()
        try:
            async with AsyncExitStack() as written:
                if proceedings:
                    step = proceedings.step(f"{READING}: document", (INZAGE_ZAKEN.activiteit,))
                    await written.enter_async_context(step)
                if not admits(_REQUIREMENTS, caller):
                    raise Unauthorized
                found = await self._find(Inzage.van(caller), document_id, bereik, stack)
        except RegisterUnavailable as exc:
            logger.warning("%s, for a document", exc)
            raise SourceUnavailable from exc
        if found is None:
            raise NotFound("Dit document")
        return found

    async def _neem_aan(self, caller: Caller, request: Request) -> Response:
        """Raises CodedError."""
        if not isinstance(caller, Statement) or not admits(_TO_ADD, caller):
            raise Unauthorized
        proceedings, inzage = in_hand(), Inzage.van(caller)
        async with AsyncExitStack() as written:
            if proceedings:
                step = proceedings.step(f"{CHANGING}: document", (AANVRAGEN.activiteit,))
                await written.enter_async_context(step)
            try:
                found = await self._aanlevering.neem_aan(inzage, request.path_params["id"], request.stream())
            except ClientDisconnect as exc:
                raise BestandGeweigerd(400, "AFGEBROKEN", "Het bestand is niet helemaal aangekomen.") from exc
            except RegisterUnavailable as exc:
                logger.warning("%s, for a document that comes in", exc)
                raise SourceUnavailable from exc
        content = {"id": found.document_id, "formaat": found.formaat, "grootte": found.grootte}
        headers = {"cache-control": "no-store", ACTIVITY: AANVRAGEN.activiteit}
        return JSONResponse(content, 201, headers)

    async def _find(
        self, inzage: Inzage, document_id: str, bereik: Bereik | None, stack: AsyncExitStack
    ) -> Bestand | None:
        if not is_plain(document_id):
            return None
        kenmerk = Bijlagekenmerk.parse(document_id)
        found = (
            self._bijlagen.inhoud(inzage, kenmerk, bereik)
            if kenmerk
            else self._bron.bestand(inzage, document_id, bereik)
        )
        return await stack.enter_async_context(found)


def _answer(bestand: Bestand, deel: Deel | None) -> Response:
    """The content, for saving: what a register holds is never shown as a page of the municipality."""
    document = bestand.document
    version = {"etag": bestand.etag} if bestand.etag else {}
    part = {"content-range": deel.content_range, "content-length": str(deel.lengte)} if deel else {}
    return StreamingResponse(
        knip(bestand.chunks, bestand.vanaf, deel) if deel else bestand.chunks,
        206 if deel else 200,
        media_type=ANYTHING,
        headers={
            "content-type": document.formaat if _is_media_type(document.formaat) else ANYTHING,
            "content-disposition": f"attachment; filename*=UTF-8''{quote(document.bestandsnaam, safe='')}",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox; default-src 'none'",
            "accept-ranges": "bytes",
            ACTIVITY: INZAGE_ZAKEN.activiteit,
            **version,
            **part,
        },
    )


def _buiten(exc: Onbereikbaar) -> Response:
    """No part of the document is what was asked for."""
    content = {"status": 416, "title": "Zo lang is het bestand niet.", "code": "BUITEN_BESTAND"}
    headers = {"cache-control": "no-store", "content-range": exc.content_range}
    return JSONResponse(content, 416, headers, PROBLEM)


def _is_media_type(formaat: str) -> bool:
    kind, slash, subtype = formaat.partition("/")
    return bool(slash) and all(
        part.isascii() and part.replace("+", "").replace("-", "").replace(".", "").isalnum()
        for part in (kind, subtype)
    )


def _problem(error: CodedError, status: int, code: str) -> Response:
    content = {"status": status, "title": error.message, "code": code}
    return JSONResponse(content, status, {"cache-control": "no-store"}, PROBLEM)
