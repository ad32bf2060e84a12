"""Fout and ValidatieFout: how the ZGW APIs refuse ("Foutafhandeling" of the standard)."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from standins.service.refusal import Refusal

MEDIA_TYPE = "application/problem+json"
CODES = {
    400: ("parse_error", "Malformed request."),
    401: ("not_authenticated", "Authenticatiegegevens zijn niet opgegeven."),
    403: ("permission_denied", "Je hebt niet voldoende rechten om deze actie uit te voeren."),
    404: ("not_found", "Niet gevonden."),
    405: ("method_not_allowed", "Methode niet toegestaan."),
    406: ("not_acceptable", "Kan niet voldoen aan de opgegeven Accept header."),
    412: ("precondition_failed", "Precondition failed"),
    413: ("request_entity_too_large", "De aanvraag is te groot."),
    415: ("unsupported_media_type", "Ongeldig media type in aanvraag."),
}


@dataclass(frozen=True, slots=True)
class Param:
    """One of `invalidParams`: the place in the body, dotted, or `nonFieldErrors`."""

    name: str
    code: str
    reason: str


def fout(status: int, detail: str, code: str | None = None) -> Refusal:
    """A Fout; `code` when it is not the ordinary one of the status."""
    ordinary, title = CODES[status]
    body = _body(code or ordinary, title, status, detail)
    return Refusal(status, body | ({"invalidParams": []} if status == 400 else {}), MEDIA_TYPE)


def validatie_fout(params: Sequence[Param]) -> Refusal:
    """A ValidatieFout, 400."""
    body = _body("invalid", "Invalid input.", 400, "")
    body["invalidParams"] = [{"name": p.name, "code": p.code, "reason": p.reason} for p in params]
    return Refusal(400, body, MEDIA_TYPE)


def invalid(name: str, code: str, reason: str) -> Refusal:
    """A ValidatieFout about one place."""
    return validatie_fout([Param(name, code, reason)])


def _body(code: str, title: str, status: int, detail: str) -> dict[str, object]:
    return {
        "type": f"http://testserver/ref/fouten/{code}/",
        "code": code,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{uuid4()}",
    }
