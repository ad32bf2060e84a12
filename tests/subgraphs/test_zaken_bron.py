"""The contract of a zakenbron: what a customer may see, and nothing else.

Held on SQLite, on PostgreSQL, and on the connector over a stand-in of the ZGW APIs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest
from harness.zaken_rows import ZakenRows
from harness.zaken_wereld import ANDER, EIGEN, Wereld, inzage, sql_wereld, zgw_wereld
from harness.zichtbaarheid_tabel import (
    BELASTING,
    BESLUITEN,
    DOCUMENTEN,
    SUBSTATUSSEN,
    VANDAAG,
    ZAKEN,
    ZORG,
    Row,
    geval,
)

from subgraphs.service.bereik import Bereik, knip
from subgraphs.service.errors import InvalidInput
from subgraphs.service.pagination import PageRequest
from subgraphs.service.register_errors import RegisterUnavailable
from subgraphs.zaken.source import Inzage, Selectie, Zakenbron
from subgraphs.zaken.zaak import (
    Archief,
    Archiefnominatie,
    Archiefstatus,
    Fase,
    Opschorting,
    Resultaat,
    Verlenging,
)
from subgraphs.zaken.zichtbaarheid import Betrokkene, Rolsoort

ZELF = inzage(EIGEN)
PAGE = PageRequest(100)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres), "zgw"])
def soort(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What stands behind the source: a database by its URL, or a stand-in by name."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    if request.param == "postgres":
        url: str = request.getfixturevalue("postgres_url")
        return url
    return str(request.param)


@pytest.fixture
async def wereld(soort: str) -> AsyncIterator[Wereld]:
    async with zgw_wereld() if soort == "zgw" else sql_wereld(soort) as wereld:
        yield wereld


@pytest.fixture
def rows(wereld: Wereld) -> ZakenRows:
    rows: ZakenRows = wereld.rows
    return rows


@pytest.fixture
def bron(wereld: Wereld) -> Zakenbron:
    return wereld.bron


async def ids_van(bron: Zakenbron, who: Inzage = ZELF, **criteria: object) -> list[str]:
    page = await bron.zaken_van(who, Selectie(**criteria), PAGE)  # type: ignore[arg-type]
    assert await page.count() == len(page.rows)
    return [zaak.id for zaak in page.rows]


async def opened(bron: Zakenbron, who: Inzage, document_id: str) -> bytes | None:
    async with bron.bestand(who, document_id) as bestand:
        return b"".join([chunk async for chunk in bestand.chunks]) if bestand else None


@pytest.mark.parametrize(
    ("range_", "expected"), [("bytes=3-5", b"def"), ("bytes=7-", b"hij"), ("bytes=-2", b"ij")]
)
async def test_a_part_of_a_document_is_that_part(
    rows: ZakenRows, bron: Zakenbron, range_: str, expected: bytes
) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    document = await rows.document(zaak, "Brief", inhoud=b"abcdefghij")
    bereik = Bereik.lees({"range": range_})
    assert bereik is not None
    async with bron.bestand(ZELF, document, bereik) as bestand:
        assert bestand is not None
        deel = bereik.van(bestand.omvang, bestand.etag)
        assert deel is not None
        found = b"".join([chunk async for chunk in knip(bestand.chunks, bestand.vanaf, deel)])
        assert (found, len(found)) == (expected, deel.lengte)


async def test_a_customer_sees_the_zaken_they_initiated(rows: ZakenRows, bron: Zakenbron) -> None:
    zaaktype = await rows.zaaktype()
    eigen = await rows.zaak(zaaktype, EIGEN)
    ander = await rows.zaak(zaaktype, ANDER)
    assert await ids_van(bron) == [eigen]
    assert await bron.zaken(ZELF, [eigen, ander]) == {eigen: (await bron.zaken(ZELF, [eigen]))[eigen]}


@pytest.mark.parametrize("row", ZAKEN, ids=geval)
async def test_who_sees_a_zaak(rows: ZakenRows, bron: Zakenbron, row: Row) -> None:
    zaak = await rows.zaak(await rows.zaaktype(**row.zaaktype), EIGEN, **row.anders)
    who = inzage(EIGEN, row.diensten)
    assert await ids_van(bron, who) == ([zaak] if row.ziet else [])
    assert set(await bron.zaken(who, [zaak])) == ({zaak} if row.ziet else set())


@pytest.mark.parametrize("row", DOCUMENTEN, ids=geval)
async def test_who_sees_and_opens_a_document(rows: ZakenRows, bron: Zakenbron, row: Row) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    document = await rows.document(zaak, "Brief", inhoud=b"inhoud", **row.anders)
    shown = (await bron.documenten(ZELF, [zaak])).get(zaak, ())
    assert [document.titel for document in shown] == (["Brief"] if row.ziet else [])
    assert await opened(bron, ZELF, document) == (b"inhoud" if row.ziet else None)


@pytest.mark.parametrize("row", BESLUITEN, ids=geval)
async def test_who_sees_a_besluit(rows: ZakenRows, bron: Zakenbron, row: Row) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.besluit(zaak, "Beschikking", **row.anders)
    shown = (await bron.besluiten(ZELF, [zaak], VANDAAG)).get(zaak, ())
    assert [besluit.besluittype for besluit in shown] == (["Beschikking"] if row.ziet else [])


@pytest.mark.parametrize("row", SUBSTATUSSEN, ids=geval)
async def test_who_sees_a_substatus(rows: ZakenRows, bron: Zakenbron, row: Row) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.substatus(zaak, 1, "Onderweg", **row.anders)
    shown = (await bron.substatussen(ZELF, [zaak])).get(zaak, ())
    assert [substatus.omschrijving for substatus in shown] == (["Onderweg"] if row.ziet else [])


async def test_who_acts_for_a_customer_sees_the_zaken_of_the_mandated_diensten_alone(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    bouwen = await rows.zaak(await rows.zaaktype("bouwen", dienst="vergunningen"), EIGEN)
    zorg = await rows.zaak(await rows.zaaktype("zorg", dienst=ZORG), EIGEN)
    zonder = await rows.zaak(await rows.zaaktype("bezwaar"), EIGEN)
    ander = await rows.zaak(await rows.zaaktype("kappen", dienst="vergunningen"), ANDER)
    everything = [bouwen, zorg, zonder, ander]
    expected = {
        frozenset({"vergunningen"}): [bouwen],
        frozenset({ZORG}): [zorg],
        frozenset({ZORG, "vergunningen"}): [zorg, bouwen],
        frozenset({BELASTING}): [],
        frozenset(): [],
        None: [zonder, zorg, bouwen],
    }
    for diensten, seen in expected.items():
        who = inzage(EIGEN, diensten)
        assert await ids_van(bron, who) == seen
        assert set(await bron.zaken(who, everything)) == set(seen)
        assert await ids_van(bron, who, zoek="tegel") == seen
        assert await ids_van(bron, who, fase=Fase.AFGEROND) == []


async def test_a_mandate_sees_the_internal_zaken_of_its_dienst_no_more_than_the_customer(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    onderzoek = await rows.zaaktype("onderzoek", extern=False, dienst="burgerzaken")
    zaak = await rows.zaak(onderzoek, EIGEN)
    who = inzage(EIGEN, frozenset({"burgerzaken"}))
    assert await ids_van(bron, who) == []
    assert await bron.zaken(who, [zaak]) == {}


async def test_documents_come_newest_first_and_with_what_is_known_of_them(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.document(zaak, "Oude brief", creatiedatum=date(2025, 1, 1))
    await rows.document(zaak, "Brief", inhoud=b"x" * 1200)
    nieuw, oud = (await bron.documenten(ZELF, [zaak]))[zaak]
    assert (nieuw.titel, nieuw.omvang, nieuw.formaat, nieuw.heeft_inhoud) == (
        "Brief",
        1200,
        "application/pdf",
        True,
    )
    assert (oud.titel, oud.creatiedatum) == ("Oude brief", date(2025, 1, 1))


async def test_a_document_opens_for_its_customer_alone(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(dienst=ZORG), EIGEN)
    document = await rows.document(zaak, "Brief", inhoud=b"x" * 100_000)
    assert await opened(bron, ZELF, document) == b"x" * 100_000
    assert await opened(bron, inzage(EIGEN, frozenset({ZORG})), document) is not None
    assert await opened(bron, inzage(EIGEN, frozenset({BELASTING})), document) is None
    assert await opened(bron, inzage(ANDER), document) is None
    assert await opened(bron, ZELF, "no-such-document") is None


async def test_a_besluit_tells_in_which_documents_it_stands(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    brief, bijlage = [await rows.document(zaak, titel) for titel in ("Brief", "Bijlage")]
    for soort, documenten in (("Vergunning", [brief]), ("Voorschrift", [brief, bijlage]), ("Los", [])):
        await rows.besluit(zaak, soort, documenten)
    besluiten = (await bron.besluiten(ZELF, [zaak], VANDAAG))[zaak]
    assert not isinstance(besluiten, RegisterUnavailable)
    found = await bron.besluitdocumenten(ZELF, [besluit.id for besluit in besluiten])
    named = {each.besluittype: sorted(found.get(each.id, ())) for each in besluiten}
    assert named == {"Vergunning": [brief], "Voorschrift": sorted([brief, bijlage]), "Los": []}


async def test_a_besluit_tells_what_it_holds_and_until_when_one_can_object(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.besluit(zaak, "Beschikking", uiterlijke_reactiedatum=date(2026, 4, 13))
    (besluit,) = (await bron.besluiten(ZELF, [zaak], VANDAAG))[zaak]
    assert (besluit.besluittype, besluit.uiterlijke_reactiedatum) == ("Beschikking", date(2026, 4, 13))
    assert (besluit.verzenddatum, besluit.publicatiedatum) == (date(2026, 3, 2), None)


async def test_parts_of_a_zaak_are_found_from_both_ends_as_far_as_they_are_visible(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    zaaktype = await rows.zaaktype()
    hoofd = await rows.zaak(zaaktype, EIGEN)
    deel = await rows.zaak(zaaktype, EIGEN, hoofdzaak_id=hoofd)
    await rows.zaak(zaaktype, ANDER, hoofdzaak_id=hoofd)
    found = await bron.deelzaken(ZELF, [hoofd, deel])
    assert {key: [zaak.id for zaak in each] for key, each in found.items() if each} == {hoofd: [deel]}
    zaken = await bron.zaken(ZELF, [hoofd, deel])
    assert (zaken[deel].hoofdzaak_id, zaken[hoofd].hoofdzaak_id) == (hoofd, None)


async def test_rollen_tell_what_people_are_and_name_no_one(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN)
    await rows.rol(zaak, ANDER, "belanghebbende")
    await rows.behandelrol(zaak, "medewerker", "Jansen")
    await rows.behandelrol(zaak, "afdeling", "Vergunningen")
    rollen = (await bron.rollen(ZELF, [zaak]))[zaak]
    assert [(rol.wie, rol.soort, rol.naam) for rol in rollen] == [
        (Betrokkene.KLANT, Rolsoort.INITIATOR, None),
        (Betrokkene.ANDERE_KLANT, Rolsoort.BELANGHEBBENDE, None),
        (Betrokkene.AFDELING, Rolsoort.BEHANDELAAR, "Vergunningen"),
        (Betrokkene.MEDEWERKER, Rolsoort.BEHANDELAAR, None),
    ]


async def test_a_zaak_tells_what_moves_its_terms_and_how_long_it_stays(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    zaaktype = await rows.zaaktype()
    zaak = await rows.zaak(
        zaaktype,
        EIGEN,
        verlenging_reden="Advies nodig",
        verlenging_duur="P6W",
        opschorting_reden="Wachten op aanvulling",
        archiefnominatie="vernietigen",
        archiefstatus="nog_te_archiveren",
        archiefactiedatum=date(2031, 3, 2),
    )
    kaal = await rows.zaak(zaaktype, EIGEN)
    found = await bron.zaken(ZELF, [zaak, kaal])
    assert found[zaak].verlenging == Verlenging("Advies nodig", "P6W")
    assert found[zaak].opschorting == Opschorting("Wachten op aanvulling")
    assert found[zaak].archief == Archief(
        Archiefnominatie.VERNIETIGEN, Archiefstatus.NOG_TE_ARCHIVEREN, date(2031, 3, 2)
    )
    assert (found[kaal].verlenging, found[kaal].opschorting) == (None, None)


async def test_a_closed_zaak_has_a_resultaat(rows: ZakenRows, bron: Zakenbron) -> None:
    zaaktype = await rows.zaaktype()
    verleend = await rows.resultaattype(zaaktype, "Verleend")
    klaar = await rows.zaak(zaaktype, EIGEN, einddatum=date(2026, 3, 9), resultaattype_id=verleend)
    loopt = await rows.zaak(zaaktype, EIGEN)
    found = await bron.resultaten(ZELF, [klaar, loopt])
    assert found == {klaar: Resultaat(klaar, "Verleend", "Uitleg: Verleend")}


async def test_zaken_are_chosen_by_phase_type_and_text(rows: ZakenRows, bron: Zakenbron) -> None:
    melding, bezwaar = await rows.zaaktype("melding"), await rows.zaaktype("bezwaar")
    lopend = await rows.zaak(melding, EIGEN, omschrijving="Losse TEGEL bij 100% hoek_huis, Café Één")
    klaar = await rows.zaak(melding, EIGEN, einddatum=date(2026, 4, 1), identificatie="ZAAK-2026-0009999")
    ander = await rows.zaak(bezwaar, EIGEN, omschrijving="Bezwaar")
    assert await ids_van(bron, fase=Fase.LOPEND) == [ander, lopend]
    assert await ids_van(bron, fase=Fase.AFGEROND) == [klaar]
    assert await ids_van(bron, zaaktype_id=bezwaar) == [ander]
    assert await ids_van(bron, zoek="tegel bij") == [lopend]
    assert await ids_van(bron, zoek="0009999") == [klaar]
    assert await ids_van(bron, zoek="100% hoek_") == [lopend]
    assert await ids_van(bron, zoek="%") == [lopend]
    assert await ids_van(bron, zoek="CAFE een") == await ids_van(bron, zoek="café ÉÉN") == [lopend]


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
        after = (page.rows[-1].volgorde,)
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
    statussen = (await bron.statussen(ZELF, [zaak]))[zaak]
    assert [status.omschrijving for status in statussen] == ["Ontvangen", "Beoordelen", "Klaar"]
    assert [status.is_eindstatus for status in statussen] == [False, False, True]
    assert all(status.datum.utcoffset() is not None for status in statussen)


async def test_the_last_status_is_that_of_the_latest_moment(rows: ZakenRows, bron: Zakenbron) -> None:
    zaaktype = await rows.zaaktype()
    zaken = [await rows.zaak(zaaktype, EIGEN, statussen=aantal) for aantal in (1, 3)]
    found = await bron.laatste_statussen(ZELF, zaken)
    assert {key: status.omschrijving for key, status in found.items()} == dict(
        zip(zaken, ("Ontvangen", "Klaar"), strict=True)
    )
    assert found[zaken[1]] == (await bron.statussen(ZELF, zaken))[zaken[1]][-1]


async def test_a_substatus_belongs_to_its_status(rows: ZakenRows, bron: Zakenbron) -> None:
    zaak = await rows.zaak(await rows.zaaktype(), EIGEN, statussen=2)
    for volgnummer, omschrijving in ((1, "Doorgestuurd"), (2, "Gewogen"), (2, "Besproken")):
        await rows.substatus(zaak, volgnummer, omschrijving, "betrokkenen")
    first, second = (await bron.statussen(ZELF, [zaak]))[zaak]
    found = (await bron.substatussen(ZELF, [zaak]))[zaak]
    assert [(each.status_id, each.omschrijving) for each in found] == [
        (first.id, "Doorgestuurd"),
        (second.id, "Gewogen"),
        (second.id, "Besproken"),
    ]
    assert all(each.tijdstip.utcoffset() is not None for each in found)


async def test_the_catalogue_has_the_external_zaaktypen_in_force(rows: ZakenRows, bron: Zakenbron) -> None:
    oud = await rows.zaaktype("melding", einde_geldigheid=date(2026, 1, 1), omschrijving="Oude melding")
    nieuw = await rows.zaaktype("melding", begin_geldigheid=date(2026, 1, 1), omschrijving="Nieuwe melding")
    await rows.zaaktype("onderzoek", extern=False)
    straks = await rows.zaaktype("straks", begin_geldigheid=date(2027, 1, 1), omschrijving="Straks één")

    async def op(dag: date, zoek: str | None = None) -> list[str]:
        return [zaaktype.id for zaaktype in (await bron.catalogus(zoek, dag, PAGE)).rows]

    assert await op(date(2025, 12, 31)) == [oud]
    assert await op(date(2026, 1, 1)) == [nieuw]
    assert await op(date(2027, 6, 1)) == [nieuw, straks]
    assert await op(date(2027, 6, 1), zoek="STRAKS EEN") == [straks]


async def test_a_zaak_keeps_the_version_of_the_zaaktype_it_began_with(
    rows: ZakenRows, bron: Zakenbron
) -> None:
    oud = await rows.zaaktype("melding", einde_geldigheid=date(2026, 1, 1))
    assert (await bron.zaaktypen([oud, "onbekend"])).keys() == {oud}
    assert [soort.volgnummer for soort in (await bron.statustypen([oud]))[oud]] == [1, 2, 3]
