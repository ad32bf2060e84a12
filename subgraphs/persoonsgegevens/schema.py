"""The persoonsgegevens subgraph: who the customer is, and what the customer may change about that."""

import strawberry

from subgraphs.persoonsgegevens.mutaties import Mutation
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.types_klant import Klant
from subgraphs.persoonsgegevens.types_organisatie import Instelling, Onderneming
from subgraphs.persoonsgegevens.types_persoon import NatuurlijkPersoon
from subgraphs.service.cost import aanroepen
from subgraphs.service.directives import KLANT_OF_GEMACHTIGDE
from subgraphs.service.schema import SubgraphSchema


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[KLANT_OF_GEMACHTIGDE, aanroepen(2)],
        description="De klant voor wie is ingelogd; onder een machtiging degene die vertegenwoordigd wordt.",
    )
    async def ik(self, info: Info) -> Klant | None:
        return await Klant.resolve_reference(info, strawberry.ID(info.context.require_customer().klant))


schema = SubgraphSchema(Query, Mutation, types=[NatuurlijkPersoon, Onderneming, Instelling])
