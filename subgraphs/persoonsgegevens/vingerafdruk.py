"""Vingerafdruk: by which the same request is known again, without keeping what was in it."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

_DOEL = "vingerafdruk-aanvraag"


@dataclass(frozen=True, slots=True)
class Vingerafdrukken:
    """Makes fingerprints with the key of this municipality: without it, nobody can try addresses until one
    fits.
    """

    sleutel: bytes = field(repr=False)

    def van(self, klant_id: str, zaaktype: str, gegevens: Mapping[str, Any]) -> str:
        """64 hexadecimal digits (HMAC-SHA-256), the same for the same request of the same customer, in
        whatever order it was filled in.
        """
        vorm = json.dumps([_DOEL, klant_id, zaaktype, gegevens], sort_keys=True, separators=(",", ":"))
        return hmac.new(self.sleutel, vorm.encode(), sha256).hexdigest()
