"""The cookies of a login are as tight as the browser can make them."""

import pytest
from starlette.responses import Response

from auth.errors import ConfigurationError
from gateway.http.session_cookie import SessionCookie


def test_over_tls_the_cookies_are_bound_to_this_host_and_to_https() -> None:
    cookie = SessionCookie("https://graaf.voorbeeldstad.nl")
    response = Response()
    cookie.write(response, cookie.session, "geheim")
    header = response.headers["set-cookie"]
    assert header.startswith("__Host-gemeentegraaf=geheim;")
    assert {"Secure", "HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in header.split(";")}
    assert "Domain" not in header
    assert cookie.attempt == "__Host-gemeentegraaf-login"


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"])
def test_without_tls_this_machine_alone_gets_cookies(url: str) -> None:
    cookie = SessionCookie(url)
    response = Response()
    cookie.write(response, cookie.session, "geheim")
    assert response.headers["set-cookie"].startswith("gemeentegraaf=geheim;")
    assert "Secure" not in response.headers["set-cookie"]


@pytest.mark.parametrize("url", ["http://graaf.voorbeeldstad.nl", "http://10.0.0.1", "ftp://localhost", ""])
def test_plain_http_to_anywhere_else_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError):
        SessionCookie(url)
