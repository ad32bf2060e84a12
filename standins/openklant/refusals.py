"""How Open Klant refuses: Fout and ValidatieFout, as the ZGW APIs have them, but as plain JSON."""

from collections.abc import Mapping
from uuid import uuid4

from standins.service.refusal import Refusal

CODES = {
    400: ("invalid", "Invalid input."),
    401: ("not_authenticated", "Authenticatiegegevens zijn niet opgegeven."),
    404: ("not_found", "Niet gevonden."),
    405: ("method_not_allowed", "Methode niet toegestaan."),
    413: ("request_entity_too_large", "De aanvraag is te groot."),
    415: ("unsupported_media_type", "Ongeldig media type in aanvraag."),
}


def refuse(status: int, detail: str) -> Refusal:
    """A refusal with a sentence."""
    return Refusal(status, _body(status, detail))


def invalid(problems: Mapping[str, tuple[str, str]]) -> Refusal:
    """400, with by name the code and the reason of what is wrong."""
    params = [{"name": name, "code": code, "reason": reason} for name, (code, reason) in problems.items()]
    return Refusal(400, {**_body(400, ""), "invalidParams": params})


def _body(status: int, detail: str) -> dict[str, object]:
    code, title = CODES[status]
    return {
        "type": f"http://testserver/ref/fouten/{code}/",
        "code": code,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{uuid4()}",
    }
