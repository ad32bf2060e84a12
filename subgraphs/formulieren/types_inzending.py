"""The GraphQL type of what a customer began to fill in elsewhere."""

from datetime import datetime
from typing import Self

import strawberry

from subgraphs.formulieren import inzending as domain
from subgraphs.formulieren.prive import PRIVE


@strawberry.type(directives=PRIVE, description="Wat een klant elders begon in te vullen.")
class OpenstaandeInzending:
    id: strawberry.ID = strawberry.field(description="De sleutel van de inzending, op die andere plek.")
    naam: str = strawberry.field(description="De naam van het formulier.")
    vervolg_url: str | None = strawberry.field(description="Waar de klant verder kan.")
    gewijzigd_op: datetime = strawberry.field(description="Wanneer de klant er voor het laatst aan werkte.")
    geldig_tot: datetime | None = strawberry.field(
        description="Tot wanneer verdergaan kan; leeg als er geen einde aan is."
    )

    @classmethod
    def of(cls, one: domain.OpenstaandeInzending) -> Self:
        return cls(
            id=strawberry.ID(one.id),
            naam=one.naam,
            vervolg_url=one.vervolg_url,
            gewijzigd_op=one.gewijzigd_op,
            geldig_tot=one.geldig_tot,
        )
