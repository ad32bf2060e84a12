"""The identity statement: believed only when everything about it is right."""

import base64
import json
from dataclasses import replace
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from auth.assurance import Niveau
from auth.errors import StatementError
from auth.keys import generate_signing_key, public_key_set
from auth.principal import Identifier, Identiteit, Klantsoort, Mandaat, Principal
from auth.propagation import Issuer, Statement, Verifier

NOW = 1_800_000_000
KEY = generate_signing_key()
BURGER = Principal(
    actor=Identiteit("klant-a", Identifier.BSN, "999990019"),
    subject=Identiteit("klant-a", Identifier.BSN, "999990019"),
    klantsoort=Klantsoort.BURGER,
    middel="digid",
    niveau=Niveau.MIDDEN,
)
GEMACHTIGDE = replace(
    BURGER,
    subject=Identiteit("klant-b", Identifier.BSN, "999990020"),
    mandaat=Mandaat(frozenset({"parkeren"}), "mentor"),
)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def issuer(clock: Clock | None = None) -> Issuer:
    return Issuer(KEY, clock=clock or Clock())


def verifier(clock: Clock | None = None) -> Verifier:
    return Verifier(public_key_set(KEY), "zaken", clock=clock or Clock())


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    decoded: dict[str, Any] = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return decoded


def signed(header: dict[str, Any] | None = None, **changes: Any) -> str:
    """A statement under our own key, with some of its header and claims changed; None takes a claim away."""
    claims = {**claims_of(issuer().statement(BURGER, "zaken")), **changes}
    head = {"alg": "Ed25519", "typ": "identiteit+jwt", "kid": KEY.kid, **(header or {})}
    return jwt.encode(head, {k: v for k, v in claims.items() if v is not None}, KEY, algorithms=["Ed25519"])


def refusal(token: str, clock: Clock | None = None) -> str:
    with pytest.raises(StatementError) as caught:
        verifier(clock).verify(token)
    return caught.value.code


def test_a_subgraph_learns_who_asks_with_what_assurance() -> None:
    statement = verifier().verify(issuer().statement(BURGER, "zaken"))
    told = Statement("klant-a", "klant-a", Klantsoort.BURGER, Niveau.MIDDEN, "digid")
    assert statement == replace(told, soort=Identifier.BSN)
    assert statement.scopes == BURGER.scopes


def test_a_subgraph_learns_what_the_provider_granted() -> None:
    granted = replace(BURGER, verleend=frozenset({"proef", "meedenken"}))
    assert verifier().verify(issuer().statement(granted, "zaken")).scopes == granted.scopes
    assert refusal(signed(scope=["proef"])) == "STATEMENT_MALFORMED"


def test_a_subgraph_learns_who_acts_for_whom_and_for_what() -> None:
    statement = verifier().verify(issuer().statement(GEMACHTIGDE, "zaken"))
    assert (statement.klant, statement.actor) == ("klant-b", "klant-a")
    assert statement.mandaat == Mandaat(frozenset({"parkeren"}), "mentor")
    assert "machtiging:parkeren" in statement.scopes


def test_a_statement_holds_no_identifier_of_a_register() -> None:
    token = issuer().statement(GEMACHTIGDE, "zaken")
    assert "99999" not in json.dumps(claims_of(token))


def test_the_same_statement_is_handed_out_until_it_nears_its_end() -> None:
    clock = Clock()
    made = issuer(clock)
    first = made.statement(BURGER, "zaken")
    clock.now += 39
    assert made.statement(BURGER, "zaken") == first
    clock.now += 2
    assert made.statement(BURGER, "zaken") != first


def test_statements_are_never_shared_between_subgraphs_or_principals() -> None:
    made = issuer()
    tokens = {made.statement(who, what) for who in (BURGER, GEMACHTIGDE) for what in ("zaken", "formulieren")}
    assert len(tokens) == 4


def test_the_cache_of_statements_stays_bounded() -> None:
    made = issuer()
    for number in range(4200):
        made.statement(replace(BURGER, sessie=str(number)), "zaken")
    assert len(made._cache) <= 4096


def test_a_statement_for_another_subgraph_is_refused() -> None:
    assert refusal(issuer().statement(BURGER, "formulieren")) == "STATEMENT_AUDIENCE"


def test_a_statement_for_several_subgraphs_is_refused() -> None:
    assert refusal(signed(aud=["zaken", "formulieren"])) == "STATEMENT_AUDIENCE"


def test_an_expired_statement_is_refused_after_the_allowed_skew() -> None:
    token = issuer().statement(BURGER, "zaken")
    assert verifier(Clock(NOW + 64)).verify(token)
    assert refusal(token, Clock(NOW + 65)) == "STATEMENT_EXPIRED"


