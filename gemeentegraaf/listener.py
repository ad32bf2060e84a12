"""Listener: the address a command serves on, taken before anything else is started."""

import errno
import socket

from gemeentegraaf.command_error import CommandError

BACKLOG = 2048


class AddressError(CommandError):
    """The address cannot be served on. The text is one line."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` (0: any free one). Raises AddressError.

    Bound at once, so that a taken port is known before a database is opened, and connections that come
    while the rest starts wait instead of failing.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except (OSError, OverflowError) as exc:
        listener.close()
        raise AddressError(_reason(host, port, exc)) from exc
    return listener


def url_of(listener: socket.socket) -> str:
    """Where what it serves is found: scheme, address and port."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reason(host: str, port: int, exc: OSError | OverflowError) -> str:
    if isinstance(exc, OverflowError):
        return f"{port} is no port: choose one from 1 to 65535"
    if exc.errno == errno.EADDRINUSE:
        return f"port {port} on {host} is taken by another program: stop that one, or choose another port"
    if exc.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is not open to this account: choose one above 1023"
    return f"{host}:{port} cannot be served on: {exc.strerror or exc}"
