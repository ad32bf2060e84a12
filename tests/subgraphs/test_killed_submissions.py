"""Whatever dies and whenever: an accepted aanvraag is one zaak with all its documents.

What is withdrawn never becomes a zaak, or is one that has ended so.

The formulieren service is a real process that is killed at random moments, while the zaakregistratie is down
half of the time. What chance decides follows from a seed that is printed: give it to run the same again.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random

import pytest
from harness.memory_bijlagen import MemoryBijlagen
from harness.mortal_service import mortal_service
from harness.registraties import DOWN, INGETROKKEN, SECRET, Maker, Registratie, Zaakbeeld, embedded, over_zgw
from harness.stubborn_customer import PDF, StubbornCustomer, Submission
from harness.subgraph_desk import PSEUDONYM_KEY, SIGNING_KEY
from harness.zgw_scenario import RSIN
from sqlalchemy import select

from auth.identification import Recipient, generate_identification_key
from auth.keys import dump_key_set, public_key_set
from standins.zgw.token import DEFAULT
from subgraphs.formulieren import tables as t
from subgraphs.service.bus.letters import Letters
from subgraphs.service.database import Database

AMOUNT = 500
LIFE = 20.0
"""The longest that the service lives, in seconds."""
WITHDRAWN = 0.2
"""The part of them that the customer withdraws again."""
TOGETHER = 12
FORM = "aanvraag.json"
SEED = "GEMEENTEGRAAF_TESTS_SEED"
QUICK = "{lease: 2, first_wait: 0.1, longest_wait: 0.5, beat: 0.1, attempts: 10000, together: 16}"
"""A bus that does not wait long: the test has a minute."""

pytestmark = [pytest.mark.slow, pytest.mark.processes]


@pytest.fixture
def seed() -> int:
    found = int(os.environ.get(SEED) or secrets.randbelow(10**9))
    print(f"{SEED}={found}")
    return found


def submissions(random: Random, amount: int) -> list[Submission]:
    """Each with none, one or two files, mostly small; some are withdrawn."""
    return [
        Submission(
            number,
            tuple(_file(random) for _ in range(random.choice((0, 1, 1, 2)))),
            random.random() if random.random() < WITHDRAWN else None,
        )
        for number in range(amount)
    ]


def _file(random: Random) -> bytes:
    return PDF + random.randbytes(random.choice((500, 5_000, 50_000)))


@asynccontextmanager
async def _flickering(registratie: Registratie, random: Random) -> AsyncIterator[None]:
    """The registration is down half of the time, until this ends."""

    async def flicker() -> None:
        while True:
            registratie.server.fault = None if registratie.server.fault else DOWN
            await asyncio.sleep(random.uniform(0.5, 3.0))

    async with _background(flicker()):
        yield
    registratie.server.fault = None


@asynccontextmanager
async def _background(work: object) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    try:
        yield
        if task.done():
            task.result()
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest.mark.parametrize("maker", [embedded, partial(over_zgw, watched=False)], ids=["embedded", "zgw"])
async def test_every_accepted_aanvraag_is_one_zaak_with_all_its_documents(
    maker: Maker, database_url: str, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    asked = submissions(random, AMOUNT)
    key = generate_identification_key()
    async with maker(MemoryBijlagen(), tmp_path) as registratie:
        environ = _environ(registratie, database_url, tmp_path) | {
            "GEMEENTEGRAAF_IDENTIFICATIESLEUTEL": key.as_pem(private=True).decode()
        }
        async with mortal_service("formulieren", environ, tmp_path / "log") as service:
            customer = StubbornCustomer(service.url, {"formulieren": Recipient(key)})
            async with (
                _flickering(registratie, random),
                _background(service.die_now_and_then(random, LIFE)),
            ):
                accepted = await _all_submitted(customer, asked)
            await customer.close()
            await _brought(database_url)
            deaths = service.deaths
        print(f"killed {deaths} times; {len(registratie.server.calls)} calls to the registration")
        assert deaths > 0
        await _check(registratie, database_url, asked, accepted)


def _environ(registratie: Registratie, database_url: str, folder: Path) -> dict[str, str]:
    bronnen = folder / "bronnen.yaml"
    lines = ["formulieren:", f"  bus: {QUICK}", "  virusscan: geen"]
    if registratie.onbekend == "ONBEKEND_ZAAKTYPE":
        urls = {api: f"{registratie.server.url}/{api}/api/v1" for api in ("zaken", "catalogi", "documenten")}
        given = {"naam": "open-zaak", **urls, "client_id": DEFAULT.client_id, "bronorganisatie": f'"{RSIN}"'}
        fields = ", ".join(f"{name}: {value}" for name, value in given.items())
        lines.append(f"  registratie: [{{{fields}, geheim: {{env: ZGW_GEHEIM}}}}]")
    bronnen.write_text("\n".join(lines), encoding="utf-8")
    return {
        "GEMEENTEGRAAF_DATABASE_URL": database_url,
        "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": PSEUDONYM_KEY.decode(),
        "GEMEENTEGRAAF_IDENTITEITSSLEUTELS": dump_key_set(public_key_set(SIGNING_KEY)),
        "GEMEENTEGRAAF_REGISTRATIEGEHEIM": SECRET,
        "GEMEENTEGRAAF_ZAKEN_URL": registratie.server.url,
        "GEMEENTEGRAAF_BRONNEN": str(bronnen),
        "GEMEENTEGRAAF_DEMO": "1",
        "ZGW_GEHEIM": DEFAULT.secret,
    }


async def _all_submitted(customer: StubbornCustomer, asked: Sequence[Submission]) -> list[str]:
    room = asyncio.Semaphore(TOGETHER)

    async def submit(submission: Submission) -> str:
        async with room:
            return await customer.submit(submission)

    return await asyncio.gather(*map(submit, asked))


async def _brought(database_url: str) -> None:
    """Returns once nothing waits any more. Raises AssertionError for a dead letter."""
    database = Database(database_url)
    letters = Letters(database)
    async with asyncio.timeout(600):
        while waiting := await letters.list(dead=False, limit=1):
            assert waiting[0].dead_since is None, waiting[0].last_error
            await asyncio.sleep(0.2)
    await database.close()


async def _check(
    registratie: Registratie, database_url: str, asked: Sequence[Submission], accepted: Sequence[str]
) -> None:
    database = Database(database_url)
    async with database.reading() as session:
        rows = (await session.execute(select(t.aanvraag))).all()
    await database.close()
    found = {row.id: row for row in rows}
    assert found.keys() == set(accepted)
    wanted = {key: one for key, one in zip(accepted, asked, strict=True) if found[key].zaak_id is not None}
    never = [one for key, one in zip(accepted, asked, strict=True) if key not in wanted]
    print(
        f"{len(never)} withdrawn before they were a zaak, {sum(map(_is_withdrawn, wanted.values()))} as one"
    )
    assert all(map(_is_withdrawn, never))
    standen = {(_is_withdrawn(one), found[key].stand) for key, one in zip(accepted, asked, strict=True)}
    assert standen == {(False, "geregistreerd"), (True, "ingetrokken")}
    assert len({found[key].zaak_id for key in wanted}) == len(wanted)
    zaken = await registratie.zaken()
    assert {(zaak.rollen, zaak.statussen, zaak.is_gesloten) for zaak in zaken} == {
        (1, 1, False),
        (1, 2, True),
    }
    assert all([name for name, _ in zaak.documenten].count(FORM) == 1 for zaak in zaken)
    there = sorted((_files(zaak), zaak.resultaat == INGETROKKEN, zaak.is_gesloten) for zaak in zaken)
    assert there == sorted((_asked_files(one), *[_is_withdrawn(one)] * 2) for one in wanted.values())


def _is_withdrawn(one: Submission) -> bool:
    return one.withdrawn is not None


def _files(zaak: Zaakbeeld) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(each for each in zaak.documenten if each[0] != FORM))


def _asked_files(one: Submission) -> tuple[tuple[str, int], ...]:
    return tuple((f"bijlage-{one.number}-{at}.pdf", len(content)) for at, content in enumerate(one.files))
