"""The application: POST /personen as published, and the feed of changes for whom is followed.

What it wants of each call: `x-api-key`, and the headers by which a municipality accounts for its question:
`x-doelbinding`, `x-verwerking` and `x-gebruiker`. A scenario has `personen` in the published shape, and may
have `sleutel` and `doelbindingen`, what calls may be made under.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from standins.brp.fout import geweigerd
from standins.brp.register import Personenregister
from standins.brp.velden import gefilterd
from standins.brp.vraag import gekeurd
from standins.brp.zoeken import gevonden
from standins.service.app import make_app
from standins.service.body import read_object
from standins.service.scenario import Scenario, read_scenario

ROOT = "/haalcentraal/api/brp"
VOLGEN = "/haalcentraal/api/brp-update-bevragen"
"""Where the feed of changes is: an interface of its own."""
SLEUTEL = "sleutel-van-de-stand-in"
DOELBINDING = "BRPACT-Dienstverlening"
PERSONEN = Path(__file__).with_name("personen.yaml")
"""Voorbeeldstad, for when no scenario is given."""
_DAG = re.compile(r"\d{4}-\d\d-\d\d")
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Toegang:
    """Who may ask, and for what purposes."""

    sleutel: str = field(repr=False)
    doelbindingen: frozenset[str]

    def keur(self, headers: Mapping[str, str]) -> None:
        """Raises Refusal 401 without the key, 403 for a question that nobody accounts for."""
        if headers.get("x-api-key") != self.sleutel:
            raise geweigerd(401)
        if headers.get("x-doelbinding") not in self.doelbindingen:
            raise geweigerd(403, "De doelbinding is niet bekend.")
        verwerking = headers.get("x-verwerking", "")
        if not verwerking or verwerking.count("@") > 1 or not headers.get("x-gebruiker"):
            raise geweigerd(403, "De verwerking of de gebruiker ontbreekt.")


def make_standin(scenario: Scenario) -> ASGIApp:
    """The stand-in with the people of the scenario; with those of Voorbeeldstad when it names none."""
    personen = scenario.get("personen")
    if personen is None:
        personen = read_scenario(PERSONEN)["personen"]
    toegang = Toegang(
        scenario.get("sleutel", SLEUTEL), frozenset(scenario.get("doelbindingen", (DOELBINDING,)))
    )
    return brp_app(Personenregister.van(personen), toegang)


def brp_app(register: Personenregister, toegang: Toegang) -> ASGIApp:
    """The stand-in over a register that a test holds on to."""

    async def personen(request: Request) -> Response:
        toegang.keur(request.headers)
        if not _wil_json(request):
            raise geweigerd(406)
        vraag = await read_object(request, geweigerd)
        gekeurd(vraag)
        found = gevonden(register.personen.values(), vraag)
        return _antwoord(
            {"type": vraag["type"], "personen": [gefilterd(persoon, vraag["fields"]) for persoon in found]}
        )

    async def volg(request: Request) -> Response:
        toegang.keur(request.headers)
        bsn = request.path_params["bsn"]
        if bsn not in register.personen:
            raise geweigerd(404)
        register.volgindicaties.add(bsn)
        return _antwoord({"burgerservicenummer": bsn})

    async def wijzigingen(request: Request) -> Response:
        toegang.keur(request.headers)
        vanaf = request.query_params.get("vanaf", "")
        if not _DAG.fullmatch(vanaf):
            raise geweigerd(400)
        return _antwoord({"burgerservicenummers": register.gewijzigd_sinds(vanaf)})

    return make_app(
        [
            Route(f"{ROOT}/personen", personen, methods=["POST"]),
            Route(f"{VOLGEN}/volgindicaties/{{bsn}}", volg, methods=["PUT"]),
            Route(f"{VOLGEN}/wijzigingen", wijzigingen, methods=["GET"]),
        ],
        geweigerd,
    )


def _wil_json(request: Request) -> bool:
    wanted = request.headers.get("accept", "*/*")
    return any(kind in wanted for kind in ("application/json", "application/*", "*/*"))


def _antwoord(inhoud: Mapping[str, Any]) -> Response:
    return Response(orjson.dumps(inhoud), media_type=_JSON)
