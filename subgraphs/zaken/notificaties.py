"""/notificaties: where it is told what happens in the registers, by their Notificaties API or by CloudEvents.

    POST       something happened: 204 once it is written down, or is no concern of ours
    OPTIONS    may this sender send events here, and how fast? (CloudEvents, Web Hooks, section 4)

It comes at least once, and says no more than what changed: a repeat is known by what it says, and what it is
about is asked at the register by who listens. What is no concern of ours is taken and forgotten, so that
nobody goes on telling it.
"""

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.gebeurtenis import Gebeurtenis
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.notificatie import Notificatie, gelezen
from subgraphs.zaken.notificatiesectie import Notificatiesectie
from subgraphs.zaken.zgw.zaakvinder import Zaakvinder

PATH = "/notificaties"
MAX_BYTES = 64 * 1024
ALLOW = {"allow": "POST, OPTIONS"}
LATER = {"retry-after": "30"}
"""When a register that must be asked gives no answer, it is best told again."""
NO_LIMIT = "*"


class Ontvangst:
    """Takes notifications of the zaken that `vinder` knows. `wek` is called when there is something new."""

    def __init__(
        self,
        gebeurtenissen: Gebeurtenissen,
        vinder: Zaakvinder,
        wek: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._gebeurtenissen = gebeurtenissen
        self._vinder = vinder
        self._wek = wek
        self._clock = clock

    async def neem_aan(self, notificatie: Notificatie) -> int:
        """To how many zaken of ours something happened that was not told before.

        Raises RegisterUnavailable when it cannot be found out now which those are.
        """
        nieuw = 0
        for zaak in await self._vinder.zaken(notificatie):
            # Not the moment that it was made: of long ago it would be forgotten before it is heard.
            gebeurtenis = Gebeurtenis(
                notificatie.id_voor(str(zaak)), str(zaak), notificatie.soort, self._clock()
            )
            nieuw += await self._gebeurtenissen.ontvang(gebeurtenis)
        if nieuw:
            self._wek()
        return nieuw


def notificaties_routes(ontvangst: Ontvangst, sectie: Notificatiesectie) -> list[Route]:
    """The routes, for who shows the key of the section."""

    async def notificaties(request: Request) -> Response:
        shown = request.headers.get("authorization", "").encode()
        if not compare_digest(shown, sectie.auth.encode()):
            return _fout(401, "not_authenticated")
        body = await _body(request)
        if body is None:
            return _fout(413, "too_large")
        try:
            notificatie = gelezen(body, request.headers.get("content-type", ""))
        except ValidationError:
            return _fout(400, "invalid")
        try:
            if notificatie is not None:
                await ontvangst.neem_aan(notificatie)
        except RegisterUnavailable:
            return _fout(503, "register_unavailable", LATER)
        return Response(status_code=204)

    async def toestemming(request: Request) -> Response:
        origin = request.headers.get("webhook-request-origin", "").strip().lower()
        if not sectie.kent(origin):
            return _fout(403, "permission_denied", ALLOW)
        rate = NO_LIMIT if sectie.per_minuut is None else str(sectie.per_minuut)
        granted = {"webhook-allowed-origin": origin, "webhook-allowed-rate": rate}
        return Response(status_code=200, headers=ALLOW | granted)

    return [
        Route(PATH, notificaties, methods=["POST"]),
        Route(PATH, toestemming, methods=["OPTIONS"]),
    ]


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


def _fout(status: int, code: str, headers: dict[str, str] | None = None) -> Response:
    content = {"code": code, "title": code, "status": status, "detail": ""}
    return JSONResponse(content, status, headers, media_type="application/problem+json")
