"""A refusal in the words of CKAN's Action API (ckan/views/api.py): `success` false, and the kind of error."""

from collections.abc import Mapping
from typing import Any

from standins.service.refusal import Refusal

HELP = "/api/3/action/help_show"


def refused(status: int, kind: str, **details: Any) -> Refusal:
    """`kind` is CKAN's `__type`, such as "Not Found Error"."""
    error: Mapping[str, Any] = {**details, "__type": kind}
    return Refusal(status, {"help": HELP, "error": error, "success": False})


def not_found(what: str = "") -> Refusal:
    return refused(404, "Not Found Error", message=f"Not found: {what}" if what else "Not found")


def invalid(field: str, message: str) -> Refusal:
    """A value that the schema of the action does not let through."""
    return refused(409, "Validation Error", **{field: [message]})


def bad_query(message: str) -> Refusal:
    """What the search itself refuses."""
    return refused(400, "Search Query Error", message=f"Search Query is invalid: {message}")


def bad_search(message: str) -> Refusal:
    """What Solr cannot read."""
    return refused(409, "Search Error", message=f"Search error: {message}")
