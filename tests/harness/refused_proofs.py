"""The table of refusals: every way in which a DPoP proof can be bad or not fit its token, and the code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from harness.clock import NOW
from harness.openid_provider import signing_key
from harness.raw_jwt import by_hs256, segment
from harness.refused_tokens import Refused, claims_of
from harness.token_desk import APP, CALL, TokenDesk, by_bearer, by_dpop
from joserfc.jwk import ECKey

from auth.bearer import DPOP, Presented
from auth.clock import SKEW
from auth.dpop import LIVES, NONCE_LIVES

NONCE = {"nonce": True}


def claim(way: str, code: str, rules: Mapping[str, Any] | None = None, **changes: Any) -> Refused:
    """A proof by the right key, with these claims; None takes one away."""
    return Refused(
        way, code, lambda desk: proved(desk, lambda token: desk.proof(token, **changes)), rules or {}
    )


def header(way: str, code: str, **changes: Any) -> Refused:
    """A proof by the right key, with these in its header."""
    return Refused(way, code, lambda desk: proved(desk, lambda token: desk.proof(token, changes)))


def text(way: str, code: str, proof: str | None) -> Refused:
    """This, in place of a proof."""
    return Refused(way, code, lambda desk: by_dpop(desk.bound(), proof))


def proved(desk: TokenDesk, make: Callable[[str], str]) -> Presented:
    token = desk.bound()
    return by_dpop(token, make(token))


def by_another_key(desk: TokenDesk) -> Presented:
    return proved(desk, lambda token: desk.proof(token, key=signing_key()))


def signed_by_another(desk: TokenDesk) -> Presented:
    """The right key is shown, another one signed."""
    return proved(
        desk, lambda token: desk.proof(token, {"jwk": APP.as_dict(private=False)}, key=signing_key())
    )


def changed(desk: TokenDesk) -> Presented:
    def make(token: str) -> str:
        head, _, signature = (good := desk.proof(token)).split(".")
        return f"{head}.{segment({**claims_of(good), 'htm': 'GET'})}.{signature}"

    return proved(desk, make)


def under_a_shared_secret(desk: TokenDesk) -> Presented:
    def make(token: str) -> str:
        head = {"alg": "HS256", "typ": "dpop+jwt", "jwk": {"kty": "oct", "k": segment(b"een geheim")}}
        return by_hs256(head, claims_of(desk.proof(token)), b"een geheim")

    return proved(desk, make)


def unsigned(desk: TokenDesk) -> Presented:
    def make(token: str) -> str:
        head = {"alg": "none", "typ": "dpop+jwt", "jwk": APP.as_dict(private=False)}
        return f"{segment(head)}.{desk.proof(token).split('.')[1]}."

    return proved(desk, make)


def for_another_token(desk: TokenDesk) -> Presented:
    return by_dpop(desk.bound(), desk.proof(desk.bound(jti="een-ander")))


async def used_before(desk: TokenDesk) -> Presented:
    presented = proved(desk, desk.proof)
    await desk.principal(presented)
    return presented


def with_an_old_nonce(desk: TokenDesk) -> Presented:
    nonce = desk.proofs.nonce()
    desk.clock.forward(2 * NONCE_LIVES)
    return proved(desk, lambda token: desk.proof(token, nonce=nonce))


def with_a_token_that_is_not_bound(desk: TokenDesk) -> Presented:
    token = desk.provider.access_token()
    return by_dpop(token, desk.proof(token))


def as_if_it_were_not_bound(desk: TokenDesk) -> Presented:
    token = desk.bound()
    return by_bearer(token, proof=desk.proof(token))


def without_content_and_bound_to_another(desk: TokenDesk) -> Presented:
    token = desk.introspect(cnf={"jkt": signing_key().thumbprint()})
    return by_dpop(token, desk.proof(token))


def bound_to_a_certificate_as_well(desk: TokenDesk) -> Presented:
    token = desk.bound(cnf={"jkt": APP.thumbprint(), "x5t#S256": "x"})
    return Presented(token, CALL, DPOP, desk.proof(token), certificate="y")


def with_another_certificate(desk: TokenDesk) -> Presented:
    return by_bearer(desk.provider.access_token(cnf={"x5t#S256": "x"}), certificate="y")


PROOFS = [
    text("that is missing", "DPOP_MISSING", None),
    text("that is empty", "DPOP_MALFORMED", ""),
    text("that is a word", "DPOP_MALFORMED", "x"),
    text("of three parts that say nothing", "DPOP_MALFORMED", "a.b.c"),
    text("of other letters", "DPOP_MALFORMED", "é.é.é"),
    text("that is too long", "DPOP_MALFORMED", "x" * 9_000),
    header("that is a plain JWT", "DPOP_TYPE", typ="JWT"),
    header("of no type", "DPOP_TYPE", typ=None),
    header("that is an access token", "DPOP_TYPE", typ="at+jwt"),
    header("with extensions", "DPOP_TYPE", crit=["iat"], iat=NOW),
    header("without its key", "DPOP_KEY", jwk=None),
    header("with half a key", "DPOP_KEY", jwk={"kty": "EC", "crv": "P-256"}),
    header("with a private key", "DPOP_KEY", jwk=APP.as_dict(private=True)),
    header("with a small key", "DPOP_KEY", jwk={"kty": "RSA", "n": "x" * 171, "e": "AQAB"}),
    header("with a list of keys", "DPOP_KEY", jwk=[APP.as_dict(private=False)]),
    header("with a key of kinds", "DPOP_KEY", jwk={"kty": ["EC"]}),
    header("under a list of algorithms", "DPOP_ALGORITHM", alg=["ES256"]),
    header("with a key of another kind", "DPOP_KEY", jwk={"kty": "PQC"}),
    header(
        "with a key of another curve",
        "DPOP_SIGNATURE",
        jwk=ECKey.generate_key("P-384").as_dict(private=False),
    ),
    header("with a shared secret for a key", "DPOP_KEY", jwk={"kty": "oct", "k": "Z2VoZWlt"}),
    Refused("under a shared secret", "DPOP_ALGORITHM", under_a_shared_secret),
    Refused("that says it needs no signature", "DPOP_ALGORITHM", unsigned),
    Refused("that another key signed", "DPOP_SIGNATURE", signed_by_another),
    Refused("that was changed", "DPOP_SIGNATURE", changed),
    claim("for another method", "DPOP_METHOD", htm="GET"),
    claim("for a method in small letters", "DPOP_METHOD", htm="post"),
    claim("for no method", "DPOP_METHOD", htm=None),
    claim("for another address", "DPOP_URL", htu="https://graaf.voorbeeldstad.nl/openbaar/graphql"),
    claim("for another host", "DPOP_URL", htu="https://elders.nl/graphql"),
    claim("for plain http", "DPOP_URL", htu="http://graaf.voorbeeldstad.nl/graphql"),
    claim("for another port", "DPOP_URL", htu="https://graaf.voorbeeldstad.nl:8443/graphql"),
    claim("for no port at all", "DPOP_URL", htu="https://graaf.voorbeeldstad.nl:x/graphql"),
    claim("for no address", "DPOP_URL", htu=None),
    claim("for addresses", "DPOP_URL", htu=[CALL.url]),
    claim("made too long ago", "DPOP_TIME", iat=NOW - LIVES - SKEW - 1),
    claim("made in the future", "DPOP_TIME", iat=NOW + SKEW + 1),
    claim("made at the end of time", "DPOP_TIME", iat=10**400),
    claim("made at no time", "DPOP_MALFORMED", iat=None),
    claim("made in words", "DPOP_MALFORMED", iat="nu"),
    claim("made at true", "DPOP_MALFORMED", iat=True),
    claim("without a name of its own", "DPOP_MALFORMED", jti=None),
    claim("with an empty name", "DPOP_MALFORMED", jti=""),
    claim("with a very long name", "DPOP_MALFORMED", jti="x" * 300),
    claim("for no token", "DPOP_TOKEN", ath=None),
    claim("for a token in half letters", "DPOP_TOKEN", ath="\ud800"),
    Refused("for another token", "DPOP_TOKEN", for_another_token),
    Refused("that was used before", "DPOP_REPLAYED", used_before),
    claim("without our nonce", "DPOP_NONCE", NONCE),
    claim("with an invented nonce", "DPOP_NONCE", NONCE, nonce="verzonnen"),
    claim("with an invented nonce where none is asked", "DPOP_NONCE", nonce="verzonnen"),
    Refused("with a nonce from before", "DPOP_NONCE", with_an_old_nonce, NONCE),
    Refused("by another key than the token's", "TOKEN_BINDING", by_another_key),
    Refused("of a token that is not bound", "TOKEN_BINDING", with_a_token_that_is_not_bound),
    Refused("of a bound token that came without DPoP", "TOKEN_BINDING", as_if_it_were_not_bound),
    Refused(
        "by another key than is said of the token", "TOKEN_BINDING", without_content_and_bound_to_another
    ),
    Refused("with the certificate of another", "TOKEN_BINDING", bound_to_a_certificate_as_well),
    Refused("with no proof but the certificate of another", "TOKEN_BINDING", with_another_certificate),
]
