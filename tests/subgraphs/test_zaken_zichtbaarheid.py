"""The rules of visibility by themselves. The sources are held against the same rows in test_zaken_bron."""

from __future__ import annotations

from typing import Any

import pytest
from harness.zichtbaarheid_tabel import BESLUITEN, DOCUMENTEN, SUBSTATUSSEN, VANDAAG, ZAKEN, Row, geval

from subgraphs.zaken.zichtbaarheid import (
    GEMACHTIGDE,
    Betrokkene,
    Rolsoort,
    Vertrouwelijkheid,
    Zaakfeiten,
    Zichtbaarheid,
    besluit_zichtbaar,
    naam_van,
    substatus_zichtbaar,
)

REGELS = Zichtbaarheid()
LEVELS = list(Vertrouwelijkheid)


def feiten(row: Row) -> Zaakfeiten:
    anders: dict[str, Any] = {"rol": "initiator", "statussen": 1, **row.anders}
    counts = anders.get("indicatie_machtiging") != GEMACHTIGDE
    level = anders.get("vertrouwelijkheid")
    return Zaakfeiten(
        rollen=frozenset({Rolsoort(anders["rol"])}) if counts else frozenset(),
        extern=row.zaaktype.get("extern", True),
        heeft_status=anders["statussen"] > 0,
        vertrouwelijkheid=Vertrouwelijkheid(level) if level else None,
        dienst=row.zaaktype.get("dienst"),
    )


@pytest.mark.parametrize("row", ZAKEN, ids=geval)
def test_a_zaak(row: Row) -> None:
    assert REGELS.zaak(feiten(row), row.diensten) is row.ziet


@pytest.mark.parametrize("row", DOCUMENTEN, ids=geval)
@pytest.mark.parametrize("level", [None, *LEVELS])
def test_a_document_of_a_register_that_says_whether_to_show_it(
    row: Row, level: Vertrouwelijkheid | None
) -> None:
    fact = {"status": "definitief", "tonen_aan_initiator": True, **row.anders}
    assert REGELS.document(fact["status"], fact["tonen_aan_initiator"], level) is row.ziet


@pytest.mark.parametrize(
    ("level", "ziet"), [(None, False), *((level, number <= 3) for number, level in enumerate(LEVELS))]
)
def test_a_document_of_a_register_that_does_not_say_so_is_shown_up_to_a_level(
    level: Vertrouwelijkheid | None, ziet: bool
) -> None:
    assert REGELS.document("definitief", None, level) is ziet
    assert REGELS.document("in_bewerking", None, level) is False


@pytest.mark.parametrize("row", BESLUITEN, ids=geval)
def test_a_besluit(row: Row) -> None:
    verzonden, gepubliceerd = row.anders["verzenddatum"], row.anders["publicatiedatum"]
    assert besluit_zichtbaar(verzonden, gepubliceerd, VANDAAG) is row.ziet


@pytest.mark.parametrize("row", SUBSTATUSSEN, ids=geval)
def test_a_substatus(row: Row) -> None:
    assert substatus_zichtbaar(row.anders["doelgroep"]) is row.ziet


def test_only_a_department_is_named() -> None:
    named = {wie: naam_van(wie, "de naam") for wie in Betrokkene}
    assert {wie for wie, naam in named.items() if naam} == {Betrokkene.AFDELING}


def test_a_municipality_may_show_less_and_to_more() -> None:
    strict = Zichtbaarheid(hoogste=Vertrouwelijkheid.OPENBAAR)
    wide = Zichtbaarheid(rollen=REGELS.rollen | {Rolsoort.BELANGHEBBENDE})
    concerned = Zaakfeiten(frozenset({Rolsoort.BELANGHEBBENDE}), True, True, Vertrouwelijkheid.INTERN)
    assert not REGELS.zaak(concerned, None)
    assert wide.zaak(concerned, None)
    own = Zaakfeiten(frozenset({Rolsoort.INITIATOR}), True, True, Vertrouwelijkheid.INTERN)
    assert not strict.zaak(own, None)
