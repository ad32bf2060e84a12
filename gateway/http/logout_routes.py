"""The pages under `/auth` with which a login ends.

POST /auth/logout?terug=         ends the session; says where to go on to log out at the provider as well
GET  /auth/logout/verder         on to the provider's logout page, by a form
GET  /auth/uitgelogd             back from the provider, on to where the person came from
POST /auth/backchannel-logout    the provider itself says that a login is over
"""

import logging
from html import escape
from urllib.parse import parse_qs, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from auth.errors import AuthError, LoginError, ProviderError, StoreError, TokenError
from auth.logout import Logout, ProviderLogout
from auth.tokens import LONGEST
from gateway.http.cross_site import CrossSiteRules
from gateway.http.notice import Notice
from gateway.http.page import NOT_STORED, Page
from gateway.http.session_cookie import LOGIN_SECONDS, SessionCookie

logger = logging.getLogger(__name__)

ONWARD_AT = "/auth/logout/verder"
_LARGEST = 2 * LONGEST
"""Bytes of a back-channel request: one token and its name."""
_SUBMIT = "document.forms[0].submit()"


class LogoutPages:
    """The handlers. `rules` keep other sites from ending someone's session."""

    def __init__(self, logout: Logout, cookie: SessionCookie, rules: CrossSiteRules) -> None:
        self._logout = logout
        self._cookie = cookie
        self._rules = rules

    @property
    def routes(self) -> tuple[BaseRoute, ...]:
        return (
            Route("/auth/logout", self.end, methods=["POST"]),
            Route(ONWARD_AT, self.onward, methods=["GET"]),
            Route("/auth/uitgelogd", self.arrived, methods=["GET"]),
            Route("/auth/backchannel-logout", self.told, methods=["POST"]),
        )

    async def end(self, request: Request) -> Response:
        if objection := self._rules.objection(request):
            return Notice("Dit verzoek is geweigerd", objection, "CSRF_PREVENTED", 403).response(request)
        browser = self._cookie.browser(request)
        try:
            secret = await self._logout.end(browser, request.query_params.get("terug", "/"))
        except (LoginError, StoreError) as error:
            return _failed(request, error)
        onward = ONWARD_AT if secret else None
        response = JSONResponse({"ingelogd": False, "uitloggenBij": onward}, headers=NOT_STORED)
        self._cookie.clear(response, self._cookie.session)
        if secret:
            self._cookie.write(response, self._cookie.attempt, secret, LOGIN_SECONDS)
        return response

    async def onward(self, request: Request) -> Response:
        try:
            provider = await self._logout.onward(self._cookie.browser(request))
        except (LoginError, StoreError) as error:
            return _failed(request, error)
        return _form(provider) if provider.form else _address(provider)

    async def arrived(self, request: Request) -> Response:
        """Whoever comes here without a logout of their own under way is told the same, and sent nowhere."""
        state = request.query_params.get("state", "")
        try:
            terug = await self._logout.arrived(state, self._cookie.browser(request))
        except LoginError:
            return Notice("U bent uitgelogd", "U kunt dit venster sluiten.").response(request)
        except StoreError as error:
            return _failed(request, error)
        return RedirectResponse(terug, 303, NOT_STORED)

    async def told(self, request: Request) -> Response:
        """As Back-Channel Logout 1.0, section 2.8, has it; why a token is refused is in our log alone."""
        try:
            ended = await self._logout.told(await _logout_token(request))
        except TokenError as error:
            logger.warning("a logout token was refused: %s: %s", error.code, error)
            return JSONResponse({"error": "invalid_request"}, 400, NOT_STORED)
        except (ProviderError, StoreError) as error:
            logger.warning("a logout token could not be used: %s", error)
            return JSONResponse({"error": "temporarily_unavailable"}, 503, NOT_STORED)
        logger.info("a provider ended %d sessions", ended)
        return Response(status_code=200, headers=NOT_STORED)


async def _logout_token(request: Request) -> str:
    """The one `logout_token` of a form. Raises TokenError."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise TokenError("TOKEN_MALFORMED", "the logout request is too large")
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    try:
        form = parse_qs(body.decode("ascii"), strict_parsing=True, max_num_fields=10)
    except ValueError as exc:
        raise TokenError("TOKEN_MALFORMED", "the logout request is no form") from exc
    tokens = form.get("logout_token", [])
    if media != "application/x-www-form-urlencoded" or len(tokens) != 1:
        raise TokenError("TOKEN_MALFORMED", "a logout request is a form with one logout_token")
    return tokens[0]


def _form(provider: ProviderLogout) -> Response:
    """A form that sends itself off: its fields must be in no address, and no script may see them."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in provider.fields.items()
    )
    form = f'<form method="post" action="{escape(provider.url)}">{fields}<button>Verder</button></form>'
    text = "U bent hier uitgelogd. Nog één stap, en u bent het ook bij de inlogdienst."
    return Page("U wordt uitgelogd", text, form, _SUBMIT).response(headers={"referrer-policy": "no-referrer"})


def _address(provider: ProviderLogout) -> Response:
    parts = urlsplit(provider.url)
    query = "&".join(filter(None, (parts.query, urlencode(provider.fields))))
    return RedirectResponse(parts._replace(query=query).geturl(), 303, NOT_STORED)


def _failed(request: Request, error: AuthError) -> Response:
    logger.info("a logout failed: %s: %s", error.code, error)
    return Notice.of(error).response(request)
