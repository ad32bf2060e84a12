"""The table of refusals: every way in which an access token can be bad, and the code for it."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness.clock import NOW
from harness.openid_provider import DIGID, signing_key
from harness.raw_jwt import by_es256, by_hs256, segment
from harness.token_desk import OPAQUE, TokenDesk, by_bearer
from joserfc import jwt
from joserfc.jwk import ECKey

from auth.bearer import Presented
from auth.clock import SKEW


@dataclass(frozen=True)
class Refused:
    """One way: how it comes about at a desk with these `rules`, and its code."""

    way: str
    code: str
    present: Callable[[TokenDesk], Presented | Awaitable[Presented]]
    rules: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.way

    async def at(self, desk: TokenDesk) -> Presented:
        presented = self.present(desk)
        return presented if isinstance(presented, Presented) else await presented


def claim(way: str, code: str, rules: Mapping[str, Any] | None = None, **changes: Any) -> Refused:
    """A token that its provider signed, with these claims; None takes one away."""
    return Refused(way, code, lambda desk: by_bearer(desk.provider.access_token(**changes)), rules or {})


def header(way: str, code: str, **changes: Any) -> Refused:
    """A token that its provider signed, with these in its header."""

    def present(desk: TokenDesk) -> Presented:
        good, key = desk.provider.access_token(), desk.provider.keys[0]
        full = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **changes}
        kept = {name: value for name, value in full.items() if value is not None}
        return by_bearer(by_es256(kept, claims_of(good), key))

    return Refused(way, code, present)


def text(way: str, code: str, token: str) -> Refused:
    """This, in place of a token. Tokens without content are not taken at this desk."""
    return Refused(way, code, lambda desk: by_bearer(token), {"introspection": None})


def forged(way: str, code: str, forge: Callable[[TokenDesk, str], str]) -> Refused:
    """What can be made of a good token without its provider's key."""
    return Refused(way, code, lambda desk: by_bearer(forge(desk, desk.provider.access_token())))


