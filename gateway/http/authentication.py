"""Authentication: from a request's access token or session cookie to a Caller.

A token in `Authorization` goes before a cookie: who sends one means it. Credentials that are not good are
refused: nobody is silently answered as if they had not logged in.
"""

import logging

from starlette.requests import Request
from starlette.responses import Response

from auth.errors import SessionError, StoreError
from auth.principal import ANONIEM, Caller
from auth.sessions import Sessions
from gateway.http.caller import CallerRefused
from gateway.http.session_cookie import SessionCookie
from gateway.http.token_credentials import TokenCredentials

logger = logging.getLogger(__name__)


class Authentication:
    """Fulfils `gateway.http.caller.Authenticate`."""

    def __init__(self, tokens: TokenCredentials, sessions: Sessions, cookie: SessionCookie) -> None:
        self._tokens = tokens
        self._sessions = sessions
        self._cookie = cookie

    async def __call__(self, request: Request) -> Caller:
        """Raises CallerRefused: UNAUTHENTICATED for a bad token, SESSION_EXPIRED for a dead session."""
        principal = await self._tokens.principal(request)
        if principal is not None:
            return principal
        session_id = self._cookie.read(request, self._cookie.session)
        return ANONIEM if session_id is None else await self._by_session(session_id)

    async def _by_session(self, session_id: str) -> Caller:
        try:
            return (await self._sessions.find(session_id)).principal
        except StoreError as exc:
            logger.warning("a session could not be looked up: %s", exc)
            raise CallerRefused(
                "Sessions cannot be looked up at the moment.", code=exc.code, status=503
            ) from exc
        except SessionError as exc:
            carrier = Response()
            self._cookie.clear(carrier, self._cookie.session)
            raise CallerRefused(
                "Your session has ended. Please log in again.",
                code=exc.code,
                headers={"set-cookie": carrier.headers["set-cookie"]},
            ) from exc
