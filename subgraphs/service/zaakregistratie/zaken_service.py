"""The zaken service as the place where an aanvraag becomes a zaak."""

from urllib.parse import quote

import orjson

from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.upstream import Answer, Upstream, UpstreamUnavailable
from subgraphs.service.zaakregistratie.bestand import Bestand, IngediendeBestanden
from subgraphs.service.zaakregistratie.intrekking import Afloop, Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zgw_token import ZgwCredentials

PATH = "/registraties"
DONE = frozenset({200, 201})
REFUSED = frozenset({400, 409, 413})
"""Answers to this very registration, which a repeat does not change."""
ZAAK = "zaak"
"""The step that makes the zaak."""


class ZakenService:
    """Implements `Zaakregistratie`: the zaak, each of the files, and completion; each of them a call that the
    zaken service answers the same however often it comes.
    """

    def __init__(
        self, upstream: Upstream, credentials: ZgwCredentials, bestanden: IngediendeBestanden
    ) -> None:
        self._upstream = upstream
        self._credentials = credentials
        self._bestanden = bestanden

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        bestanden = await self._bestanden.ingediend(opdracht.aanvraag_id)
        zaak_id = progress.get(ZAAK)
        if progress.get(BEGUN) is None:
            await progress.note(BEGUN, "ja")
        if zaak_id is None:
            body = _body(opdracht, bijlagen_volgen=bool(bestanden))
            zaak_id = _answered(await self._post(PATH, body), "zaak")
            await progress.note(ZAAK, zaak_id)
        if bestanden:
            for bestand in bestanden:
                await self._voeg_toe(opdracht.aanvraag_id, bestand, progress)
            await self._post(f"{PATH}/{opdracht.aanvraag_id}/voltooiing", _voltooiing(opdracht))
        return zaak_id

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:  # noqa: ARG002 - one step
        path = f"{PATH}/{intrekking.aanvraag_id}/intrekking"
        body = {"referentie": intrekking.referentie, "gevraagdOp": intrekking.gevraagd_op}
        try:
            return Afloop(_answered(await self._post(path, orjson.dumps(body)), "afloop"))
        except ValueError as exc:
            raise NotDelivered("ONLEESBAAR_ANTWOORD") from exc

    async def _voeg_toe(self, aanvraag_id: str, bestand: Bestand, progress: Progress) -> None:
        step = f"bijlage:{bestand.id}"
        if progress.get(step) is not None:
            return
        headers = {
            **self._authorization(),
            "content-type": bestand.formaat,
            "bestandsnaam": quote(bestand.bestandsnaam),
        }
        path = f"{PATH}/{aanvraag_id}/bijlagen/{bestand.id}"
        try:
            answer = await self._upstream.put(path, headers, bestand.inhoud())
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        _confirmed(answer)
        await progress.note(step, "toegevoegd")

    async def _post(self, path: str, body: bytes) -> bytes:
        try:
            answer = await self._upstream.post(path, self._authorization(), body)
        except UpstreamUnavailable as exc:
            raise NotDelivered("ONBEREIKBAAR") from exc
        return _confirmed(answer)

    def _authorization(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self._credentials.token()}"}


def _confirmed(answer: Answer) -> bytes:
    if answer.status not in DONE:
        raise NotDelivered(f"HTTP_{answer.status}", permanent=answer.status in REFUSED)
    return answer.body


def _voltooiing(opdracht: Opdracht) -> bytes:
    return orjson.dumps({"ingediendOp": opdracht.ingediend_op})


def _body(opdracht: Opdracht, *, bijlagen_volgen: bool) -> bytes:
    return orjson.dumps(
        {
            "aanvraagId": opdracht.aanvraag_id,
            "zaaktype": opdracht.zaaktype,
            "klantId": opdracht.klant_id,
            "omschrijving": opdracht.omschrijving,
            "ingediendOp": opdracht.ingediend_op,
            "gegevens": opdracht.gegevens,
            "bijlagenVolgen": bijlagen_volgen,
        }
    )


def _answered(body: bytes, name: str) -> str:
    """What the answer says under this name."""
    try:
        value = orjson.loads(body)[name]
    except (orjson.JSONDecodeError, KeyError, TypeError) as exc:
        raise NotDelivered("ONLEESBAAR_ANTWOORD") from exc
    if not isinstance(value, str) or not value:
        raise NotDelivered("ONLEESBAAR_ANTWOORD")
    return value
