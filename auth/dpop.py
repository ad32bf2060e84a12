"""DPoP: the proof that who sends a token also has the key that it was made for. RFC 9449.

A stolen token is worth nothing without that key, and a proof is worth nothing for another request, another
token, another moment or a second time.
"""

import hmac
import time
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final
from urllib.parse import SplitResult, urlsplit

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from auth.clock import SKEW, Clock
from auth.errors import ProofError
from auth.signed_header import signature_registry
from auth.store import ExpiringStore

TYPE: Final = "dpop+jwt"
ALGORITHMS: Final = ("ES256", "ES384", "ES512", "PS256", "RS256", "Ed25519")
"""What a proof may be signed with."""
_KINDS: Final = ("EC", "RSA", "OKP")
_SMALLEST_MODULUS: Final = 342
"""Characters of the modulus of an RSA key of 2048 bits."""
LIVES: Final = 60
"""Seconds after it was made in which a proof may come."""
LONGEST: Final = 8192
NONCE_LIVES: Final = 300
"""Seconds after which another nonce is given; one is good for as long again."""
_JTI: Final = 256


@dataclass(frozen=True, slots=True)
class Call:
    """The request that a proof is for: its method, and its URL as the caller sees it."""

    method: str
    url: str


class ProofChecker:
    """`store` remembers which proofs were used, for all replicas together; `key` is a secret that they share.

    With `nonce` to `thumbprint`, a proof must hold a recent nonce of ours: then nobody can make proofs ahead.
    """

    def __init__(self, store: ExpiringStore, key: bytes, clock: Clock = time.time) -> None:
        self._store = store
        self._key = hmac.new(key, b"gemeentegraaf dpop nonce", sha256).digest()
        self._clock = clock

    async def thumbprint(self, proof: str, token: str, call: Call, *, nonce: bool) -> str:
        """The thumbprint (RFC 7638) of the key that made this proof, for this token and call. Raises
        ProofError, and StoreError when there is no way to know whether it was used before.
        """
        key, claims = _signed(proof)
        if claims.get("htm") != call.method:
            raise ProofError("DPOP_METHOD", "the proof is for another method")
        if not _same_url(claims.get("htu"), call.url):
            raise ProofError("DPOP_URL", "the proof is for another URL")
        if not _same(claims.get("ath"), access_token_hash(token)):
            raise ProofError("DPOP_TOKEN", "the proof is for another token")
        self._check_nonce(claims.get("nonce"), required=nonce)
        made = self._check_time(claims.get("iat"))
        await self._use(key.thumbprint(), claims.get("jti"), made)
        return key.thumbprint()

    def nonce(self) -> str:
        """What the next proofs must hold."""
        return self._nonce(int(self._clock() // NONCE_LIVES))

    def _nonce(self, period: int) -> str:
        digest = hmac.new(self._key, str(period).encode(), sha256).digest()
        return urlsafe_b64encode(digest[:18]).decode()

    def _check_nonce(self, given: Any, *, required: bool) -> None:
        """A nonce that is there must be ours, and one is still good for a while after the next was given."""
        if given is None and not required:
            return
        period = int(self._clock() // NONCE_LIVES)
        if not any(_same(given, self._nonce(one)) for one in (period, period - 1)):
            raise ProofError("DPOP_NONCE", "the proof holds no recent nonce", self.nonce())

    def _check_time(self, made: Any) -> float:
        if isinstance(made, bool) or not isinstance(made, int | float):
            raise ProofError("DPOP_MALFORMED", "the proof does not say when it was made")
        now = self._clock()
        if not now - LIVES - SKEW <= made <= now + SKEW:
            raise ProofError("DPOP_TIME", "the proof was not made just now")
        return float(made)

    async def _use(self, thumbprint: str, jti: Any, made: float) -> None:
        if not isinstance(jti, str) or not 0 < len(jti) <= _JTI:
            raise ProofError("DPOP_MALFORMED", "the proof has no usable jti")
        name = sha256(f"{thumbprint} {jti}".encode(errors="replace")).hexdigest()
        if await self._store.count(f"dpop:{name}", made + LIVES + 2 * SKEW) > 1:
            raise ProofError("DPOP_REPLAYED", "the proof was used before")


def access_token_hash(token: str) -> str:
    """`ath`: what a proof says of its token."""
    return urlsafe_b64encode(sha256(token.encode()).digest()).rstrip(b"=").decode()


def _signed(proof: str) -> tuple[Key, dict[str, Any]]:
    """The key in the proof's header, and the claims that it signed."""
    if len(proof) > LONGEST:
        raise ProofError("DPOP_MALFORMED", "the proof is too long")
    registry = signature_registry(ALGORITHMS)
    try:
        header = jws.extract_compact(proof.encode(), registry=registry).headers()
    except (JoseError, ValueError, TypeError, RecursionError) as exc:
        raise ProofError("DPOP_MALFORMED", "the proof is no signed JWT") from exc
    if header.get("typ") != TYPE or "crit" in header:
        raise ProofError("DPOP_TYPE", f"the proof is no {TYPE}")
    if header.get("alg") not in ALGORITHMS:
        raise ProofError("DPOP_ALGORITHM", "the proof's algorithm is not allowed")
    key = _public_key(header.get("jwk"))
    try:
        return key, jwt.decode(proof, key, registry=registry).claims
    except (JoseError, ValueError, TypeError, RecursionError) as exc:
        raise ProofError("DPOP_SIGNATURE", "the proof's signature does not hold") from exc


def _public_key(jwk: Any) -> Key:
    """Whoever can write down a key chooses it: so no more is made of it than a public key that is fit."""
    if not isinstance(jwk, dict) or jwk.get("kty") not in _KINDS or "d" in jwk:
        raise ProofError("DPOP_KEY", "the proof must hold a public key")
    if jwk["kty"] == "RSA" and len(str(jwk.get("n", ""))) < _SMALLEST_MODULUS:
        raise ProofError("DPOP_KEY", "the proof's key is too small")
    try:
        return import_key(jwk)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as exc:
        raise ProofError("DPOP_KEY", "the proof holds no usable key") from exc


def _same(given: Any, wanted: str) -> bool:
    return isinstance(given, str) and hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def _same_url(given: Any, wanted: str) -> bool:
    """RFC 9449, section 4.3: without query and fragment, and normalized."""
    try:
        return isinstance(given, str) and _normal(urlsplit(given)) == _normal(urlsplit(wanted))
    except ValueError:
        return False


def _normal(url: SplitResult) -> tuple[str, str | None, int | None, str]:
    port = url.port or {"https": 443, "http": 80}.get(url.scheme)
    return url.scheme, url.hostname, port, url.path or "/"
