"""Access tokens over HTTP: where they stand, and what the caller is told."""

import logging
from base64 import b64encode
from collections.abc import Sequence
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from harness.certificates import Authority
from harness.refused_proofs import PROOFS
from harness.refused_tokens import TOKENS, Refused
from harness.token_desk import BASE, TokenDesk
from starlette.requests import Request

from auth.bearer import DPOP, Presented
from auth.principal import Principal
from gateway.http.caller import CallerRefused
from gateway.http.token_credentials import TokenCredentials

INVALID = "The access token is not valid."


def request(
    *headers: tuple[str, str], path: str = "/graphql", query: str = "", method: str = "POST"
) -> Request:
    raw = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
    return Request({**scope, "server": ("127.0.0.1", 4000), "scheme": "http"})


def over_http(presented: Presented) -> Request:
    scheme = "DPoP" if presented.scheme == DPOP else "Bearer"
    proofs = [("dpop", presented.proof)] if presented.proof is not None else []
    return request(("authorization", f"{scheme} {presented.token}"), *proofs)


async def who(desk: TokenDesk, asked: Request, header: str | None = None) -> Principal | None:
    return await TokenCredentials(desk.bearer, BASE, header).principal(asked)


async def refused(desk: TokenDesk, asked: Request) -> CallerRefused:
    with pytest.raises(CallerRefused) as caught:
        await who(desk, asked)
    return caught.value


async def test_without_a_token_it_is_nobodys_request() -> None:
    assert await who(TokenDesk(), request()) is None


async def test_a_token_may_come_under_a_scheme_in_any_letters() -> None:
    desk = TokenDesk()
    assert await who(desk, request(("authorization", f"bEaReR   {desk.provider.access_token()} ")))


async def test_a_proof_is_for_the_gateway_as_callers_see_it() -> None:
    """Behind a proxy the request itself names another host and scheme."""
    desk = TokenDesk()
    token = desk.bound()
    headers = (("authorization", f"DPoP {token}"), ("dpop", desk.proof(token)), ("host", "intern:4000"))
    assert await who(desk, request(*headers, query="operationName=x"))


async def test_a_get_has_a_proof_of_its_own() -> None:
    desk = TokenDesk()
    token = desk.bound()
    proof = desk.proof(token, htm="GET")
    assert await who(desk, request(("authorization", f"DPoP {token}"), ("dpop", proof), method="GET"))


class TestWhatTheCallerIsTold:
    ROWS = [row for row in (*TOKENS, *PROOFS) if row.code != "DPOP_NONCE"]  # noqa: RUF012

    @pytest.mark.parametrize("row", ROWS, ids=str)
    async def test_one_thing_whatever_is_wrong(self, row: Refused, caplog: pytest.LogCaptureFixture) -> None:
        desk = TokenDesk(**row.rules)
        presented = await row.at(desk)
        caplog.set_level(logging.DEBUG)
        error = await refused(desk, over_http(presented))
        assert (error.code, error.status) == ("UNAUTHENTICATED", 401)
        challenge = error.headers["www-authenticate"]
        assert challenge.startswith("DPoP " if presented.scheme == DPOP else "Bearer ")
        if presented.token.strip():
            assert str(error) == INVALID
            assert 'error="invalid_token"' in challenge
            assert len(caplog.messages) == 1
            assert row.code in caplog.text
        assert not [
            one for one in (presented.token, presented.proof) if one and len(one) > 8 and one in caplog.text
        ]

    async def test_which_nonce_to_use_and_how(self) -> None:
        desk = TokenDesk(nonce=True)
        token = desk.bound()
        asked = request(("authorization", f"DPoP {token}"), ("dpop", desk.proof(token)))
        error = await refused(desk, asked)
        assert (error.code, error.status) == ("DPOP_NONCE", 401)
        assert 'error="use_dpop_nonce"' in error.headers["www-authenticate"]
        assert 'algs="ES256 ' in error.headers["www-authenticate"]
        again = desk.proof(token, nonce=error.headers["dpop-nonce"])
        assert await who(desk, request(("authorization", f"DPoP {token}"), ("dpop", again)))

    async def test_that_nobody_can_tell_at_the_moment(self) -> None:
        desk = TokenDesk()
        desk.provider.down = True
        error = await refused(desk, request(("authorization", f"Bearer {desk.provider.access_token()}")))
        assert (error.code, error.status) == ("LOGIN_UNAVAILABLE", 503)
        assert "www-authenticate" not in error.headers

    async def test_that_proofs_cannot_be_remembered_at_the_moment(self) -> None:
        desk = TokenDesk()
        desk.store.down = True
        token = desk.bound()
        error = await refused(desk, request(("authorization", f"DPoP {token}"), ("dpop", desk.proof(token))))
        assert (error.code, error.status) == ("SESSIONS_UNAVAILABLE", 503)


