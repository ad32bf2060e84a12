"""References: URLs outside, paths inside, so that what is held does not know at which address."""

from typing import Any
from urllib.parse import urlsplit

APIS = ("zaken", "catalogi", "documenten", "besluiten", "notificaties")
ROOTS = tuple(f"/{api}/api/v1/" for api in APIS)


def outward(value: Any, origin: str) -> Any:
    """A copy in which every path of ours is a URL of `origin` (scheme and authority)."""
    if isinstance(value, str):
        return f"{origin}{value}" if value.startswith(ROOTS) else value
    if isinstance(value, dict):
        return {key: outward(each, origin) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [outward(each, origin) for each in value]
    return value


def inward(value: Any, origin: str | None) -> Any:
    """A copy in which every URL of `origin` is a path; None takes URLs of any origin for ours, by path."""
    if isinstance(value, str):
        return _path(value, origin)
    if isinstance(value, dict):
        return {key: inward(each, origin) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [inward(each, origin) for each in value]
    return value


def _path(value: str, origin: str | None) -> str:
    if origin is not None:
        return value.removeprefix(origin) if value.startswith(f"{origin}/") else value
    if not value.startswith(("http://", "https://")):
        return value
    path = urlsplit(value).path
    return path if path.startswith(ROOTS) else value
