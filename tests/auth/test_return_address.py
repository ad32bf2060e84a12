"""A login leads back to our own pages and allowed frontends, never anywhere else."""

import pytest

from auth.errors import LoginError
from auth.return_address import origin_of, return_address

BASE = "https://graaf.voorbeeldstad.nl"
ORIGINS = frozenset({"https://www.voorbeeldstad.nl", "http://localhost:3000"})


@pytest.mark.parametrize(
    "terug",
    [
        "/",
        "/mijn/zaken?x=1#top",
        "https://www.voorbeeldstad.nl/mijn",
        "https://www.voorbeeldstad.nl:443/mijn",
        "HTTPS://WWW.VOORBEELDSTAD.NL/",
        "http://localhost:3000/",
        f"{BASE}/ergens",
    ],
)
def test_our_own_paths_and_allowed_origins_are_fine(terug: str) -> None:
    assert return_address(terug, BASE, ORIGINS) == terug


@pytest.mark.parametrize(
    "terug",
    [
        "",
        "mijn/zaken",
        "//elders.nl",
        "///elders.nl",
        "/\\elders.nl",
        "\\\\elders.nl",
        "/\t/elders.nl",
        "/\n/elders.nl",
        " https://www.voorbeeldstad.nl",
        "https://elders.nl",
        "https://www.voorbeeldstad.nl.elders.nl",
        "https://www.voorbeeldstad.nl@elders.nl",
        "https://www.voorbeeldstad.nl:pass@www.voorbeeldstad.nl",
        "http://www.voorbeeldstad.nl",
        "https://www.voorbeeldstad.nl:8443",
        "https://www.voorbeeldstad.nl:x",
        "https://[::1",
        "javascript:alert(1)",
        "data:text/html,x",
        "/" + "x" * 2001,
        "/é",
    ],
)
def test_anything_else_is_refused(terug: str) -> None:
    with pytest.raises(LoginError) as caught:
        return_address(terug, BASE, ORIGINS)
    assert caught.value.code == "LOGIN_RETURN"


def test_origins_are_written_as_browsers_write_them() -> None:
    assert origin_of("https://Voorbeeldstad.NL:443/x") == "https://voorbeeldstad.nl"
    assert origin_of("http://[::1]:8000/") == "http://[::1]:8000"
