"""Customers who submit aanvragen with files, and go on until they are told that it is done."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
from harness.subgraph_desk import SANNE, SIGNING_KEY, principal

from auth.identification import Recipient
from auth.propagation import HEADER, Issuer

PDF = b"%PDF-1.7\n"
GEGEVENS = {
    "kenmerk": "B-1",
    "besluitdatum": "2026-02-01",
    "gronden": "Het besluit klopt niet.",
    "horen": True,
    "naam": "Sanne",
    "email": "sanne@example.nl",
}
_FILES = "aanvraag { id stand bijlagen { id bestandsnaam uploadUrl } } gelukt fouten { code veld }"
START = f"mutation ($i: AanvraagStartenInput!) {{ it: aanvraagStarten(input: $i) {{ {_FILES} }} }}"
SAVE = f"mutation ($i: AanvraagBewarenInput!) {{ it: aanvraagBewaren(input: $i) {{ {_FILES} }} }}"
ADD = f"mutation ($i: BijlageToevoegenInput!) {{ it: bijlageToevoegen(input: $i) {{ {_FILES} }} }}"
WITHDRAW = f"mutation ($i: AanvraagIntrekkenInput!) {{ it: aanvraagIntrekken(input: $i) {{ {_FILES} }} }}"
SUBMIT = f"mutation ($i: AanvraagIndienenInput!) {{ it: aanvraagIndienen(input: $i) {{ {_FILES} }} }}"
TRANSIENT = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Submission:
    """One aanvraag to submit: its number, and the contents of its files. Some are `withdrawn` so many seconds
    later.
    """

    number: int
    files: tuple[bytes, ...]
    withdrawn: float | None = None


class StubbornCustomer:
    """Asks again whatever did not get an answer: every act has a key that makes that safe."""

    def __init__(self, url: str, recipients: Mapping[str, Recipient] | None = None) -> None:
        self._issuer = Issuer(SIGNING_KEY, recipients=dict(recipients or {}))
        self._client = httpx.AsyncClient(base_url=url, timeout=30)

    async def submit(self, submission: Submission) -> str:
        """The id of the aanvraag, which was accepted."""
        number = submission.number
        begun = await self._mutate(START, formulier="bezwaar-maken", idempotentiesleutel=f"start-{number}")
        aanvraag: str = begun["aanvraag"]["id"]
        await self._mutate(SAVE, aanvraag=aanvraag, gegevens=GEGEVENS)
        for place, content in enumerate(submission.files):
            await self._add(aanvraag, f"bijlage-{number}-{place}.pdf", content)
        done = await self._mutate(SUBMIT, aanvraag=aanvraag, idempotentiesleutel=f"indienen-{number}")
        assert done["aanvraag"]["stand"] in {"INGEDIEND", "GEREGISTREERD"}, done
        if submission.withdrawn is not None:
            await asyncio.sleep(submission.withdrawn)
            gone = await self._mutate(WITHDRAW, aanvraag=aanvraag)
            assert gone["aanvraag"]["stand"] in {"INTREKKING_AANGEVRAAGD", "INGETROKKEN"}, gone
        return aanvraag

    async def close(self) -> None:
        await self._client.aclose()

    async def _add(self, aanvraag: str, naam: str, content: bytes) -> None:
        added = await self._mutate(
            ADD, aanvraag=aanvraag, soort="stukken", bestandsnaam=naam, idempotentiesleutel=naam
        )
        (place,) = (each for each in added["aanvraag"]["bijlagen"] if each["bestandsnaam"] == naam)
        if place["uploadUrl"] is not None:
            path = place["uploadUrl"].replace("/bestanden/formulieren/", "/bestanden/")
            answer = await self._asked("PUT", path, content=content)
            assert answer.status_code in {200, 201}, answer.text

    async def _mutate(self, query: str, **given: Any) -> dict[str, Any]:
        while True:
            asked = {"query": query, "variables": {"i": given}}
            answer: dict[str, Any] = (await self._asked("POST", "/graphql", json=asked)).json()
            it = (answer.get("data") or {}).get("it")
            if it is not None:
                assert it["gelukt"], it["fouten"]
                return dict(it)
            codes = {error["extensions"]["code"] for error in answer["errors"]}
            assert codes <= {"INTERNAL_SERVER_ERROR", "CONFLICT"}, answer
            await asyncio.sleep(0.1)

    async def _asked(self, method: str, path: str, **body: Any) -> httpx.Response:
        while True:
            headers = {HEADER: self._issuer.statement(principal(SANNE), "formulieren")}
            try:
                answer = await self._client.request(method, path, headers=headers, **body)
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code not in TRANSIENT:
                return answer
            await asyncio.sleep(0.1)
