"""ReturnAddress: where a login may send the browser back to. Anything else would make us an open redirect."""

import re
from urllib.parse import urlsplit

from auth.errors import LoginError

_PRINTABLE = re.compile(r"[\x21-\x7e]{1,2000}")


def return_address(terug: str, base_url: str, origins: frozenset[str]) -> str:
    """`terug` if it is a path of ours or a page of an allowed origin; LOGIN_RETURN otherwise.

    Browsers read a backslash as a slash and skip control characters, so neither may be there.
    """
    if not _PRINTABLE.fullmatch(terug) or "\\" in terug:
        raise LoginError("LOGIN_RETURN", "terug is not a plain URL")
    if terug.startswith("/") and not terug.startswith("//"):
        return terug
    try:
        parts = urlsplit(terug)
        origin = origin_of(terug)
    except ValueError as exc:
        raise LoginError("LOGIN_RETURN", "terug is not a URL") from exc
    if parts.username is not None or parts.password is not None:
        raise LoginError("LOGIN_RETURN", "terug may not hold a user name")
    if origin not in origins | {origin_of(base_url)}:
        raise LoginError("LOGIN_RETURN", "terug leads to an origin that is not allowed")
    return terug


def origin_of(url: str) -> str:
    """Scheme, host and port, as browsers write them in `Origin`. Raises ValueError for a bad port."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = "" if parts.port in (None, default) else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"
