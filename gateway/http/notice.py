"""Notice: what a login or a logout has to say when there is no page of a frontend to go back to.

A browser gets a page; any other client gets the same as JSON, with a code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from auth.errors import AuthError, TooManyAttempts
from gateway.http.media_type import names_html
from gateway.http.page import NOT_STORED, Page

_STATUS = {
    "LOGIN_UNKNOWN": 404,
    "LOGIN_UNAVAILABLE": 503,
    "SESSIONS_UNAVAILABLE": 503,
    "LOGIN_TOO_OFTEN": 429,
    "CSRF_PREVENTED": 403,
}
_TEXTS = {
    "LOGIN_UNKNOWN": "Deze manier van inloggen bestaat hier niet.",
    "LOGIN_RETURN": "Het adres om naar terug te keren is niet toegestaan.",
    "LOGIN_LEVEL_UNKNOWN": "Dit betrouwbaarheidsniveau bestaat niet.",
    "LOGIN_STATE": "Deze inlogpoging is verlopen of al gebruikt. Probeer het opnieuw.",
    "LOGIN_UNAVAILABLE": "Inloggen is op dit moment niet mogelijk. Probeer het later opnieuw.",
    "LOGIN_TOO_OFTEN": "Er is te vaak geprobeerd in te loggen. Wacht even en probeer het dan opnieuw.",
    "LOGOUT_STATE": "Dit uitloggen is al afgerond of verlopen. U bent hier niet meer ingelogd.",
    "SESSIONS_UNAVAILABLE": "Inloggen is op dit moment niet mogelijk. Probeer het later opnieuw.",
}
_TITLES = {"LOGOUT_STATE": "U bent uitgelogd", "CSRF_PREVENTED": "Dit verzoek is geweigerd"}


@dataclass(frozen=True, slots=True)
class Notice:
    """`code` is for programs; none when nothing is wrong."""

    title: str
    text: str
    code: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, error: AuthError) -> "Notice":
        """The words for it: the error's own are for our log."""
        code = error.code
        title = _TITLES.get(code, "Inloggen is niet gelukt")
        headers = {"retry-after": str(error.seconds)} if isinstance(error, TooManyAttempts) else {}
        return cls(title, _TEXTS.get(code, "Inloggen is niet gelukt."), code, _STATUS.get(code, 400), headers)

    def response(self, request: Request) -> Response:
        headers = {**NOT_STORED, "vary": "Accept", **self.headers}
        if names_html(request.headers.get("accept")):
            return Page(self.title, self.text).response(self.status, headers)
        if self.code is None:
            return JSONResponse({"bericht": self.text}, self.status, headers)
        error = {"message": self.text, "extensions": {"code": self.code}}
        return JSONResponse({"errors": [error]}, self.status, headers)
