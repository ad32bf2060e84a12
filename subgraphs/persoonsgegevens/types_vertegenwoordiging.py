"""The GraphQL type of acting for another: who does, and for what, as the login says it."""

from typing import Self

import strawberry

from auth.propagation import Statement
from subgraphs.service.directives import KLANT_OF_GEMACHTIGDE
from subgraphs.service.list_size import hoogstens
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.type(
    directives=[KLANT_OF_GEMACHTIGDE, INZAGE_GEGEVENS],
    description="Dat iemand anders voor deze klant is ingelogd: een gemachtigde, of wie een rechter aanwees.",
)
class Vertegenwoordiging:
    gemachtigde: strawberry.ID = strawberry.field(
        description="De sleutel van wie is ingelogd: een pseudoniem dat alleen in deze gemeente betekenis "
        "heeft."
    )
    diensten: list[str] = strawberry.field(
        directives=[hoogstens(5)],
        description="Waarvoor dat geldt: de diensten zoals de gemeente ze noemt, op alfabet.",
    )
    rol: str | None = strawberry.field(
        description="De rol die een rechter gaf, zoals `bewindvoerder`; leeg bij een gewone machtiging."
    )
    middel: str = strawberry.field(description="Waarmee is ingelogd, zoals `digid_machtigen`.")

    @classmethod
    def van(cls, verklaring: Statement) -> Self | None:
        """None for who is logged in for themselves."""
        if verklaring.mandaat is None or verklaring.actor == verklaring.klant:
            return None
        return cls(
            gemachtigde=strawberry.ID(verklaring.actor),
            diensten=sorted(verklaring.mandaat.diensten),
            rol=verklaring.mandaat.rol,
            middel=verklaring.middel,
        )
