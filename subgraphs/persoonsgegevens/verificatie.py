"""Verification of an address or number: a code is sent there, and who gives it back has it.

    start      a fresh code, kept as a keyed hash alone; the message with it in the same transaction
    confirm    right, in time, and not too often tried: the contact data change, and are known as verified

A code is six digits, lives ten minutes, may be tried five times, and opens one thing for one customer.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from subgraphs.persoonsgegevens import tables
from subgraphs.persoonsgegevens.bericht import BERICHTEN, Bericht
from subgraphs.persoonsgegevens.berichtzegel import Berichtzegel
from subgraphs.persoonsgegevens.contact import Contactgegevens, Kanaal, email, telefoonnummer
from subgraphs.persoonsgegevens.rows import contact_of, contact_row
from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.database import Database
from subgraphs.service.errors import InvalidInput

CIJFERS = 6
GELDIG = timedelta(minutes=10)
POGINGEN = 5
PER_UUR = 5
"""How many codes a customer may be sent within an hour."""
BEWAARD = timedelta(days=1)
"""How long it is kept that a code was sent."""
DEZELFDE = timedelta(minutes=1)
"""Asking again within this time for the same address is a repeat: no second code is sent."""


class Reden(StrEnum):
    """Why a code is not taken."""

    ONBEKEND = "onbekend"
    VERLOPEN = "verlopen"
    TE_VAAK = "te_vaak"
    ONJUIST = "onjuist"


@dataclass(frozen=True, slots=True)
class Verificatie:
    """A code is under way. The code itself is nowhere but in the message, which is sealed."""

    id: str
    kanaal: Kanaal
    verloopt_op: datetime


@dataclass(frozen=True, slots=True)
class Mislukt:
    """`over` is how often it can still be tried."""

    reden: Reden
    over: int = 0


class TeVeelCodes(Exception):
    """The customer was sent so many codes in the last hour that there are no more."""


@dataclass(frozen=True, slots=True)
class Verificaties:
    """The verifications of one municipality. `key` is what codes are hashed under and messages sealed with;
    `gewekt` is called when there is a message to bring.
    """

    database: Database
    outbox: Outbox
    key: bytes = field(repr=False)
    nu: Callable[[], datetime]
    gewekt: Callable[[], None] = lambda: None

    async def start(self, klant_id: str, kanaal: Kanaal, waarde: str) -> Verificatie | None:
        """Send a code to the address or number; None for an unknown customer. Raises InvalidInput when
        nothing could go there, and TeVeelCodes.
        """
        adres = _genormaliseerd(kanaal, waarde)
        nu = self.nu()
        async with self.database.writing() as session:
            if not await self._vast(session, klant_id):
                return None
            recent = await self._recent(session, klant_id, nu)
            for row in recent:
                same = (row["kanaal"], row["waarde"], row["gebruikt_op"]) == (kanaal, adres, None)
                if same and nu - row["gemaakt_op"] < DEZELFDE:
                    return Verificatie(row["verificatie_id"], kanaal, row["verloopt_op"])
            if len(recent) >= PER_UUR:
                raise TeVeelCodes
            gestart = await self._nieuw(session, klant_id, kanaal, adres)
        self.gewekt()
        return gestart

    async def bevestig(self, klant_id: str, verificatie_id: str, code: str) -> Contactgegevens | Mislukt:
        """The contact data with what was proved, or why the code is not taken. Each try is counted."""
        nu = self.nu()
        async with self.database.writing() as session:
            row = await self._open(session, klant_id, verificatie_id)
            if row is None:
                return Mislukt(Reden.ONBEKEND)
            if nu >= row["verloopt_op"]:
                return Mislukt(Reden.VERLOPEN)
            if row["pogingen"] >= POGINGEN:
                return Mislukt(Reden.TE_VAAK)
            here = tables.verificatie.c.verificatie_id == verificatie_id
            if not hmac.compare_digest(self._hash(verificatie_id, code), row["code_hash"]):
                tried = row["pogingen"] + 1
                await session.execute(update(tables.verificatie).where(here).values(pogingen=tried))
                return Mislukt(Reden.ONJUIST, POGINGEN - tried)
            await session.execute(update(tables.verificatie).where(here).values(gebruikt_op=nu))
            return await self._geverifieerd(session, row, nu)

    async def _vast(self, session: AsyncSession, klant_id: str) -> bool:
        """Locks the customer, so that two starts are one after the other; whether there is one."""
        here = tables.klant.c.klant_id == klant_id
        found = await session.execute(select(tables.klant.c.klant_id).where(here).with_for_update())
        return found.first() is not None

    async def _recent(self, session: AsyncSession, klant_id: str, nu: datetime) -> list[RowMapping]:
        """The codes of the last hour; what is older is forgotten."""
        c = tables.verificatie.c
        await session.execute(
            delete(tables.verificatie).where(c.klant_id == klant_id, c.gemaakt_op < nu - BEWAARD)
        )
        chosen = select(tables.verificatie).where(
            c.klant_id == klant_id, c.gemaakt_op > nu - timedelta(hours=1)
        )
        return list((await session.execute(chosen)).mappings())

    async def _nieuw(self, session: AsyncSession, klant_id: str, kanaal: Kanaal, adres: str) -> Verificatie:
        nu, id_ = self.nu(), secrets.token_hex(16)
        code = f"{secrets.randbelow(10**CIJFERS):0{CIJFERS}}"
        row = {
            "verificatie_id": id_,
            "klant_id": klant_id,
            "kanaal": kanaal,
            "waarde": adres,
            "code_hash": self._hash(id_, code),
            "gemaakt_op": nu,
            "verloopt_op": nu + GELDIG,
            "pogingen": 0,
        }
        await session.execute(insert(tables.verificatie).values(row))
        inhoud = Berichtzegel(self.key).inhoud(_bericht(kanaal, adres, code))
        await self.outbox.put(session, Message(id_, BERICHTEN, inhoud, nu, nu))
        return Verificatie(id_, kanaal, nu + GELDIG)

    async def _open(self, session: AsyncSession, klant_id: str, verificatie_id: str) -> RowMapping | None:
        c = tables.verificatie.c
        chosen = select(tables.verificatie).where(
            c.verificatie_id == verificatie_id, c.klant_id == klant_id, c.gebruikt_op.is_(None)
        )
        return (await session.execute(chosen.with_for_update())).mappings().one_or_none()

    async def _geverifieerd(self, session: AsyncSession, row: RowMapping, nu: datetime) -> Contactgegevens:
        here = tables.klant.c.klant_id == row["klant_id"]
        found = await session.execute(select(tables.klant).where(here).with_for_update())
        nieuw = contact_of(found.mappings().one()).geverifieerd(Kanaal(row["kanaal"]), row["waarde"], nu)
        await session.execute(update(tables.klant).where(here).values(contact_row(nieuw)))
        return nieuw

    def _hash(self, verificatie_id: str, code: str) -> str:
        """Keyed, for a million codes are tried in a moment against a plain hash."""
        return hmac.new(self.key, f"{verificatie_id}:{code.strip()}".encode(), sha256).hexdigest()


def _genormaliseerd(kanaal: Kanaal, waarde: str) -> str:
    if kanaal is Kanaal.EMAIL:
        return email(waarde)
    if kanaal is Kanaal.TELEFOON:
        return telefoonnummer(waarde)
    raise InvalidInput("Alleen een e-mailadres of telefoonnummer kan worden bevestigd.", veld="kanaal")


def _bericht(kanaal: Kanaal, adres: str, code: str) -> Bericht:
    tekst = (
        f"Uw code is {code}. Vul deze code in om te bevestigen dat dit van u is. "
        f"De code is {int(GELDIG.total_seconds() // 60)} minuten geldig. Geef de code aan niemand anders."
    )
    return Bericht(kanaal, adres, "Uw bevestigingscode", tekst)
