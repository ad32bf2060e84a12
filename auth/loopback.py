"""What counts as a safe way to reach someone: TLS, or this machine itself."""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_loopback(url: str) -> bool:
    """Whether this URL's host is this machine, by name or by address."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def is_secure(url: str) -> bool:
    """https anywhere; http only to this machine, where nobody can listen in (RFC 8252, section 7.3)."""
    scheme = urlsplit(url).scheme
    return (scheme == "https" and bool(urlsplit(url).hostname)) or (scheme == "http" and is_loopback(url))
