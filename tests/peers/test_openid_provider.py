"""Real logins and tokens at an independent, certified OpenID provider: `oidc-provider` of npm."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from harness.broker_world import BACK, HENDRIK, SANNE, BrokerWorld, broker_world, proof
from harness.npm_openid_provider import MIDDEN, SUBSTANTIEEL, Broker, Visit, provider_key
from joserfc.jwk import ECKey, RSAKey

from auth.provider import COOL_DOWN, FRESH

pytestmark = [pytest.mark.peers, pytest.mark.processes, pytest.mark.asyncio(loop_scope="module")]

SECRET = "een-geheim-van-meer-dan-twee-en-dertig-tekens"
SIGNING, READING, CURVE = (
    RSAKey.generate_key(2048),
    RSAKey.generate_key(2048),
    ECKey.generate_key("P-256"),
)
ENVIRON = {
    "SECRET": SECRET,
    "SIGNING": SIGNING.as_pem(private=True).decode(),
    "READING": READING.as_pem(private=True).decode(),
    "CURVE": CURVE.as_pem(private=True).decode(),
}
ISSUERS = """
basic: {url: "${ISSUER}", profile: digid, client: {id: basic, secret: "${SECRET}"}, claims: {naam: [naam]}}
post: {url: "${ISSUER}", profile: digid, client: {id: post, secret: "${SECRET}", method: client_secret_post}}
public: {url: "${ISSUER}", profile: digid, client: {id: public, method: none}}
assertion: &assertion
  url: ${ISSUER}
  profile: digid
  client: {id: assertion, method: private_key_jwt, signing_keys: "${SIGNING}"}
curve: {<<: *assertion, client: {id: curve, method: private_key_jwt, signing_keys: "${CURVE}"}}
pushed: {<<: *assertion, client: {id: pushed, secret: "${SECRET}"}, request: {pushed: true}}
signed:
  <<: *assertion
  client: {id: signed, method: private_key_jwt, signing_keys: "${SIGNING}"}
  request: {signed: true}
both:
  <<: *assertion
  client: {id: both, method: private_key_jwt, signing_keys: "${SIGNING}"}
  request: {signed: true, pushed: true}
encrypted: {<<: *assertion, client: {id: encrypted, secret: "${SECRET}", decryption_keys: "${READING}"}}
encrypted_curve:
  <<: *assertion
  client: {id: encrypted_curve, secret: "${SECRET}", decryption_keys: ["${READING}", "${CURVE}"]}
userinfo: {<<: *assertion, client: {id: userinfo, secret: "${SECRET}"}, userinfo: true}
userinfo_signed: {<<: *assertion, client: {id: userinfo_signed, secret: "${SECRET}"}, userinfo: true}
api:
  <<: *assertion
  client: {id: api, secret: "${SECRET}"}
  bearer:
    audiences: [graaf-api]
    parties: [app, app-opaque]
    scopes: [graaf]
    introspection: {seconds: 0}
