"""Where an aanvraag becomes a zaak, the embedded place and the real one, and what is there afterwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol

import httpx
from harness.memory_bijlagen import MemoryBijlagen
from harness.standin import Fault, Register, running
from harness.zaken_melder import melder_of
from harness.zaken_rows import ZakenRows
from harness.zgw_client import CRS, token
from harness.zgw_scenario import BURGER, RSIN, Zgw
from sqlalchemy import select, update
from starlette.applications import Starlette

from auth.principal import Identifier, Identiteit
from standins.zgw.standin import INTERFACES, make_standin
from standins.zgw.token import DEFAULT
from subgraphs.service.database import Database
from subgraphs.service.http_upstream import HttpUpstream
from subgraphs.service.register_breaker import BreakerRules
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget
from subgraphs.service.zaakregistratie.bestand import IngediendeBestanden
from subgraphs.service.zaakregistratie.intrekking import Intrekking
from subgraphs.service.zaakregistratie.opdracht import Opdracht
from subgraphs.service.zaakregistratie.zaakregistratie import Zaakregistratie
from subgraphs.service.zaakregistratie.zaken_service import ZakenService
from subgraphs.service.zaakregistratie.zgw.api import Thing, ZgwApi
from subgraphs.service.zaakregistratie.zgw.documenten import PATH
from subgraphs.service.zaakregistratie.zgw.zaakregistratie import Apis, Vorm, ZgwZaakregistratie
from subgraphs.service.zgw_token import Gebruiker, ZgwCredentials
from subgraphs.zaken import tables as t
from subgraphs.zaken.register import SqlZaakregister
from subgraphs.zaken.registraties import registraties_routes

SECRET = "a secret that both services know about"
ZAAKTYPE, ZONDER = "bezwaar", "melding"
"""One of which zaken can end as withdrawn, and one that has no such end."""
INGETROKKEN, VERLEEND = "Ingetrokken", "Verleend"
NU = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PATIENT = RegisterRules(attempts=1, breaker=BreakerRules(failures=1_000_000))
"""One attempt a call, and never left alone: what is tried again is the bus's to decide."""


def opdracht(aanvraag_id: str = "aanvraag-1", zaaktype: str = ZAAKTYPE) -> Opdracht:
    """A submitted aanvraag, of someone with a number."""
    nummer, gegevens = Identiteit("klant-1", Identifier.BSN, BURGER), {"gronden": "Het klopt niet."}
    return Opdracht(aanvraag_id, "klant-1", zaaktype, "Bezwaar maken", gegevens, NU, nummer)


def intrekking(zaak_id: str, aanvraag_id: str = "aanvraag-1") -> Intrekking:
    """That its customer wants to withdraw that zaak."""
    return Intrekking(aanvraag_id, "klant-1", zaak_id, "A-7KQ2-M4XD-PB3R", NU + timedelta(days=1))


@dataclass(frozen=True)
class Zaakbeeld:
    """What is there of one zaak: how many of each, and its documents with the size of their content."""

    rollen: int
    statussen: int
    documenten: tuple[tuple[str, int], ...]
    resultaat: str | None = None
    is_gesloten: bool = False


class Registratie(Protocol):
    """A registration over a real server, that can fail."""

    server: Register
    zaakregistratie: Zaakregistratie
    onbekend: str
    """The code with which an unknown zaaktype is refused."""

    async def zaken(self) -> Sequence[Zaakbeeld]: ...

    async def geef_resultaat(self, *, sluit: bool) -> None:
        """Who handles the only zaak decides it, and ends it too."""
        ...


