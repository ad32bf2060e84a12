"""The contract of a zaakregistratie: an aanvraag is one zaak with all its documents, whatever happens.

Held by the embedded zaken service and by the ZGW APIs, each over a real server.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.memory_progress import MemoryProgress
from harness.registraties import (
    ALLES,
    DOWN,
    INGETROKKEN,
    VERLEEND,
    ZAAKTYPE,
    ZONDER,
    DyingProgress,
    Maker,
    Registratie,
    Untimely,
    all_files,
    embedded,
    intrekking,
    opdracht,
    over_zgw,
)

from subgraphs.service.bus.delivery import BEGUN, NotDelivered, Progress
from subgraphs.service.zaakregistratie.intrekking import Afloop

FILES = all_files()


@pytest.fixture(params=[embedded, over_zgw], ids=["embedded", "zgw"])
async def registratie(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Registratie]:
    maker: Maker = request.param
    async with maker(FILES, tmp_path) as registratie:
        yield registratie


async def whole(registratie: Registratie) -> bool:
    """Whether there is one zaak, with all that belongs to it once."""
    (zaak,) = await registratie.zaken()
    names = tuple(name for name, _ in zaak.documenten)
    sizes = dict(zaak.documenten)
    return (
        (zaak.rollen, zaak.statussen, names) == (1, 1, ALLES)
        and sizes["klein é.png"] == len(FILES.bestanden["klein"])
        and sizes["groot é.png"] == len(FILES.bestanden["groot"])
    )


async def test_an_aanvraag_becomes_a_zaak_with_all_its_documents(registratie: Registratie) -> None:
    zaak_id = await registratie.zaakregistratie.registreer(opdracht(), MemoryProgress())
    assert zaak_id
    assert await whole(registratie)


async def test_without_files_there_is_the_form_alone(registratie: Registratie) -> None:
    kept = dict(FILES.bestanden)
    FILES.bestanden.clear()
    try:
        await registratie.zaakregistratie.registreer(opdracht(), MemoryProgress())
    finally:
        FILES.bestanden.update(kept)
    (zaak,) = await registratie.zaken()
    assert [name for name, _ in zaak.documenten] == ["aanvraag.json"]
    assert (zaak.rollen, zaak.statussen) == (1, 1)


async def test_a_repeat_with_what_was_noted_asks_for_little_and_changes_nothing(
    registratie: Registratie,
) -> None:
    progress = MemoryProgress()
    first = await registratie.zaakregistratie.registreer(opdracht(), progress)
    assert await registratie.zaakregistratie.registreer(opdracht(), progress) == first
    assert await whole(registratie)


async def test_a_repeat_that_knows_nothing_finds_all_that_is_there(registratie: Registratie) -> None:
    first = await registratie.zaakregistratie.registreer(opdracht(), MemoryProgress())
    assert await registratie.zaakregistratie.registreer(opdracht(), MemoryProgress()) == first
    assert await whole(registratie)


async def test_whenever_it_dies_between_call_and_note_the_next_goes_on(registratie: Registratie) -> None:
    done: dict[str, str] = {}
    deaths = 0
    # Each attempt writes the note that the one before it lost, and loses the next.
    while await attempt(registratie, DyingProgress(done, 2 if deaths else 1)) is not None:
        deaths += 1
        assert deaths < 20, "it does not come further"
    assert deaths > 2
    assert await whole(registratie)


async def test_it_may_be_down_from_any_call_on(registratie: Registratie) -> None:
    progress, codes = MemoryProgress(), []
    for calls in range(1, 100):
        stop = asyncio.create_task(_down_after(registratie, calls))
        failure = await attempt(registratie, progress)
        stop.cancel()
        await asyncio.gather(stop, return_exceptions=True)
        registratie.server.fault = None
        if not isinstance(failure, NotDelivered):
            break
        codes.append((failure.code, failure.permanent))
    assert codes
    assert not any(permanent for _, permanent in codes), codes
    assert await whole(registratie)


async def attempt(registratie: Registratie, progress: Progress) -> BaseException | None:
    """What ended an attempt; None when it was done."""
    try:
        await registratie.zaakregistratie.registreer(opdracht(), progress)
    except (NotDelivered, Untimely) as failure:
        return failure
    return None


async def _down_after(registratie: Registratie, calls: int) -> None:
    """Down from that many calls on."""
    registratie.server.calls.clear()
    while len(registratie.server.calls) < calls:  # noqa: ASYNC110 - nothing announces a call
        await asyncio.sleep(0)
    registratie.server.fault = DOWN


async def test_two_at_the_same_moment_make_one_zaak(registratie: Registratie) -> None:
    done = await asyncio.gather(
        *(registratie.zaakregistratie.registreer(opdracht(), MemoryProgress()) for _ in range(2)),
        return_exceptions=True,
    )
    assert any(isinstance(each, str) for each in done)
    assert len(await registratie.zaken()) == 1


async def test_another_aanvraag_is_another_zaak(registratie: Registratie) -> None:
    ids = [
        await registratie.zaakregistratie.registreer(opdracht(f"aanvraag-{number}"), MemoryProgress())
        for number in range(2)
    ]
    assert len(set(ids)) == len(await registratie.zaken()) == 2


async def test_an_unknown_zaaktype_is_refused_for_good(registratie: Registratie) -> None:
    with pytest.raises(NotDelivered) as refused:
        await registratie.zaakregistratie.registreer(opdracht(zaaktype="onbekend"), MemoryProgress())
    assert (refused.value.code, refused.value.permanent) == (registratie.onbekend, True)


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
async def test_a_registration_that_cannot_now_is_asked_again(registratie: Registratie, status: int) -> None:
    registratie.server.fault = type(DOWN)(status)
    with pytest.raises(NotDelivered) as failure:
        await registratie.zaakregistratie.registreer(opdracht(), MemoryProgress())
    assert not failure.value.permanent


VERZOEK = "verzoek-tot-intrekking.txt"


async def withdrawn(registratie: Registratie, zaak_id: str) -> Afloop:
    return await registratie.zaakregistratie.trek_in(intrekking(zaak_id), MemoryProgress())


async def registered(registratie: Registratie, zaaktype: str = ZAAKTYPE) -> str:
    return await registratie.zaakregistratie.registreer(opdracht(zaaktype=zaaktype), MemoryProgress())


async def test_that_it_begins_is_noted_before_anything_is_there(registratie: Registratie) -> None:
    done: dict[str, str] = {}
    assert isinstance(await attempt(registratie, DyingProgress(done, 1)), Untimely)
    assert await registratie.zaken() == []
    assert await attempt(registratie, DyingProgress(done)) is None
    assert BEGUN in done


async def test_a_zaak_that_can_ends_as_withdrawn_and_once(registratie: Registratie) -> None:
    zaak_id = await registered(registratie)
    assert [await withdrawn(registratie, zaak_id) for _ in range(2)] == [Afloop.INGETROKKEN] * 2
    (zaak,) = await registratie.zaken()
    assert (zaak.resultaat, zaak.is_gesloten, zaak.statussen) == (INGETROKKEN, True, 2)
    assert tuple(name for name, _ in zaak.documenten) == ALLES


async def test_where_there_is_no_such_end_the_request_is_with_the_zaak_once(registratie: Registratie) -> None:
    zaak_id = await registered(registratie, ZONDER)
    assert [await withdrawn(registratie, zaak_id) for _ in range(2)] == [Afloop.BIJ_BEHANDELAAR] * 2
    (zaak,) = await registratie.zaken()
    assert (zaak.resultaat, zaak.is_gesloten, zaak.statussen) == (None, False, 1)
    assert [name for name, _ in zaak.documenten].count(VERZOEK) == 1


async def test_what_was_decided_already_is_for_the_handler(registratie: Registratie) -> None:
    zaak_id = await registered(registratie)
    await registratie.geef_resultaat(sluit=False)
    assert await withdrawn(registratie, zaak_id) is Afloop.BIJ_BEHANDELAAR
    (zaak,) = await registratie.zaken()
    assert (zaak.resultaat, zaak.is_gesloten) == (VERLEEND, False)


async def test_a_zaak_that_has_ended_stays_as_it_is(registratie: Registratie) -> None:
    zaak_id = await registered(registratie)
    await registratie.geef_resultaat(sluit=True)
    before = await registratie.zaken()
    assert await withdrawn(registratie, zaak_id) is Afloop.TE_LAAT
    assert await registratie.zaken() == before


@pytest.mark.parametrize("zaaktype", [ZAAKTYPE, ZONDER])
async def test_a_withdrawal_may_be_broken_off_at_any_call(registratie: Registratie, zaaktype: str) -> None:
    zaak_id, afloop, failures = await registered(registratie, zaaktype), None, []
    for calls in range(100):
        stop = asyncio.create_task(_down_after(registratie, calls))
        try:
            afloop = await withdrawn(registratie, zaak_id)
        except NotDelivered as failure:
            failures.append(failure.permanent)
        stop.cancel()
        await asyncio.gather(stop, return_exceptions=True)
        registratie.server.fault = None
        if afloop is not None:
            break
    assert set(failures) == {False}
    (zaak,) = await registratie.zaken()
    if zaaktype == ZAAKTYPE:
        assert (afloop, zaak.resultaat, zaak.is_gesloten) == (Afloop.INGETROKKEN, INGETROKKEN, True)
    else:
        assert afloop is Afloop.BIJ_BEHANDELAAR
        assert [name for name, _ in zaak.documenten].count(VERZOEK) == 1


async def test_two_withdrawals_at_the_same_moment_end_it_once(registratie: Registratie) -> None:
    zaak_id = await registered(registratie)
    done = await asyncio.gather(*(withdrawn(registratie, zaak_id) for _ in range(2)), return_exceptions=True)
    assert Afloop.INGETROKKEN in done
    (zaak,) = await registratie.zaken()
    assert (zaak.resultaat, zaak.is_gesloten) == (INGETROKKEN, True)


async def test_a_zaak_that_is_not_there_is_asked_for_again(registratie: Registratie) -> None:
    nowhere = intrekking("open-zaak~8d3f0c1e-0000-4000-8000-000000000000", "another aanvraag")
    with pytest.raises(NotDelivered) as failure:
        await registratie.zaakregistratie.trek_in(nowhere, MemoryProgress())
    assert not failure.value.permanent
