"""The door of handlers: where a zaakafhandelcomponent looks at its zaken and takes them forward.

    GET  /behandeling/zaken                  the ids of those that still run
    GET  /behandeling/zaken/{zaak}           how far it is, and what can be next
    POST /behandeling/zaken/{zaak}/statussen   {"volgnummer": 2}
    PUT  /behandeling/zaken/{zaak}/resultaat   {"omschrijving": "Verleend"}

Between services only: each handler signs with the secret of its own, and sees the zaken of its own zaaktypen.
A repeat answers 200 and changes nothing; the first time answers 201. Failures are a `Fout` as in ZGW.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.service.zgw_token import TokenRefused, ZgwCredentials
from subgraphs.zaken.afhandelaar import Afhandelaar, Afhandelaars
from subgraphs.zaken.behandeling import Behandeling, KanNiet, OnbekendeZaak, Tijd

PATH = "/behandeling/zaken"
MAX_BYTES = 4096
AANTAL = 500


class StatusBody(BaseModel):
    """The status to set, by the number of its statustype."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    volgnummer: Annotated[int, Field(ge=1, le=9999)]


class ResultaatBody(BaseModel):
    """The resultaat, by the name of its resultaattype."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    omschrijving: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00]+$")]


_Answer = Callable[[Afhandelaar, Request], Awaitable[Response]]


def behandeling_routes(
    behandeling: Behandeling, afhandelaars: Afhandelaars, nu: Callable[[], Tijd]
) -> list[Route]:
    """The routes for these handlers; without any, nobody gets in."""
    known = [(each, ZgwCredentials(each.naam, each.geheim.get_secret_value())) for each in afhandelaars.allen]
    deur = _Deur(behandeling, nu)

    def route(path: str, answer: _Answer, method: str) -> Route:
        async def guarded(request: Request) -> Response:
            afhandelaar = _who(known, request.headers.get("authorization"))
            if afhandelaar is None:
                return _fout(401, "not_authenticated", "this is the token of no handler")
            return await _answered(answer, afhandelaar, request)

        return Route(PATH + path, guarded, methods=[method])

    return [
        route("", deur.open_zaken, "GET"),
        route("/{zaak}", deur.dossier, "GET"),
        route("/{zaak}/statussen", deur.zet_status, "POST"),
        route("/{zaak}/resultaat", deur.stel_resultaat_vast, "PUT"),
    ]


class _Deur:
    def __init__(self, behandeling: Behandeling, nu: Callable[[], Tijd]) -> None:
        self._behandeling = behandeling
        self._nu = nu

    async def open_zaken(self, afhandelaar: Afhandelaar, _request: Request) -> Response:
        return JSONResponse({"zaken": list(await self._behandeling.open_zaken(afhandelaar, AANTAL))})

    async def dossier(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        found = await self._behandeling.dossier(afhandelaar, request.path_params["zaak"])
        return JSONResponse(asdict(found))

    async def zet_status(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = StatusBody.model_validate_json(await _body(request))
        zaak_id = request.path_params["zaak"]
        nieuw = await self._behandeling.zet_status(afhandelaar, zaak_id, body.volgnummer, self._nu())
        return JSONResponse({}, status_code=201 if nieuw else 200)

    async def stel_resultaat_vast(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = ResultaatBody.model_validate_json(await _body(request))
        zaak_id = request.path_params["zaak"]
        nieuw = await self._behandeling.stel_resultaat_vast(afhandelaar, zaak_id, body.omschrijving)
        return JSONResponse({}, status_code=201 if nieuw else 200)


class _TooLarge(ValueError):
    pass


async def _answered(answer: _Answer, afhandelaar: Afhandelaar, request: Request) -> Response:
    try:
        return await answer(afhandelaar, request)
    except _TooLarge:
        return _fout(413, "too_large", f"at most {MAX_BYTES} bytes are taken here")
    except ValidationError:
        return _fout(400, "invalid", "the body is not as it should be")
    except OnbekendeZaak as exc:
        return _fout(404, "not_found", str(exc))
    except KanNiet as exc:
        return _fout(409, exc.code, str(exc))


def _who(known: list[tuple[Afhandelaar, ZgwCredentials]], authorization: str | None) -> Afhandelaar | None:
    for afhandelaar, credentials in known:
        try:
            credentials.check(authorization)
        except TokenRefused:
            continue
        return afhandelaar
    return None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise _TooLarge
    return bytes(body)


def _fout(status: int, code: str, detail: str) -> Response:
    content = {"code": code, "title": code, "status": status, "detail": detail}
    return JSONResponse(content, status_code=status, media_type="application/problem+json")
