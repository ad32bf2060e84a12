"""Who sees what, row by row: the table that the rules and every source of zaken are held against.

Each row says what is different from a zaak (document, besluit, substatus) that the customer sees, and whether
they still see it. The facts behind the rows: Zaken API (zrc-006), Documenten API 1.6 (`tonenAanInitiator`),
gemma-zaken issue 2546, and what Open Inwoner and NL Portal do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ZORG, BELASTING = "zorg-en-ondersteuning", "belastingen"
VANDAAG = date(2026, 3, 10)


@dataclass(frozen=True)
class Row:
    """One difference, and what comes of it. The keywords are those of the rows of a world."""

    geval: str
    ziet: bool
    anders: Mapping[str, Any] = field(default_factory=dict)
    zaaktype: Mapping[str, Any] = field(default_factory=dict)
    diensten: frozenset[str] | None = None


ZAKEN = (
    Row("asked for it", True),
    Row("asked for it with others", True, {"rol": "mede_initiator"}),
    Row("is merely concerned", False, {"rol": "belanghebbende"}),
    Row("gave advice", False, {"rol": "adviseur"}),
    Row("took it in for somebody else", False, {"indicatie_machtiging": "gemachtigde"}),
    Row("had it asked for by somebody else", True, {"indicatie_machtiging": "machtiginggever"}),
    Row("an internal zaaktype", False, zaaktype={"extern": False}),
    Row("no status yet", False, {"statussen": 0}),
    Row("public", True, {"vertrouwelijkheid": "openbaar"}),
    Row("for those who work on it", True, {"vertrouwelijkheid": "zaakvertrouwelijk"}),
    Row("confidential", False, {"vertrouwelijkheid": "vertrouwelijk"}),
    Row("secret", False, {"vertrouwelijkheid": "zeer_geheim"}),
    Row("closed", True, {"einddatum": date(2026, 3, 9)}),
    Row("a mandate for its dienst", True, zaaktype={"dienst": ZORG}, diensten=frozenset({ZORG})),
    Row("a mandate for another dienst", False, zaaktype={"dienst": ZORG}, diensten=frozenset({BELASTING})),
    Row("a mandate, and no dienst", False, diensten=frozenset({ZORG})),
    Row("a mandate for nothing", False, zaaktype={"dienst": ZORG}, diensten=frozenset()),
    Row(
        "a mandate, and an internal zaaktype",
        False,
        zaaktype={"dienst": ZORG, "extern": False},
        diensten=frozenset({ZORG}),
    ),
)

DOCUMENTEN = (
    Row("final and released", True),
    Row("archived and released", True, {"status": "gearchiveerd"}),
    Row("a draft", False, {"status": "in_bewerking"}),
    Row("waiting for a signature", False, {"status": "ter_vaststelling"}),
    Row("final and kept inside", False, {"tonen_aan_initiator": False}),
)

BESLUITEN = (
    Row("sent today", True, {"verzenddatum": VANDAAG, "publicatiedatum": None}),
    Row("to be sent tomorrow", False, {"verzenddatum": date(2026, 3, 11), "publicatiedatum": None}),
    Row("not sent", False, {"verzenddatum": None, "publicatiedatum": None}),
    Row("published and not sent", True, {"verzenddatum": None, "publicatiedatum": date(2026, 3, 9)}),
    Row("to be published", False, {"verzenddatum": None, "publicatiedatum": date(2026, 3, 11)}),
)

SUBSTATUSSEN = (
    Row("for those concerned", True, {"doelgroep": "betrokkenen"}),
    Row("for nobody in particular", True, {"doelgroep": ""}),
    Row("for officials", False, {"doelgroep": "intern"}),
)


def geval(row: Row) -> str:
    return row.geval.replace(" ", "-")
