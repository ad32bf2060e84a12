"""POST /registraties: where the formulieren service hands over an aanvraag that is to become a zaak.

Between services only: it takes no customer's login but the token of an application. A repeat of an aanvraag
answers 200 with the zaak that is already there; the first time answers 201. Failures have the form that ZGW
gives them (`Fout`, `ValidatieFout`).
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.service.zgw_token import TokenRefused, ZgwCredentials
from subgraphs.zaken.source import OnbekendZaaktype, Registratie, Zaakregister

PATH = "/registraties"
MAX_BYTES = 256 * 1024

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

    def registratie(self) -> Registratie:
        return Registratie(
            self.aanvraag_id,
            self.zaaktype,
            self.klant_id,
            self.omschrijving,
            self.ingediend_op,
            self.gegevens,
        )


def registraties_route(
    register: Zaakregister, credentials: ZgwCredentials, vandaag: Callable[[], date]
) -> Route:
    """The route that registers zaken for the application with these credentials."""

    async def registraties(request: Request) -> Response:
        try:
            credentials.check(request.headers.get("authorization"))
        except TokenRefused as exc:
            return _fout(401, "not_authenticated", str(exc))
        try:
            body = RegistratieBody.model_validate_json(await _body(request))
            done = await register.registreer(body.registratie(), vandaag())
        except _TooLarge:
            return _fout(413, "too_large", f"a registration has at most {MAX_BYTES} bytes")
        except ValidationError as exc:
            return _fout(400, "invalid", "the body is not a registration", _invalid_params(exc))
        except OnbekendZaaktype as exc:
            return _fout(400, "invalid", str(exc), [_param("zaaktype", "unknown", str(exc))])
        content = {"zaak": done.zaak_id, "identificatie": done.identificatie}
        return JSONResponse(content, status_code=201 if done.nieuw else 200)

    return Route(PATH, registraties, methods=["POST"])


class _TooLarge(ValueError):
    pass


async def _body(request: Request) -> bytes:
    """The body, read no further than it may be long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise _TooLarge
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