@dataclass
class Embedded:
    """The zaken service's door, without the rest of the service."""

    server: Register
    zaakregistratie: Zaakregistratie
    database: Database
    onbekend: str = "HTTP_400"

    async def zaken(self) -> Sequence[Zaakbeeld]:
        async with self.database.reading() as session:
            named = select(t.zaak, t.resultaattype.c.omschrijving.label("resultaat"))
            joined = named.join_from(t.zaak, t.resultaattype, isouter=True).order_by(t.zaak.c.id)
            found = (await session.execute(joined)).all()
            rollen = Counter((await session.execute(select(t.rol.c.zaak_id))).scalars())
            statussen = Counter((await session.execute(select(t.status.c.zaak_id))).scalars())
            rows = (await session.execute(select(t.document).order_by(t.document.c.identificatie))).all()
        return [
            Zaakbeeld(
                rollen[zaak.id],
                statussen[zaak.id],
                tuple((row.bestandsnaam, len(row.inhoud)) for row in rows if row.zaak_id == zaak.id),
                zaak.resultaat,
                zaak.einddatum is not None,
            )
            for zaak in found
        ]

    async def geef_resultaat(self, *, sluit: bool) -> None:
        async with self.database.writing() as session:
            soort = select(t.resultaattype.c.id).where(
                t.resultaattype.c.zaaktype_id == t.zaak.c.zaaktype_id,
                t.resultaattype.c.omschrijving == VERLEEND,
            )
            einddatum = date(2026, 3, 3) if sluit else None
            await session.execute(
                update(t.zaak).values(resultaattype_id=soort.scalar_subquery(), einddatum=einddatum)
            )


@dataclass
class OverZgw:
    """The stand-in of the ZGW APIs."""

    server: Register
    zaakregistratie: Zaakregistratie
    app: Starlette
    client: ZgwApi
    catalogi: ZgwApi
    onbekend: str = "ONBEKEND_ZAAKTYPE"

    async def zaken(self) -> Sequence[Zaakbeeld]:
        zaken = await _all(self.server, "zaken", "/zaken")
        soorten = {
            each["url"]: each["omschrijving"]
            for each in await _all(self.server, "catalogi", "/resultaattypen")
        }
        documenten = {each["url"]: each for each in await _all(self.server, "documenten", PATH)}
        assert not any(each["locked"] for each in documenten.values())
        assert all(each["inhoud"] for each in documenten.values())
        rollen, statussen, resultaten, relaties = [
            await self._by_zaak(path)
            for path in ("/rollen", "/statussen", "/resultaten", "/zaakinformatieobjecten")
        ]

        def beeld(zaak: Thing) -> Zaakbeeld:
            url = zaak["url"]
            own = (documenten[each["informatieobject"]] for each in relaties[url])
            by_number = sorted(own, key=lambda each: str(each["identificatie"]))
            return Zaakbeeld(
                len(rollen[url]),
                len(statussen[url]),
                tuple((each["bestandsnaam"], each["bestandsomvang"]) for each in by_number),
                next((soorten[each["resultaattype"]] for each in resultaten[url]), None),
                zaak["einddatum"] is not None,
            )

        return list(map(beeld, zaken))

    async def _by_zaak(self, path: str) -> Mapping[str, Sequence[Thing]]:
        found: dict[str, list[Thing]] = defaultdict(list)
        for each in await _all(self.server, "zaken", path):
            found[each["zaak"]].append(each)
        return found

    async def geef_resultaat(self, *, sluit: bool) -> None:
        (zaak,) = await self.client.list("/zaken")
        of_type = {"zaaktype": zaak["zaaktype"]}
        soorten = await self.catalogi.list("/resultaattypen", **of_type)
        soort = next(each["url"] for each in soorten if each["omschrijving"] == VERLEEND)
        await self.client.make("/resultaten", {"zaak": zaak["url"], "resultaattype": soort})
        if sluit:
            stappen = await self.catalogi.list("/statustypen", **of_type)
            einde = next(each["url"] for each in stappen if each["isEindstatus"])
            status = {"zaak": zaak["url"], "statustype": einde, "datumStatusGezet": "2026-03-03T10:00:00Z"}
            await self.client.make("/statussen", status)


async def _all(server: Register, api: str, path: str) -> Sequence[Thing]:
    """Everything that there is, however many pages that are."""
    found: list[Thing] = []
    url: str | None = f"{server.url}/{api}/api/v1{path}"
    async with httpx.AsyncClient(headers={"Authorization": token(), **CRS}) as client:
        while url is not None:
            answer = (await client.get(url)).raise_for_status().json()
            if isinstance(answer, list):
                return answer  # which has no pages
            found += answer["results"]
            url = answer["next"]
    return found


