"""Signed tokens as no library would make them."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import ECKey


def segment(content: Mapping[str, Any] | bytes) -> str:
    """One part of a token."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def by_es256(header: Mapping[str, Any], content: Mapping[str, Any] | bytes, key: ECKey) -> str:
    """Signed by this P-256 key, whatever header and content say."""
    text = f"{segment(header)}.{segment(content)}"
    r, s = decode_dss_signature(key.private_key.sign(text.encode(), ECDSA(SHA256())))  # type: ignore[union-attr]
    return f"{text}.{segment(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def by_hs256(header: Mapping[str, Any], content: Mapping[str, Any] | bytes, secret: bytes) -> str:
    """With a shared secret, whatever it is."""
    text = f"{segment(header)}.{segment(content)}"
    return f"{text}.{segment(hmac.new(secret, text.encode(), sha256).digest())}"