class TestBadRequests:
    @pytest.mark.parametrize(
        "value", ["", "Bearer", "Bearer ", "DPoP", "Basic YTpi", "onzin", "Token x", "x Bearer y"]
    )
    async def test_another_kind_of_credentials_is_refused(self, value: str) -> None:
        error = await refused(TokenDesk(), request(("authorization", value)))
        assert (error.code, error.status) == ("UNAUTHENTICATED", 401)
        assert 'error="invalid_request"' in error.headers["www-authenticate"]

    async def test_two_tokens_are_refused(self) -> None:
        desk = TokenDesk()
        good = ("authorization", f"Bearer {desk.provider.access_token()}")
        assert (
            'error="invalid_request"'
            in (await refused(desk, request(good, good))).headers["www-authenticate"]
        )

    async def test_two_proofs_are_refused(self) -> None:
        desk = TokenDesk()
        token = desk.bound()
        proof = ("dpop", desk.proof(token))
        error = await refused(desk, request(("authorization", f"DPoP {token}"), proof, proof))
        assert 'error="invalid_request"' in error.headers["www-authenticate"]

    @pytest.mark.parametrize(
        "query", ["access_token=x", "query=%7Ba%7D&access_token=", "ACCESS_TOKEN=x", "access%5Ftoken=x"]
    )
    async def test_a_token_in_a_url_is_refused_also_beside_a_good_one(self, query: str) -> None:
        desk = TokenDesk()
        good = ("authorization", f"Bearer {desk.provider.access_token()}")
        for headers in ((), (good,)):
            error = await refused(desk, request(*headers, query=query, method="GET"))
            assert (error.code, error.status) == ("TOKEN_IN_URL", 400)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> x509.Certificate:
    shown = Authority(tmp_path_factory.mktemp("tls")).issue("app")
    return x509.load_pem_x509_certificate(shown.certificate.read_bytes())


class TestCertificates:
    """As the proxy in front tells us of them."""

    def headers(self, desk: TokenDesk, certificate: x509.Certificate) -> tuple[str, str]:
        thumbprint = certificate.fingerprint(SHA256())
        bound = b64encode(thumbprint).decode().rstrip("=").replace("+", "-").replace("/", "_")
        token = desk.provider.access_token(cnf={"x5t#S256": bound})
        return ("authorization", f"Bearer {token}")

    async def test_in_the_form_of_rfc_9440(self, certificate: x509.Certificate) -> None:
        desk = TokenDesk(bound=True)
        der = b64encode(certificate.public_bytes(Encoding.DER)).decode()
        asked = request(self.headers(desk, certificate), ("client-cert", f":{der}:"))
        assert await who(desk, asked, "client-cert")

    async def test_as_url_encoded_pem(self, certificate: x509.Certificate) -> None:
        desk = TokenDesk(bound=True)
        pem = quote(certificate.public_bytes(Encoding.PEM).decode())
        asked = request(self.headers(desk, certificate), ("x-ssl-cert", pem))
        assert await who(desk, asked, "X-SSL-Cert")

    @pytest.mark.parametrize(
        "shown",
        [(), ("",), (":",), ("::",), (":geen base64:",), ("x" * 20,), ("-----BEGIN CERTIFICATE-----",)],
    )
    async def test_what_is_none_counts_for_none(
        self, certificate: x509.Certificate, shown: Sequence[str]
    ) -> None:
        desk = TokenDesk()
        headers = [("client-cert", value) for value in shown]
        asked = request(self.headers(desk, certificate), *headers)
        with pytest.raises(CallerRefused):
            await who(desk, asked, "client-cert")

    async def test_of_two_neither_counts(self, certificate: x509.Certificate) -> None:
        desk = TokenDesk()
        der = f":{b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"
        asked = request(self.headers(desk, certificate), ("client-cert", der), ("client-cert", der))
        with pytest.raises(CallerRefused):
            await who(desk, asked, "client-cert")

    async def test_a_header_that_nobody_named_is_not_believed(self, certificate: x509.Certificate) -> None:
        desk = TokenDesk()
        der = f":{b64encode(certificate.public_bytes(Encoding.DER)).decode()}:"
        with pytest.raises(CallerRefused):
            await who(desk, request(self.headers(desk, certificate), ("client-cert", der)))
