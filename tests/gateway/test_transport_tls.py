"""HttpSubgraph over TLS: whom it trusts, and what it shows of itself."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from harness.certificates import Authority, Shown
from harness.raw_server import answers, http, raw_server

from gateway.execution.subgraph import SubgraphFailure, SubgraphRequest
from gateway.transport.http_client import HttpLimits, HttpSubgraph
from gateway.transport.tls import Tls, TlsError

REQUEST = SubgraphRequest(b'{"query":"{ a }"}', {}, 10.0)
ANSWER = answers(http(b'{"data":{"a":1}}'))


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def serving(authority: Authority, clients: Authority | None = None) -> ssl.SSLContext:
    """What a server at 127.0.0.1 uses; with `clients` it lets only those in that these vouch for."""
    shown = authority.issue("server")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(shown.certificate, shown.key)
    if clients:
        context.load_verify_locations(clients.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def ask(context: ssl.SSLContext, tls: Tls | None) -> str:
    """The code of the failure, or "good"."""
    async with raw_server(ANSWER, context) as server:
        subgraph = HttpSubgraph(server.url, HttpLimits(), tls)
        try:
            await subgraph.execute(REQUEST)
        except SubgraphFailure as failure:
            return failure.code
        finally:
            await subgraph.close()
    return "good"


async def test_a_server_is_trusted_when_the_named_authority_vouches_for_it(authority: Authority) -> None:
    assert await ask(serving(authority), Tls(ca=authority.certificate)) == "good"


async def test_any_other_server_is_not(authority: Authority, tmp_path: Path) -> None:
    another = Authority(tmp_path, "another")
    assert await ask(serving(authority), None) == "SUBGRAPH_UNREACHABLE"
    assert await ask(serving(authority), Tls(ca=another.certificate)) == "SUBGRAPH_UNREACHABLE"


async def test_it_shows_who_it_is_to_a_server_that_asks(authority: Authority) -> None:
    shown, context = authority.issue("gateway"), serving(authority, clients=authority)
    assert await ask(context, Tls(authority.certificate, shown.certificate, shown.key)) == "good"
    assert await ask(context, Tls(authority.certificate)) == "SUBGRAPH_UNREACHABLE"


async def test_the_key_may_stand_in_the_certificates_file(authority: Authority, tmp_path: Path) -> None:
    shown = authority.issue("gateway")
    both = tmp_path / "both.pem"
    both.write_bytes(shown.certificate.read_bytes() + shown.key.read_bytes())
    context = serving(authority, clients=authority)
    assert await ask(context, Tls(authority.certificate, both)) == "good"


def refused(tls: Tls) -> str:
    with pytest.raises(TlsError) as caught:
        HttpSubgraph("https://zaken/graphql", HttpLimits(), tls)
    return str(caught.value)


def test_files_that_cannot_be_used_are_named_at_once(authority: Authority, tmp_path: Path) -> None:
    missing, empty = tmp_path / "missing.pem", tmp_path / "empty.pem"
    empty.write_text("")
    shown = authority.issue("gateway")
    stranger = authority.issue("stranger")
    assert refused(Tls(ca=missing)) == f"{missing}: No such file or directory"
    assert refused(Tls(ca=empty)).startswith(f"{empty}: not a usable PEM file")
    assert refused(Tls(certificate=missing)) == f"{missing}: No such file or directory"
    assert refused(Tls(certificate=shown.certificate)).startswith(f"{shown.certificate}: not a usable PEM")
    mixed = refused(Tls(certificate=shown.certificate, key=stranger.key))
    assert mixed.startswith(f"{shown.certificate} with {stranger.key}: not a usable PEM file")


def test_an_encrypted_key_is_refused_and_nobody_is_asked_for_its_password(authority: Authority) -> None:
    locked: Shown = authority.issue("gateway", password=b"geheim")
    assert "not a usable PEM file" in refused(Tls(certificate=locked.certificate, key=locked.key))


def test_over_plain_http_no_files_are_needed() -> None:
    HttpSubgraph("http://zaken/graphql", HttpLimits(), Tls(ca=Path("/nowhere.pem")))
