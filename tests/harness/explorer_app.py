"""A municipality of one page: the explorer, an endpoint that answers, a session that begins and ends."""

from __future__ import annotations

from typing import Any

from graphql import build_schema, graphql_sync
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from auth.principal import Klantsoort
from gateway.http.explorer.config import Audience, Example, ExplorerConfig, WayIn
from gateway.http.explorer.page import explorer_routes

SCHEMA = build_schema(
    '''
    """Waar alles begint."""
    type Query {
      "Openbare gegevensverzamelingen van de gemeente."
      datasets(first: Int = 10): [Dataset!]!
      "De ingelogde klant."
      ik: Klant
    }
    "Een verzameling open data."
    type Dataset { id: ID! titel: String! themas: [String!]! }
    "Een klant van de gemeente."
    type Klant { id: ID! weergavenaam: String! }
    '''
)
DATASETS = [
    {"id": str(number), "titel": titel, "themas": themas}
    for number, (titel, themas) in enumerate(
        [
            ("Bomen in Voorbeeldstad", ["natuur"]),
            ("Parkeergarages", ["verkeer"]),
            ("Afvalbakken", ["natuur", "beheer"]),
        ]
    )
]
NAMES = {"burger": "Anneke de Vries", "bedrijf": "Bakkerij Het Volkoren"}
COOKIE = "sessie"
CONFIG = ExplorerConfig(
    municipality="Voorbeeldstad",
    ways_in=(
        WayIn("Anneke de Vries", Klantsoort.BURGER, "DigiD, niveau midden", "/auth/login/burger?terug=/"),
        WayIn("Bakkerij Het Volkoren", Klantsoort.BEDRIJF, "eHerkenning", "/auth/login/bedrijf?terug=/"),
        WayIn("Stichting Stilstand", Klantsoort.INSTELLING, "Haakt af", "/auth/login/geen?terug=/"),
    ),
    examples=(
        Example(
            "Drie datasets",
            Audience.IEDEREEN,
            "query DrieDatasets($aantal: Int!) {\n  datasets(first: $aantal) {\n    titel\n  }\n}",
            {"aantal": 3},
            "De titels van de eerste drie.",
        ),
        Example("Wie ben ik", Audience.BURGER, "query WieBenIk {\n  ik {\n    weergavenaam\n  }\n}"),
        Example(
            "Wie zijn wij", Audience.BEDRIJF, "query WieZijnWij {\n  ik {\n    id\n    weergavenaam\n  }\n}"
        ),
    ),
)


async def answer(request: Request) -> JSONResponse:
    """Answers as who is logged in, and only to requests that carry the explorer's own header."""
    if request.headers.get("x-gemeentegraaf") != "explorer":
        return JSONResponse(
            {"errors": [{"message": "de header van de verkenner ontbreekt"}]}, status_code=403
        )
    sent: dict[str, Any] = await request.json()
    klantsoort = request.cookies.get(COOKIE)
    ik = {"id": klantsoort, "weergavenaam": NAMES[klantsoort]} if klantsoort else None
    root = {"datasets": lambda _info, first: DATASETS[:first], "ik": ik}
    result = graphql_sync(
        SCHEMA,
        sent["query"],
        root_value=root,
        variable_values=sent.get("variables"),
        operation_name=sent.get("operationName"),
    )
    return JSONResponse(result.formatted)


async def session(request: Request) -> JSONResponse:
    klantsoort = request.cookies.get(COOKIE)
    if klantsoort is None:
        return JSONResponse({"ingelogd": False})
    return JSONResponse(
        {
            "ingelogd": True,
            "klantsoort": klantsoort,
            "niveau": "midden",
            "verlooptOm": "2999-01-01T12:00:00+00:00",
            "naam": NAMES[klantsoort],
            "namensEenAnder": False,
        }
    )


async def log_in(request: Request) -> RedirectResponse:
    """Back with a session, or with the code of a login that somebody broke off."""
    if request.path_params["middel"] not in NAMES:
        return RedirectResponse("/?aanmelden=LOGIN_CANCELLED", status_code=303)
    response = RedirectResponse(request.query_params["terug"], status_code=303)
    response.set_cookie(COOKIE, request.path_params["middel"], httponly=True, samesite="lax")
    return response


async def log_out(request: Request) -> Response:
    """Refuses, as the gateway does, a request that any other site could have sent."""
    if request.headers.get("x-gemeentegraaf") != "explorer":
        return Response(status_code=403)
    response = JSONResponse({"ingelogd": False, "uitloggenBij": None})
    response.delete_cookie(COOKIE)
    return response


def explorer_app(config: ExplorerConfig = CONFIG) -> Starlette:
    return Starlette(
        routes=[
            *explorer_routes(config),
            Route("/graphql", answer, methods=["POST"]),
            Route("/auth/sessie", session),
            Route("/auth/login/{middel}", log_in),
            Route("/auth/logout", log_out, methods=["POST"]),
        ]
    )
