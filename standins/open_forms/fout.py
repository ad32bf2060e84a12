"""How Open Forms refuses: `Exception` of its API, as JSON."""

from uuid import uuid4

from standins.service.refusal import Refusal

CODES = {
    400: ("invalid", "Invalid input."),
    401: ("not_authenticated", "Authenticatiegegevens zijn niet opgegeven."),
    403: ("permission_denied", "Je hebt geen toestemming om deze actie uit te voeren."),
    404: ("not_found", "Niet gevonden."),
    405: ("method_not_allowed", "Methode niet toegestaan."),
}


def refuse(status: int, detail: str) -> Refusal:
    """A refusal with a sentence."""
    code, title = CODES[status]
    body = {
        "type": f"http://testserver/fouten/{code}/",
        "code": code,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": f"urn:uuid:{uuid4()}",
    }
    return Refusal(status, body)
