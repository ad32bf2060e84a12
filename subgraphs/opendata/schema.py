"""The opendata subgraph: the catalogue of what the municipality publishes, for anyone."""

from typing import Annotated

import strawberry

from subgraphs.opendata.dataset import Thema as Themacode
from subgraphs.opendata.readers import Info
from subgraphs.opendata.source import Selectie
from subgraphs.opendata.types import Dataset, DatasetConnection, DatasetEdge, Thema, Themaoverzicht
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import NotFound
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain

NAMEN = {
    Themacode.LANDBOUW_EN_VOEDING: "Landbouw en voeding",
    Themacode.ECONOMIE_EN_FINANCIEN: "Economie en financiën",
    Themacode.ONDERWIJS_CULTUUR_EN_SPORT: "Onderwijs, cultuur en sport",
    Themacode.ENERGIE: "Energie",
    Themacode.MILIEU: "Milieu",
    Themacode.BESTUUR: "Bestuur",
    Themacode.GEZONDHEID: "Gezondheid",
    Themacode.INTERNATIONAAL: "Internationaal",
    Themacode.JUSTITIE_EN_VEILIGHEID: "Justitie en veiligheid",
    Themacode.REGIO_EN_STAD: "Regio en stad",
    Themacode.BEVOLKING_EN_SAMENLEVING: "Bevolking en samenleving",
    Themacode.WETENSCHAP_EN_TECHNOLOGIE: "Wetenschap en technologie",
    Themacode.VERKEER_EN_VERVOER: "Verkeer en vervoer",
}


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(directives=[OPENBAAR], description="De open datasets van de gemeente, op titel.")
    async def datasets(
        self,
        info: Info,
        first: Annotated[
            int | None,
            strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100."),
        ] = None,
        after: Annotated[
            str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")
        ] = None,
        zoek: Annotated[
            str | None,
            strawberry.argument(description="Woorden die alle in titel, beschrijving of trefwoorden staan."),
        ] = None,
        thema: Annotated[
            Thema | None, strawberry.argument(description="Alleen datasets met dit thema.")
        ] = None,
    ) -> DatasetConnection | None:
        bron = info.context.own.bron
        selectie = Selectie(plain(zoek, "zoek"), Themacode[thema.name] if thema else None)
        page = await bron.datasets(selectie, PageRequest.of(first, after, keys=2))
        return DatasetConnection.of(
            page,
            lambda dataset: DatasetEdge(cursor=cursor(bron.plaats(dataset)), node=Dataset.van(dataset)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén dataset; leeg als die er niet is.")
    async def dataset(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="De sleutel van de dataset.")],  # noqa: A002
    ) -> Dataset | None:
        found = await info.context.own.datasets.load(id)
        if found is None:
            raise NotFound("Deze dataset")
        return Dataset.van(found)

    @strawberry.field(directives=[OPENBAAR], description="De thema's waarover de gemeente datasets heeft.")
    async def themas(self, info: Info) -> list[Themaoverzicht] | None:
        aantallen = await info.context.own.bron.aantallen()
        return [
            Themaoverzicht(thema=Thema(code), naam=naam, uri=code.uri, aantal=aantallen[code])
            for code, naam in NAMEN.items()
            if code in aantallen
        ]


schema = SubgraphSchema(Query)
