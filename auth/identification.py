"""Identification: the number behind a pseudonym, for the one subgraph that has to know it.

Most subgraphs know customers by their pseudonym alone. One that asks a register by BSN or KvK number has a
key of its own: for it, an identity statement also holds the number, as a compact JWE (RFC 7516) under
ECDH-ES+A256KW and A256GCM that only that subgraph can open. The statement around it is signed, says for which
subgraph it is and ends within a minute, so what is inside cannot be lifted out, replayed or made up.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwe import JWERegistry
from joserfc.jwk import ECKey, KeySet

from auth.errors import KeyMaterialError, StatementError
from auth.principal import Identifier, Identiteit, Principal

CURVE: Final = "P-256"
KEY_AGREEMENT: Final = "ECDH-ES+A256KW"
CONTENT: Final = "A256GCM"
TYPE: Final = "identificatie+jwe"
_ALGORITHMS = (KEY_AGREEMENT, CONTENT)
_NUMBERS = frozenset(Identifier) - {Identifier.PSEUDONIEM}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A subgraph that may know numbers: its public `key`, and what it declared to need.

    Of a customer whose number is of another kind than `soorten` it is told nothing more than others are, and
    of who acts for them only with `actor`.
    """

    key: ECKey = field(repr=False)
    soorten: frozenset[Identifier] = _NUMBERS
    actor: bool = False

    def sealed(self, principal: Principal) -> str | None:
        """A compact JWE with the numbers that this subgraph may know; None when there are none for it."""
        people = {"sub": principal.subject}
        if self.actor and principal.actor.id != principal.subject.id:
            people["act"] = principal.actor
        known = {
            role: {"soort": who.soort.value, "waarde": who.waarde}
            for role, who in people.items()
            if who.waarde and who.soort in self.soorten
        }
        if not known:
            return None
        header = {"alg": KEY_AGREEMENT, "enc": CONTENT, "typ": TYPE, "kid": self.key.kid}
        return jwe.encrypt_compact(header, json.dumps(known).encode(), self.key, algorithms=[*_ALGORITHMS])


@dataclass(frozen=True, slots=True)
class Identification:
    """What a statement held for us. The numbers stay out of `repr`."""

    subject: Identiteit | None = None
    actor: Identiteit | None = None


class Opener:
    """Opens what was sealed for a subgraph. Several keys, while one replaces another."""

    def __init__(self, *private_keys: ECKey) -> None:
        self._keys = KeySet(list(private_keys))

    def opened(self, sealed: object, subject: str, actor: str) -> Identification:
        """The numbers of the customer whose pseudonym is `subject`, and of `actor`.

        Raises StatementError (STATEMENT_ENCRYPTION) for what is not for our keys or not as it should be; the
        text never says what was inside.
        """
        try:
            content = self._decrypted(sealed)
            return Identification(
                _identiteit(content["sub"], subject) if "sub" in content else None,
                _identiteit(content["act"], actor) if "act" in content else None,
            )
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, AssertionError):
            # What caused it may quote the content.
            raise unreadable() from None

    def _decrypted(self, sealed: object) -> Mapping[str, Any]:
        if not isinstance(sealed, str):
            raise TypeError("a compact JWE is a text")
        registry = JWERegistry(algorithms=[*_ALGORITHMS])
        opened = jwe.decrypt_compact(sealed, self._keys, registry=registry)
        if opened.headers().get("typ") != TYPE:
            raise ValueError("it is of another type")
        content = json.loads(opened.plaintext or b"")
        if not isinstance(content, dict):
            raise TypeError("the content is no object")
        return content


def unreadable() -> StatementError:
    """What is said of an identification that we cannot open."""
    return StatementError("STATEMENT_ENCRYPTION", "the identification in the statement is not for us")


def _identiteit(claim: Mapping[str, Any], pseudonym: str) -> Identiteit:
    soort, waarde = Identifier(claim["soort"]), claim["waarde"]
    if not isinstance(waarde, str) or not waarde:
        raise TypeError("a number is a text")
    return Identiteit(pseudonym, soort, waarde)


def generate_identification_key() -> ECKey:
    """A fresh pair for a subgraph. Its `kid` is its thumbprint (RFC 7638)."""
    return ECKey.generate_key(CURVE, auto_kid=True)


def dump_identification_key(key: ECKey) -> str:
    """The private key as PKCS#8 PEM text: for a file that only its owner may read."""
    return key.as_pem(private=True).decode()


def dump_recipient_key(key: ECKey) -> str:
    """The public half as a JWK (RFC 7517): for the gateway."""
    return json.dumps(key.as_dict(private=False), separators=(",", ":"))


def load_recipient_key(jwk: str) -> ECKey:
    """The public key of a subgraph from JWK (RFC 7517) or PEM text. Raises KeyMaterialError, also when the
    private half is in it: that is the subgraph's alone.
    """
    key = _load(jwk)
    if key.is_private:
        raise KeyMaterialError("the key of a subgraph must be its public key: the private one is its own")
    return key


def load_identification_key(pem: str) -> ECKey:
    """Our own private key from JWK or PEM text. Raises KeyMaterialError."""
    key = _load(pem)
    if not key.is_private:
        raise KeyMaterialError("to read identifications, the private key is needed")
    return key


def _load(text: str) -> ECKey:
    try:
        key = ECKey.import_key(json.loads(text) if text.lstrip().startswith("{") else text)
        if key.curve_name != CURVE:
            raise KeyMaterialError(f"the key for identifications must be on {CURVE}")
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        # What caused it may quote the key.
        raise KeyMaterialError(f"the key for identifications is no {CURVE} key as JWK or PEM") from None
    key.ensure_kid()
    return key
