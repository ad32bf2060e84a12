"""NotifyNL as the sender of messages to customers: mail and SMS by a template of the municipality.

Source: the API of GOV.UK Notify, that NotifyNL runs: POST /v2/notifications/email and /sms, with a JWT
(HS256, `iss` the service, `iat` now). The template has the personalisation `tekst`, and `onderwerp` for mail.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey

from subgraphs.persoonsgegevens.bericht import Bericht
from subgraphs.persoonsgegevens.contact import Kanaal
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.register_call import Method, RegisterCall
from subgraphs.service.register_client import RegisterClient
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable

ALGORITHM = "HS256"
_WEGEN: Mapping[Kanaal, tuple[str, str]] = {
    Kanaal.EMAIL: ("/v2/notifications/email", "email_address"),
    Kanaal.TELEFOON: ("/v2/notifications/sms", "phone_number"),
}
_LATER = frozenset({401, 403, 408, 429})
"""Refusals that pass: a key that is being replaced, a limit."""


@dataclass(frozen=True, slots=True)
class Notifydienst:
    """The service at Notify: its id, its secret, and the id of the template for each channel."""

    id: str
    geheim: str = field(repr=False)
    sjablonen: Mapping[Kanaal, str]


class Notify:
    """Fulfils Berichtverzender."""

    def __init__(
        self, client: RegisterClient, dienst: Notifydienst, clock: Callable[[], float] = time.time
    ) -> None:
        self._client = client
        self._dienst = dienst
        self._key = OctKey.import_key(dienst.geheim)
        self._clock = clock

    async def verzend(self, bericht: Bericht, kenmerk: str) -> None:
        path, naam = _WEGEN[bericht.kanaal]
        content = {
            naam: bericht.adres,
            "template_id": self._dienst.sjablonen[bericht.kanaal],
            "personalisation": {"onderwerp": bericht.onderwerp, "tekst": bericht.tekst},
            "reference": kenmerk,
        }
        try:
            await self._client.ask(RegisterCall.send(Method.POST, path, content, self._headers()))
        except RegisterUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        except RegisterRefused as exc:
            raise NotDelivered(f"HTTP_{exc.status}", permanent=exc.status not in _LATER) from exc

    def _headers(self) -> dict[str, str]:
        claims: dict[str, Any] = {"iss": self._dienst.id, "iat": int(self._clock())}
        token = jwt.encode({"alg": ALGORITHM, "typ": "JWT"}, claims, self._key, algorithms=[ALGORITHM])
        return {"authorization": f"Bearer {token}"}
