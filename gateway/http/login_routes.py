"""The pages under `/auth`: a browser's way to log in, to see who is logged in, and to log out.

GET  /auth/login/{middel}?terug=&niveau=    to the provider
GET  /auth/callback/{middel}                back from the provider, on to `terug`
GET  /auth/sessie                           who is logged in and for how long; no identifiers
POST /auth/logout                           ends the session
"""

import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from auth.errors import LoginError, SessionError
from auth.login import Login
from auth.sessions import Session, Sessions
from gateway.http.cross_site import CrossSiteRules
from gateway.http.session_cookie import LOGIN_SECONDS, SessionCookie

logger = logging.getLogger(__name__)

OUTCOME = "aanmelden"
"""The query parameter with which `terug` learns that a login failed, and its code."""
_NOT_STORED = {"cache-control": "no-store"}
_STATUS = {"LOGIN_UNKNOWN": 404, "LOGIN_UNAVAILABLE": 503}
_SENTENCES = {
    "LOGIN_UNKNOWN": "Deze manier van inloggen bestaat hier niet.",
    "LOGIN_RETURN": "Het adres om naar terug te keren is niet toegestaan.",
    "LOGIN_LEVEL_UNKNOWN": "Dit betrouwbaarheidsniveau bestaat niet.",
    "LOGIN_STATE": "Deze inlogpoging is verlopen of al gebruikt. Probeer het opnieuw.",
    "LOGIN_UNAVAILABLE": "Inloggen is op dit moment niet mogelijk.",
}


class LoginPages:
    """The handlers. `rules` keep other sites from ending someone's session."""

    def __init__(
        self, login: Login, sessions: Sessions, cookie: SessionCookie, rules: CrossSiteRules
    ) -> None:
        self._login = login
        self._sessions = sessions
        self._cookie = cookie
        self._rules = rules

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return (
            Route("/auth/login/{middel}", self.begin, methods=["GET"]),
            Route("/auth/callback/{middel}", self.finish, methods=["GET"]),
            Route("/auth/sessie", self.session, methods=["GET"]),
            Route("/auth/logout", self.logout, methods=["POST"]),
        )

    async def begin(self, request: Request) -> Response:
        if home := self._cookie.home(request):
            return RedirectResponse(home, 303, _NOT_STORED)
        query = request.query_params
        secret = self._cookie.read(request, self._cookie.attempt)
        try:
            begun = await self._login.begin(
                request.path_params["middel"], query.get("terug", "/"), query.get("niveau"), secret
            )
        except LoginError as error:
            return _failed(error)
        response = RedirectResponse(begun.url, 303, _NOT_STORED)
        self._cookie.write(response, self._cookie.attempt, begun.browser, LOGIN_SECONDS)
        return response

    async def finish(self, request: Request) -> Response:
        try:
            finished = await self._login.finish(
                request.path_params["middel"],
                _once(request),
                self._cookie.read(request, self._cookie.attempt),
                self._cookie.read(request, self._cookie.session),
            )
        except LoginError as error:
            return _failed(error)
        response = RedirectResponse(finished.terug, 303, _NOT_STORED)
        self._cookie.write(response, self._cookie.session, finished.session_id)
        return response

    async def session(self, request: Request) -> Response:
        """Looking does not lengthen the session: a page that polls would keep it alive for ever."""
        session_id = self._cookie.read(request, self._cookie.session)
        try:
            found = await self._sessions.find(session_id, use=False) if session_id else None
        except SessionError:
            response = JSONResponse({**self._nobody(), "code": SessionError.code}, headers=_NOT_STORED)
            self._cookie.clear(response, self._cookie.session)
            return response
        return JSONResponse(_shown(found) if found else self._nobody(), headers=_NOT_STORED)

    async def logout(self, request: Request) -> Response:
        if objection := self._rules.objection(request):
            return _problem(403, "CSRF_PREVENTED", objection)
        session_id = self._cookie.read(request, self._cookie.session)
        at_provider = await self._login.end(session_id) if session_id else None
        response = JSONResponse({"ingelogd": False, "uitloggenBij": at_provider}, headers=_NOT_STORED)
        self._cookie.clear(response, self._cookie.session)
        return response

    def _nobody(self) -> dict[str, Any]:
        ways = [
            {
                "middel": issuer.middel,
                "klantsoorten": issuer.claims.klantsoorten,
                "inloggen": f"/auth/login/{issuer.middel}",
            }
            for issuer in self._login.issuers.values()
        ]
        return {"ingelogd": False, "middelen": ways}


def _once(request: Request) -> dict[str, str]:
    """The query's parameters that are there once: one that is repeated says nothing (RFC 6749, section
    3.1).
    """
    given = request.query_params
    return {name: given[name] for name in given if len(given.getlist(name)) == 1}


def _shown(session: Session) -> dict[str, Any]:
    principal = session.principal
    return {
        "ingelogd": True,
        "klantsoort": principal.klantsoort,
        "niveau": principal.niveau.name.lower(),
        "middel": principal.middel,
        "naam": session.naam,
        "namensEenAnder": principal.actor.id != principal.subject.id,
        "verlooptOm": datetime.fromtimestamp(session.expires, UTC).isoformat(timespec="seconds"),
    }


def _failed(error: LoginError) -> Response:
    """Back to where the person came from when that is known to be safe; else a plain answer."""
    logger.info("a login failed: %s", error.code)
    if error.terug is not None:
        return RedirectResponse(_with_outcome(error.terug, error.code), 303, _NOT_STORED)
    sentence = _SENTENCES.get(error.code, "Inloggen is niet gelukt.")
    return _problem(_STATUS.get(error.code, 400), error.code, sentence)


def _with_outcome(terug: str, code: str) -> str:
    parts = urlsplit(terug)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if name != OUTCOME]
    return parts._replace(query=urlencode([*kept, (OUTCOME, code)])).geturl()


def _problem(status: int, code: str, message: str) -> Response:
    return JSONResponse(
        {"errors": [{"message": message, "extensions": {"code": code}}]}, status, headers=_NOT_STORED
    )
