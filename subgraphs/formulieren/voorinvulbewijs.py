"""Voorinvulbewijs: how what the registers filled in comes back with the customer, and is believed.

Prefill is asked by a query, which stores nothing. Its answer has this proof: who begins an aanvraag with it
gets the values in their draft as the registers gave them. Whatever else a client says the registers filled in
is of no account. It is a signed text, for one customer and one form, good for a short time; it is no secret,
for its holder has the data already.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson

from subgraphs.formulieren.voorinvulling import VoorgevuldVeld, Voorinvulling

GELDIG = timedelta(hours=1)
"""From the prefill to the start of the aanvraag (or the saving) that it goes with."""
LANGSTE = 32 * 1024
"""Characters. The longest that a form of ours gives stays well under it."""


class OngeldigBewijs(ValueError):
    """Not ours, not for this customer and form, or too old."""


class Voorinvulbewijzen:
    """Makes and reads them, under a key of its own that comes from `secret`."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.new(secret, b"gemeentegraaf/voorinvulbewijs", sha256).digest()

    def maak(self, klant_id: str, formulier_id: str, ingevuld: Voorinvulling, nu: datetime) -> str:
        """The proof, as URL-safe text."""
        body = orjson.dumps(
            {
                "klant": klant_id,
                "formulier": formulier_id,
                "op": int(nu.timestamp()),
                "velden": [asdict(one) for one in ingevuld.velden],
            }
        )
        return f"{_text(body)}.{_text(self._sign(body))}"

    def lees(self, bewijs: str, klant_id: str, formulier_id: str, nu: datetime) -> Mapping[str, Any]:
        """What an aanvraag keeps of it (see `voorgevulde_velden`). Raises OngeldigBewijs."""
        said = self._signed(bewijs)
        if (said["klant"], said["formulier"]) != (klant_id, formulier_id):
            raise OngeldigBewijs("for another customer or form")
        made = datetime.fromtimestamp(said["op"], UTC)
        if not made - GELDIG <= nu <= made + GELDIG:
            raise OngeldigBewijs("too old")
        return {"op": made.isoformat(), "velden": said["velden"]}

    def _signed(self, bewijs: str) -> dict[str, Any]:
        if len(bewijs) > LANGSTE or not bewijs.isascii():
            raise OngeldigBewijs("no proof")
        body, _, signature = bewijs.partition(".")
        try:
            content, signed = _bytes(body), _bytes(signature)
        except ValueError as exc:
            raise OngeldigBewijs("no proof") from exc
        if not hmac.compare_digest(self._sign(content), signed):
            raise OngeldigBewijs("not signed by us")
        said: dict[str, Any] = orjson.loads(content)
        return said

    def _sign(self, body: bytes) -> bytes:
        return hmac.new(self._key, body, sha256).digest()


def voorgevulde_velden(bewaard: Mapping[str, Any] | None) -> tuple[VoorgevuldVeld, ...]:
    """The fields of what an aanvraag kept."""
    return tuple(VoorgevuldVeld(**one) for one in bewaard["velden"]) if bewaard else ()


def voorgevuld_op(bewaard: Mapping[str, Any]) -> datetime:
    """When the registers gave what an aanvraag kept."""
    return datetime.fromisoformat(bewaard["op"])


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
