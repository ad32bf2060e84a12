"""Whatever a token, a proof or a provider's answer says, it opens or is refused with a code: nothing else
happens.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from harness.openid_provider import SMARTCARD
from harness.raw_jwt import by_es256
from harness.refused_tokens import claims_of
from harness.token_desk import APP, CALL, TokenDesk, by_bearer, by_dpop
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.dpop import access_token_hash
from auth.errors import AuthError
from auth.principal import Principal

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**400, -1, 0, 1_800_000_000, "", "graaf-api", "app", "999990007", SMARTCARD])
    | st.floats()
    | st.text(max_size=12)
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
CLAIMS = st.sampled_from(
    [
        "iss",
        "aud",
        "azp",
        "client_id",
        "sub",
        "exp",
        "nbf",
        "iat",
        "scope",
        "cnf",
        "bsn",
        "acr",
        "jti",
        "active",
    ]
)
CHANGES = st.dictionaries(CLAIMS, JSON, max_size=3)
HEADERS = st.dictionaries(
    st.sampled_from(["typ", "kid", "crit", "jwk", "jku", "x5c", "cty", "b64", "enc", "alg"]), JSON, max_size=2
)
PROVEN = st.dictionaries(st.sampled_from(["htm", "htu", "ath", "iat", "jti", "nonce"]), JSON, max_size=3)


def opens_or_is_refused(asked: Coroutine[Any, Any, Principal]) -> None:
    """Any other exception is a failure."""
    with contextlib.suppress(AuthError):
        assert asyncio.run(asked).middel == "digid"


@settings(max_examples=60, deadline=None)
@given(HEADERS, CHANGES)
def test_a_token_that_its_provider_signed(header: dict[str, Any], changes: dict[str, Any]) -> None:
    desk = TokenDesk()
    key = desk.provider.keys[0]
    full = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **header}
    token = by_es256(full, {**claims_of(desk.provider.access_token()), **changes}, key)
    opens_or_is_refused(desk.principal(by_bearer(token)))


@settings(max_examples=60, deadline=None)
@given(HEADERS, PROVEN)
def test_a_proof_that_its_key_signed(header: dict[str, Any], changes: dict[str, Any]) -> None:
    desk = TokenDesk()
    token = desk.bound()
    claims = {"htm": CALL.method, "htu": CALL.url, "ath": access_token_hash(token), "iat": 1_800_000_000}
    full = {"alg": "ES256", "typ": "dpop+jwt", "jwk": APP.as_dict(private=False), **header}
    proof = by_es256(full, {**claims, "jti": "een-keer", **changes}, APP)
    opens_or_is_refused(desk.principal(by_dpop(token, proof)))


@settings(max_examples=60, deadline=None)
@given(CHANGES)
def test_an_answer_that_a_provider_gave(changes: dict[str, Any]) -> None:
    desk = TokenDesk()
    opens_or_is_refused(desk.principal(by_bearer(desk.introspect(**changes))))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40) | st.lists(st.text("ab.=-_é ", max_size=8), max_size=6).map(".".join))
def test_anything_at_all(text: str) -> None:
    desk = TokenDesk(introspection=None)
    opens_or_is_refused(desk.principal(by_bearer(text)))
    token = desk.bound()
    opens_or_is_refused(desk.principal(by_dpop(token, text)))
