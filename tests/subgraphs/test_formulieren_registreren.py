"""By its zaaktype an aanvraag goes to one place, with no more of the customer than that place needs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from harness.memory_bijlagen import MemoryBijlagen
from harness.memory_progress import MemoryProgress
from harness.registraties import opdracht
from harness.subgraph_desk import PSEUDONYM_KEY
from harness.zaakregistratie import MemoryRegistratie
from pydantic import SecretStr, ValidationError

from auth.assurance import Niveau
from auth.identification import Identification
from auth.principal import Identifier, Identiteit, Klantsoort
from auth.propagation import Statement
from subgraphs.formulieren.bronnen import Formulierbronnen
from subgraphs.service.bus.delivery import NotDelivered
from subgraphs.service.zaakregistratie.betrokkenezegel import Betrokkenezegel
from subgraphs.service.zaakregistratie.registreren import Registreren
from subgraphs.service.zaakregistratie.zgw.betrokkene import KvkVeld, betrokkene
from subgraphs.service.zaakregistratie.zgw.sectie import Zgwsectie
from subgraphs.service.zaakregistratie.zgw.verbinding import Zgwverbinding

BEZWAAR = "bezwaar"
NUMMER = "1" * 9
KVK = "12345678"


def sectie(naam: str = "open-zaak", *zaaktypen: str) -> Zgwsectie:
    return Zgwsectie(
        naam=naam,
        zaken="http://127.0.0.1:9/zaken",
        catalogi="http://127.0.0.1:9/catalogi",
        documenten="http://127.0.0.1:9/documenten",
        client_id="gemeentegraaf",
        geheim=SecretStr("een geheim van minstens 32 tekens lang"),
        bronorganisatie="002564440",
        zaaktypen=frozenset(zaaktypen),
    )


@asynccontextmanager
async def registreren(*secties: Zgwsectie) -> AsyncIterator[tuple[Registreren, MemoryRegistratie]]:
    """The embedded place beside registers that do not answer."""
    embedded = MemoryRegistratie()
    made = Registreren([Zgwverbinding(each) for each in secties], lambda _: embedded)
    yield made, embedded
    await made.close()


def klant(nummer: Identiteit | None) -> Statement:
    known = Identification(subject=nummer)
    return Statement("k", "k", Klantsoort.BURGER, Niveau.MIDDEN, "test", identificatie=known)


async def test_what_a_register_is_for_goes_there_and_the_rest_stays_here() -> None:
    async with registreren(sectie("a", "bezwaar")) as (made, embedded):
        registratie = made.registratie(MemoryBijlagen())
        await registratie.registreer(opdracht("ours", "melding"), MemoryProgress())
        with pytest.raises(NotDelivered):
            await registratie.registreer(opdracht("theirs", "bezwaar"), MemoryProgress())
    assert embedded.seen == ["ours"]


async def test_a_register_for_all_the_rest_takes_all_the_rest() -> None:
    async with registreren(sectie("a", "bezwaar"), sectie("b")) as (made, embedded):
        registratie = made.registratie(MemoryBijlagen())
        for zaaktype in ("melding", "bezwaar"):
            with pytest.raises(NotDelivered):
                await registratie.registreer(opdracht(zaaktype=zaaktype), MemoryProgress())
    assert embedded.seen == []


async def test_a_number_is_asked_only_where_a_register_needs_it() -> None:
    async with registreren(sectie("a", "bezwaar")) as (made, _):
        assert [made.met_nummer(zaaktype) for zaaktype in ("bezwaar", "melding")] == [True, False]
    async with registreren() as (made, _):
        assert not made.met_nummer("bezwaar")
    async with registreren(sectie("a")) as (made, _):
        assert made.met_nummer("bezwaar")


def test_a_number_waits_sealed_and_is_itself_again() -> None:
    wie = Identiteit("k", Identifier.BSN, NUMMER)
    zegel = Betrokkenezegel(PSEUDONYM_KEY, lambda _: True)
    sealed = zegel.inhoud(BEZWAAR, klant(wie))
    assert NUMMER not in str(sealed)
    assert zegel.inhoud(BEZWAAR, klant(wie)) != sealed, "who is the same must not show"
    assert zegel.nummer(sealed) == wie


def test_no_number_waits_where_none_is_needed_or_known() -> None:
    wie = Identiteit("k", Identifier.BSN, NUMMER)
    assert Betrokkenezegel(PSEUDONYM_KEY, lambda _: False).inhoud(BEZWAAR, klant(wie)) == {}
    zegel = Betrokkenezegel(PSEUDONYM_KEY, lambda _: True)
    assert zegel.inhoud(BEZWAAR, klant(None)) == {}
    assert zegel.nummer({}) is None


def test_what_another_key_sealed_is_a_dead_letter() -> None:
    sealed = Betrokkenezegel(PSEUDONYM_KEY, lambda _: True).inhoud(
        BEZWAAR, klant(Identiteit("k", Identifier.BSN, NUMMER))
    )
    with pytest.raises(NotDelivered) as failure:
        Betrokkenezegel(b"another key" * 4, lambda _: True).nummer(sealed)
    assert (failure.value.code, failure.value.permanent) == ("ZEGEL_ONLEESBAAR", True)


@pytest.mark.parametrize(
    ("soort", "waarde", "kvk", "identificatie"),
    [
        (Identifier.BSN, NUMMER, KvkVeld.KVK_NUMMER, {"inpBsn": NUMMER}),
        (Identifier.RSIN, NUMMER, KvkVeld.KVK_NUMMER, {"innNnpId": NUMMER}),
        (Identifier.KVK, KVK, KvkVeld.KVK_NUMMER, {"kvkNummer": KVK}),
        (Identifier.KVK, KVK, KvkVeld.INN_NNP_ID, {"innNnpId": KVK}),
        (
            Identifier.VESTIGING,
            f"{KVK}/000",
            KvkVeld.KVK_NUMMER,
            {"kvkNummer": KVK, "vestigingsNummer": "000"},
        ),
    ],
    ids=["bsn", "rsin", "kvk", "kvk as nnp", "vestiging"],
)
def test_a_customer_is_named_as_the_register_knows_them(
    soort: Identifier, waarde: str, kvk: KvkVeld, identificatie: dict[str, Any]
) -> None:
    found = betrokkene(Identiteit("k", soort, waarde), kvk)
    assert found["betrokkeneIdentificatie"] == identificatie
    assert (found["betrokkeneType"] == "natuurlijk_persoon") is (soort is Identifier.BSN)


@pytest.mark.parametrize(
    "nummer", [None, Identiteit("k", Identifier.PSEUDONIEM, "x")], ids=["none", "pseudonym"]
)
def test_a_customer_whom_no_register_knows_is_a_dead_letter(nummer: Identiteit | None) -> None:
    with pytest.raises(NotDelivered) as failure:
        betrokkene(nummer, KvkVeld.KVK_NUMMER)
    assert (failure.value.code, failure.value.permanent) == ("GEEN_NUMMER", True)


@pytest.mark.parametrize(
    "secties",
    [[sectie("a", "bezwaar"), sectie("b", "bezwaar")], [sectie("a"), sectie("b")]],
    ids=["one zaaktype twice", "all the rest twice"],
)
def test_two_registers_for_one_zaaktype_are_refused(secties: list[Zgwsectie]) -> None:
    with pytest.raises(ValidationError, match=r"registratie\n.*two have the same zaaktype"):
        Formulierbronnen(registratie=tuple(secties))
