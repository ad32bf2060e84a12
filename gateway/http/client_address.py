"""ClientAddress: who is at the other end, when proxies of ours stand in between.

`X-Forwarded-For` is believed only as far as proxies that we know wrote it: from the right, up to and
including the first address that is not one of theirs. What stands further left anyone can have made up.
"""

import logging
from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

logger = logging.getLogger(__name__)

HEADER = "x-forwarded-for"
Network = IPv4Network | IPv6Network


class ClientAddress:
    """Puts the client's own address in the scope. `proxies` are the networks of our own proxies."""

    def __init__(self, app: ASGIApp, *, proxies: Iterable[Network] = ()) -> None:
        self._app = app
        self._proxies = tuple(proxies)
        self._warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket") and scope.get("client"):
            forwarded = Headers(scope=scope).getlist(HEADER)
            if forwarded:
                scope = {**scope, "client": (self._client(scope["client"][0], forwarded), 0)}
        await self._app(scope, receive, send)

    def _client(self, peer: str, forwarded: list[str]) -> str:
        if not self._is_proxy(peer):
            self._warn()
            return peer
        for hop in reversed([_without_port(hop.strip()) for value in forwarded for hop in value.split(",")]):
            if not _is_address(hop):
                break
            peer = hop
            if not self._is_proxy(hop):
                break
        return peer

    def _is_proxy(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._proxies)

    def _warn(self) -> None:
        """Once: whoever forgot the setting should hear of it, and whoever tries a header should not be
        heard.
        """
        if not self._warned:
            self._warned = True
            logger.warning("a request came with %s from a peer that is not in trusted_proxies", HEADER)


def _without_port(hop: str) -> str:
    """Some proxies add the client's port: `192.0.2.1:4711`, `[2001:db8::1]:4711`."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
