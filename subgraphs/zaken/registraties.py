"""Where the formulieren service hands over an aanvraag that is to become a zaak.

    POST /registraties                                  the zaak, its initiator and the form
    PUT  /registraties/{aanvraag}/bijlagen/{bijlage}    a file: the content, with its name as a header
    POST /registraties/{aanvraag}/voltooiing            the first status, after the last file
    POST /registraties/{aanvraag}/intrekking            the customer withdraws: `afloop` says what came of it

Between services only: it takes no customer's login but the token of an application. A repeat answers 200 with
what is already there; the first time answers 201. Without files (`bijlagenVolgen` false) the first call does
all. Failures have the form that ZGW gives them (`Fout`, `ValidatieFout`).
"""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.service.zgw_token import TokenRefused, ZgwCredentials
from subgraphs.zaken.registratie import (
    AlVoltooid,
    Bijlage,
    Geregistreerd,
    Intrekkingsverzoek,
    OnbekendeAanvraag,
    OnbekendZaaktype,
    Registratie,
    Zaakregister,
)

PATH = "/registraties"
MAX_BYTES = 256 * 1024
MAX_BIJLAGE = 50 * 1024 * 1024
BESTANDSNAAM = "bestandsnaam"
"""The header with the name of a file, percent-encoded: a name may be personal, and stays out of addresses."""

_NO_NUL = r"^[^\x00]+$"  # PostgreSQL cannot hold one
_Id = Annotated[str, StringConstraints(max_length=64, pattern=_NO_NUL)]


class RegistratieBody(BaseModel):
    """The body of a request. `gegevens` holds what the customer filled in, by field."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", hide_input_in_errors=True)

    aanvraag_id: _Id
    zaaktype: _Id
    klant_id: _Id
    omschrijving: Annotated[str, StringConstraints(max_length=400, pattern=_NO_NUL)]
    ingediend_op: AwareDatetime
    gegevens: dict[str, Any] = Field(default_factory=dict)
    bijlagen_volgen: bool = False

    def registratie(self) -> Registratie:
        return Registratie(
            self.aanvraag_id,
            self.zaaktype,
            self.klant_id,
            self.omschrijving,
            self.ingediend_op,
            self.gegevens,
            self.bijlagen_volgen,
        )


class VoltooiingBody(BaseModel):
    """The body that says that all files of an aanvraag are there."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", hide_input_in_errors=True)

    ingediend_op: AwareDatetime


class IntrekkingBody(BaseModel):
    """The body that says that the customer wants the zaak of an aanvraag to be withdrawn."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", hide_input_in_errors=True)

    referentie: Annotated[str, StringConstraints(max_length=20, pattern=_NO_NUL)]
    gevraagd_op: AwareDatetime


class _BijlageHeaders(BaseModel):
    """What the headers say of a file."""

    model_config = ConfigDict(hide_input_in_errors=True)

    bestandsnaam: Annotated[str, StringConstraints(max_length=200, pattern=_NO_NUL)]
    formaat: Annotated[str, StringConstraints(max_length=100, pattern=r"^[\w.+-]+/[\w.+-]+$")]


def registraties_routes(
    register: Zaakregister, credentials: ZgwCredentials, vandaag: Callable[[], date]
) -> list[Route]:
    """The routes that register zaken for the application with these credentials."""
    door = _Door(register, vandaag)

    def route(path: str, answer: _Answer, method: str) -> Route:
        async def guarded(request: Request) -> Response:
            try:
                credentials.check(request.headers.get("authorization"))
            except TokenRefused as exc:
                return _fout(401, "not_authenticated", str(exc))
            return await _answered(answer, request)

        return Route(PATH + path, guarded, methods=[method])

    return [
        route("", door.registreer, "POST"),
        route("/{aanvraag}/bijlagen/{bijlage}", door.voeg_toe, "PUT"),
        route("/{aanvraag}/voltooiing", door.voltooi, "POST"),
        route("/{aanvraag}/intrekking", door.trek_in, "POST"),
    ]


_Answer = Callable[[Request], Awaitable[Response]]


class _Door:
    def __init__(self, register: Zaakregister, vandaag: Callable[[], date]) -> None:
        self._register = register
        self._vandaag = vandaag

    async def registreer(self, request: Request) -> Response:
        body = RegistratieBody.model_validate_json(await _body(request, MAX_BYTES))
        return _done(await self._register.registreer(body.registratie(), self._vandaag()))

    async def voeg_toe(self, request: Request) -> Response:
        headers = _BijlageHeaders(
            bestandsnaam=unquote(request.headers.get(BESTANDSNAAM, "")),
            formaat=request.headers.get("content-type", ""),
        )
        inhoud = await _body(request, MAX_BIJLAGE)
        bijlage = Bijlage(request.path_params["bijlage"], headers.bestandsnaam, headers.formaat, inhoud)
        nieuw = await self._register.voeg_toe(request.path_params["aanvraag"], bijlage, self._vandaag())
        return JSONResponse({}, status_code=201 if nieuw else 200)

    async def voltooi(self, request: Request) -> Response:
        body = VoltooiingBody.model_validate_json(await _body(request, MAX_BYTES))
        return _done(await self._register.voltooi(request.path_params["aanvraag"], body.ingediend_op))

    async def trek_in(self, request: Request) -> Response:
        body = IntrekkingBody.model_validate_json(await _body(request, MAX_BYTES))
        verzoek = Intrekkingsverzoek(request.path_params["aanvraag"], body.referentie, body.gevraagd_op)
        return JSONResponse({"afloop": await self._register.trek_in(verzoek, self._vandaag())})


async def _answered(answer: _Answer, request: Request) -> Response:
    """The answer, or the `Fout` that says why there is none."""
    try:
        return await answer(request)
    except ClientDisconnect:
        return _fout(400, "broken_off", "the request did not come to its end")  # which nobody reads
    except _TooLarge as exc:
        return _fout(413, "too_large", str(exc))
    except ValidationError as exc:
        return _fout(400, "invalid", "the request is not a registration", _invalid_params(exc))
    except OnbekendZaaktype as exc:
        return _fout(400, "invalid", str(exc), [_param("zaaktype", "unknown", str(exc))])
    except OnbekendeAanvraag as exc:
        return _fout(404, "not_found", str(exc))
    except AlVoltooid as exc:
        return _fout(409, "complete", str(exc))


def _done(done: Geregistreerd) -> Response:
    content = {"zaak": done.zaak_id, "identificatie": done.identificatie}
    return JSONResponse(content, status_code=201 if done.nieuw else 200)


class _TooLarge(ValueError):
    pass


async def _body(request: Request, limit: int) -> bytes:
    """The body, read no further than it may be long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise _TooLarge(f"at most {limit} bytes are taken here")
    return bytes(body)


def _invalid_params(error: ValidationError) -> list[dict[str, str]]:
    problems = error.errors(include_url=False, include_context=False, include_input=False)
    return [_param(".".join(map(str, each["loc"])), each["type"], each["msg"]) for each in problems]


def _param(name: str, code: str, reason: str) -> dict[str, str]:
    return {"name": name, "code": code, "reason": reason}


def _fout(
    status: int, code: str, detail: str, invalid_params: list[dict[str, str]] | None = None
) -> Response:
    content: dict[str, Any] = {"code": code, "title": code, "status": status, "detail": detail}
    if invalid_params is not None:
        content["invalidParams"] = invalid_params
    return JSONResponse(content, status_code=status, media_type="application/problem+json")
