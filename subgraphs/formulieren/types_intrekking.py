"""The GraphQL types of the withdrawal of what was submitted."""

from datetime import datetime
from enum import Enum
from typing import Self

import strawberry

from subgraphs.formulieren import aanvraag as domain
from subgraphs.formulieren.prive import PRIVE


@strawberry.enum(description="Wat er is gekomen van een verzoek om in te trekken.")
class Intrekkingsafloop(Enum):
    INGETROKKEN = strawberry.enum_value("ingetrokken", description="De zaak is als ingetrokken beëindigd.")
    BIJ_BEHANDELAAR = strawberry.enum_value(
        "bij_behandelaar", description="Het verzoek ligt bij de zaak; de behandelaar beslist."
    )
    TE_LAAT = strawberry.enum_value("te_laat", description="De zaak was al afgehandeld.")
    NIET_VERWERKT = strawberry.enum_value(
        "niet_verwerkt", description="De gemeente kon het verzoek niet verwerken. De klant kan het herhalen."
    )


@strawberry.type(directives=PRIVE, description="Dat de klant intrekt wat een zaak is of wordt.")
class Intrekking:
    gevraagd_op: datetime = strawberry.field(description="Wanneer de klant erom vroeg.")
    afloop: Intrekkingsafloop | None = strawberry.field(
        description="Wat ervan kwam; leeg zolang de zaakregistratie niet heeft geantwoord."
    )

    @classmethod
    def of(cls, aanvraag: domain.Aanvraag) -> Self | None:
        if aanvraag.intrekking_op is None:
            return None
        afloop = Intrekkingsafloop[aanvraag.afloop.name] if aanvraag.afloop else None
        return cls(gevraagd_op=aanvraag.intrekking_op, afloop=afloop)
