"""By which fields of a rol customers are known: what a search asks, and which rollen are theirs."""

from __future__ import annotations

import pytest
from harness.zaken_wereld import zgw_wereld
from harness.zgw_rows import ZgwRows

from auth.principal import Identifier, Identiteit
from subgraphs.service.pagination import PageRequest
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.zgw.strategie import Strategie, zoeksleutels

KVK, VESTIGINGSNUMMER, RSIN = "90001354", "000037178598", "857587973"
NNP, VESTIGING = "niet_natuurlijk_persoon", "vestiging"
BEDRIJF = Identiteit("klant-bedrijf", Identifier.KVK, KVK)
FILIAAL = Identiteit("klant-filiaal", Identifier.VESTIGING, f"{KVK}/{VESTIGINGSNUMMER}")
INSTELLING = Identiteit("klant-instelling", Identifier.RSIN, RSIN)

ROWS = {
    Strategie.RSIN: (INSTELLING, NNP, {"innNnpId": RSIN}),
    Strategie.KVK: (BEDRIJF, NNP, {"kvkNummer": KVK}),
    Strategie.KVK_ALS_NNP_ID: (BEDRIJF, NNP, {"innNnpId": KVK}),
    Strategie.KVK_ALS_ANN: (BEDRIJF, NNP, {"annIdentificatie": KVK}),
    Strategie.VESTIGING: (FILIAAL, VESTIGING, {"kvkNummer": KVK, "vestigingsNummer": VESTIGINGSNUMMER}),
    Strategie.VESTIGING_ALLEEN: (FILIAAL, VESTIGING, {"vestigingsNummer": VESTIGINGSNUMMER}),
    Strategie.NNP_VESTIGING: (FILIAAL, NNP, {"kvkNummer": KVK, "vestigingsNummer": VESTIGINGSNUMMER}),
}
AGAINST_THE_STANDARD = Strategie.KVK_ALS_NNP_ID
"""What the eSuite does and the published description forbids: a KvK number is too short for that field."""
PREFIXES = {NNP: "nietNatuurlijkPersoon", VESTIGING: "vestiging"}


@pytest.mark.parametrize("strategie", ROWS)
def test_a_strategy_asks_for_its_fields_and_knows_them_again(strategie: Strategie) -> None:
    nummer, kind, fields = ROWS[strategie]
    (key,) = zoeksleutels(nummer, [strategie])
    start = f"rol__betrokkeneIdentificatie__{PREFIXES[kind]}__"
    assert key.criteria() == {start + field: value for field, value in fields.items()}
    rol = {"betrokkeneType": kind, "betrokkeneIdentificatie": {**fields, "statutaireNaam": "B.V."}}
    assert key.is_van(rol)
    assert not key.is_van({**rol, "betrokkeneType": "medewerker"})
    assert not key.is_van({**rol, "betrokkeneIdentificatie": None})
    for field in fields:
        assert not key.is_van({**rol, "betrokkeneIdentificatie": {**fields, field: "90000000"}})


def test_a_strategy_is_for_one_kind_of_number() -> None:
    person = Identiteit("klant-burger", Identifier.BSN, "0")
    for nummer, aantal in ((person, 1), (BEDRIJF, 3), (FILIAAL, 3), (INSTELLING, 1)):
        assert len(zoeksleutels(nummer, list(Strategie))) == aantal


def test_a_number_stays_out_of_what_is_printed() -> None:
    assert KVK not in repr(zoeksleutels(BEDRIJF, list(Strategie)))


async def zaak_of(rows: ZgwRows, zaaktype: str, kind: str, who: dict[str, str]) -> str:
    """A zaak whose initiator is an organisation."""
    zaak = await rows.zaak(zaaktype, "klant-ander", rol="adviseur")
    rows.initiator(zaak, kind, who)
    return zaak


async def found(nummer: Identiteit, *strategieen: Strategie) -> dict[str, Strategie]:
    """Which of the zaken, each written by one strategy, the customer sees, by these strategies."""
    async with zgw_wereld(identificatie=strategieen) as wereld:
        zaaktype = await wereld.rows.zaaktype()
        zaken = {
            await zaak_of(wereld.rows, zaaktype, kind, who): strategie
            for strategie, (_, kind, who) in ROWS.items()
            if strategie is not AGAINST_THE_STANDARD
        }
        who = Inzage(nummer.id, nummer=nummer, soort=nummer.soort)
        page = await wereld.bron.zaken_van(who, Selectie(), PageRequest(100))
        return {zaak.id: zaken[zaak.id] for zaak in page.rows}


async def test_several_strategies_together_find_what_each_of_them_does() -> None:
    kvk = (Strategie.KVK, Strategie.KVK_ALS_ANN)
    # A vestiging is of its company as well: who acts for the whole sees what its branches asked for.
    assert set((await found(BEDRIJF, *kvk)).values()) == {*kvk, Strategie.NNP_VESTIGING}
    assert set((await found(BEDRIJF, Strategie.KVK_ALS_ANN)).values()) == {Strategie.KVK_ALS_ANN}


async def test_who_is_of_one_vestiging_sees_only_what_that_asked_for() -> None:
    vestiging = (Strategie.VESTIGING, Strategie.NNP_VESTIGING)
    assert set((await found(FILIAAL, *vestiging)).values()) == set(vestiging)
