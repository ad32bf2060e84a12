"""GET /bestanden/<id>: the content of a document of a zaak, to who may see it in the list of that zaak.

The gateway asks this with the identity statement of whoever asks it (/bestanden/zaken/<id>), and passes on
what comes. The id is that of the document; it opens nothing by itself.
"""

import logging
from contextlib import AsyncExitStack
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from auth.propagation import Statement
from subgraphs.service.context import Caller
from subgraphs.service.errors import CodedError, NotFound, SourceUnavailable, Unauthorized
from subgraphs.service.gate import Requirement, admits
from subgraphs.service.processing import NotWrittenDown, in_hand
from subgraphs.service.reception import Reception
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.service.text import is_plain
from subgraphs.service.verwerking import INZAGE_ZAKEN
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.source import Inzage, Zakenbron
from subgraphs.zaken.zaak import Bestand

logger = logging.getLogger(__name__)

ACTIVITY = "gemeentegraaf-verwerking"
"""The header with the activity under which the gateway writes down that the file was read."""
PROBLEM = "application/problem+json"
ANYTHING = "application/octet-stream"
_REQUIREMENTS = [directive for directive in PRIVE if isinstance(directive, Requirement)]
_STATUS: dict[type[CodedError], int] = {
    Unauthorized: 403,
    NotFound: 404,
    SourceUnavailable: 503,
    NotWrittenDown: 503,
}


def bestanden_route(bron: Zakenbron, reception: Reception) -> Route:
    """The route that hands out documents."""
    return Route("/bestanden/{id}", _Bestanden(bron, reception), methods=["GET"])


class _Bestanden:
    def __init__(self, bron: Zakenbron, reception: Reception) -> None:
        self._bron = bron
        self._reception = reception

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        async with AsyncExitStack() as stack:
            response: Response
            try:
                caller = self._reception.receive(request.headers)
                response = _answer(await self._open(caller, request.path_params["id"], stack))
            except CodedError as exc:
                response = _problem(exc)
            await response(scope, receive, send)

    async def _open(self, caller: Caller, document_id: str, stack: AsyncExitStack) -> Bestand:
        """Raises NotFound, Unauthorized, SourceUnavailable, NotWrittenDown."""
        if not isinstance(caller, Statement):
            raise Unauthorized
        proceedings = in_hand()
        try:
            async with AsyncExitStack() as written:
                if proceedings:
                    step = proceedings.step("Raadplegen: document", (INZAGE_ZAKEN.activiteit,))
                    await written.enter_async_context(step)
                if not admits(_REQUIREMENTS, caller):
                    raise Unauthorized
                found = await self._find(Inzage.van(caller), document_id, stack)
        except RegisterUnavailable as exc:
            logger.warning("%s, for a document", exc)
            raise SourceUnavailable from exc
        if found is None:
            raise NotFound("Dit document")
        return found

    async def _find(self, inzage: Inzage, document_id: str, stack: AsyncExitStack) -> Bestand | None:
        if not is_plain(document_id):
            return None
        return await stack.enter_async_context(self._bron.bestand(inzage, document_id))


def _answer(bestand: Bestand) -> Response:
    """The content, for saving: what a register holds is never shown as a page of the municipality."""
    document = bestand.document
    return StreamingResponse(
        bestand.chunks,
        media_type=ANYTHING,
        headers={
            "content-type": document.formaat if _is_media_type(document.formaat) else ANYTHING,
            "content-disposition": f"attachment; filename*=UTF-8''{quote(document.bestandsnaam, safe='')}",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "content-security-policy": "sandbox; default-src 'none'",
            ACTIVITY: INZAGE_ZAKEN.activiteit,
        },
    )


def _is_media_type(formaat: str) -> bool:
    kind, slash, subtype = formaat.partition("/")
    return bool(slash) and all(
        part.isascii() and part.replace("+", "").replace("-", "").replace(".", "").isalnum()
        for part in (kind, subtype)
    )


def _problem(error: CodedError) -> Response:
    status = next(status for kind, status in _STATUS.items() if isinstance(error, kind))
    content = {"status": status, "title": error.message, "code": error.code}
    # What was not granted is written down as well.
    headers = {ACTIVITY: INZAGE_ZAKEN.activiteit} if isinstance(error, Unauthorized) else None
    return JSONResponse(content, status, headers, media_type=PROBLEM)
