"""What a register knows, and a customer may not change, is never taken from the customer; and never gets one
stuck.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from harness.subgraph_desk import BAKKERIJ, HENDRIK, PSEUDONYM_KEY, SANNE
from harness.zaakregistratie import MemoryRegistratie

from auth.assurance import Niveau
from auth.principal import Klantsoort
from auth.propagation import Statement
from subgraphs.formulieren import tables as t
from subgraphs.formulieren.aanvraagproces import MAX_CONCEPTEN, Aanvraagproces, Invulling
from subgraphs.formulieren.bijlagestore import SqlBijlagen
from subgraphs.formulieren.catalogus import SqlFormulieren
from subgraphs.formulieren.demo import fill
from subgraphs.formulieren.demo_formulieren import FORMULIEREN
from subgraphs.formulieren.store import SqlAanvragen
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.uitkomst import Uitkomst
from subgraphs.formulieren.validatie import Foutcode
from subgraphs.formulieren.verzending import REGISTRATIE, Aanvraagpost, Aanvraagverzending
from subgraphs.formulieren.voorinvulbewijs import OngeldigBewijs, Voorinvulbewijzen
from subgraphs.formulieren.voorinvulling import vul_in
from subgraphs.service.bus.dispatcher import Dispatcher
from subgraphs.service.bus.outbox import Outbox
from subgraphs.service.bus.policy import Policy
from subgraphs.service.database import Database
from subgraphs.service.voorbeeldstad import Persona

NU = datetime(2026, 3, 2, 9, tzinfo=UTC)
FORM = "uittreksel-brp-aanvragen"
FORMULIER = {formulier.id: formulier for formulier in FORMULIEREN}[FORM]
BRP = {"bron": "BRP", "opgehaaldOp": NU.isoformat(), "authentiek": True, "inOnderzoek": False}
BEKEND: dict[str, Any] = {
    "naam": {"volledigeNaam": "Sanne de Vries", "herkomst": BRP},
    "verblijfplaats": {"straatnaam": "Lindelaan", "huisnummer": 12, "postcode": "1234AB",
                       "woonplaats": "Voorbeeldstad", "herkomst": BRP},
    "contactgegevens": {"email": "sanne@example.nl"},
}  # fmt: skip
EIGEN = {"soort": "Adresgegevens", "taal": "Nederlands", "doel": "Voor de bank"}


class World:
    def __init__(self, database: Database) -> None:
        self.nu = NU
        bron = SqlAanvragen(database)
        verzending = Aanvraagverzending(bron, MemoryRegistratie(), self.clock)
        dispatcher = Dispatcher(Outbox(database, t.outbox), {REGISTRATIE: verzending}, self.clock, Policy())
        toegang = Toegang(SqlFormulieren(database), bron, SqlBijlagen(database))
        self.bewijzen = Voorinvulbewijzen(PSEUDONYM_KEY)
        self.proces = Aanvraagproces(toegang, Aanvraagpost(dispatcher), self.bewijzen, self.clock)
        self.klant = klant(SANNE)

    def clock(self) -> datetime:
        return self.nu

    def bewijs(self, bekend: dict[str, Any] = BEKEND, wie: Persona = SANNE, formulier: str = FORM) -> str:
        ingevuld = vul_in(FORMULIER, Klantsoort.BURGER, bekend)
        return self.bewijzen.maak(klant(wie).klant, formulier, ingevuld, self.nu)

    async def start(self, bewijs: str | None, sleutel: str = "s") -> Uitkomst:
        return await self.proces.start(self.klant, FORM, sleutel, bewijs)

    async def save(self, begun: Uitkomst, bewijs: str | None = None, **changes: Any) -> Uitkomst:
        assert begun.aanvraag
        gegevens = {**begun.aanvraag.gegevens, **EIGEN, **changes}
        return await self.proces.bewaar(self.klant, begun.aanvraag.id, Invulling(gegevens, bewijs))

    async def submit(self, begun: Uitkomst) -> Uitkomst:
        assert begun.aanvraag
        return await self.proces.dien_in(self.klant, begun.aanvraag.id, "i")


def klant(persona: Persona) -> Statement:
    klant_id = persona.klant_id(PSEUDONYM_KEY)
    return Statement(klant_id, klant_id, persona.klantsoort, Niveau.MIDDEN, "test")


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    database = Database(sqlite_url)
    await database.create_tables(t.metadata)
    await fill(database)
    yield World(database)
    await database.close()


def faults(uitkomst: Uitkomst) -> list[tuple[Foutcode, str | None]]:
    return [(fout.code, fout.veld) for fout in uitkomst.fouten]


def test_each_value_has_where_it_is_from_and_whether_it_is_the_customers_to_change() -> None:
    fields = {one.veld: one for one in vul_in(FORMULIER, Klantsoort.BURGER, BEKEND).velden}
    assert (fields["naam"].wijzigbaar, fields["naam"].herkomst) == (False, BRP)
    assert (fields["straatnaam"].wijzigbaar, fields["straatnaam"].herkomst) == (True, BRP)
    assert fields["email"].herkomst == {}, "the customer's own word"


def test_only_the_group_that_is_investigated_is_asked_for() -> None:
    onderzocht = {**BEKEND, "naam": {"volledigeNaam": "Sanne", "herkomst": {**BRP, "inOnderzoek": True}}}
    ingevuld = vul_in(FORMULIER, Klantsoort.BURGER, onderzocht)
    assert "naam" in ingevuld.ontbreekt
    assert ingevuld.waarden["straatnaam"] == "Lindelaan"


async def test_a_draft_begins_with_what_is_known_and_is_submitted_so(world: World) -> None:
    begun = await world.start(world.bewijs())
    assert begun.aanvraag
    assert begun.aanvraag.gegevens["naam"] == "Sanne de Vries"
    await world.save(begun)
    done = await world.submit(begun)
    assert done.gelukt, done.fouten
    assert done.aanvraag
    assert done.aanvraag.referentie


async def test_a_fixed_value_that_the_customer_changes_is_reported_and_not_submitted(world: World) -> None:
    begun = await world.start(world.bewijs())
    saved = await world.save(begun, naam="Iemand Anders")
    assert (saved.gelukt, faults(saved)) == (True, [(Foutcode.NIET_WIJZIGBAAR, "/naam")])
    assert faults(await world.submit(begun)) == [(Foutcode.NIET_WIJZIGBAAR, "/naam")]


async def test_a_value_that_is_the_customers_to_change_is(world: World) -> None:
    begun = await world.start(world.bewijs())
    await world.save(begun, straatnaam="Kerkstraat", email="ander@example.nl")
    assert (await world.submit(begun)).gelukt


async def test_without_prefill_a_form_with_fixed_fields_is_not_submitted(world: World) -> None:
    begun = await world.start(None)
    await world.save(begun, naam="Wie Dan Ook", straatnaam="A", huisnummer=1, postcode="1234AB",
                     woonplaats="B", email="a@example.nl")  # fmt: skip
    assert faults(await world.submit(begun)) == [(Foutcode.VOORINVULLING_NODIG, None)]
    await world.save(begun, world.bewijs(), naam="Wie Dan Ook")
    done = await world.submit(begun)
    assert done.aanvraag
    assert done.gelukt, done.fouten
    assert done.aanvraag.gegevens["naam"] == "Sanne de Vries", "what the register says goes before"


async def test_what_no_register_knows_the_customer_fills_in(world: World) -> None:
    begun = await world.start(world.bewijs({**BEKEND, "naam": None}))
    await world.save(begun, naam="Sanne de Vries")
    assert (await world.submit(begun)).gelukt


async def test_an_old_prefill_has_to_be_made_anew(world: World) -> None:
    begun = await world.start(world.bewijs())
    await world.save(begun)
    world.nu += timedelta(days=15)
    assert faults(await world.submit(begun)) == [(Foutcode.VOORINVULLING_NODIG, None)]
    await world.save(begun, world.bewijs())
    assert (await world.submit(begun)).gelukt


async def test_a_proof_is_for_one_customer_one_form_and_an_hour(world: World) -> None:
    made = world.bewijs()
    refused = [
        world.bewijs(wie=HENDRIK),
        world.bewijs(formulier="verhuizing-doorgeven"),
        made[:-2] + ("AA" if made[-2:] != "AA" else "BB"),
        "",
        "é",
        "x" * 40_000,
        Voorinvulbewijzen(b"another key").maak(
            world.klant.klant, FORM, vul_in(FORMULIER, Klantsoort.BURGER, BEKEND), NU
        ),
    ]
    for number, bewijs in enumerate(refused):
        uitkomst = await world.start(bewijs, f"s{number}")
        assert faults(uitkomst) == [(Foutcode.ONGELDIGE_VOORINVULLING, "/voorinvulling")]
    world.nu += timedelta(hours=2)
    assert not (await world.start(made, "late")).gelukt
    with pytest.raises(OngeldigBewijs):
        world.bewijzen.lees(made, world.klant.klant, FORM, NU - timedelta(hours=2))


async def test_pages_that_are_done_tell_what_is_missing_on_them(world: World) -> None:
    begun = await world.start(world.bewijs())
    assert begun.aanvraag
    saved = await world.proces.bewaar(
        world.klant, begun.aanvraag.id, Invulling({"naam": "Sanne de Vries"}, None, 1)
    )
    missing = {veld for code, veld in faults(saved) if code is Foutcode.VERPLICHT}
    assert missing == {"/soort", "/taal", "/doel"}


async def test_a_form_for_others_is_refused_with_a_proof_as_well(world: World) -> None:
    other = await world.proces.start(klant(BAKKERIJ), FORM, "s", world.bewijs())
    assert faults(other) == [(Foutcode.NIET_VOOR_KLANTSOORT, None)]


async def test_a_repeat_of_the_start_is_answered_the_same_when_its_proof_is_too_old(world: World) -> None:
    made = world.bewijs()
    begun = await world.start(made)
    world.nu += timedelta(hours=2)
    assert (await world.start(made)).aanvraag == begun.aanvraag


async def test_a_customer_does_not_collect_drafts_without_end(world: World) -> None:
    for number in range(MAX_CONCEPTEN):
        assert (await world.start(None, f"s{number}")).gelukt
    assert faults(await world.start(None, "one more")) == [(Foutcode.TE_VEEL_CONCEPTEN, None)]
    first = await world.start(None, "s0")
    assert first.aanvraag
    await world.proces.trek_in(world.klant, first.aanvraag.id)
    assert (await world.start(None, "one more")).gelukt