def claims_of(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    decoded: dict[str, Any] = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return decoded


def unsigned(desk: TokenDesk, good: str) -> str:
    return f"{segment({'alg': 'none', 'typ': 'at+jwt'})}.{good.split('.')[1]}."


def without_signature(desk: TokenDesk, good: str) -> str:
    return f"{good.rpartition('.')[0]}."


def under_a_shared_secret(desk: TokenDesk, good: str) -> str:
    return by_hs256({"alg": "HS256", "typ": "at+jwt"}, claims_of(good), b"een geheim")


def under_the_public_key_as_a_secret(desk: TokenDesk, good: str) -> str:
    key = desk.provider.keys[0]
    header = {"alg": "HS256", "typ": "at+jwt", "kid": key.kid}
    return by_hs256(header, claims_of(good), key.as_pem(private=False))


def by_another(desk: TokenDesk, good: str, **named: Any) -> str:
    other = signing_key()
    head = {"alg": "ES256", "typ": "at+jwt", "kid": other.kid, **named}
    return by_es256(head, claims_of(good), other)


def under_a_known_name(desk: TokenDesk, good: str) -> str:
    return by_another(desk, good, kid=desk.provider.keys[0].kid)


def with_a_key_of_its_own(desk: TokenDesk, good: str) -> str:
    own = signing_key()
    return by_es256(
        {"alg": "ES256", "typ": "at+jwt", "jwk": own.as_dict(private=False)}, claims_of(good), own
    )


def with_the_address_of_a_key(desk: TokenDesk, good: str) -> str:
    return by_another(desk, good, jku="https://elders.nl/jwks", x5u="https://elders.nl/x5u")


def with_another_curve(desk: TokenDesk, good: str) -> str:
    other = ECKey.generate_key("P-384")
    head = {"alg": "ES384", "typ": "at+jwt", "kid": desk.provider.keys[0].kid}
    return jwt.encode(head, claims_of(good), other, algorithms=["ES384"])


def changed(desk: TokenDesk, good: str) -> str:
    head, _, signature = good.split(".")
    return f"{head}.{segment({**claims_of(good), 'bsn': '999990044'})}.{signature}"


def with_a_number_for_a_name(desk: TokenDesk, good: str) -> str:
    _, payload, signature = good.split(".")
    return f"{segment({'alg': 'ES256', 'typ': 'at+jwt', 'kid': 7})}.{payload}.{signature}"


def of_a_text(desk: TokenDesk, good: str) -> str:
    key = desk.provider.keys[0]
    return by_es256({"alg": "ES256", "typ": "at+jwt", "kid": key.kid}, b'"tekst"', key)


def nested(desk: TokenDesk, good: str) -> str:
    return by_es256({"alg": "ES256", "typ": "at+jwt"}, b"[" * 9_000, desk.provider.keys[0])


def an_id_token(desk: TokenDesk) -> Presented:
    return by_bearer(desk.provider.id_token({"nonce": "n"})["id_token"])


def nameless(desk: TokenDesk) -> Presented:
    desk.provider.keys = [signing_key(), signing_key()]
    return by_bearer(desk.provider.access_token({"kid": None}))


def withdrawn(desk: TokenDesk) -> Presented:
    token = desk.provider.access_token()
    desk.provider.keys = [signing_key()]
    return by_bearer(token)


BY_CLAIM = [
    claim("of another issuer", "TOKEN_ISSUER", iss="https://elders.nl"),
    claim("of an issuer that is nearly ours", "TOKEN_ISSUER", iss=f"{DIGID.url}/"),
    claim("of nobody", "TOKEN_ISSUER", iss=None),
    claim("of issuers", "TOKEN_ISSUER", iss=[DIGID.url]),
    claim("for another API", "TOKEN_AUDIENCE", aud="elders"),
    claim("for other APIs", "TOKEN_AUDIENCE", aud=["elders", "graaf-api-2"]),
    claim("for nobody", "TOKEN_AUDIENCE", aud=None),
    claim("for an object", "TOKEN_AUDIENCE", aud={"graaf-api": 1}),
    claim("by another app", "TOKEN_PARTY", azp="andere-app"),
    claim("by no app", "TOKEN_PARTY", azp=None),
    claim("by apps", "TOKEN_PARTY", azp=["app"]),
    claim("without the scope", "TOKEN_SCOPE", {"scopes": frozenset({"graaf"})}, scope="openid graaf2"),
    claim("without any scope", "TOKEN_SCOPE", {"scopes": frozenset({"graaf"})}),
    claim("that has expired", "TOKEN_EXPIRED", exp=NOW - SKEW),
    claim("that never expires", "TOKEN_MALFORMED", exp=None),
    claim("that expires in words", "TOKEN_MALFORMED", exp="later"),
    claim("that lives too long", "TOKEN_LIFETIME", exp=NOW + 3601),
    claim("that lives longer than is set", "TOKEN_LIFETIME", {"lifetime": 60.0}),
    claim("that does not hold yet", "TOKEN_NOT_YET_VALID", nbf=NOW + SKEW + 1),
    claim("that holds from words on", "TOKEN_MALFORMED", nbf="nu"),
    claim("from the future", "TOKEN_NOT_YET_VALID", iat=NOW + SKEW + 1),
    claim("that was never made", "TOKEN_MALFORMED", iat=None),
    claim("about nobody", "TOKEN_MALFORMED", sub=None),
    claim("about a number", "TOKEN_MALFORMED", sub=7),
    claim("bound to what we do not know", "TOKEN_BINDING", cnf={"kid": "x"}),
    claim("bound to a key in full", "TOKEN_BINDING", cnf={"jwk": {"kty": "EC"}}),
    claim("bound to a text", "TOKEN_BINDING", cnf="x"),
    claim("that is bound to a key, without proof", "TOKEN_BINDING", cnf={"jkt": "x"}),
    claim("that is bound to a certificate, without one", "TOKEN_BINDING", cnf={"x5t#S256": "x"}),
    claim("that is not bound where it must be", "TOKEN_BINDING", {"bound": True}),
    claim("without an identifier", "LOGIN_CLAIMS", bsn=None),
    claim("with a misshapen identifier", "LOGIN_CLAIMS", bsn="12345"),
]
BY_HEADER = [
    header("that is a plain JWT", "TOKEN_TYPE", typ="JWT"),
    header("of no type", "TOKEN_TYPE", typ=None),
    header("of an empty type", "TOKEN_TYPE", typ=""),
    header("that is a logout token", "TOKEN_TYPE", typ="logout+jwt"),
    header("that is a DPoP proof", "TOKEN_TYPE", typ="dpop+jwt"),
    header("that is a statement of ours", "TOKEN_TYPE", typ="identiteit+jwt"),
    header("with extensions", "TOKEN_CRITICAL", crit=["exp"], exp=NOW),
    header("with an unencoded payload", "TOKEN_CRITICAL", crit=["b64"], b64=True),
    header("that names a key that its issuer does not have", "TOKEN_SIGNATURE", kid="onbekend"),
    Refused("that names no key where there are two", "TOKEN_SIGNATURE", nameless),
    Refused("under a key that was withdrawn", "TOKEN_SIGNATURE", withdrawn),
]
FORGED = [
    forged("that says it needs no signature", "TOKEN_ALGORITHM", unsigned),
    forged("whose signature is gone", "TOKEN_SIGNATURE", without_signature),
    forged("under a shared secret", "TOKEN_ALGORITHM", under_a_shared_secret),
    forged("under the public key as a secret", "TOKEN_ALGORITHM", under_the_public_key_as_a_secret),
    forged("under an algorithm that is not allowed", "TOKEN_ALGORITHM", with_another_curve),
    forged("under an unknown key", "TOKEN_SIGNATURE", by_another),
    forged("under another key by a known name", "TOKEN_SIGNATURE", under_a_known_name),
    forged("under a key that it brings along", "TOKEN_SIGNATURE", with_a_key_of_its_own),
    forged("under a key that it says where to find", "TOKEN_SIGNATURE", with_the_address_of_a_key),
    forged("that was changed", "TOKEN_SIGNATURE", changed),
    header("under a list of algorithms", "TOKEN_ALGORITHM", alg=["ES256"]),
    forged("that names its key by a number", "TOKEN_MALFORMED", with_a_number_for_a_name),
    forged("of a text", "TOKEN_MALFORMED", of_a_text),
    forged("that nests without end", "TOKEN_MALFORMED", nested),
    Refused("that is an ID token", "TOKEN_AUDIENCE", an_id_token),
]
NO_TOKENS = [
    text("that is empty", "TOKEN_MALFORMED", ""),
    text("that is a word", "TOKEN_MALFORMED", "x"),
    text("of two parts", "TOKEN_MALFORMED", "a.b"),
    text("of three parts that say nothing", "TOKEN_MALFORMED", "a.b.c"),
    text("of empty objects", "TOKEN_MALFORMED", "e30.e30.e30"),
    text("of other letters", "TOKEN_MALFORMED", "é.é.é"),
    text("that is encrypted", "TOKEN_MALFORMED", "a.b.c.d.e"),
    text("that is too long", "TOKEN_MALFORMED", f"{'x' * 8_000}.{'x' * 9_000}.x"),
]


def said(way: str, code: str, rules: Mapping[str, Any] | None = None, **changes: Any) -> Refused:
    """A token without content, of which its provider says this."""
    return Refused(way, code, lambda desk: by_bearer(desk.introspect(**changes)), rules or {})


BY_INTROSPECTION = [
    Refused("that is not active", "TOKEN_INACTIVE", lambda desk: by_bearer(OPAQUE)),
    Refused("that is too long to ask about", "TOKEN_MALFORMED", lambda desk: by_bearer("x" * 20_000)),
    said("said to be of another issuer", "TOKEN_ISSUER", iss="https://elders.nl"),
    said("said to be for another API", "TOKEN_AUDIENCE", aud="elders"),
    said("not said to be for anyone", "TOKEN_AUDIENCE", aud=None),
    said("said to be by another app", "TOKEN_PARTY", client_id="andere-app"),
    said("said to have expired", "TOKEN_EXPIRED", exp=NOW - SKEW),
    said("not said to expire", "TOKEN_MALFORMED", exp=None),
    said("said to live too long", "TOKEN_LIFETIME", exp=NOW + 3601),
    said("said not to hold yet", "TOKEN_NOT_YET_VALID", nbf=NOW + SKEW + 1),
    said("said to be from the future", "TOKEN_NOT_YET_VALID", iat=NOW + SKEW + 1),
    said("not said to be about anyone", "TOKEN_MALFORMED", sub=None),
    said("said to be without the scope", "TOKEN_SCOPE", {"scopes": frozenset({"graaf"})}, scope="x"),
    said("said to be bound", "TOKEN_BINDING", cnf={"jkt": "x"}),
    said("not said to be bound where it must be", "TOKEN_BINDING", {"bound": True}),
    said("of which no identifier is said", "LOGIN_CLAIMS", bsn=None),
]
TOKENS = [*BY_CLAIM, *BY_HEADER, *FORGED, *NO_TOKENS, *BY_INTROSPECTION]
