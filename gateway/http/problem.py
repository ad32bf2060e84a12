"""Problem: an error outside GraphQL, as `application/problem+json` (RFC 9457)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is stable, `title` is for people; `extensions` are further members."""

    status: int
    code: str
    title: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    extensions: Mapping[str, Any] = field(default_factory=dict)

    def response(self) -> Response:
        """The answer, which nobody keeps."""
        members = {"title": self.title, "status": self.status, "code": self.code, **self.extensions}
        headers = {"cache-control": "no-store", **self.headers}
        return Response(orjson.dumps(members), self.status, headers, MEDIA_TYPE)
