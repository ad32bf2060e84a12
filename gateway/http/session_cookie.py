"""SessionCookie: the two cookies of a login, and the rules of the browser that keep them safe.

Over TLS their names begin with `__Host-`: browsers then take them only from this very host, over https, for
every path (RFC 6265bis, section 4.1.3). Without TLS, on this machine alone, there is no such prefix.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response

from auth.errors import ConfigurationError
from auth.login import Browser
from auth.loopback import is_loopback, is_secure

LOGIN_SECONDS = 10 * 60


@dataclass(frozen=True, slots=True)
class SessionCookie:
    """`base_url` is the gateway as browsers see it. Raises ConfigurationError for plain http to anywhere
    else.
    """

    base_url: str

    def __post_init__(self) -> None:
        if not is_secure(self.base_url):
            raise ConfigurationError("session cookies need https, or a gateway on this machine only")

    @property
    def session(self) -> str:
        """The name of the cookie that holds the session's id."""
        return self._name("gemeentegraaf")

    @property
    def attempt(self) -> str:
        """The name of the cookie that ties a login under way to this browser."""
        return self._name("gemeentegraaf-login")

    def home(self, request: HTTPConnection) -> str | None:
        """On this machine a gateway has two names, `localhost` and its address, and a browser keeps their
        cookies apart: where to go to be at the one that the provider comes back to. None when already there.
        """
        here, home = request.url, urlsplit(self.base_url)
        if self._tls or here.netloc == home.netloc or not is_loopback(str(here)):
            return None
        return str(here.replace(scheme=home.scheme, netloc=home.netloc))

    def read(self, request: HTTPConnection, name: str) -> str | None:
        """The cookie's value. A browser that sends two of one name has been tampered with: neither counts."""
        found = [
            value.strip()
            for header in request.headers.getlist("cookie")
            for key, _, value in (part.partition("=") for part in header.split(";"))
            if key.strip() == name
        ]
        return found[0] if len(found) == 1 and found[0] else None

    def browser(self, request: HTTPConnection) -> Browser:
        """Both cookies of this browser."""
        return Browser(self.read(request, self.attempt), self.read(request, self.session))

    def write(self, response: Response, name: str, value: str, seconds: int | None = None) -> None:
        """Without `seconds` it goes when the browser closes."""
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self._tls, httponly=True, samesite="lax"
        )

    def clear(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self._tls, httponly=True, samesite="lax")

    @property
    def _tls(self) -> bool:
        return self.base_url.startswith("https://")

    def _name(self, name: str) -> str:
        return f"__Host-{name}" if self._tls else name