def test_a_statement_from_the_future_is_refused() -> None:
    assert refusal(issuer(Clock(NOW + 6)).statement(BURGER, "zaken")) == "STATEMENT_EXPIRED"


@pytest.mark.parametrize("lifetime", [61, 0, -1])
def test_a_statement_that_lives_too_long_or_not_at_all_is_refused(lifetime: int) -> None:
    assert refusal(signed(iat=NOW, exp=NOW + lifetime)) == "STATEMENT_EXPIRED"


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("iss", "STATEMENT_ISSUER"),
        ("aud", "STATEMENT_AUDIENCE"),
        ("iat", "STATEMENT_EXPIRED"),
        ("exp", "STATEMENT_MALFORMED"),
        ("sub", "STATEMENT_MALFORMED"),
        ("jti", "STATEMENT_MALFORMED"),
        ("klantsoort", "STATEMENT_MALFORMED"),
        ("niveau", "STATEMENT_MALFORMED"),
        ("middel", "STATEMENT_MALFORMED"),
    ],
)
def test_a_missing_claim_is_refused(claim: str, code: str) -> None:
    assert refusal(signed(**{claim: None})) == code


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": "morgen"},
        {"iat": True},
        {"klantsoort": "koning"},
        {"niveau": "opperst"},
        {"niveau": 40},
        {"sub": ""},
        {"act": {"sub": "klant-x"}},
        {"act": "klant-x"},
        {"mandaat": {"diensten": "parkeren"}},
        {"mandaat": {"diensten": [1]}},
        {"mandaat": ["parkeren"]},
    ],
    ids=repr,
)
def test_a_misshapen_claim_is_refused(changes: dict[str, Any]) -> None:
    assert refusal(signed(**changes)).startswith("STATEMENT_")


def test_another_issuer_is_refused() -> None:
    assert refusal(Issuer(KEY, "elders", Clock()).statement(BURGER, "zaken")) == "STATEMENT_ISSUER"


@pytest.mark.parametrize("typ", ["JWT", "at+jwt", ""])
def test_a_token_of_another_type_is_refused(typ: str) -> None:
    assert refusal(signed({"typ": typ})) == "STATEMENT_MALFORMED"


def test_a_statement_under_another_key_is_refused() -> None:
    assert (
        refusal(Issuer(generate_signing_key(), clock=Clock()).statement(BURGER, "zaken"))
        == "STATEMENT_SIGNATURE"
    )


def test_a_statement_that_claims_our_key_but_is_signed_by_another_is_refused() -> None:
    forged = jwt.encode(
        {"alg": "Ed25519", "typ": "identiteit+jwt", "kid": KEY.kid},
        claims_of(issuer().statement(BURGER, "zaken")),
        generate_signing_key(),
        algorithms=["Ed25519"],
    )
    assert refusal(forged) == "STATEMENT_SIGNATURE"


def test_a_changed_payload_is_refused() -> None:
    head, _, signature = issuer().statement(BURGER, "zaken").split(".")
    _, payload, _ = issuer().statement(GEMACHTIGDE, "zaken").split(".")
    assert refusal(f"{head}.{payload}.{signature}") == "STATEMENT_SIGNATURE"


def test_an_unsigned_statement_is_refused() -> None:
    head = base64.urlsafe_b64encode(b'{"alg":"none","typ":"identiteit+jwt"}').rstrip(b"=").decode()
    _, payload, _ = issuer().statement(BURGER, "zaken").split(".")
    assert refusal(f"{head}.{payload}.") == "STATEMENT_MALFORMED"


def test_our_public_key_used_as_a_shared_secret_is_refused() -> None:
    secret = OctKey.import_key(str(KEY["x"]))
    claims = claims_of(issuer().statement(BURGER, "zaken"))
    forged = jwt.encode({"alg": "HS256", "typ": "identiteit+jwt", "kid": KEY.kid}, claims, secret)
    assert refusal(forged) == "STATEMENT_MALFORMED"


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "é.é.é", "a.b.c.d.e", "x" * 300_000])
def test_what_is_no_jws_at_all_is_refused(token: str) -> None:
    assert refusal(token) == "STATEMENT_MALFORMED"


def test_a_key_can_be_replaced_while_both_are_believed() -> None:
    new = generate_signing_key()
    both = Verifier(public_key_set(KEY, new), "zaken", clock=Clock())
    assert both.verify(issuer().statement(BURGER, "zaken"))
    assert both.verify(Issuer(new, clock=Clock()).statement(BURGER, "zaken"))
