"""A token without content opens what its provider says of it, for as long as that is fresh. RFC 7662, RFC
9701.
"""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from harness.openid_provider import CLIENT, DIGID, URL, signing_key
from harness.token_desk import KEY, OPAQUE, RULES, TokenDesk, by_bearer

from auth.bearer_rules import IntrospectionRules
from auth.client import Client
from auth.errors import ConfigurationError, ProviderError, TokenError
from auth.introspection import SIGNED, Introspection
from auth.principal import Identifier
from auth.provider import Provider
from auth.pseudonym import pseudonym
from auth.web import WebAnswer

SECONDS = IntrospectionRules().seconds


async def opened(desk: TokenDesk) -> bool:
    try:
        await desk.principal(by_bearer(OPAQUE))
    except TokenError as error:
        if error.code != "TOKEN_INACTIVE":
            raise
        return False
    return True


async def test_the_provider_says_whom_a_token_is_about() -> None:
    desk = TokenDesk()
    principal = await desk.principal(by_bearer(desk.introspect()))
    assert principal.subject.id == pseudonym(KEY, Identifier.BSN, "999990007")
    [question] = desk.provider.questions
    assert (question["token"], question["token_type_hint"]) == (OPAQUE, "access_token")


@pytest.mark.parametrize("changes", [{"iat": None}, {"iss": None}, {"nbf": None}, {"jti": "x"}], ids=repr)
async def test_what_a_provider_need_not_say_may_be_missing(changes: dict[str, Any]) -> None:
    desk = TokenDesk()
    assert await desk.principal(by_bearer(desk.introspect(**changes)))


async def test_an_answer_is_believed_for_a_short_while() -> None:
    desk = TokenDesk()
    desk.introspect()
    assert await opened(desk)
    desk.introspect(active=False)
    desk.clock.forward(SECONDS - 1)
    assert await opened(desk)
    desk.clock.forward(1)
    assert not await opened(desk)
    assert len(desk.provider.questions) == 2


async def test_an_answer_is_not_believed_beyond_half_the_life_of_the_token() -> None:
    desk = TokenDesk()
    now = int(desk.clock())
    desk.introspect(iat=now, exp=now + 20)
    assert await opened(desk)
    desk.introspect(active=False)
    desk.clock.forward(10)
    assert not await opened(desk)


async def test_a_token_does_not_outlive_its_end_in_what_was_said_of_it() -> None:
    desk = TokenDesk()
    now = int(desk.clock())
    desk.introspect(iat=now - 290, exp=now + 5)
    assert await opened(desk)
    desk.introspect(active=False)
    desk.clock.forward(5)
    assert not await opened(desk)


async def test_a_provider_is_asked_every_time_when_nothing_may_be_believed_again() -> None:
    desk = TokenDesk(introspection=IntrospectionRules(seconds=0))
    desk.introspect()
    assert [await opened(desk) for _ in range(3)] == [True] * 3
    assert len(desk.provider.questions) == 3


async def test_a_token_that_does_not_hold_is_not_asked_about_time_and_again() -> None:
    desk = TokenDesk()
    assert [await opened(desk) for _ in range(3)] == [False] * 3
    assert len(desk.provider.questions) == 1


async def test_of_requests_at_once_with_one_token_one_asks() -> None:
    desk = TokenDesk()
    desk.introspect()
    assert await asyncio.gather(*(opened(desk) for _ in range(8))) == [True] * 8
    assert len(desk.provider.questions) == 1


async def test_what_was_said_of_one_token_is_not_said_of_another() -> None:
    desk = TokenDesk()
    await desk.principal(by_bearer(desk.introspect()))
    desk.introspect(bsn="999990044")
    other = await desk.principal(by_bearer("een-ander-token"))
    assert other.subject.id == pseudonym(KEY, Identifier.BSN, "999990044")


async def test_answers_that_are_too_old_are_forgotten() -> None:
    """They say who someone is: the next to be kept takes them away."""
    desk = TokenDesk()
    desk.introspect()
    for number in range(5):
        await desk.principal(by_bearer(f"token-{number}"))
    desk.clock.forward(SECONDS)
    desk.introspect()
    await desk.principal(by_bearer("nog-een"))
    assert len(desk.introspection) == 1


