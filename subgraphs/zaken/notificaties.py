"""POST /notificaties: where the Notificaties API of the registers tells what happens to their zaken.

It comes at least once, and says no more than what changed: a repeat is known by what it says, and what it is
about is asked at the register by who listens. What is no concern of ours is taken and forgotten, so that
nobody goes on telling it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from hmac import compare_digest
from typing import Annotated, Any
from uuid import UUID, uuid5

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.zaken.gebeurtenis import Gebeurtenis, Soort
from subgraphs.zaken.gebeurtenissen import Gebeurtenissen
from subgraphs.zaken.zgw.kenmerk import Kenmerk, uuid_of

PATH = "/notificaties"
MAX_BYTES = 64 * 1024
KANAAL = "zaken"
SOORTEN: Mapping[str, Soort] = {
    "status": Soort.STATUS_GEZET,
    "resultaat": Soort.RESULTAAT_VASTGESTELD,
    "zaakinformatieobject": Soort.DOCUMENT_TOEGEVOEGD,
    "zaakbesluit": Soort.BESLUIT_GENOMEN,
}
"""What came to be, by its `resource`; the rest is something else."""
_REPEATS = UUID("a2f1f0f4-6a0f-4a3f-8d8f-0f9a53f5a1c2")
"""The namespace of the ids of notifications, which have none of their own."""

_Text = Annotated[str, StringConstraints(max_length=1000)]


class Notificatie(BaseModel):
    """A notification (Notificaties API 1.0)."""

    model_config = {"alias_generator": to_camel, "hide_input_in_errors": True}

    kanaal: _Text
    hoofd_object: _Text
    resource: _Text
    resource_url: _Text
    actie: _Text
    aanmaakdatum: AwareDatetime
    kenmerken: dict[str, Any] = Field(default_factory=dict)

    @property
    def id(self) -> str:
        """The same for the same notification, however often it comes."""
        told = "|".join((self.resource_url, self.actie, self.aanmaakdatum.isoformat()))
        return str(uuid5(_REPEATS, told))

    @property
    def soort(self) -> Soort:
        return SOORTEN.get(self.resource, Soort.ANDERS) if self.actie == "create" else Soort.ANDERS


class Ontvangst:
    """Takes notifications of the zaken of these registers: their names by the URL below which zaken are."""

    def __init__(
        self,
        gebeurtenissen: Gebeurtenissen,
        registers: Mapping[str, str],
        wek: Callable[[], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._gebeurtenissen = gebeurtenissen
        self._registers = {f"{url}/zaken/": naam for url, naam in registers.items()}
        self._wek = wek
        self._clock = clock

    async def neem_aan(self, notificatie: Notificatie) -> bool:
        """Whether it is of a zaak of ours, and new."""
        zaak = self._zaak(notificatie.hoofd_object)
        if notificatie.kanaal != KANAAL or zaak is None:
            return False
        # Not the moment that it was made: of long ago it would be forgotten before it is heard.
        gebeurtenis = Gebeurtenis(notificatie.id, str(zaak), notificatie.soort, self._clock())
        nieuw = await self._gebeurtenissen.ontvang(gebeurtenis)
        if nieuw:
            self._wek()
        return nieuw

    def _zaak(self, url: str) -> Kenmerk | None:
        uuid = uuid_of(url)
        for prefix, naam in self._registers.items():
            if uuid is not None and url == prefix + uuid:
                return Kenmerk(naam, uuid)
        return None


def notificaties_route(ontvangst: Ontvangst, auth: str) -> Route:
    """The route, for who shows `auth` as its Authorization header."""

    async def notificaties(request: Request) -> Response:
        if not compare_digest(request.headers.get("authorization", "").encode(), auth.encode()):
            return _fout(401, "not_authenticated")
        body = await _body(request)
        if body is None:
            return _fout(413, "too_large")
        try:
            notificatie = Notificatie.model_validate_json(body)
        except ValidationError:
            return _fout(400, "invalid")
        await ontvangst.neem_aan(notificatie)
        return Response(status_code=204)

    return Route(PATH, notificaties, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """The body; None when it is too long."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)


def _fout(status: int, code: str) -> Response:
    content = {"code": code, "title": code, "status": status, "detail": ""}
    return JSONResponse(content, status_code=status, media_type="application/problem+json")