"""
PLAIN: dict[str, Any] = {"token_endpoint_auth_method": "client_secret_basic", "client_secret": SECRET}
ASSERTION: dict[str, Any] = {"token_endpoint_auth_method": "private_key_jwt"}
REGISTERED: dict[str, dict[str, Any]] = {
    "basic": PLAIN,
    "post": {**PLAIN, "token_endpoint_auth_method": "client_secret_post"},
    "public": {"token_endpoint_auth_method": "none"},
    "assertion": {**ASSERTION, "token_endpoint_auth_signing_alg": "PS256"},
    "curve": {**ASSERTION, "token_endpoint_auth_signing_alg": "ES256"},
    "pushed": {**PLAIN, "require_pushed_authorization_requests": True},
    "signed": {**ASSERTION, "require_signed_request_object": True, "request_object_signing_alg": "PS256"},
    "both": {
        **ASSERTION,
        "require_signed_request_object": True,
        "request_object_signing_alg": "PS256",
        "require_pushed_authorization_requests": True,
    },
    "encrypted": {
        **PLAIN,
        "id_token_encrypted_response_alg": "RSA-OAEP-256",
        "id_token_encrypted_response_enc": "A256GCM",
    },
    "encrypted_curve": {
        **PLAIN,
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
    },
    "userinfo": PLAIN,
    "userinfo_signed": {**PLAIN, "userinfo_signed_response_alg": "ES256"},
    "api": PLAIN,
}
APPS = [
    {"client_id": name, "token_endpoint_auth_method": "none", "redirect_uris": [BACK], "resource": resource}
    for name, resource in (
        ("app", "urn:graaf:jwt"),
        ("app-opaque", "urn:graaf:opaque"),
        ("een-andere-app", "urn:graaf:jwt"),
    )
]


def broker(base: str) -> Broker:
    """Our public keys are where the gateway says: the provider fetches them there."""
    ours = [
        {
            "client_id": name,
            "redirect_uris": [f"{base}/auth/callback/{name}"],
            "jwks_uri": f"{base}/auth/jwks",
            **parts,
        }
        for name, parts in REGISTERED.items()
    ]
    return Broker([*ours, *APPS])


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BrokerWorld]:
    async with broker_world(tmp_path_factory.mktemp("broker"), broker, ISSUERS, ENVIRON) as world:
        yield world


@pytest.fixture
def world(shared: BrokerWorld) -> BrokerWorld:
    """At the real time again."""
    shared.clock.now = 0
    return shared


async def wie(world: BrokerWorld, **headers: str) -> httpx.Response:
    async with world.browser() as caller:
        return await caller.get("/wie", headers=headers)


@pytest.mark.parametrize("middel", [name for name in REGISTERED if name != "api"])
async def test_someone_logs_in(world: BrokerWorld, middel: str) -> None:
    """Discovery, PKCE, each way to show who we are, and each way to ask and to be answered."""
    async with world.browser() as browser:
        assert await world.log_in(browser, middel, Visit("sanne", MIDDEN), terug="/mijn") == "/mijn"
        session = (await browser.get("/auth/sessie")).json()
        assert (session["middel"], session["niveau"], session["klantsoort"]) == (middel, "midden", "burger")
        assert (await browser.get("/wie")).json() == SANNE


@pytest.mark.parametrize("middel", ["pushed", "signed", "both"])
async def test_what_is_asked_cannot_be_seen_or_changed_on_the_way(world: BrokerWorld, middel: str) -> None:
    async with world.browser() as browser:
        asked = httpx.URL((await browser.get(f"/auth/login/{middel}")).headers["location"]).params
    hidden = {"redirect_uri", "state", "nonce", "code_challenge"}
    assert not hidden & set(asked.keys())


async def test_someone_who_cancels_is_not_logged_in(world: BrokerWorld) -> None:
    async with world.browser() as browser:
        assert await world.log_in(browser, "basic", Visit("")) == "/?aanmelden=LOGIN_CANCELLED"
        assert (await browser.get("/wie")).json() == {"klant": None}


async def test_the_level_of_a_login_is_what_the_provider_says_it_was(world: BrokerWorld) -> None:
    async with world.browser() as browser:
        low = await world.log_in(browser, "assertion", Visit("sanne", MIDDEN), niveau="substantieel")
        assert low == "/?aanmelden=LOGIN_LEVEL_TOO_LOW"
    async with world.browser() as browser:
        await world.log_in(browser, "assertion", Visit("sanne", SUBSTANTIEEL), niveau="substantieel")
        assert (await browser.get("/auth/sessie")).json()["niveau"] == "substantieel"
    async with world.browser() as browser:
        await world.log_in(browser, "assertion", Visit("hendrik"), niveau="basis")
        assert (await browser.get("/auth/sessie")).json().get("niveau") is None


async def test_a_provider_that_gets_new_keys_is_still_believed_and_its_old_keys_are_not(
    world: BrokerWorld,
) -> None:
    old = (await world.app("app", Visit("sanne", MIDDEN)))["access_token"]
    assert (await wie(world, authorization=f"Bearer {old}")).json() == SANNE
    world.provider.rotate(provider_key())
    world.clock.forward(COOL_DOWN)
    async with world.browser() as browser:
        await world.log_in(browser, "assertion", Visit("hendrik", MIDDEN))
        assert (await browser.get("/wie")).json() == HENDRIK
    new = (await world.app("app", Visit("hendrik", MIDDEN)))["access_token"]
    assert (await wie(world, authorization=f"Bearer {new}")).json() == HENDRIK
    assert (await wie(world, authorization=f"Bearer {old}")).status_code == 401


class TestApps:
    """Access tokens, as apps get them."""

    @pytest.mark.parametrize("client_id", ["app", "app-opaque"])
    async def test_a_token_opens_with_content_or_without(self, world: BrokerWorld, client_id: str) -> None:
        token = (await world.app(client_id, Visit("sanne", MIDDEN)))["access_token"]
        assert (token.count(".") == 2) is (client_id == "app")
        assert (await wie(world, authorization=f"Bearer {token}")).json() == SANNE

    async def test_a_token_of_an_app_that_is_not_known_here_opens_nothing(self, world: BrokerWorld) -> None:
        token = (await world.app("een-andere-app", Visit("sanne", MIDDEN)))["access_token"]
        assert (await wie(world, authorization=f"Bearer {token}")).status_code == 401

    async def test_an_id_token_opens_nothing(self, world: BrokerWorld) -> None:
        token = (await world.app("app", Visit("sanne", MIDDEN)))["id_token"]
        assert (await wie(world, authorization=f"Bearer {token}")).status_code == 401

    async def test_a_token_that_is_withdrawn_opens_no_more(self, world: BrokerWorld) -> None:
        token = (await world.app("app-opaque", Visit("sanne", MIDDEN)))["access_token"]
        assert (await wie(world, authorization=f"Bearer {token}")).json() == SANNE
        async with httpx.AsyncClient() as app:
            form = {"token": token, "client_id": "app-opaque"}
            withdrawn = await app.post(f"{world.provider.url}/token/revocation", data=form)
            assert withdrawn.status_code == 200, withdrawn.text
        assert (await wie(world, authorization=f"Bearer {token}")).status_code == 401

    @pytest.mark.parametrize("client_id", ["app", "app-opaque"])
    async def test_a_bound_token_opens_only_with_a_proof_of_its_key_and_once_with_each(
        self, world: BrokerWorld, client_id: str
    ) -> None:
        key = ECKey.generate_key("P-256")
        given = await world.app(client_id, Visit("sanne", MIDDEN), key)
        assert given["token_type"] == "DPoP"
        token, url = given["access_token"], f"{world.base}/wie"
        once = proof(key, "GET", url, token)
        assert (await wie(world, authorization=f"DPoP {token}", dpop=once)).json() == SANNE
        refused = [
            await wie(world, authorization=f"DPoP {token}", dpop=once),
            await wie(world, authorization=f"DPoP {token}"),
            await wie(world, authorization=f"Bearer {token}"),
            await wie(world, authorization=f"Bearer {token}", dpop=proof(key, "GET", url, token)),
            await wie(
                world,
                authorization=f"DPoP {token}",
                dpop=proof(ECKey.generate_key("P-256"), "GET", url, token),
            ),
            await wie(world, authorization=f"DPoP {token}", dpop=proof(key, "POST", url, token)),
        ]
        assert [(one.status_code, one.json()["code"]) for one in refused] == [(401, "UNAUTHENTICATED")] * 6


async def test_a_provider_that_comes_to_insist_on_pushed_requests_gets_them(world: BrokerWorld) -> None:
    world.provider.tell(server={"requirePushed": True})
    try:
        world.clock.forward(2 * FRESH)
        async with world.browser() as browser:
            begun = httpx.URL((await browser.get("/auth/login/post")).headers["location"])
            assert set(begun.params.keys()) == {"client_id", "request_uri"}
            world.clock.now = 0
            await world.log_in(browser, "post", Visit("sanne", MIDDEN))
            assert (await browser.get("/wie")).json() == SANNE
    finally:
        world.provider.tell(server={})
