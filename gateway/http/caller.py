"""Authenticate: how the HTTP edge learns who is calling, whatever the means of login."""

from collections.abc import Mapping
from typing import Protocol

from starlette.requests import Request

from auth.principal import ANONIEM, Caller
from gateway.errors import ClientError


class CallerRefused(ClientError):
    """Credentials came along and they are not good: a 401, never an answer as if nobody had called.

    `code` is UNAUTHENTICATED for a bad bearer token and SESSION_EXPIRED for a session cookie whose session is
    over, so that a frontend knows whether to get a new token or to offer the login page; it is
    SESSIONS_UNAVAILABLE, with a `status` of 503, when nobody can tell. `headers` go out with the answer:
    `WWW-Authenticate` for tokens (RFC 6750, section 3), a `Set-Cookie` that takes the dead cookie away for
    sessions, so that the next request is simply anonymous.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "UNAUTHENTICATED",
        status: int = 401,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.headers = dict(headers or {})


class Authenticate(Protocol):
    """From the request's headers and cookies to a Caller. Raises CallerRefused."""

    async def __call__(self, request: Request) -> Caller: ...


async def everyone_is_anonymous(request: Request) -> Caller:  # noqa: ARG001 - the Protocol's shape
    """What a gateway without login does: it looks at no credentials at all."""
    return ANONIEM
