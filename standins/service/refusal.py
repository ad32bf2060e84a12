"""Refusal: what a stand-in answers instead of what was asked, in the words of its register."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Refusal(Exception):
    """Raised anywhere below an endpoint, answered as it stands; `body` is the register's own error body."""

    def __init__(
        self,
        status: int,
        body: Mapping[str, Any],
        media_type: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{status}")
        self.status = status
        self.body = body
        self.media_type = media_type
        self.headers = headers


Refuse = Callable[[int, str], Refusal]
"""Makes a register's refusal of a status and a sentence: each register has its own error body."""


async def answer_refusal(_request: Request, refusal: Exception) -> Response:
    """Starlette's handler for a Refusal."""
    assert isinstance(refusal, Refusal)
    return JSONResponse(
        dict(refusal.body), refusal.status, headers=refusal.headers, media_type=refusal.media_type
    )
