"""The zaken subgraph: a customer's zaken, their course and their end; and the zaaktypen, which are public."""

from typing import Annotated, Self

import strawberry
import strawberry.federation

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.cost import ZOEKEN, aanroepen
from subgraphs.service.directives import INGELOGD, OPENBAAR
from subgraphs.service.errors import NotFound
from subgraphs.service.list_size import BLADZIJDE
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain
from subgraphs.zaken.klant_postbus import KlantPostbus
from subgraphs.zaken.mutation_aanlevering import AanleverMutation
from subgraphs.zaken.mutation_postbus import PostbusMutation
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.source import Inzage, Selectie
from subgraphs.zaken.subscription import Subscription
from subgraphs.zaken.types import Zaak, Zaakfase
from subgraphs.zaken.types_zaaktype import Zaaktype, ZaaktypeConnection, ZaaktypeEdge
from subgraphs.zaken.zaak import Fase

First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100.")
]
After = Annotated[str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")]


@strawberry.type(directives=PRIVE, description="Een plaats in de lijst met zaken.")
class ZaakEdge(Edge[Zaak]):
    pass


@strawberry.type(directives=PRIVE, description="Een bladzijde met zaken.")
class ZaakConnection(Connection[ZaakEdge]):
    onvolledig: bool = strawberry.field(
        default=False,
        description="Of er zaken kunnen ontbreken, omdat niet elke registratie nu te bereiken is.",
    )


@strawberry.federation.interface_object(
    keys=["id"], description="Een klant van de gemeente: een persoon, een onderneming of een instelling."
)
class Klant(KlantPostbus):
    id: strawberry.ID = strawberry.field(
        description="De sleutel van de klant: een pseudoniem dat alleen in deze gemeente betekenis heeft.",
        directives=[INGELOGD],
    )

    @strawberry.field(
        directives=[*PRIVE, BLADZIJDE, aanroepen(5)],
        description="De zaken die deze klant heeft aangevraagd, de nieuwste eerst.",
    )
    async def zaken(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        status: Annotated[
            Zaakfase | None, strawberry.argument(description="Alleen lopende of alleen afgeronde zaken.")
        ] = None,
        zaaktype: Annotated[
            strawberry.ID | None, strawberry.argument(description="Alleen zaken van dit zaaktype.")
        ] = None,
        zoek: Annotated[
            str | None,
            strawberry.argument(
                description="Tekst in het zaaknummer of de omschrijving.", directives=[ZOEKEN]
            ),
        ] = None,
    ) -> ZaakConnection | None:
        page = PageRequest.of(first, after, keys=1)
        selectie = Selectie(status and Fase[status.name], plain(zaaktype, "zaaktype"), plain(zoek, "zoek"))
        inzage = Inzage.van(info.context.require_customer())
        found = await info.context.own.bron.zaken_van(inzage, selectie, page)
        connection = ZaakConnection.of(
            found, lambda row: ZaakEdge(cursor=cursor((row.volgorde,)), node=Zaak.of(row)), after
        )
        connection.onvolledig = found.partial
        return connection

    @classmethod
    def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self:  # noqa: A002
        """The caller itself. Raises NotFound for any other customer, Unauthorized for nobody."""
        if id != info.context.require_customer().klant:
            raise NotFound("Deze klant")
        return cls(id=id)


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(directives=[*PRIVE, aanroepen(3)], description="Een zaak van de ingelogde klant.")
    async def zaak(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")],  # noqa: A002
    ) -> Zaak | None:
        return await Zaak.resolve_reference(info, id)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE],
        description="De soorten zaken die de gemeente behandelt, op naam.",
    )
    async def zaaktypen(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Annotated[
            str | None,
            strawberry.argument(description="Tekst in de omschrijving of het doel.", directives=[ZOEKEN]),
        ] = None,
    ) -> ZaaktypeConnection | None:
        readers = info.context.own
        page = PageRequest.of(first, after, keys=2)
        found = await readers.bron.catalogus(plain(zoek, "zoek"), readers.vandaag, page)

        return ZaaktypeConnection.of(
            found,
            lambda row: ZaaktypeEdge(cursor=cursor((row.omschrijving, row.id)), node=Zaaktype.of(row)),
            after,
        )


@strawberry.type(description="Wat er te wijzigen valt.")
class Mutation(PostbusMutation, AanleverMutation):
    pass


schema = SubgraphSchema(query=Query, mutation=Mutation, subscription=Subscription, types=[Klant])