@pytest.mark.parametrize(
    "answer",
    [
        WebAnswer(500, {"active": True}),
        WebAnswer(401, {"error": "invalid_client"}),
        WebAnswer(200, {}),
        WebAnswer(200, {"active": "true"}),
        WebAnswer(200, {"active": 1}),
        WebAnswer(200, {}, "a.b.c"),
    ],
    ids=lambda answer: f"{answer.status} {dict(answer.content)}",
)
async def test_an_answer_that_is_none_is_the_providers_failure(answer: WebAnswer) -> None:
    desk = TokenDesk()
    desk.provider.introspected = answer
    with pytest.raises(ProviderError) as caught:
        await desk.principal(by_bearer(OPAQUE))
    assert OPAQUE not in str(caught.value)
    desk.introspect()
    assert await opened(desk)  # it was not kept


async def test_a_provider_that_does_not_say_where_to_ask_is_not_asked() -> None:
    desk = TokenDesk()
    desk.provider.metadata = {"introspection_endpoint": None}
    with pytest.raises(ProviderError):
        await desk.principal(by_bearer(OPAQUE))


class TestSigned:
    """The provider signs its answers, for us alone."""

    RULES = IntrospectionRules(signed=True)

    def desk(self, header: dict[str, Any] | None = None, **changes: Any) -> TokenDesk:
        desk = TokenDesk(introspection=self.RULES)
        desk.introspect()
        said = desk.provider.introspected.content
        now = int(desk.clock())
        claims = {"iss": URL, "aud": CLIENT.id, "iat": now, "token_introspection": dict(said), **changes}
        text = desk.provider.sign(claims, {"typ": "token-introspection+jwt", **(header or {})})
        desk.provider.introspected = WebAnswer(200, {}, text)
        return desk

    async def test_a_signed_answer_is_asked_for_and_believed(self) -> None:
        desk = self.desk()
        assert await opened(desk)
        assert desk.provider.questions[0]["accept"] == SIGNED

    async def test_it_may_be_for_us_among_none_others(self) -> None:
        assert await opened(self.desk(aud=[CLIENT.id]))

    @pytest.mark.parametrize(
        ("header", "changes"),
        [
            ({"typ": "JWT"}, {}),
            ({"typ": None}, {}),
            ({}, {"aud": "andere-api"}),
            ({}, {"aud": [CLIENT.id, "andere-api"]}),
            ({}, {"aud": None}),
            ({}, {"iss": "https://elders.nl"}),
            ({}, {"token_introspection": None}),
            ({}, {"token_introspection": "actief"}),
            ({}, {"token_introspection": {"active": 1}}),
            ({"kid": "onbekend"}, {}),
        ],
        ids=repr,
    )
    async def test_another_answer_is_not(self, header: dict[str, Any], changes: dict[str, Any]) -> None:
        desk = self.desk(header, **changes)
        with pytest.raises(ProviderError):
            await desk.principal(by_bearer(OPAQUE))

    async def test_an_answer_under_another_key_is_not(self) -> None:
        desk = self.desk()
        desk.provider.keys = [signing_key()]
        with pytest.raises(ProviderError):
            await desk.principal(by_bearer(OPAQUE))

    async def test_an_answer_that_is_not_signed_is_not(self) -> None:
        desk = TokenDesk(introspection=self.RULES)
        desk.introspect()
        with pytest.raises(ProviderError):
            await desk.principal(by_bearer(OPAQUE))


class TestWhoIsAsked:
    def introspection(self, *issuers: Any) -> Introspection:
        desk = TokenDesk()
        providers = {url: Provider(url, desk.provider, desk.clock) for url in (URL, "https://elders.nl")}
        return Introspection(issuers, providers, desk.tokens, desk.provider, desk.clock)

    def test_two_middelen_of_one_provider_may_share_it(self) -> None:
        one = replace(DIGID, bearer=RULES)
        assert len(self.introspection(one, replace(one, middel="eherkenning"))) == 0

    @pytest.mark.parametrize(
        "changes",
        [
            {"url": "https://elders.nl"},
            {"bearer": replace(RULES, introspection=IntrospectionRules(signed=True))},
            {"bearer": replace(RULES, introspection=IntrospectionRules(Client("api", "geheim")))},
        ],
        ids=["another provider", "another answer", "another client"],
    )
    def test_a_token_is_shown_to_nobody_who_did_not_make_it(self, changes: dict[str, Any]) -> None:
        one = replace(DIGID, bearer=RULES)
        with pytest.raises(ConfigurationError):
            self.introspection(one, replace(one, middel="eherkenning", **changes))

    async def test_nobody_is_asked_when_no_issuer_gives_out_such_tokens(self) -> None:
        desk = TokenDesk(introspection=None)
        with pytest.raises(TokenError):
            await desk.principal(by_bearer(OPAQUE))
        assert not desk.provider.questions
