"""Content of documents: the download, the lock around a change, and the parts of a large one."""

from collections.abc import Iterator
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import quote
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from standins.service.body import read_body, read_object
from standins.zgw.documenten import (
    ENKELVOUDIGINFORMATIEOBJECTEN,
    MAX_BYTES,
    NAME,
    check_lock,
    part_path,
    part_shown,
    part_size,
)
from standins.zgw.endpoints import Apis, origin
from standins.zgw.fout import fout, invalid
from standins.zgw.kind import CHANGE
from standins.zgw.listing import check_parameters
from standins.zgw.origin import outward
from standins.zgw.register import Item

ROOT = ENKELVOUDIGINFORMATIEOBJECTEN.root
CHUNK = 64 * 1024


def content_routes(apis: Apis) -> list[Route]:
    """The routes."""
    contents = _Contents(apis)
    document = f"{ROOT}/{NAME}/{{uuid}}"
    return [
        Route(f"{document}/download", contents.download, methods=["GET"]),
        Route(f"{document}/lock", contents.lock, methods=["POST"]),
        Route(f"{document}/unlock", contents.unlock, methods=["POST"]),
        Route(f"{ROOT}/bestandsdelen/{{uuid}}", contents.part, methods=["PUT"]),
    ]


class _Contents:
    def __init__(self, apis: Apis) -> None:
        self._apis = apis

    async def download(self, request: Request) -> Response:
        document = self._document(request, None)
        check_parameters(request, {"versie", "registratieOp"})
        content: bytes | None = document["content"]
        if content is None or request.query_params.get("versie") not in (None, str(document["versie"])):
            raise fout(404, "Niet gevonden.")
        name = document["bestandsnaam"].replace('"', "")
        headers = {
            "content-length": str(len(content)),
            "content-disposition": f"attachment; filename*=UTF-8''{quote(name)}",
        }
        return StreamingResponse(_chunks(content), media_type="application/octet-stream", headers=headers)

    async def lock(self, request: Request) -> Response:
        document = self._document(request, CHANGE)
        if document["lock"]:
            raise invalid("nonFieldErrors", "existing-lock", "Het document is al gelockt.")
        document["lock"] = uuid4().hex
        return JSONResponse({"lock": document["lock"]})

    async def unlock(self, request: Request) -> Response:
        document = self._document(request, CHANGE)
        body = await read_object(request, fout)
        forced = not body.get("lock") and self._apis.autorisaties.has(
            self._apis.tokens.caller(request.headers.get("authorization")),
            "drc",
            "documenten.geforceerd-unlock",
        )
        if not forced:
            check_lock(document, body.get("lock"))
        parts = document["parts"]
        if any(part is None for part in parts.values()):
            if not forced:
                reason = "Upload of part files is not complete"
                raise invalid("nonFieldErrors", "file-size", reason)
        elif parts:
            document["content"] = b"".join(parts[number] for number in sorted(parts))
        document.update(lock="", parts={})
        return Response(status_code=204)

    async def part(self, request: Request) -> Response:
        caller = self._apis.tokens.caller(request.headers.get("authorization"))
        register = self._apis.register
        document, number = self._part(f"{ROOT}/bestandsdelen/{request.path_params['uuid']}")
        self._apis.autorisaties.check(caller, ENKELVOUDIGINFORMATIEOBJECTEN, register, document, CHANGE)
        form = _form(request.headers.get("content-type", ""), await read_body(request, fout, MAX_BYTES))
        check_lock(document, form.get("lock", b"").decode("utf-8", "replace"))
        content = form.get("inhoud")
        if content is None or len(content) != part_size(document, number):
            raise invalid("inhoud", "file-size", "Het bestandsdeel heeft niet de afgesproken omvang.")
        document["parts"][number] = content
        return JSONResponse(outward(part_shown(document, number), origin(request)))

    def _document(self, request: Request, action: str | None) -> Item:
        caller = self._apis.tokens.caller(request.headers.get("authorization"))
        found = self._apis.register.get(f"{ROOT}/{NAME}/{request.path_params['uuid']}", NAME)
        if found is None:
            raise fout(404, "Niet gevonden.")
        kind = ENKELVOUDIGINFORMATIEOBJECTEN
        self._apis.autorisaties.check(caller, kind, self._apis.register, found, action)
        return found

    def _part(self, path: str) -> tuple[Item, int]:
        for document in self._apis.register.all(NAME):
            for number in document["parts"]:
                if part_path(document, number) == path:
                    return document, number
        raise fout(404, "Niet gevonden.")


def _chunks(content: bytes) -> Iterator[bytes]:
    return (content[start : start + CHUNK] for start in range(0, len(content), CHUNK))


def _form(content_type: str, body: bytes) -> dict[str, bytes]:
    """The fields of a multipart form."""
    if not content_type.startswith("multipart/form-data"):
        raise fout(415, "Ongeldig media type in aanvraag.")
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {content_type}\r\n\r\n".encode() + body)
    found: dict[str, bytes] = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        payload = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(payload, bytes):
            found[name] = payload
    return found
