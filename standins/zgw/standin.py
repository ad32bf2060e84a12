"""The stand-in of the ZGW APIs: the register that it fills, and the routes on it."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.service.app import make_app
from standins.service.body import read_object
from standins.service.scenario import Scenario
from standins.zgw import besluiten, catalogi, documenten, notificaties, zaken
from standins.zgw.autorisatie import Autorisaties
from standins.zgw.bestanden import content_routes
from standins.zgw.endpoints import Apis, Endpoints, origin
from standins.zgw.fout import fout, invalid
from standins.zgw.kind import Kind
from standins.zgw.notificaties import Notifier, check_message, kanalen
from standins.zgw.register import Register
from standins.zgw.seed import seed
from standins.zgw.token import DEFAULT, Tokens

Endpoint = Callable[[Request], Awaitable[Response]]

KINDS: Mapping[str, Kind] = {
    kind.name: kind for api in (catalogi, zaken, documenten, besluiten, notificaties) for kind in api.KINDS
}
INTERFACES = {
    "/zaken/api/v1": "open-zaak-zaken",
    "/catalogi/api/v1": "open-zaak-catalogi",
    "/documenten/api/v1": "open-zaak-documenten",
    "/besluiten/api/v1": "open-zaak-besluiten",
    "/notificaties/api/v1": "open-notificaties",
}
"""The published interface description of each API, by its root."""


def make_standin(scenario: Scenario) -> Starlette:
    """The application, which holds what the scenario gives. Raises ScenarioError."""
    register = Register()
    seed(register, KINDS, {"notificaties": {"kanaal": kanalen()}, **scenario})
    secrets = {each["identifier"]: each["secret"] for each in scenario.get("jwtsecrets", ())}
    apis = Apis(
        register,
        KINDS,
        Tokens(secrets or {DEFAULT.client_id: DEFAULT.secret}),
        Autorisaties(scenario.get("applicaties", ())),
    )
    notifier = Notifier(register, KINDS)
    routes = [
        *content_routes(apis),
        Route("/notificaties/api/v1/notificaties", _publishing(apis, notifier), methods=["POST"]),
        Route("/zaken/api/v1/zaaknummer_reserveren", _reserving(apis), methods=["POST"]),
        *(route for kind in KINDS.values() for route in Endpoints(apis, kind).routes()),
    ]
    return make_app(routes, fout, lifespan=notifier.running)


def _publishing(apis: Apis, notifier: Notifier) -> Endpoint:
    async def publish(request: Request) -> Response:
        apis.tokens.caller(request.headers.get("authorization"))
        message = await read_object(request, fout)
        check_message(apis.register, message)
        notifier.publish(message, origin(request))
        return JSONResponse(message, 201)

    return publish


def _reserving(apis: Apis) -> Endpoint:
    async def reserve(request: Request) -> Response:
        apis.tokens.caller(request.headers.get("authorization"))
        body = await read_object(request, fout)
        if not isinstance(body.get("bronorganisatie"), str):
            raise invalid("bronorganisatie", "required", "Dit veld is vereist.")
        number = apis.register.next_number("zaken")
        return JSONResponse({"zaaknummer": f"ZAAK-{apis.register.now().year}-{number:010}"}, 201)

    return reserve