Maker = Callable[[IngediendeBestanden, Path], AbstractAsyncContextManager[Registratie]]


@asynccontextmanager
async def embedded(bijlagen: IngediendeBestanden, folder: Path) -> AsyncIterator[Registratie]:
    database = Database(f"sqlite:///{folder / 'zaken.sqlite3'}")
    await database.create_tables(t.metadata)
    rows = ZakenRows(database)
    for zaaktype, resultaten in ((ZAAKTYPE, (VERLEEND, INGETROKKEN)), (ZONDER, (VERLEEND,))):
        zaaktype_id = await rows.zaaktype(zaaktype)
        for resultaat in resultaten:
            await rows.resultaattype(zaaktype_id, resultaat)
    credentials = ZgwCredentials("formulieren", SECRET)
    register = SqlZaakregister(database, melder_of(database))
    app = Starlette(routes=registraties_routes(register, credentials, lambda: date(2026, 3, 2)))
    async with running(app) as server:
        yield Embedded(server, ZakenService(HttpUpstream(server.url), credentials, bijlagen), database)
    await database.close()


@asynccontextmanager
async def over_zgw(
    bijlagen: IngediendeBestanden, folder: Path, *, watched: bool = True
) -> AsyncIterator[Registratie]:
    """`watched` holds all that is said against the published descriptions, which takes its time."""
    town = Zgw()
    stappen = ["Ontvangen", "Beoordeeld", "Afgehandeld"]
    soort = town.zaaktype("Bezwaar", stappen, identificatie=ZAAKTYPE)
    town.add("catalogi", "resultaattypen", zaaktype=soort.url, omschrijving=INGETROKKEN)
    for each in (soort, town.zaaktype("Melding", stappen, identificatie=ZONDER)):
        for documenttype in ("Besluit", "Aanvraagformulier", "Bijlage"):
            town.documenttype(documenttype, each)
    app = make_standin(town.given)
    async with running(app, INTERFACES if watched else None) as server:
        clients = zgw_clients(server.url)
        apis = zgw_apis(clients)
        registratie = ZgwZaakregistratie(apis, Vorm("open-zaak", RSIN), bijlagen)
        test = apis(Gebruiker("test", "Een test"))
        yield OverZgw(server, registratie, app, test.zaken, test.catalogi)
        for client in clients.values():
            await client.close()


def zgw_clients(url: str) -> dict[str, RegisterClient]:
    return {
        name: RegisterClient(RegisterTarget(name, f"{url}/{name}/api/v1"), PATIENT)
        for name in ("zaken", "catalogi", "documenten")
    }


def zgw_apis(clients: dict[str, RegisterClient]) -> Callable[[Gebruiker], Apis]:
    credentials = ZgwCredentials(DEFAULT.client_id, DEFAULT.secret)

    def apis(gebruiker: Gebruiker) -> Apis:
        return Apis(**{name: ZgwApi(client, credentials, gebruiker) for name, client in clients.items()})

    return apis


def all_files() -> MemoryBijlagen:
    """A small file, and one that comes in parts."""
    return MemoryBijlagen({"klein": b"\x89PNG" * 10, "groot": bytes(range(256)) * 4_400})


ALLES = ("aanvraag.json", "klein é.png", "groot é.png")
DOWN = Fault(503)


class Untimely(Exception):
    """The service died."""


@dataclass
class DyingProgress:
    """Implements `Progress`: with `dies_at`, the service dies before that note is written, counted from 1."""

    done: dict[str, str]
    dies_at: int = 0
    notes: int = 0

    def get(self, step: str) -> str | None:
        return self.done.get(step)

    async def note(self, step: str, value: str) -> None:
        self.notes += 1
        if self.notes == self.dies_at:
            raise Untimely
        self.done[step] = value
