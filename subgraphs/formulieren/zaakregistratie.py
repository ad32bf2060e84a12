"""The zaken service as the place where an aanvraag becomes a zaak."""

import orjson

from subgraphs.formulieren.aanvraag import Opdracht
from subgraphs.service.bus.delivery import NotDelivered, Progress
from subgraphs.service.upstream import Upstream, UpstreamUnavailable
from subgraphs.service.zgw_token import ZgwCredentials

PATH = "/registraties"
DONE = frozenset({200, 201})
REFUSED = frozenset({400, 413})
"""Answers to this very registration, which a repeat does not change."""


class ZakenService:
    """Implements `Zaakregistratie`: one POST, which the zaken service answers the same however often it
    comes.
    """

    def __init__(self, upstream: Upstream, credentials: ZgwCredentials) -> None:
        self._upstream = upstream
        self._credentials = credentials

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:  # noqa: ARG002 - the service itself knows how far it is
        headers = {"authorization": f"Bearer {self._credentials.token()}"}
        try:
            answer = await self._upstream.post(PATH, headers, _body(opdracht))
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        if answer.status not in DONE:
            raise NotDelivered(f"HTTP_{answer.status}", permanent=answer.status in REFUSED)
        return _zaak_id(answer.body)


def _body(opdracht: Opdracht) -> bytes:
    aanvraag = opdracht.aanvraag
    return orjson.dumps(
        {
            "aanvraagId": aanvraag.id,
            "zaaktype": opdracht.zaaktype,
            "klantId": aanvraag.klant_id,
            "omschrijving": opdracht.omschrijving,
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
