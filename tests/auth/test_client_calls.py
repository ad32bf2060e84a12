"""How we show a provider who we are: in the way that it asks for, and no more than that."""

from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from harness.clock import NOW, StillClock
from harness.recording_web import Posted, RecordingWeb
from joserfc import jwt
from joserfc.jwk import ECKey

from auth.client import Client
from auth.client_calls import ASSERTION_LIVES, ClientCalls
from auth.client_keys import Certificate, ClientKeys
from auth.errors import ProviderError
from auth.provider import Provider
from auth.web import WebAnswer

URL = "https://login.voorbeeldstad.nl"
TOKEN, CERTIFIED = f"{URL}/token", "https://mtls.voorbeeldstad.nl/token"
KEY = ECKey.generate_key("P-256", auto_kid=True)
KEYS = ClientKeys.load([KEY.as_pem(private=True).decode()], [])
SHOWN = Certificate(Path("client.pem"), Path("client.key"))


async def posted(client: Client, **metadata: Any) -> Posted:
    described = {
        "issuer": URL,
        "authorization_endpoint": f"{URL}/authorize",
        "token_endpoint": TOKEN,
        "jwks_uri": f"{URL}/jwks",
        "mtls_endpoint_aliases": {"token_endpoint": CERTIFIED},
        **metadata,
    }
    web = RecordingWeb(
        {f"{URL}/.well-known/openid-configuration": described, f"{URL}/jwks": jwks()},
        {TOKEN: WebAnswer(200, {}), CERTIFIED: WebAnswer(200, {})},
    )
    clock = StillClock()
    await ClientCalls(client, Provider(URL, web, clock), web, clock).post(TOKEN, {"code": "c & d"})
    [call] = web.posted
    assert call.form["code"] == "c & d"
    return call


def jwks() -> dict[str, Any]:
    return {"keys": [KEY.as_dict(private=False)]}


async def test_a_secret_in_the_header_is_encoded_before_it_is_joined() -> None:
    call = await posted(Client("graaf:1", "ge heim+/=é"))
    credentials = b64decode(call.headers["Authorization"].removeprefix("Basic ")).decode()
    assert credentials == "graaf%3A1:ge+heim%2B%2F%3D%C3%A9"
    assert "client_id" not in call.form


async def test_a_secret_in_the_form() -> None:
    call = await posted(Client("graaf", "geheim", "client_secret_post"))
    assert (call.form["client_id"], call.form["client_secret"]) == ("graaf", "geheim")
    assert "Authorization" not in call.headers


async def test_a_public_client_only_names_itself() -> None:
    call = await posted(Client("graaf", method="none"))
    assert call.form == {"code": "c & d", "client_id": "graaf"}


async def test_an_assertion_is_short_lived_for_this_provider_alone_and_new_each_time() -> None:
    client = Client("graaf", method="private_key_jwt", keys=KEYS)
    calls = [await posted(client) for _ in range(2)]
    tokens = [jwt.decode(call.form["client_assertion"], KEY, algorithms=["ES256"]) for call in calls]
    claims = tokens[0].claims
    assert (claims["iss"], claims["sub"], claims["aud"]) == ("graaf", "graaf", URL)
    assert (claims["iat"], claims["exp"]) == (NOW, NOW + ASSERTION_LIVES)
    assert tokens[0].header["kid"] == KEY.kid
    assert len({token.claims["jti"] for token in tokens}) == 2
    assert calls[0].form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


async def test_an_assertion_can_be_for_whom_the_provider_wants() -> None:
    client = Client("graaf", method="private_key_jwt", keys=KEYS, assertion_audience=TOKEN)
    token = jwt.decode((await posted(client)).form["client_assertion"], KEY, algorithms=["ES256"])
    assert token.claims["aud"] == TOKEN


async def test_a_provider_that_knows_none_of_our_algorithms_is_not_called() -> None:
    client = Client("graaf", method="private_key_jwt", keys=KEYS)
    with pytest.raises(ProviderError, match="none of the algorithms"):
        await posted(client, token_endpoint_auth_signing_alg_values_supported=["RS256"])


@pytest.mark.parametrize("method", ["tls_client_auth", "self_signed_tls_client_auth"])
async def test_who_shows_a_certificate_goes_where_it_is_looked_at(method: Any) -> None:
    call = await posted(Client("graaf", method=method, keys=replace(KEYS, certificate=SHOWN)))
    assert (call.url, call.certificate, call.form["client_id"]) == (CERTIFIED, SHOWN, "graaf")


async def test_a_certificate_for_the_connection_alone_is_shown_where_everyone_goes() -> None:
    call = await posted(Client("graaf", "geheim", keys=replace(KEYS, certificate=SHOWN)))
    assert (call.url, call.certificate) == (TOKEN, SHOWN)


async def test_who_has_no_certificate_shows_none() -> None:
    assert (await posted(Client("graaf", "geheim"))).certificate is None
