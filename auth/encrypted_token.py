"""Encrypted tokens: a signed token inside a JWE (RFC 7516) that only we can open.

OIDC NL GOV: a BSN, or the token that holds it, should be encrypted.
"""

from collections.abc import Sequence

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import KeySet

from auth.client_keys import CONTENT, ENCRYPTION, PrivateKey
from auth.errors import TokenError


def is_encrypted(token: str) -> bool:
    """Whether it has the five parts of a compact JWE."""
    return token.count(".") == 4


def decrypted(token: str, keys: Sequence[PrivateKey]) -> str:
    """What is inside: a signed token, still to be judged. The key is the one that the header names, or each
    in turn. Raises TokenError (TOKEN_ENCRYPTION), with one text for whatever is wrong.
    """
    # Compression is not among the algorithms: a few bytes could become very many.
    registry = JWERegistry(algorithms=[*ENCRYPTION, *CONTENT], strict_check_header=False)
    for key in keys:
        try:
            opened = jwe.decrypt_compact(token, KeySet([key]), registry=registry)
            return (opened.plaintext or b"").decode()
        except (JoseError, ValueError, TypeError, AssertionError):
            continue
    raise TokenError("TOKEN_ENCRYPTION", "the token cannot be decrypted")
