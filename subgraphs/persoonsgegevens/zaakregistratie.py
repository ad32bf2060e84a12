"""The zaken service as the place where an aanvraag becomes a zaak."""

import orjson

from subgraphs.persoonsgegevens.aanvraag import Aanvraag
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.upstream import Upstream, UpstreamUnavailable
from subgraphs.service.zgw_token import ZgwCredentials

PATH = "/registraties"
DONE = frozenset({200, 201})
REFUSED = frozenset({400, 409, 413})
"""Answers to this very registration, which a repeat does not change."""


class ZakenService:
    """Fulfils Zaakregistratie: one call, that the zaken service answers the same however often it comes."""

    def __init__(self, upstream: Upstream, credentials: ZgwCredentials) -> None:
        self._upstream = upstream
        self._credentials = credentials

    async def registreer(self, aanvraag: Aanvraag) -> str:
        headers = {"authorization": f"Bearer {self._credentials.token()}"}
        try:
            answer = await self._upstream.post(PATH, headers, _body(aanvraag))
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        if answer.status not in DONE:
            raise NotDelivered(f"HTTP_{answer.status}", permanent=answer.status in REFUSED)
        return _zaak_id(answer.body)


def _body(aanvraag: Aanvraag) -> bytes:
    return orjson.dumps(
        {
            "aanvraagId": aanvraag.id,
            "zaaktype": aanvraag.zaaktype,
            "klantId": aanvraag.klant_id,
            "omschrijving": aanvraag.omschrijving,
            "ingediendOp": aanvraag.ingediend_op,
            "gegevens": aanvraag.gegevens,
        }
    )


def _zaak_id(body: bytes) -> str:
    try:
        zaak_id = orjson.loads(body)["zaak"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as exc:
        raise NotDelivered("ONLEESBAAR_ANTWOORD") from exc
    if not isinstance(zaak_id, str) or not zaak_id:
        raise NotDelivered("ONLEESBAAR_ANTWOORD")
    return zaak_id
