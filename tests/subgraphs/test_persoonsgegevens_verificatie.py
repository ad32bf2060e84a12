"""A code proves that an address is the customer's: sent once, kept as a hash, and soon over."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from harness.subgraph_desk import HENDRIK, PSEUDONYM_KEY, SANNE, TODAY
from sqlalchemy import select

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.bericht import BERICHTEN, Bericht, Postvak
from subgraphs.persoonsgegevens.berichtbezorging import Berichtbezorging
from subgraphs.persoonsgegevens.berichtzegel import Berichtzegel
from subgraphs.persoonsgegevens.contact import Contactgegevens, Contactwijziging, Kanaal
from subgraphs.persoonsgegevens.demo import fill_if_empty
from subgraphs.persoonsgegevens.store import Gegevensmagazijn
from subgraphs.persoonsgegevens.verificatie import (
    GELDIG,
    Mislukt,
    Reden,
    TeVeelCodes,
    Verificatie,
    Verificaties,
)
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput
from subgraphs.service.voorbeeldstad import voorbeeldstad

BEGIN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SANNE_ID, HENDRIK_ID = (persona.klant_id(PSEUDONYM_KEY) for persona in (SANNE, HENDRIK))
ADRES = "sanne@nieuw.example"
ZEGEL = Berichtzegel(PSEUDONYM_KEY)
BERICHT = Bericht(Kanaal.EMAIL, ADRES, "Onderwerp", "Tekst")


@dataclass
class Desk:
    """Where codes are asked for and given back, with the time in hand and the letterbox beside it."""

    database: Database
    time: list[datetime] = field(default_factory=lambda: [BEGIN])

    def __post_init__(self) -> None:
        self.postvak = Postvak(self.database, self.nu)
        outbox = Outbox(self.database, tables.outbox)
        destinations = {BERICHTEN: Berichtbezorging(self.postvak, ZEGEL, self.nu, GELDIG)}
        self.dispatcher = Dispatcher(outbox, destinations, self.nu, Policy())
        self.verificaties = Verificaties(self.database, outbox, PSEUDONYM_KEY, self.nu)
        self.magazijn = Gegevensmagazijn(self.database, self.nu)

    def nu(self) -> datetime:
        return self.time[0]

    def later(self, minutes: float) -> None:
        self.time[0] += timedelta(minutes=minutes)

    async def start(self, waarde: str = ADRES, kanaal: Kanaal = Kanaal.EMAIL) -> Verificatie:
        gestart = await self.verificaties.start(SANNE_ID, kanaal, waarde)
        assert gestart is not None
        return gestart

    async def codes(self) -> list[str]:
        """The codes in the letterbox, the oldest first."""
        await self.dispatcher.deliver_due()
        return [re.findall(r"\d{6}", bericht.tekst)[0] for bericht in await self.postvak.berichten()]

    async def contact(self) -> Contactgegevens:
        return (await self.magazijn.contactgegevens([SANNE_ID]))[SANNE_ID]


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    await database.create_tables(tables.metadata)
    await fill_if_empty(database, voorbeeldstad(TODAY), PSEUDONYM_KEY, TODAY)
    return Desk(database)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


@pytest.mark.parametrize(
    ("kanaal", "waarde", "kept"),
    [(Kanaal.EMAIL, f" {ADRES} ", ADRES), (Kanaal.TELEFOON, "06 12345678", "+31612345678")],
)
async def test_who_gives_the_code_back_has_the_address(
    desk: Desk, kanaal: Kanaal, waarde: str, kept: str
) -> None:
    gestart = await desk.start(waarde, kanaal)
    assert gestart.verloopt_op == BEGIN + GELDIG
    (code,) = await desk.codes()
    (bericht,) = await desk.postvak.berichten()
    assert (bericht.kanaal, bericht.adres) == (kanaal, kept)
    desk.later(9)
    nieuw = await desk.verificaties.bevestig(SANNE_ID, gestart.id, f" {code} ")
    assert nieuw == await desk.contact()
    assert isinstance(nieuw, Contactgegevens)
    if kanaal is Kanaal.EMAIL:
        assert (nieuw.email, nieuw.email_geverifieerd_op) == (kept, desk.nu())
        assert nieuw.telefoonnummer_geverifieerd_op is None
    else:
        assert (nieuw.telefoonnummer, nieuw.telefoonnummer_geverifieerd_op) == (kept, desk.nu())


async def test_nothing_changes_before_the_code_is_back(desk: Desk) -> None:
    before = await desk.contact()
    await desk.start()
    await desk.codes()
    assert await desk.contact() == before


async def test_a_wrong_code_counts_and_after_five_even_the_right_one_is_refused(desk: Desk) -> None:
    gestart = await desk.start()
    (code,) = await desk.codes()
    outcomes = [
        await desk.verificaties.bevestig(SANNE_ID, gestart.id, given) for given in [wrong(code)] * 5 + [code]
    ]
    assert outcomes == [*(Mislukt(Reden.ONJUIST, over) for over in (4, 3, 2, 1, 0)), Mislukt(Reden.TE_VAAK)]
    assert (await desk.contact()).email != ADRES


async def test_after_ten_minutes_it_is_over(desk: Desk) -> None:
    gestart = await desk.start()
    (code,) = await desk.codes()
    desk.later(10)
    assert await desk.verificaties.bevestig(SANNE_ID, gestart.id, code) == Mislukt(Reden.VERLOPEN)


async def test_a_code_opens_one_thing_once_and_for_one_customer(desk: Desk) -> None:
    first = await desk.start()
    (code_of_first,) = await desk.codes()
    second = await desk.start("sanne@anders.example")
    unknown = Mislukt(Reden.ONBEKEND)
    assert await desk.verificaties.bevestig(HENDRIK_ID, first.id, code_of_first) == unknown
    assert await desk.verificaties.bevestig(SANNE_ID, "0" * 32, code_of_first) == unknown
    of_another = await desk.verificaties.bevestig(SANNE_ID, second.id, code_of_first)
    assert isinstance(of_another, Mislukt)
    assert isinstance(await desk.verificaties.bevestig(SANNE_ID, first.id, code_of_first), Contactgegevens)
    assert await desk.verificaties.bevestig(SANNE_ID, first.id, code_of_first) == unknown


async def test_asking_twice_sends_one_code_and_asking_later_another(desk: Desk) -> None:
    first, again = await desk.start(), await desk.start()
    assert first == again
    desk.later(2)
    assert (await desk.start()).id != first.id
    assert len(await desk.codes()) == 2


async def test_there_are_no_more_than_five_codes_an_hour(desk: Desk) -> None:
    for number in range(5):
        await desk.start(f"sanne{number}@post.example")
    with pytest.raises(TeVeelCodes):
        await desk.start()
    desk.later(61)
    await desk.start()


async def test_what_no_code_can_go_to_is_refused(desk: Desk) -> None:
    for kanaal, waarde in [
        (Kanaal.EMAIL, "geen adres"),
        (Kanaal.TELEFOON, "112"),
        (Kanaal.POST, "Lindelaan 12"),
    ]:
        with pytest.raises(InvalidInput):
            await desk.start(waarde, kanaal)
    assert await desk.verificaties.start("een-onbekende-klant", Kanaal.EMAIL, ADRES) is None
    assert await desk.codes() == []


async def test_another_address_is_not_verified_any_more(desk: Desk) -> None:
    gestart = await desk.start()
    (code,) = await desk.codes()
    await desk.verificaties.bevestig(SANNE_ID, gestart.id, code)
    same = await desk.magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email=ADRES))
    assert same
    assert same.email_geverifieerd_op == BEGIN
    other = await desk.magazijn.contactgegevens_wijzigen(SANNE_ID, Contactwijziging(email="x@y.example"))
    assert other
    assert other.email_geverifieerd_op is None


async def test_the_code_is_kept_nowhere_but_in_the_message_and_never_logged(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="subgraphs")
    gestart = await desk.start()
    (code,) = await desk.codes()
    await desk.verificaties.bevestig(SANNE_ID, gestart.id, wrong(code))
    async with desk.database.reading() as session:
        kept = (await session.execute(select(tables.verificatie))).all()
        waiting = (await session.execute(select(tables.outbox))).all()
    assert code not in str(kept)
    assert waiting == []
    assert code not in caplog.text
    assert code not in repr(Bericht(Kanaal.EMAIL, ADRES, "Code", code))


async def test_while_a_message_waits_nobody_reads_in_the_database_what_it_says(desk: Desk) -> None:
    await desk.start()
    async with desk.database.reading() as session:
        (waiting,) = (await session.execute(select(tables.outbox.c.content))).scalars()
    assert re.search(r"\d{6} ?\.", str(waiting)) is None
    assert ADRES not in str(waiting)
    (code,) = await desk.codes()
    assert code not in str(waiting)


@pytest.mark.parametrize(
    "inhoud", [{}, Berichtzegel(b"another key" * 4).inhoud(BERICHT)], ids=["plain", "another key"]
)
def test_what_was_not_sealed_with_our_key_is_a_dead_letter(inhoud: Mapping[str, str]) -> None:
    with pytest.raises(NotDelivered) as failure:
        ZEGEL.bericht(inhoud)
    assert (failure.value.code, failure.value.permanent) == ("ZEGEL_ONLEESBAAR", True)


class Down:
    """A sender that is not there."""

    async def verzend(self, bericht: Bericht, kenmerk: str) -> None:
        raise NotDelivered("ONBEREIKBAAR")


async def test_a_message_waits_for_a_sender_that_is_down_but_not_longer_than_the_code_lives(
    desk: Desk,
) -> None:
    outbox = Outbox(desk.database, tables.outbox)
    destinations = {BERICHTEN: Berichtbezorging(Down(), ZEGEL, desk.nu, GELDIG)}
    down = Dispatcher(outbox, destinations, desk.nu, Policy())
    await desk.start()
    await down.deliver_due()
    assert await desk.postvak.berichten() == []
    desk.later(1)
    assert len(await desk.codes()) == 1
    await desk.start("sanne@anders.example")
    await down.deliver_due()
    desk.later(11)
    assert len(await desk.codes()) == 1
    async with desk.database.reading() as session:
        assert (await session.execute(select(tables.outbox))).all() == []
