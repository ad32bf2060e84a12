"""A register behind a web server that gives parts of files is asked for the part alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from harness.standin import running
from harness.zaken_wereld import EIGEN, inzage, sectie
from harness.zgw_rows import ZgwRows
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from subgraphs.service.bereik import Bereik, Onbereikbaar
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.zgw.zaken import ZgwZaken

INHOUD = b"abcdefghij"
ZELF = inzage(EIGEN)


@dataclass
class Partial:
    """The application before it answers of a download the part that is asked; `asked` are those parts."""

    app: ASGIApp
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope).get("range") if scope["type"] == "http" else None
        if asked is None:
            return await self.app(scope, receive, send)
        self.asked.append(asked)
        status, body = await self._whole(scope, receive)
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", asked)
        assert found is not None
        assert status == 200
        part = body[int(found[1]) : int(found[2]) + 1]
        headers = {"content-range": f"bytes {found[1]}-{found[2]}/{len(body)}"}
        return await Response(part, 206, headers)(scope, receive, send)

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        messages: list[Message] = []

        async def keep(message: Message) -> None:
            messages.append(message)

        await self.app(scope, receive, keep)
        return messages[0]["status"], b"".join(each.get("body", b"") for each in messages[1:])


@asynccontextmanager
async def document_behind(rows: ZgwRows) -> AsyncIterator[tuple[ZgwZaken, str, Partial]]:
    """A source, the id of a document in it, and what is asked of its register."""
    partial = Partial(rows)
    async with running(partial) as register:
        bron = ZgwZaken(Zaakbronnen(registers=(sectie(register.url),)))
        zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
        yield bron, await rows.document(zaak, "Brief", inhoud=INHOUD), partial
        await bron.close()


async def test_only_the_part_is_asked_and_comes() -> None:
    async with (
        document_behind(ZgwRows()) as (bron, document, partial),
        bron.bestand(ZELF, document, Bereik(7, None)) as bestand,
    ):
        assert bestand is not None
        assert b"".join([chunk async for chunk in bestand.chunks]) == INHOUD[7:]
        assert (bestand.vanaf, bestand.omvang) == (7, len(INHOUD))
    assert partial.asked == ["bytes=7-9"]


async def test_past_the_end_the_register_is_not_asked() -> None:
    async with document_behind(ZgwRows()) as (bron, document, partial):
        with pytest.raises(Onbereikbaar):
            async with bron.bestand(ZELF, document, Bereik(10, None)):
                pass
    assert partial.asked == []


async def test_on_condition_of_a_version_that_the_register_does_not_tell_the_whole_comes() -> None:
    async with (
        document_behind(ZgwRows()) as (bron, document, partial),
        bron.bestand(ZELF, document, Bereik(7, None, '"versie"')) as bestand,
    ):
        assert bestand is not None
        assert b"".join([chunk async for chunk in bestand.chunks]) == INHOUD
    assert partial.asked == []
