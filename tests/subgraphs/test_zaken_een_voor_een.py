"""What a register gives for one zaak at a time may fail for one of them: the others are whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from harness.standin import running
from harness.zaken_wereld import EIGEN, inzage, sectie
from harness.zgw_rows import ZgwRows
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.zgw.kenmerk import Kenmerk
from subgraphs.zaken.zgw.zaken import ZgwZaken

ZELF = inzage(EIGEN)
VANDAAG = date(2026, 3, 10)


@dataclass
class Haperend:
    """A register that gives no answer at addresses that end with `path` and have `over` in the query."""

    rows: ZgwRows
    path: str = field(default="/nergens")
    over: str = field(default="")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"").decode()
        if scope["type"] == "http" and scope["path"].endswith(self.path) and self.over in query:
            await Response(b"{}", 400, media_type="application/json")(scope, receive, send)
            return
        await self.rows(scope, receive, send)


@dataclass(frozen=True)
class Wereld:
    """Three zaken of two zaaktypen, each with one of everything; of the second something fails."""

    register: Haperend
    bron: ZgwZaken
    zaken: tuple[str, ...]
    besluiten: tuple[str, ...]


@pytest.fixture
async def wereld() -> AsyncIterator[Wereld]:
    rows = ZgwRows()
    register = Haperend(rows)
    async with running(register) as served:
        bron = ZgwZaken(Zaakbronnen(registers=(sectie(served.url),)))
        first, second = await rows.zaaktype("melding"), await rows.zaaktype("kappen")
        zaken, besluiten = [], []
        for zaaktype in (first, second, first):
            zaak = await rows.zaak(zaaktype, EIGEN, statussen=2)
            await rows.substatus(zaak, 1, "Doorgestuurd", "betrokkenen")
            besluit = await rows.besluit(zaak, "Beschikking", [await rows.document(zaak, "Brief")])
            zaken.append(zaak)
            besluiten.append(f"{zaak}~{besluit.rpartition('/')[2]}")
        yield Wereld(register, bron, tuple(zaken), tuple(besluiten))
        await bron.close()


def fails(wereld: Wereld, path: str, over: str) -> None:
    wereld.register.path, wereld.register.over = path, over


def check(found: Any, keys: tuple[str, ...]) -> None:
    """The second has no answer, the others have one thing at least."""
    assert [isinstance(found[key], RegisterUnavailable) for key in keys] == [False, True, False]
    assert all(found[key] for key in (keys[0], keys[2]))


async def test_a_list_that_fails_fails_for_its_zaak_alone(wereld: Wereld) -> None:
    kenmerk = Kenmerk.parse(wereld.zaken[1])
    assert kenmerk is not None
    fails(wereld, "/statussen", kenmerk.uuid)
    check(await wereld.bron.statussen(ZELF, wereld.zaken), wereld.zaken)
    fails(wereld, "/substatussen", kenmerk.uuid)
    check(await wereld.bron.substatussen(ZELF, wereld.zaken), wereld.zaken)
    fails(wereld, "/besluiten", kenmerk.uuid)
    check(await wereld.bron.besluiten(ZELF, wereld.zaken, VANDAAG), wereld.zaken)


async def test_the_documents_of_a_besluit_fail_for_that_besluit_alone(wereld: Wereld) -> None:
    fails(wereld, "/besluitinformatieobjecten", wereld.besluiten[1].rpartition("~")[2])
    check(await wereld.bron.besluitdocumenten(ZELF, wereld.besluiten), wereld.besluiten)


async def test_steps_that_cannot_be_had_are_those_of_zaken_of_their_type_alone(wereld: Wereld) -> None:
    zaken = await wereld.bron.zaken(ZELF, wereld.zaken)
    zaaktypen = tuple(zaken[key].zaaktype_id for key in wereld.zaken)  # type: ignore[union-attr]
    fails(wereld, "/statustypen", zaaktypen[1].rpartition("~")[2])
    check(await wereld.bron.statussen(ZELF, wereld.zaken), wereld.zaken)
    check(await wereld.bron.laatste_statussen(ZELF, wereld.zaken), wereld.zaken)
    check(await wereld.bron.statustypen(zaaktypen), zaaktypen)
