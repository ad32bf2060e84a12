"""The door of handlers: where a zaakafhandelcomponent looks at its zaken and takes them forward.

    GET  /behandeling/zaken                  the ids of those that still run
    GET  /behandeling/zaken/{zaak}           how far it is, and what can be next
    POST /behandeling/zaken/{zaak}/statussen   {"volgnummer": 2}
    PUT  /behandeling/zaken/{zaak}/resultaat   {"omschrijving": "Verleend"}

Between services only: each handler signs with the secret of its own, and sees the zaken of its own zaaktypen.
A repeat answers 200 and changes nothing; the first time answers 201. Failures are a `Fout` as in ZGW.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from subgraphs.zaken.afhandelaar import Afhandelaar
from subgraphs.zaken.behandeling import Behandeling, Tijd
from subgraphs.zaken.poort import Poort, body_of

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


def behandeling_routes(behandeling: Behandeling, poort: Poort, nu: Callable[[], Tijd]) -> list[Route]:
    """The routes behind a gate."""
    deur = _Deur(behandeling, nu)
    return [
        poort.route("", deur.open_zaken, "GET"),
        poort.route("/{zaak}", deur.dossier, "GET"),
        poort.route("/{zaak}/statussen", deur.zet_status, "POST"),
        poort.route("/{zaak}/resultaat", deur.stel_resultaat_vast, "PUT"),
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
        body = StatusBody.model_validate_json(await body_of(request, MAX_BYTES))
        zaak_id = request.path_params["zaak"]
        nieuw = await self._behandeling.zet_status(afhandelaar, zaak_id, body.volgnummer, self._nu())
        return JSONResponse({}, status_code=201 if nieuw else 200)

    async def stel_resultaat_vast(self, afhandelaar: Afhandelaar, request: Request) -> Response:
        body = ResultaatBody.model_validate_json(await body_of(request, MAX_BYTES))
        zaak_id = request.path_params["zaak"]
        nieuw = await self._behandeling.stel_resultaat_vast(afhandelaar, zaak_id, body.omschrijving)
        return JSONResponse({}, status_code=201 if nieuw else 200)
