"""What comes back for a code: ID tokens that only we can read, and claims from the UserInfo endpoint."""

from dataclasses import replace
from typing import Any

import pytest
from harness.clock import NOW
from harness.login_desk import World
from harness.openid_provider import CLIENT, DIGID, SMARTCARD, URL, signing_key
from harness.raw_jwt import by_es256
from harness.refused_tokens import claims_of
from joserfc import jwe
from joserfc.jwe import JWERegistry
from joserfc.jwk import RSAKey

from auth.client import Client
from auth.client_keys import ClientKeys
from auth.errors import LoginError
from auth.logout_token import EVENT
from auth.web import WebAnswer

KEY = RSAKey.generate_key(2048, auto_kid=True)
KEYS = ClientKeys.load([], [KEY.as_pem(private=True).decode()])
READS = replace(DIGID, client=Client(CLIENT.id, CLIENT.secret, keys=KEYS))
ASKS = replace(DIGID, userinfo=True)


async def refusal(world: World) -> LoginError:
    begun = await world.begin()
    with pytest.raises(LoginError) as caught:
        await world.finish(begun)
    assert not any(name.startswith("sessie:") for name in world.store.records)
    return caught.value


def sealed(token: str, key: RSAKey = KEY, alg: str = "RSA-OAEP-256") -> str:
    header = {"alg": alg, "enc": "A256GCM", "cty": "JWT", "kid": str(key.kid)}
    return jwe.encrypt_compact(header, token.encode(), key, registry=JWERegistry(algorithms=[alg, "A256GCM"]))


class TestEncrypted:
    async def test_an_id_token_that_was_encrypted_for_us_is_read(self) -> None:
        world = World((READS,))
        world.provider.seal = sealed
        assert (await world.answer(await world.begin())).naam == "Sanne"

    async def test_an_id_token_that_was_not_is_refused_once_it_should_be(self) -> None:
        assert (await refusal(World((READS,)))).code == "LOGIN_ID_TOKEN"

    async def test_an_id_token_that_we_cannot_read_is_refused(self) -> None:
        world, other = World((READS,)), RSAKey.generate_key(2048, auto_kid=True)
        world.provider.seal = lambda token: sealed(token, other)
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"

    async def test_an_id_token_that_nobody_could_have_encrypted_for_us_is_refused(self) -> None:
        world = World()
        world.provider.seal = sealed
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"

    @pytest.mark.parametrize("inside", ["", "geen token", '{"bsn": "999990007"}', "a.b.c.d.e"])
    async def test_encryption_stands_for_no_signature(self, inside: str) -> None:
        world = World((READS,))
        world.provider.seal = lambda _: sealed(inside)
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"

    async def test_what_is_inside_is_judged_like_any_other(self) -> None:
        world = World((READS,))
        world.provider.seal = sealed
        world.provider.spoil = lambda claims: {**claims, "nonce": "een-andere"}
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"

    async def test_a_logout_token_may_be_encrypted_as_well(self) -> None:
        world = World((READS,))
        world.provider.seal = sealed
        await world.finish(await world.begin())
        claims = {"iss": URL, "aud": CLIENT.id, "iat": NOW, "exp": NOW + 120, "jti": "een", "sub": "p1"}
        token = world.provider.sign({**claims, "events": {EVENT: {}}}, {"typ": "logout+jwt"})
        assert await world.logout.told(sealed(token)) == 1

    async def test_an_encrypted_token_inside_another_is_refused(self) -> None:
        world = World((READS,))
        world.provider.seal = lambda token: sealed(sealed(token))
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"


class TestForged:
    """ID tokens that no library would make."""

    def world(self, header: dict[str, Any], *, own_key: bool = True) -> World:
        world = World()
        known = world.provider.keys[0]
        key = known if own_key else signing_key()
        full = {"alg": "ES256", "kid": known.kid, **header}
        world.provider.seal = lambda good: by_es256(full, claims_of(good), key)
        return world

    @pytest.mark.parametrize("header", [{}, {"typ": "JWT"}, {"x": "onbekend"}], ids=repr)
    async def test_a_header_that_says_what_we_need_not_know_is_no_matter(
        self, header: dict[str, Any]
    ) -> None:
        world = self.world(header)
        assert await world.answer(await world.begin())

    @pytest.mark.parametrize(
        "header", [{"crit": ["exp"], "exp": NOW}, {"alg": "none"}, {"alg": "HS256"}, {"kid": 7}], ids=repr
    )
    async def test_a_header_that_asks_for_more_is_refused(self, header: dict[str, Any]) -> None:
        assert (await refusal(self.world(header))).code == "LOGIN_ID_TOKEN"

    async def test_another_key_by_a_known_name_is_refused(self) -> None:
        assert (await refusal(self.world({}, own_key=False))).code == "LOGIN_ID_TOKEN"


class TestUserInfo:
    MORE = {"sub": "p1", "bsn": "999990007", "acr": SMARTCARD, "naam": "Sanne"}  # noqa: RUF012

    def world(self, *, signed: bool = False, **changes: Any) -> World:
        """The ID token says no more than that someone logged in; the rest is said here."""
        world = World((ASKS,))
        world.provider.person = {"sub": "p1"}
        said = {name: value for name, value in {**self.MORE, **changes}.items() if value is not None}
        world.provider.user_info = WebAnswer(200, said)
        if signed:
            text = world.provider.sign({"iss": URL, "aud": CLIENT.id, **said}, {})
            world.provider.user_info = WebAnswer(200, {}, text)
        return world

    @pytest.mark.parametrize("signed", [False, True])
    async def test_who_someone_is_may_be_said_there(self, signed: bool) -> None:
        world = self.world(signed=signed)
        assert (await world.answer(await world.begin())).naam == "Sanne"

    async def test_what_the_id_token_says_goes_first(self) -> None:
        world = self.world(naam="Hendrik")
        world.provider.person = {"sub": "p1", "naam": "Sanne"}
        assert (await world.answer(await world.begin())).naam == "Sanne"

    @pytest.mark.parametrize("sub", ["p2", None, ["p1"]])
    async def test_what_is_said_of_someone_else_is_refused(self, sub: object) -> None:
        assert (await refusal(self.world(sub=sub))).code == "LOGIN_ID_TOKEN"

    async def test_an_answer_under_another_key_is_refused(self) -> None:
        world = self.world(signed=True)
        text = world.provider.user_info.jwt or ""
        world.provider.user_info = WebAnswer(200, {}, text[:-6] + "AAAAAA")
        assert (await refusal(world)).code == "LOGIN_ID_TOKEN"

    async def test_an_answer_that_does_not_come_is_the_providers_failure(self) -> None:
        world = self.world()
        world.provider.user_info = WebAnswer(401, {"error": "invalid_token"})
        assert (await refusal(world)).code == "LOGIN_UNAVAILABLE"

    async def test_without_an_access_token_nobody_can_be_asked(self) -> None:
        world = self.world()
        world.provider.token_answer = {"access_token": None}
        assert (await refusal(world)).code == "LOGIN_UNAVAILABLE"
