"""Poort: the gate of the doors for handlers, which signs in who asks and tells what went wrong.

Between services only: each handler signs with the secret of its own, and sees the zaken of its own zaaktypen.
Failures are a `Fout` as in ZGW.
"""

from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.service.zgw_token import TokenRefused, ZgwCredentials
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.behandeling import KanNiet, OnbekendeZaak

PATH = "/behandeling/zaken"

Answer = Callable[[Afhandelaar, Request], Awaitable[Response]]
"""Answers a handler that signed in. May raise ValidationError, TooLarge, OnbekendeZaak and KanNiet."""


class TooLarge(ValueError):
    """A body is longer than is taken here."""


class Poort:
    """The gate for these handlers; without any, nobody gets in."""

    def __init__(self, afhandelaars: Afhandelaars) -> None:
        self._known = [
            (each, ZgwCredentials(each.naam, each.geheim.get_secret_value())) for each in afhandelaars.allen
        ]

    def route(self, path: str, answer: Answer, method: str) -> Route:
        """A route below `PATH` that only handlers can use."""

        async def guarded(request: Request) -> Response:
            afhandelaar = self._who(request.headers.get("authorization"))
            if afhandelaar is None:
                return _fout(401, "not_authenticated", "this is the token of no handler")
            return await _answered(answer, afhandelaar, request)

        return Route(PATH + path, guarded, methods=[method])

    def _who(self, authorization: str | None) -> Afhandelaar | None:
        for afhandelaar, credentials in self._known:
            try:
                credentials.check(authorization)
            except TokenRefused:
                continue
            return afhandelaar
        return None


async def body_of(request: Request, max_bytes: int) -> bytes:
    """The body, read no further than it may be long. Raises TooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > max_bytes:
            raise TooLarge(f"at most {max_bytes} bytes are taken here")
    return bytes(body)


async def _answered(answer: Answer, afhandelaar: Afhandelaar, request: Request) -> Response:
    try:
        return await answer(afhandelaar, request)
    except TooLarge as exc:
        return _fout(413, "too_large", str(exc))
    except ValidationError:
        return _fout(400, "invalid", "the body is not as it should be")
    except OnbekendeZaak as exc:
        return _fout(404, "not_found", str(exc))
    except KanNiet as exc:
        return _fout(409, exc.code, str(exc))


def _fout(status: int, code: str, detail: str) -> Response:
    content = {"code": code, "title": code, "status": status, "detail": detail}
    return JSONResponse(content, status_code=status, media_type="application/problem+json")
