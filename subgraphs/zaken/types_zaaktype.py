"""The GraphQL types of the catalogue: what the municipality treats, which is public."""

from typing import Self

import strawberry
import strawberry.federation

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens
from subgraphs.service.scalars import Duration
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.readers import Info


@strawberry.type(directives=[OPENBAAR], description="Een stap in de behandeling van zaken van één soort.")
class Zaaktypestap:
    volgnummer: int = strawberry.field(description="De plaats in de volgorde, vanaf 1.")
    omschrijving: str = strawberry.field(description="De naam van de stap.")
    toelichting: str = strawberry.field(description="Wat de stap voor de klant betekent.")
    is_laatste: bool = strawberry.field(description="Of de zaak met deze stap klaar is.")


@strawberry.federation.type(
    keys=["identificatie"],
    directives=[OPENBAAR],
    description="Een soort zaak: wat de gemeente behandelt, en binnen welke termijn.",
)
class Zaaktype:
    id: strawberry.ID = strawberry.field(description="De sleutel van deze versie van het zaaktype.")
    identificatie: str = strawberry.field(description="De vaste naam van het zaaktype, in elke versie.")
    omschrijving: str = strawberry.field(description="Wat voor zaak het is.")
    doel: str = strawberry.field(description="Wat de gemeente met zo'n zaak wil bereiken.")
    aanleiding: str = strawberry.field(description="Waardoor zo'n zaak begint.")
    doorlooptijd: Duration = strawberry.field(description="De wettelijke termijn voor de behandeling.")
    servicenorm: Duration | None = strawberry.field(
        description="De termijn die de gemeente belooft; leeg als alleen de wettelijke termijn geldt."
    )
    trefwoorden: list[str] = strawberry.field(
        directives=[hoogstens(10)], description="Woorden waarmee dit zaaktype te vinden is."
    )

    @strawberry.field(
        directives=[hoogstens(10)], description="De stappen die zo'n zaak kan doorlopen, in volgorde."
    )
    async def stappen(self, info: Info) -> list[Zaaktypestap] | None:
        soorten = await info.context.own.statustypen.load(self.id)
        return [
            Zaaktypestap(
                volgnummer=soort.volgnummer,
                omschrijving=soort.omschrijving,
                toelichting=soort.toelichting,
                is_laatste=soort.is_eindstatus,
            )
            for soort in soorten
        ]

    @classmethod
    async def resolve_reference(cls, info: Info, identificatie: str) -> Self | None:
        """The version that is in force."""
        found = await info.context.own.geldende_zaaktypen.load(identificatie)
        return None if found is None else cls.of(found)

    @classmethod
    def of(cls, zaaktype: domain.Zaaktype) -> Self:
        return cls(
            id=strawberry.ID(zaaktype.id),
            identificatie=zaaktype.identificatie,
            omschrijving=zaaktype.omschrijving,
            doel=zaaktype.doel,
            aanleiding=zaaktype.aanleiding,
            doorlooptijd=Duration(zaaktype.doorlooptijd),
            servicenorm=Duration(zaaktype.servicenorm) if zaaktype.servicenorm else None,
            trefwoorden=list(zaaktype.trefwoorden),
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met zaaktypen.")
class ZaaktypeEdge(Edge[Zaaktype]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met zaaktypen.")
class ZaaktypeConnection(Connection[ZaaktypeEdge]):
    pass
