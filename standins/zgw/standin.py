"""The stand-in of the ZGW APIs: the register that it fills, and the routes on it."""

from collections.abc import Mapping

from starlette.applications import Starlette

from standins.service.app import make_app
from standins.service.scenario import Scenario
from standins.zgw import catalogi, zaken
from standins.zgw.autorisatie import Autorisaties
from standins.zgw.endpoints import Apis, Endpoints
from standins.zgw.fout import fout
from standins.zgw.kind import Kind
from standins.zgw.register import Register
from standins.zgw.seed import seed
from standins.zgw.token import DEFAULT, Tokens

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (*catalogi.KINDS, *zaken.KINDS)}
INTERFACES = {
    "/zaken/api/v1": "open-zaak-zaken",
    "/catalogi/api/v1": "open-zaak-catalogi",
}
"""The published interface description of each API, by its root."""


def make_standin(scenario: Scenario) -> Starlette:
    """The application, which holds what the scenario gives. Raises ScenarioError."""
    register = Register()
    seed(register, KINDS, scenario)
    secrets = {each["identifier"]: each["secret"] for each in scenario.get("jwtsecrets", ())}
    apis = Apis(
        register,
        KINDS,
        Tokens(secrets or {DEFAULT.client_id: DEFAULT.secret}),
        Autorisaties(scenario.get("applicaties", ())),
    )
    routes = [route for kind in KINDS.values() for route in Endpoints(apis, kind).routes()]
    return make_app(routes, fout)
