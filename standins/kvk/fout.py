"""How the KvK API says no: a list of `fout`, each with a code of its own."""

from standins.service.refusal import Refusal

ONGELDIG_NUMMER = "IPD0004"
NIET_GEVONDEN = "IPD0005"
GEEN_RESULTAAT = "IPD5200"
CODES = {400: ONGELDIG_NUMMER, 401: "IPD0010", 404: NIET_GEVONDEN, 405: "IPD1001", 500: "IPD9999"}


def geweigerd(status: int, detail: str = "", code: str | None = None) -> Refusal:
    """The refusal; the number that was asked for is not repeated."""
    found = code or CODES.get(status, "IPD9999")
    fout = {"code": found, "omschrijving": detail or "De vraag is niet geldig."}
    return Refusal(status, {"fout": [fout]})
