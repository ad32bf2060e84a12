"""The contract of a zakenbron: what a customer may see, and nothing else. Held on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest
from harness.zaken_rows import ZakenRows

from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.source import Inzage, Selectie, Zakenbron
from subgraphs.zaken.store import SqlZaken
from subgraphs.zaken.tables import metadata
from subgraphs.zaken.zaak import Fase

EIGEN, ANDER = "klant-eigen", "klant-ander"
ZELF = Inzage(EIGEN)
PAGE = PageRequest(100)


@pytest.fixture
async def rows(database: Database) -> ZakenRows:
    await database.create_tables(metadata)
    return ZakenRows(database)


@pytest.fixture
def bron(database: Database) -> Zakenbron:
    return SqlZaken(database)


async def ids_van(bron: Zakenbron, inzage: Inzage = ZELF, **criteria: object) -> list[str]:
    page = await bron.zaken_van(inzage, Selectie(**criteria), PAGE)  # type: ignore[arg-type]
    assert await page.count() == len(page.rows)
    return [zaak.id for zaak in page.rows]


async def test_a_customer_sees_the_zaken_they_initiated(rows: ZakenRows, bron: Zakenbron) -> None:
    zaaktype = await rows.zaaktype()
    eigen = await rows.zaak(zaaktype, EIGEN)
    ander = await rows.zaak(zaaktype, ANDER)
    assert await ids_van(bron) == [eigen]
    assert await bron.zaken(ZELF, [eigen, ander]) == {eigen: (await bron.zaken(ZELF, [eigen]))[eigen]}


async def test_whom_a_zaak_merely_concerns_does_not_see_it(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN, rol="belanghebbende")
    assert await ids_van(bron) == []
    assert await bron.zaken(ZELF, [zaak]) == {}


async def test_a_zaak_of_an_internal_zaaktype_stays_inside(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype("onderzoek", extern=False), EIGEN)
    assert await ids_van(bron) == []
    assert await bron.zaken(ZELF, [zaak]) == {}


async def test_a_zaak_without_a_status_is_not_complete_yet(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN, statussen=0)
    assert await ids_van(bron) == []
    assert await bron.zaken(ZELF, [zaak]) == {}


async def test_who_acts_for_a_customer_sees_the_zaken_of_the_mandated_diensten_alone(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    bouwen = await rows.zaak(await rows.zaaktype("bouwen", dienst="vergunningen"), EIGEN)
    zorg = await rows.zaak(await rows.zaaktype("zorg", dienst="zorg"), EIGEN)
    zonder = await rows.zaak(await rows.zaaktype("bezwaar"), EIGEN)
    ander = await rows.zaak(await rows.zaaktype("kappen", dienst="vergunningen"), ANDER)
    everything = [bouwen, zorg, zonder, ander]
    expected = {
        frozenset({"vergunningen"}): [bouwen],
        frozenset({"zorg"}): [zorg],
        frozenset({"zorg", "vergunningen"}): [zorg, bouwen],
        frozenset({"vuurwerk"}): [],
        frozenset(): [],
        None: [zonder, zorg, bouwen],
    }
    for diensten, seen in expected.items():
        inzage = Inzage(EIGEN, diensten)
        assert await ids_van(bron, inzage) == seen
        assert set(await bron.zaken(inzage, everything)) == set(seen)
        assert await ids_van(bron, inzage, zoek="tegel") == seen
        assert await ids_van(bron, inzage, fase=Fase.AFGEROND) == []


async def test_a_mandate_sees_the_internal_zaken_of_its_dienst_no_more_than_the_customer(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    onderzoek = await rows.zaaktype("onderzoek", extern=False, dienst="burgerzaken")
    zaak = await rows.zaak(onderzoek, EIGEN)
    inzage = Inzage(EIGEN, frozenset({"burgerzaken"}))
    assert await ids_van(bron, inzage) == []
    assert await bron.zaken(inzage, [zaak]) == {}


async def test_only_final_documents_that_were_released_are_shown(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.document(zaak, "Brief")
    await rows.document(zaak, "Oude brief", status="gearchiveerd", creatiedatum=date(2025, 1, 1))
    await rows.document(zaak, "Concept", status="in_bewerking")
    await rows.document(zaak, "Ter tekening", status="ter_vaststelling")
    await rows.document(zaak, "Intern advies", tonen_aan_initiator=False)
    documenten = (await bron.documenten([zaak]))[zaak]
    assert [document.titel for document in documenten] == ["Brief", "Oude brief"]


async def test_a_besluit_is_shown_once_it_has_been_sent(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.besluit(zaak, "Verzonden")
    await rows.besluit(zaak, "Nog in de la", verzenddatum=None)
    assert [besluit.besluittype for besluit in (await bron.besluiten([zaak]))[zaak]] == ["Verzonden"]


async def test_zaken_are_chosen_by_phase_type_and_text(rows: ZakenRows, bron: Zakenbron) -> None:
    melding, bezwaar = await rows.zaaktype("melding"), await rows.zaaktype("bezwaar")
    lopend = await rows.zaak(melding, EIGEN, omschrijving="Losse TEGEL bij 100% hoek_huis")
    klaar = await rows.zaak(melding, EIGEN, einddatum=date(2026, 4, 1), identificatie="ZAAK-2026-0009999")
    ander = await rows.zaak(bezwaar, EIGEN, omschrijving="Bezwaar")
    assert await ids_van(bron, fase=Fase.LOPEND) == [ander, lopend]
    assert await ids_van(bron, fase=Fase.AFGEROND) == [klaar]
    assert await ids_van(bron, zaaktype_id=bezwaar) == [ander]
    assert await ids_van(bron, zoek="tegel bij") == [lopend]
    assert await ids_van(bron, zoek="0009999") == [klaar]
    assert await ids_van(bron, zoek="100% hoek_") == [lopend]
    assert await ids_van(bron, zoek="%") == [lopend]


async def test_pages_follow_each_other_without_gap_or_overlap(rows: ZakenRows, bron: Zakenbron) -> None:
    zaaktype = await rows.zaaktype()
    made = [await rows.zaak(zaaktype, EIGEN) for _ in range(5)]
    seen: list[str] = []
    after = None
    while True:
        page = await bron.zaken_van(ZELF, Selectie(), PageRequest(2, after))
        seen += [zaak.id for zaak in page.rows]
        assert await page.count() == 5
        if not page.more:
            break
        after = (page.rows[-1].identificatie,)
        await rows.zaak(zaaktype, ANDER)
    assert seen == made[::-1]


@pytest.mark.parametrize("keys", [(5,), ("\0",), (10**30,)])
async def test_a_cursor_of_another_list_is_refused(
    rows: ZakenRows, bron: Zakenbron, keys: tuple[str | int, ...]
) -> None:
    with pytest.raises(InvalidInput):
        await bron.zaken_van(ZELF, Selectie(), PageRequest(2, keys))


async def test_statuses_come_oldest_first_with_their_names(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN, statussen=3)
    statussen = (await bron.statussen([zaak]))[zaak]
    assert [status.omschrijving for status in statussen] == ["Ontvangen", "Beoordelen", "Klaar"]
    assert [status.is_eindstatus for status in statussen] == [False, False, True]
    assert all(status.datum.utcoffset() is not None for status in statussen)


async def test_the_catalogue_has_the_external_zaaktypen_in_force(rows: ZakenRows, bron: Zakenbron) -> None:
    oud = await rows.zaaktype("melding", einde_geldigheid=date(2026, 1, 1), omschrijving="Oude melding")
    nieuw = await rows.zaaktype("melding", begin_geldigheid=date(2026, 1, 1), omschrijving="Nieuwe melding")
    await rows.zaaktype("onderzoek", extern=False)
    straks = await rows.zaaktype("straks", begin_geldigheid=date(2027, 1, 1), omschrijving="Straks")

    async def op(dag: date, zoek: str | None = None) -> list[str]:
        return [zaaktype.id for zaaktype in (await bron.catalogus(zoek, dag, PAGE)).rows]

    assert await op(date(2025, 12, 31)) == [oud]
    assert await op(date(2026, 1, 1)) == [nieuw]
    assert await op(date(2027, 6, 1)) == [nieuw, straks]
    assert await op(date(2027, 6, 1), zoek="STRAKS") == [straks]


async def test_a_zaak_keeps_the_version_of_the_zaaktype_it_began_with(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    oud = await rows.zaaktype("melding", einde_geldigheid=date(2026, 1, 1))
    assert (await bron.zaaktypen([oud, "onbekend"])).keys() == {oud}
    assert [soort.volgnummer for soort in (await bron.statustypen([oud]))[oud]] == [1, 2, 3]
