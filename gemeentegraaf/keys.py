"""Keys: the secrets of one municipality, made once in a folder and the same ever after.

    gateway/identiteit.pem           private: signs the statements about who is asking
    shared/identiteit.jwks.json      its public half: the subgraphs verify with it
    shared/pseudoniemsleutel         makes `Klant.id` out of an identifier
    shared/registratiegeheim         what formulieren and zaken share to register an aanvraag as a zaak

Two folders, so that a subgraph can be given `shared` without the key that would let it speak for the gateway.
"""

import os
import secrets
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from auth.keys import (
    dump_key_set,
    dump_signing_key,
    generate_signing_key,
    load_signing_key,
    public_key_set,
)

SECRET_BYTES = 48


@dataclass(frozen=True, slots=True)
class Keys:
    """The content of the folder, as text."""

    signing_key: str = field(repr=False)
    """PEM (PKCS#8), Ed25519."""
    verification_keys: str
    """A JWK Set with public halves only."""
    pseudonym_key: str = field(repr=False)
    registration_secret: str = field(repr=False)


def open_keys(folder: Path) -> Keys:
    """The keys in `folder`, made first where they are not there yet; only the owner may read them.

    Two processes may call this at once: both get the same keys. Raises OSError when the folder cannot be
    read or written, KeyMaterialError when the signing key in it is damaged.
    """
    gateway, shared = folder / "gateway", folder / "shared"
    for place in (gateway, shared):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    signing_key = _once(gateway / "identiteit.pem", lambda: dump_signing_key(generate_signing_key()))
    public = dump_key_set(public_key_set(load_signing_key(signing_key)))
    return Keys(
        signing_key=signing_key,
        verification_keys=_once(shared / "identiteit.jwks.json", lambda: public),
        pseudonym_key=_once(shared / "pseudoniemsleutel", _secret),
        registration_secret=_once(shared / "registratiegeheim", _secret),
    )


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
