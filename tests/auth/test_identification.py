"""The numbers in an identity statement: for the subgraph that declared to need them, and nobody else."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from harness.clock import StillClock
from joserfc import jwe, jwt
from joserfc.jwk import ECKey

from auth.assurance import Niveau
from auth.errors import KeyMaterialError, StatementError
from auth.identification import (
    CONTENT,
    KEY_AGREEMENT,
    TYPE,
    Identification,
    Opener,
    Recipient,
    generate_identification_key,
    load_identification_key,
    load_recipient_key,
)
from auth.keys import generate_signing_key, public_key_set
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.propagation import Issuer, Statement, Verifier

NOW = 1_800_000_000
SIGNING = generate_signing_key()
BRP, KVK = generate_identification_key(), generate_identification_key()
BSN, BSN_OF_ACTOR = "999990007", "999990044"
BURGER = Principal(
    actor=Identiteit("klant-a", Identifier.BSN, BSN),
    subject=Identiteit("klant-a", Identifier.BSN, BSN),
    klantsoort=Klantsoort.BURGER,
    middel="digid",
    niveau=Niveau.MIDDEN,
)
GEMACHTIGDE = replace(
    BURGER,
    actor=Identiteit("klant-b", Identifier.BSN, BSN_OF_ACTOR),
    mandaat=Mandaat(frozenset({"vergunningen"})),
)
RECIPIENTS = {
    "brp": Recipient(BRP, frozenset({Identifier.BSN})),
    "kvk": Recipient(KVK, frozenset({Identifier.KVK, Identifier.RSIN})),
    "audit": Recipient(BRP, actor=True),
}


def issuer(clock: Callable[[], float] | None = None, **recipients: Recipient) -> Issuer:
    return Issuer(SIGNING, clock=clock or StillClock(NOW), recipients=recipients or RECIPIENTS)


def verifier(audience: str = "brp", *keys: ECKey) -> Verifier:
    return Verifier(
        public_key_set(SIGNING), audience, clock=StillClock(NOW), opener=Opener(*(keys or (BRP,)))
    )


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def with_identification(sealed: Any, audience: str = "brp") -> str:
    """A statement under our own signature with this in it: what a subgraph gets from a gateway gone wrong."""
    claims = {**claims_of(issuer().statement(BURGER, "zaken")), "aud": audience, "identificatie": sealed}
    header = {"alg": "Ed25519", "typ": "identiteit+jwt", "kid": SIGNING.kid}
    return jwt.encode(header, claims, SIGNING, algorithms=["Ed25519"])


def sealed(content: Any, key: ECKey = BRP, **header: Any) -> str:
    plaintext = content if isinstance(content, bytes) else json.dumps(content).encode()
    head = {"alg": KEY_AGREEMENT, "enc": CONTENT, "typ": TYPE, "kid": key.kid, **header}
    used = [head["alg"], head["enc"], *([head["zip"]] if "zip" in head else [])]
    return jwe.encrypt_compact(head, plaintext, key, algorithms=used)


PERSON = {"sub": {"soort": "bsn", "waarde": BSN}}


def test_a_subgraph_that_needs_the_number_reads_it() -> None:
    statement = verifier().verify(issuer().statement(BURGER, "brp"))
    assert statement.identificatie == Identification(BURGER.subject)
    plain = Statement("klant-a", "klant-a", Klantsoort.BURGER, Niveau.MIDDEN, "digid", soort=Identifier.BSN)
    assert statement == replace(plain, identificatie=statement.identificatie)


@pytest.mark.parametrize("who", [BURGER, GEMACHTIGDE])
@pytest.mark.parametrize("audience", ["zaken", "formulieren"])
def test_a_subgraph_without_a_key_is_told_no_number(audience: str, who: Principal) -> None:
    assert "identificatie" not in claims_of(issuer().statement(who, audience))


def test_a_subgraph_is_told_no_kind_of_number_that_it_does_not_need() -> None:
    assert "identificatie" not in claims_of(issuer().statement(BURGER, "kvk"))


def test_the_number_of_the_actor_is_for_who_asked_for_that_alone() -> None:
    for audience, actor in (("brp", None), ("audit", GEMACHTIGDE.actor)):
        found = verifier(audience).verify(issuer().statement(GEMACHTIGDE, audience)).identificatie
        assert found == Identification(GEMACHTIGDE.subject, actor)


def test_who_acts_for_themselves_is_no_actor() -> None:
    found = verifier("audit").verify(issuer().statement(BURGER, "audit")).identificatie
    assert found == Identification(BURGER.subject)


def test_where_only_the_pseudonym_is_known_no_number_is_told() -> None:
    unknown = Identiteit("klant-a", Identifier.BSN)
    statement = issuer().statement(replace(BURGER, actor=unknown, subject=unknown), "brp")
    assert verifier().verify(statement).identificatie == Identification()


def test_no_number_can_be_read_in_a_statement_or_seen_in_what_is_printed() -> None:
    token = issuer().statement(GEMACHTIGDE, "audit")
    parts = claims_of(token)["identificatie"].split(".")
    readable = [urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts]
    statement = verifier("audit").verify(token)
    for number in (BSN, BSN_OF_ACTOR):
        assert not any(number.encode() in part for part in readable)
        assert number not in json.dumps(claims_of(token)) + repr(statement) + repr(RECIPIENTS)
        assert number not in repr(statement.identificatie)


def test_a_statement_with_a_number_is_made_once_until_it_nears_its_end() -> None:
    clock = StillClock(NOW)
    made = issuer(clock)
    first = made.statement(BURGER, "brp")
    clock.now += 39
    assert made.statement(BURGER, "brp") == first
    clock.now += 2
    assert made.statement(BURGER, "brp") != first


def test_a_key_can_be_replaced_while_both_are_read() -> None:
    both = verifier("brp", KVK, BRP)
    for key in (BRP, KVK):
        token = issuer(brp=Recipient(key)).statement(BURGER, "brp")
        assert both.verify(token).identificatie.subject == BURGER.subject


def test_keys_survive_being_written_down_as_pem_and_as_jwk() -> None:
    for private, public in (
        (BRP.as_pem(private=True).decode(), BRP.as_pem(private=False).decode()),
        (json.dumps(BRP.as_dict(private=True)), json.dumps(BRP.as_dict(private=False))),
    ):
        token = issuer(brp=Recipient(load_recipient_key(public))).statement(BURGER, "brp")
        read = verifier("brp", load_identification_key(private)).verify(token)
        assert read.identificatie.subject == BURGER.subject


REFUSED: dict[str, Callable[[], str]] = {
    "for another subgraph": lambda: with_identification(sealed(PERSON, KVK)),
    "for another that claims our key": lambda: with_identification(sealed(PERSON, KVK, kid=BRP.kid)),
    "changed on the way": lambda: with_identification(sealed(PERSON)[:-6] + "AAAAAA"),
    "of another type": lambda: with_identification(sealed(PERSON, typ="JWT")),
    "without a key between": lambda: with_identification(sealed(PERSON, alg="ECDH-ES")),
    "under other encryption": lambda: with_identification(sealed(PERSON, enc="A128CBC-HS256")),
    "compressed": lambda: with_identification(sealed(PERSON, zip="DEF")),
    "not encrypted": lambda: with_identification(json.dumps(PERSON)),
    "an object": lambda: with_identification(PERSON),
    "nothing": lambda: with_identification(""),
    "a number": lambda: with_identification(7),
    "no object inside": lambda: with_identification(sealed([PERSON])),
    "no JSON inside": lambda: with_identification(sealed(b"\xff")),
    "of an unknown kind": lambda: with_identification(sealed({"sub": {"soort": "paspoort", "waarde": "x"}})),
    "without a value": lambda: with_identification(sealed({"sub": {"soort": "bsn", "waarde": ""}})),
    "with a value that is no text": lambda: with_identification(
        sealed({"sub": {"soort": "bsn", "waarde": 9}})
    ),
    "with somebody who is no object": lambda: with_identification(sealed({"sub": BSN})),
    "with an actor who is nobody": lambda: with_identification(sealed({**PERSON, "act": None})),
}


@pytest.mark.parametrize("way", REFUSED)
def test_an_identification_is_refused(way: str) -> None:
    with pytest.raises(StatementError) as caught:
        verifier().verify(REFUSED[way]())
    assert caught.value.code == "STATEMENT_ENCRYPTION"
    assert BSN not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_subgraph_without_a_key_refuses_what_it_cannot_read() -> None:
    without = Verifier(public_key_set(SIGNING), "brp", clock=StillClock(NOW))
    with pytest.raises(StatementError) as caught:
        without.verify(issuer().statement(BURGER, "brp"))
    assert caught.value.code == "STATEMENT_ENCRYPTION"


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: issuer().statement(BURGER, "audit"), "STATEMENT_AUDIENCE"),
        (lambda: issuer(StillClock(NOW - 66)).statement(BURGER, "brp"), "STATEMENT_EXPIRED"),
        (
            lambda: Issuer(generate_signing_key(), clock=StillClock(NOW), recipients=RECIPIENTS).statement(
                BURGER, "brp"
            ),
            "STATEMENT_SIGNATURE",
        ),
    ],
    ids=["replayed", "expired", "forged"],
)
def test_a_number_is_read_only_from_a_statement_that_holds(made: Callable[[], str], code: str) -> None:
    with pytest.raises(StatementError) as caught:
        verifier().verify(made())
    assert caught.value.code == code


def test_a_number_cannot_be_moved_to_another_statement() -> None:
    """Whoever would take it from one statement to another has to sign that."""
    head, _, signature = issuer().statement(BURGER, "brp").split(".")
    _, payload, _ = with_identification(
        claims_of(issuer().statement(BURGER, "audit"))["identificatie"]
    ).split(".")
    with pytest.raises(StatementError) as caught:
        verifier().verify(f"{head}.{payload}.{signature}")
    assert caught.value.code == "STATEMENT_SIGNATURE"


@pytest.mark.parametrize(
    "text",
    ["", "{}", "geen sleutel", '{"kty": "EC"}', ECKey.generate_key("P-384").as_pem(private=True).decode()],
)
def test_keys_of_no_use_are_refused(text: str) -> None:
    for load in (load_recipient_key, load_identification_key):
        with pytest.raises(KeyMaterialError) as caught:
            load(text)
        assert caught.value.__cause__ is None


def test_the_halves_of_a_key_are_not_mixed_up() -> None:
    with pytest.raises(KeyMaterialError, match="public"):
        load_recipient_key(BRP.as_pem(private=True).decode())
    with pytest.raises(KeyMaterialError, match="private"):
        load_identification_key(BRP.as_pem(private=False).decode())
