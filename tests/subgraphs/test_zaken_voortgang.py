"""How far a zaak is follows from its statuses; when it ends, from what has not passed yet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from subgraphs.zaken.voortgang import Stand, servicenorm, stappen, termijn_verstreken, verwachte_einddatum
from subgraphs.zaken.zaak import Opschorting, Status, Statustype, Verlenging, Zaak, Zaaktype

NAMEN = ("Ontvangen", "Aanvullen", "Beoordelen", "Besluit")
STATUSTYPEN = [
    Statustype(f"s{nummer}", "zt", nummer, naam, "uitleg", is_eindstatus=nummer == len(NAMEN))
    for nummer, naam in enumerate(NAMEN, start=1)
]
ZAAKTYPE = Zaaktype("zt", "iets", "Iets", "doel", "aanleiding", "P8W", "P2W", ())
ZAAK = Zaak(
    id="z",
    identificatie="ZAAK-2026-0000001",
    omschrijving="Iets",
    zaaktype_id="zt",
    registratiedatum=date(2026, 3, 2),
    startdatum=date(2026, 3, 2),
    einddatum=None,
    einddatum_gepland=None,
    uiterlijke_einddatum=date(2026, 4, 27),
    volgorde="1",
)


def statussen(*nummers: int) -> list[Status]:
    return [
        Status(
            id=f"s{day}",
            zaak_id="z",
            volgnummer=nummer,
            omschrijving=NAMEN[nummer - 1],
            toelichting="",
            is_eindstatus=nummer == len(NAMEN),
            datum=datetime(2026, 3, day, tzinfo=UTC),
        )
        for day, nummer in enumerate(nummers, start=1)
    ]


def standen(*nummers: int) -> list[Stand]:
    return [stap.stand for stap in stappen(STATUSTYPEN, statussen(*nummers))]


def test_a_zaak_is_at_the_last_status_that_was_set() -> None:
    assert standen(1, 2) == [Stand.AFGEROND, Stand.HUIDIG, Stand.TE_DOEN, Stand.TE_DOEN]


def test_a_step_without_a_status_before_the_current_one_was_skipped() -> None:
    assert standen(1, 3) == [Stand.AFGEROND, Stand.OVERGESLAGEN, Stand.HUIDIG, Stand.TE_DOEN]


def test_a_zaak_can_go_back_a_step() -> None:
    assert standen(1, 3, 2) == [Stand.AFGEROND, Stand.HUIDIG, Stand.TE_DOEN, Stand.TE_DOEN]


def test_with_its_last_status_a_zaak_has_no_current_step() -> None:
    assert standen(1, 2, 3, 4) == [Stand.AFGEROND] * 4


def test_without_a_status_everything_is_still_to_do() -> None:
    assert standen() == [Stand.TE_DOEN] * 4


def test_a_step_tells_when_it_was_last_reached() -> None:
    assert stappen(STATUSTYPEN, statussen(1, 2, 1))[0].datum == datetime(2026, 3, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("vandaag", "verwacht"),
    [
        (date(2026, 3, 10), date(2026, 3, 12)),  # planned
        (date(2026, 3, 13), date(2026, 3, 16)),  # the plan has passed: the service norm
        (date(2026, 3, 16), date(2026, 3, 16)),  # the last day still counts
        (date(2026, 3, 17), date(2026, 4, 27)),  # the norm has passed: the law
        (date(2026, 4, 28), None),  # nobody knows
    ],
)
def test_the_end_is_expected_at_the_first_promise_that_can_still_be_kept(
    vandaag: date, verwacht: date | None
) -> None:
    zaak = replace(ZAAK, einddatum_gepland=date(2026, 3, 12))
    assert verwachte_einddatum(zaak, ZAAKTYPE, vandaag) == verwacht


def test_of_a_closed_zaak_the_end_is_known() -> None:
    zaak = replace(ZAAK, einddatum=date(2026, 3, 20))
    assert verwachte_einddatum(zaak, ZAAKTYPE, date(2026, 9, 1)) == date(2026, 3, 20)


def test_without_a_service_norm_the_law_is_what_is_promised() -> None:
    assert verwachte_einddatum(ZAAK, replace(ZAAKTYPE, servicenorm=None), date(2026, 3, 3)) == date(
        2026, 4, 27
    )


def test_an_extension_moves_the_promise_as_well() -> None:
    zaak = replace(ZAAK, verlenging=Verlenging("advies nodig", "P1W"))
    assert servicenorm(ZAAK, ZAAKTYPE) == date(2026, 3, 16)
    assert servicenorm(zaak, ZAAKTYPE) == date(2026, 3, 23)
    assert servicenorm(zaak, replace(ZAAKTYPE, servicenorm=None)) is None


def test_while_a_zaak_is_suspended_nobody_knows_its_end_and_no_term_runs_out() -> None:
    zaak = replace(ZAAK, opschorting=Opschorting("wachten op aanvulling"))
    assert verwachte_einddatum(zaak, ZAAKTYPE, date(2026, 3, 3)) is None
    assert not termijn_verstreken(zaak, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("vandaag", "einddatum", "verstreken"),
    [
        (date(2026, 4, 27), None, False),
        (date(2026, 4, 28), None, True),
        (date(2026, 4, 28), date(2026, 4, 28), False),
    ],
)
def test_the_legal_term_is_over_on_the_day_after_it(
    vandaag: date, einddatum: date | None, verstreken: bool
) -> None:
    assert termijn_verstreken(replace(ZAAK, einddatum=einddatum), vandaag) is verstreken


def test_without_a_legal_term_none_runs_out() -> None:
    zaak = replace(ZAAK, uiterlijke_einddatum=None)
    assert not termijn_verstreken(zaak, date(2030, 1, 1))
    assert verwachte_einddatum(zaak, replace(ZAAKTYPE, servicenorm=None), date(2026, 3, 3)) is None
