"""Keys: the secrets of one municipality, made once in a folder and the same ever after.

    gateway/identiteit.pem               private: signs the statements about who is asking
    gateway/<subgraph>.jwk.json          public: the numbers of customers are encrypted with it
    shared/identiteit.jwks.json          the public half of the first: the subgraphs verify with it
    shared/pseudoniemsleutel             makes `Klant.id` out of an identifier
    shared/registratiegeheim             what formulieren and zaken share to register an aanvraag as a zaak
    shared/verwerkingenlogsleutel        makes the ids of people in the processing log
    <subgraph>/identificatiesleutel.pem  private: with which that subgraph alone reads the numbers

Folders by who may read them: a subgraph can be given `shared` and its own, without the key that would let it
speak for the gateway or read what is for another.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from auth.identification import (
    dump_identification_key,
    dump_recipient_key,
    generate_identification_key,
    load_identification_key,
)
from auth.keys import (
    dump_key_set,
    dump_signing_key,
    generate_signing_key,
    load_signing_key,
    public_key_set,
)

SECRET_BYTES = 48
TOLD_NUMBERS = ("persoonsgegevens", "zaken", "formulieren")
"""The subgraphs that may stand before a register that knows customers by their numbers."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The content of the folder, as text."""

    signing_key: str = field(repr=False)
    """PEM (PKCS#8), Ed25519."""
    verification_keys: str
    """A JWK Set with public halves only."""
    pseudonym_key: str = field(repr=False)
    registration_secret: str = field(repr=False)
    processing_key: str = field(repr=False)
    identification_keys: Mapping[str, str] = field(repr=False)
    """PEM (PKCS#8), P-256, by subgraph."""
    recipient_keys: Mapping[str, str]
    """Their public halves, as JWK."""


def open_keys(folder: Path) -> Keys:
    """The keys in `folder`, made first where they are not there yet; only the owner may read them.

    Two processes may call this at once: both get the same keys. Raises OSError when the folder cannot be
    read or written, KeyMaterialError when a key in it is damaged.
    """
    gateway, shared = folder / "gateway", folder / "shared"
    for place in (gateway, shared, *(folder / name for name in TOLD_NUMBERS)):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    private = {
        name: _once(folder / name / "identificatiesleutel.pem", _identification) for name in TOLD_NUMBERS
    }
    signing_key = _once(gateway / "identiteit.pem", lambda: dump_signing_key(generate_signing_key()))
    public = dump_key_set(public_key_set(load_signing_key(signing_key)))
    return Keys(
        signing_key=signing_key,
        verification_keys=_once(shared / "identiteit.jwks.json", lambda: public),
        pseudonym_key=_once(shared / "pseudoniemsleutel", _secret),
        registration_secret=_once(shared / "registratiegeheim", _secret),
        processing_key=_once(shared / "verwerkingenlogsleutel", _secret),
        identification_keys=private,
        recipient_keys={
            name: _once(gateway / f"{name}.jwk.json", partial(_public_half, pem))
            for name, pem in private.items()
        },
    )


def _identification() -> str:
    return dump_identification_key(generate_identification_key())


def _public_half(pem: str) -> str:
    return dump_recipient_key(load_identification_key(pem))


def _secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def _once(path: Path, make: Callable[[], str]) -> str:
    """What the file holds. A file appears with all its content or not at all, and is never overwritten."""
    if not path.exists():
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 600
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            _publish(Path(temporary), path)
        finally:
            Path(temporary).unlink()
    return path.read_text(encoding="utf-8").strip()


def _publish(written: Path, path: Path) -> None:
    try:
        path.hardlink_to(written)
    except FileExistsError:
        return  # another process was first; its keys count
