"""Authentication: from a request's bearer token or session cookie to a Caller.

A token in `Authorization` goes before a cookie: who sends one means it. Tokens anywhere else, as in a query
string, are not looked at. Credentials that are not good are refused: nobody is silently answered as if they
had not logged in.
"""

import logging

from starlette.requests import Request
from starlette.responses import Response

from auth.bearer import BearerTokens
from auth.errors import AuthError, ProviderError, SessionError
from auth.principal import ANONIEM, Caller
from auth.sessions import Sessions
from gateway.http.caller import CallerRefused
from gateway.http.session_cookie import SessionCookie

logger = logging.getLogger(__name__)

REALM = 'Bearer realm="gemeentegraaf"'


class Authentication:
    """Fulfils `gateway.http.caller.Authenticate`."""

    def __init__(self, tokens: BearerTokens, sessions: Sessions, cookie: SessionCookie) -> None:
        self._tokens = tokens
        self._sessions = sessions
        self._cookie = cookie

    async def __call__(self, request: Request) -> Caller:
        """Raises CallerRefused: UNAUTHENTICATED for a bad token, SESSION_EXPIRED for a dead session."""
        authorization = request.headers.getlist("authorization")
        if authorization:
            return await self._by_token(authorization)
        session_id = self._cookie.read(request, self._cookie.session)
        return ANONIEM if session_id is None else await self._by_session(session_id)

    async def _by_token(self, authorization: list[str]) -> Caller:
        scheme, _, token = authorization[0].partition(" ")
        if len(authorization) > 1 or scheme.lower() != "bearer" or not token.strip():
            raise CallerRefused(
                "Send one header Authorization: Bearer <token>.",
                headers={"www-authenticate": f'{REALM}, error="invalid_request"'},
            )
        try:
            return await self._tokens.principal(token.strip())
        except ProviderError as exc:
            logger.warning("an access token could not be checked: %s", exc)
            raise _invalid_token("The access token cannot be checked at the moment.") from exc
        except AuthError as exc:
            logger.info("an access token was refused: %s", exc.code)
            raise _invalid_token("The access token is not valid.") from exc

    async def _by_session(self, session_id: str) -> Caller:
        try:
            return (await self._sessions.find(session_id)).principal
        except SessionError as exc:
            carrier = Response()
            self._cookie.clear(carrier, self._cookie.session)
            raise CallerRefused(
                "Your session has ended. Please log in again.",
                code=exc.code,
                headers={"set-cookie": carrier.headers["set-cookie"]},
            ) from exc


def _invalid_token(message: str) -> CallerRefused:
    """One answer for every way a token can be bad (RFC 6750, section 3.1): the reason is in our log alone."""
    return CallerRefused(message, headers={"www-authenticate": f'{REALM}, error="invalid_token"'})
