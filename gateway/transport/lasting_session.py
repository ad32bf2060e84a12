"""lasting_session: the client session behind connections that stay open for as long as a subscription."""

import socket
import ssl
from types import SimpleNamespace

import aiohttp

from gateway.execution.subgraph import SubgraphFailure
from gateway.transport.event_limits import EventLimits
from gateway.transport.tls import Tls
from gateway.transport.wire import HTTP_ERROR

_PROBES = {"TCP_KEEPIDLE": 30, "TCP_KEEPINTVL": 10, "TCP_KEEPCNT": 3}
"""A peer that vanished without a word, as by a lost power line, is noticed within a minute (in seconds)."""


def lasting_session(limits: EventLimits, trust: ssl.SSLContext | bool) -> aiohttp.ClientSession:
    """It has no limit of connections, follows no redirects, keeps no cookies, and heeds no proxy settings.

    Nothing in it runs out by itself: who uses it says how long to wait. `trust` is as in `trusting`.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, socket_factory=_watched_socket, ssl=trust),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(
            total=None, sock_connect=limits.connect_timeout, sock_read=limits.silence
        ),
        trace_configs=[_without_redirects()],
        trust_env=False,
    )


def trusting(url: str, tls: Tls | None) -> ssl.SSLContext | bool:
    """What connections to this address are made with; True where it makes no difference. Raises TlsError."""
    return (tls or Tls()).context() if url.startswith(("https:", "wss:")) else True


def _watched_socket(address: aiohttp.AddrInfoType) -> socket.socket:
    family, kind, protocol, *_ = address
    made = socket.socket(family, kind, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _PROBES.items():
        if hasattr(socket, option):  # not every system has them
            made.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), value)
    return made


def _without_redirects() -> aiohttp.TraceConfig:
    """A WebSocket's handshake follows redirects, headers and all, and cannot be told otherwise."""

    async def refuse(_: aiohttp.ClientSession, __: SimpleNamespace, ___: object) -> None:
        raise SubgraphFailure(HTTP_ERROR, "a redirect")

    trace = aiohttp.TraceConfig()
    trace.on_request_redirect.append(refuse)
    return trace
