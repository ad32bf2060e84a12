"""A CloudEvent under the NL GOV profile, in structured mode: what one organisation tells another by webhook.

Source: Logius, "NL GOV profile for CloudEvents" (1.0) and its guideline for webhooks; CloudEvents 1.0.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson

MEDIA_TYPE = "application/cloudevents+json"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
"""What a delivery says it is (the guideline for HTTP of the profile)."""


@dataclass(frozen=True, slots=True)
class CloudEvent:
    """`source` is a URN of the system that tells, `type` begins with its domain name in reverse.

    Repeats have the same `source` and `id`. `data` refers to what it is about, and is not personal.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any] = field(default_factory=dict)

    def body(self) -> bytes:
        """The event as JSON (CloudEvents JSON format, section 3)."""
        return orjson.dumps(
            {
                "specversion": "1.0",
                "id": self.id,
                "source": self.source,
                "type": self.type,
                "subject": self.subject,
                "time": self.time,
                "datacontenttype": "application/json",
                "data": dict(self.data),
            }
        )
