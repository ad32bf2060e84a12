"""The stand-in of Open Forms.

    GET /open-forms/api/v2/forms                  all forms, to who has a token
    GET /open-forms/api/v2/forms/{uuid or slug}   one form
    GET /inzendingen/openstaande-inzendingen      what a customer has open, by `bsn` or `kvk`: not of Open
                                                  Forms itself, but what portals ask of form engines

A scenario has `forms` (the fields that differ from an ordinary form), `inzendingen` (each with the `bsn` or
`kvk` of who began it) and `tokens`; without one it has those of Voorbeeldstad.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins.open_forms.fout import refuse
from standins.service.app import make_app
from standins.service.scenario import Scenario, ScenarioError, read_scenario

DEFAULT = "dit-token-van-een-stand-in-is-niet-geheim"
"""Who may call when the scenario says nothing. It protects nothing."""
ROOT = "/open-forms"
INTERFACES = {ROOT: "open-forms"}
"""The published interface description, by its root."""
VOORBEELD = Path(__file__).with_name("voorbeeld.yaml")
_KEYS = frozenset({"forms", "inzendingen", "tokens"})
_NUMBERS = frozenset({"bsn", "kvk"})


def make_standin(scenario: Scenario) -> Starlette:
    """The application, which holds what the scenario gives. Raises ScenarioError."""
    scenario = scenario or read_scenario(VOORBEELD)
    if unknown := sorted(scenario.keys() - _KEYS):
        raise ScenarioError(f"the scenario has {', '.join(unknown)}: what is that?")
    tokens = frozenset(scenario.get("tokens") or [DEFAULT])
    register = _Register(scenario.get("forms", ()), scenario.get("inzendingen", ()), tokens)
    return make_app(
        [
            Route(f"{ROOT}/api/v2/forms", register.list, methods=["GET"]),
            Route(f"{ROOT}/api/v2/forms/{{name}}", register.one, methods=["GET"]),
            Route("/inzendingen/openstaande-inzendingen", register.open, methods=["GET"]),
        ],
        refuse,
    )


class _Register:
    def __init__(
        self,
        forms: Sequence[Mapping[str, Any]],
        inzendingen: Sequence[Mapping[str, Any]],
        tokens: frozenset[str],
    ) -> None:
        self._forms = forms
        self._inzendingen = inzendingen
        self._tokens = tokens

    async def list(self, request: Request) -> Response:
        """Open Forms lists forms to staff alone, and does not page them."""
        self._check(request)
        return JSONResponse([_form(request, given) for given in self._forms], headers=_HEADERS)

    async def one(self, request: Request) -> Response:
        """Whoever fills a form in reads it: nobody needs a token."""
        name = request.path_params["name"]
        for given in self._forms:
            form = _form(request, given)
            if name in (form["slug"], form["uuid"]):
                return JSONResponse(form, headers=_HEADERS)
        raise refuse(404, "Niet gevonden.")

    async def open(self, request: Request) -> Response:
        self._check(request)
        asked = dict(request.query_params)
        if len(asked) != 1 or not asked.keys() <= _NUMBERS:
            raise refuse(400, "Geef een bsn of een kvk.")
        ((number, value),) = asked.items()
        found = [one for one in self._inzendingen if str(one.get(number)) == value]
        results = [{name: told for name, told in one.items() if name not in _NUMBERS} for one in found]
        return JSONResponse({"count": len(results), "next": None, "previous": None, "results": results})

    def _check(self, request: Request) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "Token" or token not in self._tokens:
            raise refuse(401, "Authenticatiegegevens zijn niet opgegeven.")


_HEADERS = {"X-Is-Form-Designer": "false", "Content-Language": "nl"}


def _form(request: Request, given: Mapping[str, Any]) -> dict[str, Any]:
    """A whole form, of which the scenario told what is not as usual."""
    slug = given["slug"]
    uuid = given.get("uuid") or str(uuid5(NAMESPACE_URL, f"form:{slug}"))
    options = [_login_option(request, slug, identifier) for identifier in given.get("login", ())]
    return {
        **_ORDINARY,
        "uuid": uuid,
        "url": str(request.base_url.replace(path=f"{ROOT}/api/v2/forms/{uuid}")),
        "loginRequired": bool(options),
        "loginOptions": options,
        **{name: told for name, told in given.items() if name != "login"},
    }


def _login_option(request: Request, slug: str, identifier: str) -> dict[str, Any]:
    base = f"{request.base_url}{ROOT[1:]}"
    logo = {
        "title": identifier,
        "imageSrc": f"{base}/static/{identifier}.png",
        "href": f"{base}/{identifier}",
        "appearance": "dark",
    }
    return {
        "identifier": identifier,
        "label": identifier,
        "url": f"{base}/auth/{slug}/{identifier}/start",
        "logo": logo,
        "isForGemachtigde": "machtigen" in identifier,
        "visible": True,
    }


_ORDINARY: Mapping[str, Any] = {
    "translationEnabled": False,
    "autoLoginAuthenticationBackend": "",
    "paymentRequired": False,
    "paymentOptions": [],
    "appointmentOptions": None,
    "literals": {name: {"resolved": label, "value": ""} for name, label in {
        "beginText": "Begin", "changeText": "Wijzig", "confirmText": "Verzend", "previousText": "Vorige",
    }.items()},
    "type": "regular",
    "steps": [],
    "showProgressIndicator": True,
    "showSummaryProgress": False,
    "maintenanceMode": False,
    "active": True,
    "introductionPageContent": "",
    "explanationTemplate": "",
    "submissionAllowed": "yes",
    "submissionLimitReached": False,
    "suspensionAllowed": True,
    "sendConfirmationEmail": True,
    "requiredFieldsWithAsterisk": True,
    "communicationPreferencesPortalUrl": "",
    "resumeLinkLifetime": 7,
    "hideNonApplicableSteps": False,
    "cosignLoginOptions": [],
    "cosignHasLinkInEmail": False,
    "submissionStatementsConfiguration": [],
    "submissionReportDownloadLinkTitle": "Download uw inzending als PDF",
}  # fmt: skip
