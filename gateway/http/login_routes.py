"""The pages under `/auth` with which a browser logs in, and sees who is logged in.

GET  /auth/login/{middel}?terug=&niveau=    to the provider
GET  /auth/callback/{middel}                back from the provider, on to `terug`
GET  /auth/sessie                           who is logged in and for how long; no identifiers
"""

import logging
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from auth.errors import AuthError, LoginError, SessionError, StoreError, TooManyAttempts
from auth.login import Login
from auth.login_rate import LoginRate
from auth.sessions import Session, Sessions
from gateway.http.notice import Notice
from gateway.http.page import NOT_STORED
from gateway.http.session_cookie import LOGIN_SECONDS, SessionCookie

logger = logging.getLogger(__name__)

OUTCOME = "aanmelden"
"""The query parameter with which `terug` learns that a login failed, and its code."""


class LoginPages:
    """The handlers. `rate` says how often one may try."""

    def __init__(self, login: Login, sessions: Sessions, cookie: SessionCookie, rate: LoginRate) -> None:
        self._login = login
        self._sessions = sessions
        self._cookie = cookie
        self._rate = rate

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return (
            Route("/auth/login/{middel}", self.begin, methods=["GET"]),
            Route("/auth/callback/{middel}", self.finish, methods=["GET"]),
            Route("/auth/sessie", self.session, methods=["GET"]),
        )

    async def begin(self, request: Request) -> Response:
        if home := self._cookie.home(request):
            return RedirectResponse(home, 303, NOT_STORED)
        query = request.query_params
        middel, terug, niveau = request.path_params["middel"], query.get("terug", "/"), query.get("niveau")
        try:
            await self._rate.admit(_address(request))
            begun = await self._login.begin(middel, terug, niveau, self._cookie.browser(request))
        except (LoginError, StoreError, TooManyAttempts) as error:
            return _failed(request, error)
        response = RedirectResponse(begun.url, 303, NOT_STORED)
        self._cookie.write(response, self._cookie.attempt, begun.browser, LOGIN_SECONDS)
        return response

    async def finish(self, request: Request) -> Response:
        middel, answer = request.path_params["middel"], _once(request)
        try:
            await self._rate.admit(_address(request))
            finished = await self._login.finish(middel, answer, self._cookie.browser(request))
        except (LoginError, StoreError, TooManyAttempts) as error:
            return _failed(request, error)
        response = RedirectResponse(finished.terug, 303, NOT_STORED)
        self._cookie.write(response, self._cookie.session, finished.session_id)
        return response

    async def session(self, request: Request) -> Response:
        """Looking does not lengthen the session: a page that polls would keep it alive for ever."""
        session_id = self._cookie.read(request, self._cookie.session)
        try:
            found = await self._sessions.find(session_id, use=False) if session_id else None
        except StoreError as error:
            return _failed(request, error)
        except SessionError:
            response = JSONResponse({**self._nobody(), "code": SessionError.code}, headers=NOT_STORED)
            self._cookie.clear(response, self._cookie.session)
            return response
        return JSONResponse(_shown(found) if found else self._nobody(), headers=NOT_STORED)

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


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _failed(request: Request, error: AuthError) -> Response:
    """Back to where the person came from when that is known to be safe; else a page of ours."""
    logger.info("a login failed: %s: %s", error.code, error)
    terug = error.terug if isinstance(error, LoginError) else None
    if terug is not None:
        return RedirectResponse(_with_outcome(terug, error.code), 303, NOT_STORED)
    return Notice.of(error).response(request)


def _with_outcome(terug: str, code: str) -> str:
    parts = urlsplit(terug)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in query if name != OUTCOME]
    return parts._replace(query=urlencode([*kept, (OUTCOME, code)])).geturl()
