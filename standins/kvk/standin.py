"""The application: three GETs with an `apikey`, and what the KvK API refuses.

A scenario has `inschrijvingen`, each a `basisprofiel` and its `vestigingen` in the published shape, and may
have `sleutel`.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.kvk.fout import GEEN_RESULTAAT, geweigerd
from standins.kvk.handelsregister import Handelsregister
from standins.service.app import make_app
from standins.service.scenario import Scenario, read_scenario

ROOT = "/api"
SLEUTEL = "sleutel-van-de-stand-in"
INSCHRIJVINGEN = Path(__file__).with_name("inschrijvingen.yaml")
"""Voorbeeldstad, for when no scenario is given."""
MEEST_PER_PAGINA = 100
MEEST_PAGINA = 1000
_NUMMERS = {"kvkNummer": r"\d{8}", "rsin": r"\d{9}", "vestigingsnummer": r"\d{12}"}
_TEKSTEN = ("naam", "type")
_ADRES = ("straatnaam", "plaats", "postcode", "huisnummer")
_PAGINAS = {"pagina": (1, MEEST_PAGINA), "resultatenPerPagina": (10, MEEST_PER_PAGINA)}
_OVERIG = ("inclusiefInactieveRegistraties",)


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the companies of the scenario; with those of Voorbeeldstad when it names none."""
    inschrijvingen = scenario.get("inschrijvingen")
    if inschrijvingen is None:
        inschrijvingen = read_scenario(INSCHRIJVINGEN)["inschrijvingen"]
    return kvk_app(Handelsregister.van(inschrijvingen), scenario.get("sleutel", SLEUTEL))


def kvk_app(register: Handelsregister, sleutel: str) -> ASGIApp:
    """The stand-in over a register that a test holds on to."""

    async def basisprofiel(request: Request) -> Response:
        found = register.basisprofiel(_nummer(request, "kvkNummer"))
        if found is None:
            raise geweigerd(404, "Product niet gevonden.")
        return JSONResponse(found)

    async def vestigingen(request: Request) -> Response:
        kvk_nummer = _nummer(request, "kvkNummer")
        if register.basisprofiel(kvk_nummer) is None:
            raise geweigerd(404, "Product niet gevonden.")
        return JSONResponse(_lijst(kvk_nummer, register))

    async def vestigingsprofiel(request: Request) -> Response:
        found = register.vestiging(_nummer(request, "vestigingsnummer"))
        if found is None:
            raise geweigerd(404, "Product niet gevonden.")
        return JSONResponse(found)

    async def zoeken(request: Request) -> Response:
        return JSONResponse(_gezocht(register, _filters(request)))

    def guarded(path: str, endpoint: Any) -> Route:
        async def met_sleutel(request: Request) -> Response:
            if request.headers.get("apikey") != sleutel:
                raise geweigerd(401, "De API-sleutel ontbreekt of klopt niet.")
            answer: Response = await endpoint(request)
            return answer

        return Route(f"{ROOT}{path}", met_sleutel, methods=["GET"])

    return make_app(
        [
            guarded("/v1/basisprofielen/{kvkNummer}", basisprofiel),
            guarded("/v1/basisprofielen/{kvkNummer}/vestigingen", vestigingen),
            guarded("/v1/vestigingsprofielen/{vestigingsnummer}", vestigingsprofiel),
            guarded("/v2/zoeken", zoeken),
        ],
        geweigerd,
    )


def _nummer(request: Request, naam: str) -> str:
    nummer: str = request.path_params[naam]
    if not re.fullmatch(_NUMMERS[naam], nummer):
        raise geweigerd(400, f"Het {naam} is niet geldig.")
    return nummer


def _lijst(kvk_nummer: str, register: Handelsregister) -> Mapping[str, Any]:
    namen = (
        "vestigingsnummer",
        "kvkNummer",
        "eersteHandelsnaam",
        "indHoofdvestiging",
        "indCommercieleVestiging",
    )
    found = register.vestigingen(kvk_nummer)
    return {
        "kvkNummer": kvk_nummer,
        "totaalAantalVestigingen": len(found),
        "vestigingen": [{naam: each[naam] for naam in namen} for each in found],
    }


def _filters(request: Request) -> Mapping[str, str]:
    """Raises Refusal 400 for a parameter that is unknown or wrong, or when there is nothing to search by."""
    given = dict(request.query_params)
    zoeken = {*_NUMMERS, *_TEKSTEN, *_ADRES}
    if given.keys() - zoeken - _PAGINAS.keys() - set(_OVERIG) or not given.keys() & zoeken:
        raise geweigerd(400, "De zoekvraag is niet geldig.")
    for naam, vorm in _NUMMERS.items():
        if naam in given and not re.fullmatch(vorm, given[naam]):
            raise geweigerd(400, f"Het {naam} is niet geldig.")
    for naam, (_, meest) in _PAGINAS.items():
        if naam in given and not (given[naam].isdigit() and 1 <= int(given[naam]) <= meest):
            raise geweigerd(400, f"De parameter {naam} is niet geldig.")
    return given


def _gezocht(register: Handelsregister, filters: Mapping[str, str]) -> Mapping[str, Any]:
    found = [each for each in register.resultaten() if _past(each, filters)]
    pagina, per_pagina = (int(filters.get(naam, gewoon)) for naam, (gewoon, _) in _PAGINAS.items())
    deel = found[(pagina - 1) * per_pagina : pagina * per_pagina]
    if not deel:
        raise geweigerd(404, "Er zijn geen resultaten.", GEEN_RESULTAAT)
    return {"pagina": pagina, "resultatenPerPagina": per_pagina, "totaal": len(found), "resultaten": deel}


def _past(resultaat: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    adres = resultaat.get("adres", {}).get("binnenlandsAdres", {})
    gelijk = all(resultaat.get(naam) == filters[naam] for naam in (*_NUMMERS, "type") if naam in filters)
    naam = filters.get("naam", "").casefold() in resultaat["naam"].casefold()
    daar = all(
        str(adres.get(naam, "")).casefold() == filters[naam].casefold() for naam in _ADRES if naam in filters
    )
    return gelijk and naam and daar
