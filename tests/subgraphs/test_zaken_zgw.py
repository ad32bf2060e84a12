"""The connector for the ZGW APIs: what it sends, to whom, and what it makes of registers that misbehave."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date

import pytest
from harness.standin import Fault, Register, running
from harness.zaken_wereld import ANDER, EIGEN, Wereld, inzage, sectie, zgw_wereld
from harness.zgw_rows import NUMMERS, ZgwRows

from auth.principal import Identifier
from standins.zgw.standin import INTERFACES
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.bronnen import Zaakbronnen
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.zgw.zaken import ZgwZaken

ZELF = inzage(EIGEN)
ALLES = PageRequest(100)
VANDAAG = date(2026, 3, 10)


@pytest.fixture
async def wereld() -> AsyncIterator[Wereld]:
    async with zgw_wereld() as wereld:
        yield wereld


async def ids_van(bron: ZgwZaken, who: Inzage = ZELF) -> list[str]:
    return [zaak.id for zaak in (await bron.zaken_van(who, Selectie(), ALLES)).rows]


async def filled(rows: ZgwRows, aantal: int = 3) -> list[str]:
    """Zaken with one of everything; the last registered last."""
    zaaktype = await rows.zaaktype()
    verleend = await rows.resultaattype(zaaktype, "Verleend")
    zaken = []
    for _ in range(aantal):
        given = {
            "einddatum": VANDAAG,
            "resultaattype_id": verleend,
            "hoofdzaak_id": zaken[0] if zaken else None,
        }
        zaak = await rows.zaak(zaaktype, EIGEN, statussen=2, **given)
        await rows.behandelrol(zaak, "afdeling", "Vergunningen")
        await rows.substatus(zaak, 1, "Doorgestuurd", "betrokkenen")
        await rows.document(zaak, "Brief")
        await rows.besluit(zaak, "Beschikking")
        zaken.append(zaak)
    return zaken


async def everything(bron: ZgwZaken, who: Inzage, zaken: list[str]) -> list[object]:
    return [
        (await bron.zaken_van(who, Selectie(), ALLES)).rows,
        await bron.zaken(who, zaken),
        await bron.deelzaken(who, zaken),
        await bron.laatste_statussen(who, zaken),
        await bron.statussen(who, zaken),
        await bron.substatussen(who, zaken),
        await bron.resultaten(who, zaken),
        await bron.rollen(who, zaken),
        await bron.documenten(who, zaken),
        await bron.besluiten(who, zaken, VANDAAG),
        (await bron.catalogus(None, VANDAAG, ALLES)).rows,
    ]


async def test_no_number_of_a_customer_ever_stands_in_an_address(wereld: Wereld) -> None:
    zaken = await filled(wereld.rows)
    found = await everything(wereld.bron, ZELF, zaken)
    assert all(found)
    assert wereld.rows.asked
    assert not [
        one.address for one in wereld.rows.asked if any(each in one.address for each in NUMMERS.values())
    ]
    assert not [each for each in NUMMERS.values() if each in repr((found, ZELF, wereld.rows.asked))]


async def test_every_call_names_who_is_behind_it_by_pseudonym(wereld: Wereld) -> None:
    await everything(wereld.bron, ZELF, await filled(wereld.rows))
    named = {(one.claims["user_id"], one.claims["user_representation"]) for one in wereld.rows.asked}
    assert named == {
        (EIGEN, "klant, in eigen zaak"),
        ("gemeentegraaf", "Gemeentegraaf, voor iedereen"),
    }
    shared = {one.address for one in wereld.rows.asked if one.claims["user_id"] != EIGEN}
    assert all("/catalogi/" in address for address in shared)


async def test_under_a_mandate_the_register_hears_who_acts_and_for_whom(wereld: Wereld) -> None:
    who = inzage(EIGEN, frozenset({"vergunningen"}))
    zaak = await wereld.rows.zaak(await wereld.rows.zaaktype("bouwen", dienst="vergunningen"), EIGEN)
    assert await ids_van(wereld.bron, who) == [zaak]
    claims = wereld.rows.asked[0].claims
    assert claims["user_id"] == "klant-gemachtigde"
    assert claims["user_representation"] == f"gemachtigde van klant {EIGEN}"


async def test_without_expand_the_same_is_read_with_more_calls() -> None:
    async with zgw_wereld() as rich, zgw_wereld(expand=False, paginagrootte=None) as plain:
        zaken = await filled(rich.rows)
        assert await filled(plain.rows) == zaken
        assert await everything(plain.bron, ZELF, zaken) == await everything(rich.bron, ZELF, zaken)
        assert len(plain.rows.asked) > len(rich.rows.asked)


async def test_all_pages_of_a_search_are_read() -> None:
    async with zgw_wereld(paginagrootte=2) as wereld:
        zaken = await filled(wereld.rows, 5)
        assert await ids_van(wereld.bron) == zaken[::-1]
        assert len(await wereld.bron.statussen(ZELF, zaken)) == 5


async def test_what_is_the_same_for_all_is_asked_once(wereld: Wereld) -> None:
    zaken = await filled(wereld.rows)
    await everything(wereld.bron, ZELF, zaken)
    wereld.rows.asked.clear()
    await everything(wereld.bron, ZELF, zaken)
    assert not [one.address for one in wereld.rows.asked if "/catalogi/" in one.address]


async def test_who_has_no_number_that_registers_know_has_no_zaken_there(wereld: Wereld) -> None:
    await filled(wereld.rows, 1)
    assert await ids_van(wereld.bron, Inzage(EIGEN, soort=Identifier.PSEUDONIEM)) == []
    assert await ids_van(wereld.bron, Inzage(EIGEN, soort=Identifier.EIDAS)) == []
    assert not [one for one in wereld.rows.asked if "_zoek" in one.address]


async def test_a_gateway_that_does_not_tell_numbers_is_a_mistake_that_is_seen(wereld: Wereld) -> None:
    with pytest.raises(LookupError, match="no identification for this subgraph"):
        await ids_van(wereld.bron, Inzage(EIGEN, soort=Identifier.BSN))


@pytest.mark.parametrize(
    "fault",
    [Fault(503), Fault(500), Fault(200, b"<html>"), Fault(200, b"[]"), Fault(200, b'{"results": [{}]}')],
)
async def test_a_register_without_a_usable_answer_says_so(fault: Fault) -> None:
    rows = ZgwRows()
    async with running(rows) as register:
        bron = ZgwZaken(Zaakbronnen(registers=(sectie(register.url, seconden=1.0),)))
        zaken = await filled(rows, 1)
        register.fault = fault
        with pytest.raises(RegisterUnavailable):
            await ids_van(bron)
        assert isinstance((await bron.zaken(ZELF, zaken))[zaken[0]], RegisterUnavailable)
        assert isinstance((await bron.statussen(ZELF, zaken))[zaken[0]], RegisterUnavailable)
        await bron.close()


async def test_wrong_credentials_are_a_mistake_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async with zgw_wereld(client_id="een-ander") as wereld:
        await filled(wereld.rows, 1)
        with caplog.at_level(logging.ERROR), pytest.raises(RegisterUnavailable):
            await ids_van(wereld.bron)
    assert "register open-zaak/zaken: refused with 403" in caplog.text


@asynccontextmanager
async def two_registers() -> AsyncIterator[tuple[ZgwZaken, list[ZgwRows], list[Register]]]:
    names = ("open-zaak", "vergunningen")
    worlds = [ZgwRows(naam) for naam in names]
    async with AsyncExitStack() as stack:
        running_ones = [await stack.enter_async_context(running(rows, INTERFACES)) for rows in worlds]
        sections = [
            sectie(register.url, naam=naam) for register, naam in zip(running_ones, names, strict=True)
        ]
        bron = ZgwZaken(Zaakbronnen(registers=tuple(sections)))
        yield bron, worlds, running_ones
        await bron.close()


async def test_several_registers_are_one_list_that_one_can_page_through() -> None:
    async with two_registers() as (bron, worlds, _):
        zaken = [zaak for rows in worlds for zaak in await filled(rows, 3)]
        seen: list[str] = []
        after = None
        for _ in range(4):
            page = await bron.zaken_van(ZELF, Selectie(), PageRequest(2, after))
            assert (await page.count(), page.partial) == (6, False)
            seen += [zaak.id for zaak in page.rows]
            if not page.more:
                break
            after = (page.rows[-1].volgorde,)
        assert sorted(seen) == sorted(zaken)
        assert len(seen) == 6
        assert set(await bron.statussen(ZELF, zaken)) == set(zaken)


async def test_two_registers_may_hold_zaken_with_the_same_number_and_even_the_same_uuid() -> None:
    async with two_registers() as (bron, worlds, _):
        for rows in worlds:
            await rows.zaak(await rows.zaaktype(), EIGEN, identificatie="ZAAK-2026-1")
        first = await bron.zaken_van(ZELF, Selectie(), PageRequest(1))
        second = await bron.zaken_van(ZELF, Selectie(), PageRequest(1, (first.rows[0].volgorde,)))
        ids = [page.rows[0].id for page in (first, second)]
    assert [each.partition("~")[0] for each in ids] == ["vergunningen", "open-zaak"]
    assert len({each.partition("~")[2] for each in ids}) == 1


async def test_while_one_register_is_down_the_zaken_of_the_other_are_there_and_the_list_says_so() -> None:
    async with two_registers() as (bron, worlds, (_, second)):
        first, others = [await filled(rows, 1) for rows in worlds]
        second.fault = Fault(503)
        page = await bron.zaken_van(ZELF, Selectie(), ALLES)
        assert ([zaak.id for zaak in page.rows], page.partial) == (first, True)
        found = await bron.zaken(ZELF, first + others)
        assert found[first[0]].id == first[0]  # type: ignore[union-attr]
        assert isinstance(found[others[0]], RegisterUnavailable)


async def test_ids_of_another_register_or_of_nothing_are_not_asked_for(wereld: Wereld) -> None:
    ids = ["elders~8e1d4f8e-0000-4000-8000-000000000000", "x", "open-zaak~x", "open-zaak~"]
    assert await wereld.bron.zaken(ZELF, ids) == {}
    assert await wereld.bron.documenten(ZELF, ids) == {}
    assert wereld.rows.asked == []


async def test_a_document_of_somebody_elses_zaak_is_not_opened_by_an_id_that_names_ones_own(
    wereld: Wereld,
) -> None:
    zaaktype = await wereld.rows.zaaktype()
    eigen, ander = [await wereld.rows.zaak(zaaktype, klant) for klant in (EIGEN, ANDER)]
    document = await wereld.rows.document(ander, "Brief")
    mixed = f"{eigen}~{document.rpartition('~')[2]}"
    for kenmerk in (document, mixed):
        async with wereld.bron.bestand(ZELF, kenmerk) as bestand:
            assert bestand is None
    assert not [one.address for one in wereld.rows.asked if "/download" in one.address]


async def test_the_settings_name_which_rollen_count(wereld: Wereld) -> None:
    assert wereld.register is not None
    zaak = await wereld.rows.zaak(await wereld.rows.zaaktype(), EIGEN, rol="belanghebbende")
    wide = Zaakbronnen(
        registers=(sectie(wereld.register.url),), rollen=frozenset({"initiator", "belanghebbende"})
    )
    bron = ZgwZaken(wide)
    assert await ids_van(bron) == [zaak]
    assert await ids_van(wereld.bron) == []
    await bron.close()
