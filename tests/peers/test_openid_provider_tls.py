"""TLS certificates for secrets, signed introspection and nonces, at the independent provider of npm."""

import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from harness.broker_world import BACK, SANNE, BrokerWorld, broker_world, proof
from harness.certificates import Authority
from harness.npm_openid_provider import MIDDEN, Broker, Visit
from joserfc.jwk import ECKey

pytestmark = [pytest.mark.peers, pytest.mark.processes, pytest.mark.asyncio(loop_scope="module")]

SECRET = "een-geheim-van-meer-dan-twee-en-dertig-tekens"
ISSUERS = """
digid: &digid
  url: ${ISSUER}
  profile: digid
  client:
    id: graaf
    method: tls_client_auth
    certificate: {certificate_file: "${CERTIFICATE}", key_file: "${KEY}"}
  bearer:
    audiences: [graaf-api]
    bound: true
    nonce: true
    introspection: {signed: true, client: {id: api, secret: "${SECRET}"}}
zelf:
  <<: *digid
  bearer: null
  client:
    id: zelf
    method: self_signed_tls_client_auth
    certificate: {certificate_file: "${CERTIFICATE}", key_file: "${KEY}"}
"""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(authority: Authority, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrokerWorld]:
    server, ours = authority.issue("broker"), authority.issue("graaf")
    authority.issue("app")
    files = {"key": str(server.key), "cert": str(server.certificate), "ca": str(authority.certificate)}
    chain = "".join(ours.certificate.read_text().splitlines()[1:-1])
    key = {"kty": "EC", "kid": "graaf", "x5c": [chain], **_public(ours.key.read_text())}

    def broker(base: str) -> Broker:
        return Broker([*_gateways(base, key), *_apps()], server={"tls": files})

    environ = {"CERTIFICATE": str(ours.certificate), "KEY": str(ours.key), "SECRET": SECRET}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(authority.certificate))
        async with broker_world(tmp_path_factory.mktemp("world"), broker, ISSUERS, environ) as one:
            assert one.provider.url.startswith("https://")
            yield one


def _gateways(base: str, key: dict[str, Any]) -> list[dict[str, Any]]:
    """The clients that the gateway is, one for each of its logins."""
    return [
        {
            "client_id": "graaf",
            "redirect_uris": [f"{base}/auth/callback/digid"],
            "token_endpoint_auth_method": "tls_client_auth",
            "tls_client_auth_subject_dn": "CN=graaf",
        },
        {
            "client_id": "zelf",
            "redirect_uris": [f"{base}/auth/callback/zelf"],
            "token_endpoint_auth_method": "self_signed_tls_client_auth",
            "jwks": {"keys": [key]},
        },
        {
            "client_id": "api",
            "client_secret": SECRET,
            "redirect_uris": [BACK],
            "introspection_signed_response_alg": "ES256",
        },
    ]


def _apps() -> list[dict[str, Any]]:
    """The clients that ask the gateway, with tokens of several kinds."""
    plain = {"redirect_uris": [BACK], "token_endpoint_auth_method": "none"}
    return [
        {"client_id": "app", **plain, "resource": "urn:graaf:jwt"},
        {"client_id": "app-opaque", **plain, "resource": "urn:graaf:opaque"},
        {
            "client_id": "app-tls",
            "redirect_uris": [BACK],
            "resource": "urn:graaf:jwt",
            "tls_client_certificate_bound_access_tokens": True,
            "token_endpoint_auth_method": "tls_client_auth",
            "tls_client_auth_subject_dn": "CN=app",
        },
    ]


def _public(pem: str) -> dict[str, str]:
    return {name: str(value) for name, value in ECKey.import_key(pem).as_dict(private=False).items()}


async def wie(world: BrokerWorld, **headers: str) -> httpx.Response:
    async with world.browser() as caller:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await caller.get("/wie", headers=named)


@pytest.mark.parametrize("middel", ["digid", "zelf"])
async def test_the_gateway_is_known_by_its_certificate(world: BrokerWorld, middel: str) -> None:
    async with world.browser() as browser:
        assert await world.log_in(browser, middel, Visit("sanne", MIDDEN)) == "/"
        assert (await browser.get("/wie")).json() == SANNE


@pytest.mark.parametrize("client_id", ["app", "app-opaque"])
async def test_a_proof_needs_the_nonce_that_the_gateway_gives(world: BrokerWorld, client_id: str) -> None:
    """Of the token without content the provider signs what it says."""
    key = ECKey.generate_key("P-256")
    token = (await world.app(client_id, Visit("sanne", MIDDEN), key))["access_token"]
    authorization, url = f"DPoP {token}", f"{world.base}/wie"
    told = await wie(world, authorization=authorization, dpop=proof(key, "GET", url, token))
    assert (told.status_code, told.json()["code"]) == (401, "DPOP_NONCE")
    nonce = told.headers["dpop-nonce"]
    good = await wie(world, authorization=authorization, dpop=proof(key, "GET", url, token, nonce))
    assert good.json() == SANNE


async def test_a_token_without_any_binding_opens_nothing(world: BrokerWorld) -> None:
    token = (await world.app("app", Visit("sanne", MIDDEN)))["access_token"]
    assert (await wie(world, authorization=f"Bearer {token}")).status_code == 401


async def test_a_token_that_is_bound_to_a_certificate_opens_with_that_one(
    world: BrokerWorld, authority: Authority
) -> None:
    shown = authority.issue("app")
    tls = ssl.create_default_context(cafile=str(authority.certificate))
    tls.load_cert_chain(shown.certificate, shown.key)
    given = await world.app("app-tls", Visit("sanne", MIDDEN), tls=tls)
    bearer = f"Bearer {given['access_token']}"
    good, other = (_header(one.certificate.read_text()) for one in (shown, authority.issue("ander")))
    assert (await wie(world, authorization=bearer, client_cert=good)).json() == SANNE
    assert (await wie(world, authorization=bearer, client_cert=other)).status_code == 401
    assert (await wie(world, authorization=bearer)).status_code == 401


def _header(pem: str) -> str:
    """As a proxy passes it on: RFC 9440."""
    return f":{b64encode(ssl.PEM_cert_to_DER_cert(pem)).decode()}:"
