"""What the browser takes to the provider, and what it does not."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from harness.clock import NOW, StillClock
from harness.openid_provider import DIGID, challenge
from harness.recording_web import RecordingWeb
from joserfc import jwt
from joserfc.jwk import ECKey

from auth.authorization_request import AuthorizationRequest
from auth.client import Client
from auth.client_calls import ClientCalls
from auth.client_keys import ClientKeys
from auth.errors import ProviderError
from auth.pending import Attempt
from auth.provider import Provider
from auth.request_rules import RequestRules
from auth.web import WebAnswer

URL = DIGID.url
BACK = "https://graaf.voorbeeldstad.nl/auth/callback/digid"
PAR = f"{URL}/par"
ATTEMPT = Attempt("de-state", "de-nonce", "v" * 64)
KEY = ECKey.generate_key("P-256", auto_kid=True)
KEYS = ClientKeys.load([KEY.as_pem(private=True).decode()], [])
SIGNING = Client("graaf", method="private_key_jwt", keys=KEYS)
REFERENCE = "urn:ietf:params:oauth:request_uri:6esc_11ACC5bwc014ltc14eY22c"


class World:
    """One issuer with these rules, at a provider with this metadata and this answer to pushed requests."""

    def __init__(self, rules: RequestRules, client: Client = SIGNING, **metadata: Any) -> None:
        described = {
            "issuer": URL,
            "authorization_endpoint": f"{URL}/authorize?realm=x",
            "token_endpoint": f"{URL}/token",
            "jwks_uri": f"{URL}/jwks",
            "pushed_authorization_request_endpoint": PAR,
            **metadata,
        }
        pages: dict[str, Any] = {
            f"{URL}/.well-known/openid-configuration": described,
            f"{URL}/jwks": {"keys": [KEY.as_dict(private=False)]},
        }
        self.web = RecordingWeb(pages, {PAR: WebAnswer(201, {"request_uri": REFERENCE, "expires_in": 60})})
        self.issuer = replace(DIGID, client=client, request=rules)
        self._provider = Provider(URL, self.web, StillClock())

    async def asked(self, **extra: str) -> dict[str, str]:
        """The query that the browser takes along."""
        calls = ClientCalls(self.issuer.client, self._provider, self.web, StillClock())
        request = AuthorizationRequest(self.issuer, BACK, calls)
        url = await request.url(ATTEMPT, await self._provider.metadata(), extra, NOW)
        assert url.startswith(f"{URL}/authorize?")
        fields = parse_qs(urlsplit(url).query, strict_parsing=True)
        assert all(len(values) == 1 for values in fields.values())
        query = {name: values[0] for name, values in fields.items()}
        assert query.pop("realm") == "x"
        return query


PLAIN = {
    "response_type": "code",
    "client_id": "graaf",
    "redirect_uri": BACK,
    "scope": "openid",
    "state": "de-state",
    "nonce": "de-nonce",
    "code_challenge": challenge("v" * 64),
    "code_challenge_method": "S256",
}


async def test_a_request_says_what_the_code_flow_needs_and_no_more() -> None:
    assert await World(RequestRules()).asked() == PLAIN


async def test_settings_add_scopes_and_parameters_that_a_broker_wants() -> None:
    rules = RequestRules(("openid", "bsn"), {"kc_idp_hint": "digid", "ui_locales": "nl"})
    asked = await World(rules).asked(acr_values="loa3")
    added = {"scope": "openid bsn", "kc_idp_hint": "digid", "ui_locales": "nl", "acr_values": "loa3"}
    assert asked == {**PLAIN, **added}


async def test_a_signed_request_cannot_be_changed_on_the_way() -> None:
    asked = await World(RequestRules(signed=True)).asked(acr_values="loa3")
    assert asked.keys() == {"client_id", "response_type", "scope", "request"}
    signed = jwt.decode(asked["request"], KEY, algorithms=["ES256"])
    assert (signed.header["typ"], signed.header["kid"]) == ("oauth-authz-req+jwt", KEY.kid)
    assert {**PLAIN, "acr_values": "loa3"}.items() <= signed.claims.items()
    assert (signed.claims["iss"], signed.claims["aud"]) == ("graaf", URL)
    assert signed.claims["exp"] - signed.claims["iat"] <= 60
    assert signed.claims["jti"]


@pytest.mark.parametrize(
    "world",
    [
        World(RequestRules(pushed=True)),
        World(RequestRules(), require_pushed_authorization_requests=True),
        World(RequestRules(pushed=True), Client("graaf", "geheim")),
    ],
    ids=["as set", "as the provider insists", "with a secret"],
)
async def test_of_a_pushed_request_the_browser_carries_a_reference(world: World) -> None:
    assert await world.asked() == {"client_id": "graaf", "request_uri": REFERENCE}
    [call] = world.web.posted
    assert call.url == PAR
    assert PLAIN.items() <= call.form.items()
    assert "client_assertion" in call.form or "Authorization" in call.headers


async def test_a_request_can_be_signed_and_pushed() -> None:
    world = World(RequestRules(pushed=True, signed=True))
    assert await world.asked() == {"client_id": "graaf", "request_uri": REFERENCE}
    [call] = world.web.posted
    assert "state" not in call.form
    assert jwt.decode(call.form["request"], KEY, algorithms=["ES256"]).claims["state"] == "de-state"


@pytest.mark.parametrize(
    "answer",
    [
        WebAnswer(400, {"error": "invalid_request"}),
        WebAnswer(200, {"request_uri": REFERENCE}),
        WebAnswer(201, {}),
        WebAnswer(201, {"request_uri": 1}),
        WebAnswer(201, {"request_uri": ""}),
    ],
    ids=repr,
)
async def test_a_request_that_the_provider_did_not_take_leads_nowhere(answer: WebAnswer) -> None:
    world = World(RequestRules(pushed=True))
    world.web.answers[PAR] = answer
    with pytest.raises(ProviderError):
        await world.asked()


async def test_requests_are_not_pushed_nor_signed_for_who_does_not_say_how() -> None:
    with pytest.raises(ProviderError, match="pushed"):
        await World(RequestRules(pushed=True), pushed_authorization_request_endpoint=None).asked()
    with pytest.raises(ProviderError, match="signed"):
        await World(RequestRules(signed=True), request_object_signing_alg_values_supported=["RS256"]).asked()
