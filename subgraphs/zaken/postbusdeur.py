"""The door by which handlers reach the customers of their zaken: ask something of them, and tell them things.

    POST /behandeling/zaken/{zaak}/taken            {"kenmerk", "titel", "soort", ...}     -> {"taak"}
    GET  /behandeling/zaken/{zaak}/taken            what was asked, with what was answered
    PUT  /behandeling/zaken/{zaak}/taken/{taak}     {"stand": "verwerkt"} or "gesloten"
    POST /behandeling/zaken/{zaak}/berichten        {"kenmerk", "onderwerp", "tekst", ...} -> {"bericht"}

For the postbus in our own database. `kenmerk` is the handler's own name for what it sends: a repeat answers
200 and changes nothing, the first time answers 201.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.zaken.afhandelaar import Afhandelaar
from subgraphs.zaken.behandeling import Behandeling, KanNiet
from subgraphs.zaken.poort import Poort, body_of
from subgraphs.zaken.postbus.bericht import Berichtsoort, Handelingsperspectief
from subgraphs.zaken.postbus.taak import Taaksoort, Taakstand
from subgraphs.zaken.postbus.toezending import (
    Berichtverzoek,
    GeenAanvrager,
    OnbekendeBijlage,
    Taakverzoek,
    Toezending,
)

MAX_BYTES = 64 * 1024
_NO_NUL = r"^[^\x00]*$"
_Kenmerk = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=_NO_NUL)]
_Regel = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=_NO_NUL)]
_Document = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{1,64}$")]
_Tekst = Annotated[str, StringConstraints(max_length=10_000, pattern=_NO_NUL)]
_Url = Annotated[str, StringConstraints(max_length=1000, pattern=r"^https://[^\s\x00]+$")]


class _Body(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", hide_input_in_errors=True)


class TaakBody(_Body):
    """A taak: with a `formulier` (JSON Schema) to answer here, or a `url` where to do it."""

    kenmerk: _Kenmerk
    titel: _Regel
    toelichting: _Tekst = ""
    soort: Taaksoort = Taaksoort.FORMULIER
    verloopdatum: AwareDatetime | None = None
    url: _Url | None = None
    formulier: dict[str, Any] | None = None
    gegevens: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _kan_gedaan_worden(self) -> Self:
        if (self.soort is Taaksoort.FORMULIER) is not (self.url is None):
            raise ValueError("a formulier has no url, and everything else has one")
        if self.formulier is not None:
            _check_schema(self.formulier)
        return self

    def verzoek(self) -> Taakverzoek:
        return Taakverzoek(**{name: getattr(self, name) for name in type(self).model_fields})


class BerichtBody(_Body):
    """A bericht, published at once."""

    kenmerk: _Kenmerk
    onderwerp: _Regel
    tekst: _Tekst
    soort: Berichtsoort = Berichtsoort.NOTIFICATIE
    uiterlijk_op: date | None = None
    handelingsperspectief: Handelingsperspectief | None = None
    bijlagen: Annotated[tuple[_Document, ...], Field(max_length=10)] = ()
    """The ids of documents of the zaak."""

    def verzoek(self) -> Berichtverzoek:
        return Berichtverzoek(**{name: getattr(self, name) for name in type(self).model_fields})


class StandBody(_Body):
    """How far a taak is, to its handler."""

    stand: Literal[Taakstand.VERWERKT, Taakstand.GESLOTEN]


def _check_schema(schema: Mapping[str, Any]) -> None:
    """Raises ValueError for what is no JSON Schema, or refers elsewhere."""
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as exc:
        raise ValueError("formulier: no JSON Schema (2020-12)") from exc
    if _refers(schema):
        raise ValueError("formulier: without references")


def _refers(value: Any) -> bool:
    if isinstance(value, dict):
        return any(key in ("$ref", "$dynamicRef") or _refers(each) for key, each in value.items())
    return isinstance(value, list) and any(_refers(each) for each in value)


def postbus_routes(
    toezending: Toezending, behandeling: Behandeling, poort: Poort, nu: Callable[[], datetime]
) -> list[Route]:
    """The routes behind a gate."""
    deur = _Deur(toezending, behandeling, nu)
    return [
        poort.route("/{zaak}/taken", deur.vraag, "POST"),
        poort.route("/{zaak}/taken", deur.gevraagd, "GET"),
        poort.route("/{zaak}/taken/{taak}", deur.zet_stand, "PUT"),
        poort.route("/{zaak}/berichten", deur.bericht, "POST"),
    ]


class _Deur:
    def __init__(self, toezending: Toezending, behandeling: Behandeling, nu: Callable[[], datetime]) -> None:
        self._toezending = toezending
        self._behandeling = behandeling
        self._nu = nu

    async def vraag(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = TaakBody.model_validate_json(await body_of(request, MAX_BYTES))
        zaak_id = await self._zaak(afhandelaar, request)
        taak_id, nieuw = await _van_iemand(self._toezending.vraag(zaak_id, body.verzoek()))
        return JSONResponse({"taak": taak_id}, status_code=201 if nieuw else 200)

    async def gevraagd(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        zaak_id = await self._zaak(afhandelaar, request)
        return JSONResponse({"taken": [asdict(each) for each in await self._toezending.gevraagd(zaak_id)]})

    async def zet_stand(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = StandBody.model_validate_json(await body_of(request, MAX_BYTES))
        zaak_id = await self._zaak(afhandelaar, request)
        if not await self._toezending.zet_stand(zaak_id, request.path_params["taak"], body.stand):
            raise KanNiet("taak-stand", "this zaak has no such taak, or it is not so far")
        return JSONResponse({})

    async def bericht(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = BerichtBody.model_validate_json(await body_of(request, MAX_BYTES))
        zaak_id = await self._zaak(afhandelaar, request)
        sent = self._toezending.bericht(zaak_id, body.verzoek(), self._nu())
        try:
            bericht_id, nieuw = await _van_iemand(sent)
        except OnbekendeBijlage as exc:
            raise KanNiet("onbekende-bijlage", str(exc)) from exc
        return JSONResponse({"bericht": bericht_id}, status_code=201 if nieuw else 200)

    async def _zaak(self, afhandelaar: Afhandelaar, request: Request) -> str:
        """The zaak of the request. Raises OnbekendeZaak unless it is the handler's."""
        return (await self._behandeling.dossier(afhandelaar, request.path_params["zaak"])).zaak_id


async def _van_iemand(sending: Awaitable[tuple[str, bool]]) -> tuple[str, bool]:
    """What was sent. Raises KanNiet when there is nobody to send it to."""
    try:
        return await sending
    except GeenAanvrager as exc:
        raise KanNiet("geen-aanvrager", str(exc)) from exc
