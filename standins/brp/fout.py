"""How the BRP says no: a Foutbericht, as application/problem+json."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from standins.service.refusal import Refusal

PROBLEM = "application/problem+json"
RFC = "https://datatracker.ietf.org/doc/html/rfc7231#section-6.5.1"
TITELS = {
    400: "Een of meerdere parameters zijn niet correct.",
    401: "Niet correct geauthenticeerd.",
    403: "U bent niet geautoriseerd voor deze vraag.",
    404: "Opgevraagde resource bestaat niet.",
    405: "De methode is niet toegestaan.",
    406: "Gevraagde contenttype wordt niet ondersteund.",
    413: "De vraag is te lang.",
    415: "Media Type wordt niet ondersteund.",
    429: "U heeft het maximum aantal bevragingen bereikt.",
}
CODES = {
    400: "paramsValidation", 401: "authentication", 403: "authorization", 404: "notFound",
    406: "notAcceptable", 415: "unsupportedMediaType", 429: "tooManyRequests",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bezwaar:
    """What is wrong with one parameter. The value that was given is not repeated."""

    naam: str
    code: str
    reden: str


def geweigerd(status: int, detail: str = "", code: str | None = None) -> Refusal:
    """The refusal of a request as a whole."""
    body: dict[str, Any] = {
        "type": RFC,
        "title": TITELS.get(status, "De vraag kan niet worden beantwoord."),
        "status": status,
    }
    if detail:
        body["detail"] = detail
    if found := code or CODES.get(status):
        body["code"] = found
    return Refusal(status, body, PROBLEM)


def onjuist(bezwaren: Sequence[Bezwaar]) -> Refusal:
    """400, with all that is wrong at once."""
    params = [{"name": each.naam, "code": each.code, "reason": each.reden} for each in bezwaren]
    body = {
        "type": RFC,
        "title": TITELS[400],
        "status": 400,
        "code": "paramsValidation",
        "invalidParams": params,
    }
    return Refusal(400, body, PROBLEM)
