"""CloudEvents as the component takes them: structured mode, JSON, under the NL GOV profile 1.0."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standins.service.refusal import Refusal

MEDIA_TYPE = "application/cloudevents+json"
REQUIRED = ("specversion", "id", "source", "type")


@dataclass(frozen=True, slots=True)
class Event:
    """What the component uses of an event. `key` tells repeats."""

    key: tuple[str, str]
    type: str
    subject: str | None


def refused(status: int, detail: str) -> Refusal:
    """Problem details, as Dutch APIs give them."""
    body = {"type": "about:blank", "title": detail, "status": status, "detail": detail}
    return Refusal(status, body, "application/problem+json")


def event_of(content: Mapping[str, Any]) -> Event:
    """The event. Raises Refusal 400 for what the profile does not allow."""
    for name in REQUIRED:
        if not isinstance(content.get(name), str) or not content[name]:
            raise refused(400, f"the attribute {name} is required")
    if content["specversion"] != "1.0":
        raise refused(400, "only specversion 1.0 is known here")
    if not content["source"].startswith(("urn:", "https://")):
        raise refused(400, "source must be an absolute URI")
    if (moment := content.get("time")) is not None and not _is_moment(moment):
        raise refused(400, "time must be a moment with an offset (RFC 3339)")
    if any(not name.isalnum() or not name.islower() for name in content):
        raise refused(400, "the name of an attribute has lower case letters and digits only")
    return Event((content["source"], content["id"]), content["type"], content.get("subject"))


def _is_moment(text: object) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
