"""Authenticate: how the HTTP edge learns who is calling, whatever the means of login."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from auth.principal import ANONIEM

from gateway.errors import ClientError

if TYPE_CHECKING:
    from auth.principal import Caller
    from starlette.requests import Request


class CallerRefused(ClientError):
    """Credentials came along, and they are not good: answered by 401, never by treating the caller as nobody.

    `code` is UNAUTHENTICATED for a bad bearer token and SESSION_EXPIRED for a session cookie whose session is over, so
    that a frontend knows whether to ask for a new token or to offer the login page. `challenge` is the value of
    `WWW-Authenticate` (RFC 6750, section 3); None for cookies, which no browser dialog can mend. `clears` names the cookie
    that the answer takes away, so that the next request is anonymous.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str = "UNAUTHENTICATED",
        challenge: str | None = None,
        clears: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.challenge = challenge
        self.clears = clears


class Authenticate(Protocol):
    """From the request's headers and cookies to a Caller. Raises CallerRefused."""

    async def __call__(self, request: Request) -> Caller: ...


async def everyone_is_anonymous(request: Request) -> Caller:  # noqa: ARG001 - the Protocol's shape
    """What a gateway without login does: it looks at no credentials at all."""
    return ANONIEM
