"""A refusal in the words of JSON:API 1.1: a list of error objects."""

from http import HTTPStatus
from typing import Any

from standins.service.refusal import Refusal


def geweigerd(status: int, reden: str | None = None, parameter: str | None = None) -> Refusal:
    """`parameter` is the query parameter that is to blame."""
    titel = HTTPStatus(status).phrase
    fout: dict[str, Any] = {"status": str(status), "title": titel, "detail": reden or titel}
    if parameter is not None:
        fout["source"] = {"parameter": parameter}
    return Refusal(status, {"errors": [fout]}, "application/vnd.api+json")
