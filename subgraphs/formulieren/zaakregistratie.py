"""The zaken service as the place where an aanvraag becomes a zaak."""

from urllib.parse import quote

import orjson

from subgraphs.formulieren.aanvraag import Aanvraag, Afloop, Intrekking, Opdracht
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.source import IngediendeBijlagen
from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.upstream import Answer, Upstream, UpstreamUnavailable
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

    def __init__(self, upstream: Upstream, credentials: ZgwCredentials, bijlagen: IngediendeBijlagen) -> None:
        self._upstream = upstream
        self._credentials = credentials
        self._bijlagen = bijlagen

    async def registreer(self, opdracht: Opdracht, progress: Progress) -> str:
        aanvraag = opdracht.aanvraag
        bijlagen = await self._bijlagen.ingediend(aanvraag.id)
        zaak_id = progress.get(ZAAK)
        if progress.get(BEGUN) is None:
            await progress.note(BEGUN, "ja")
        if zaak_id is None:
            body = _body(opdracht, bijlagen_volgen=bool(bijlagen))
            zaak_id = _answered(await self._post(PATH, body), "zaak")
            await progress.note(ZAAK, zaak_id)
        if bijlagen:
            for bijlage in bijlagen:
                await self._voeg_toe(bijlage, progress)
            await self._post(f"{PATH}/{aanvraag.id}/voltooiing", _voltooiing(aanvraag))
        return zaak_id

    async def trek_in(self, intrekking: Intrekking, progress: Progress) -> Afloop:  # noqa: ARG002 - one step
        path = f"{PATH}/{intrekking.aanvraag_id}/intrekking"
        body = {"referentie": intrekking.referentie, "gevraagdOp": intrekking.gevraagd_op}
        try:
            return Afloop(_answered(await self._post(path, orjson.dumps(body)), "afloop"))
        except ValueError as exc:
            raise NotDelivered("ONLEESBAAR_ANTWOORD") from exc

    async def _voeg_toe(self, bijlage: Bijlage, progress: Progress) -> None:
        step = f"bijlage:{bijlage.id}"
        if progress.get(step) is not None:
            return
        headers = {
            **self._authorization(),
            "content-type": bijlage.formaat or "application/octet-stream",
            "bestandsnaam": quote(bijlage.bestandsnaam),
        }
        path = f"{PATH}/{bijlage.aanvraag_id}/bijlagen/{bijlage.id}"
        try:
            answer = await self._upstream.put(path, headers, self._bijlagen.inhoud(bijlage))
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


def _voltooiing(aanvraag: Aanvraag) -> bytes:
    return orjson.dumps({"ingediendOp": aanvraag.ingediend_op})


def _body(opdracht: Opdracht, *, bijlagen_volgen: bool) -> bytes:
    aanvraag = opdracht.aanvraag
    return orjson.dumps(
        {
            "aanvraagId": aanvraag.id,
            "zaaktype": opdracht.zaaktype,
            "klantId": aanvraag.klant_id,
            "omschrijving": opdracht.omschrijving,
            "ingediendOp": aanvraag.ingediend_op,
            "gegevens": aanvraag.gegevens,
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
