"""The opendata subgraph: the catalogue of what the municipality publishes, for anyone."""

from typing import Annotated

import strawberry

from subgraphs.opendata.datasetfilter import Datasetfilter
from subgraphs.opendata.readers import Info
from subgraphs.opendata.selectie import Selectie, Sortering
from subgraphs.opendata.types import Datacatalogus, Datasetreeks, Themaoverzicht
from subgraphs.opendata.types_dataset import (
    Datadienst,
    DatadienstConnection,
    DatadienstEdge,
    Dataset,
    DatasetConnection,
    DatasetEdge,
)
from subgraphs.opendata.types_woordenlijst import Datasetvolgorde, Thema
from subgraphs.opendata.woordenlijst import Thema as Themacode
from subgraphs.service.cost import ZOEKEN, aanroepen
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import NotFound
from subgraphs.service.list_size import BLADZIJDE, hoogstens
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain

Tekst = str | None
Sleutel = Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")]


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[OPENBAAR, aanroepen(1)],
        description="De catalogus zelf; leeg zolang die niet beschreven is.",
    )
    async def datacatalogus(self, info: Info) -> Datacatalogus | None:
        found = await info.context.own.bron.catalogus()
        return Datacatalogus.van(found) if found else None

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE, aanroepen(2)], description="De open datasets van de gemeente."
    )
    async def datasets(
        self,
        info: Info,
        first: Annotated[
            int | None,
            strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100."),
        ] = None,
        after: Annotated[
            Tekst, strawberry.argument(description="De cursor waarna de bladzijde begint.")
        ] = None,
        zoek: Annotated[
            Tekst,
            strawberry.argument(
                description="Woorden die alle in titel, beschrijving of trefwoorden staan.",
                directives=[ZOEKEN],
            ),
        ] = None,
        thema: Annotated[
            Thema | None, strawberry.argument(description="Alleen datasets met dit thema.")
        ] = None,
        filter: Annotated[  # noqa: A002
            Datasetfilter | None, strawberry.argument(description="Waaraan de datasets verder voldoen.")
        ] = None,
        volgorde: Annotated[
            Datasetvolgorde, strawberry.argument(description="De volgorde van de lijst.")
        ] = Datasetvolgorde.TITEL,
    ) -> DatasetConnection | None:
        selectie = Selectie(
            zoek=plain(zoek, "zoek"),
            thema=Themacode[thema.name] if thema else None,
            sortering=Sortering[volgorde.name],
        )
        chosen = filter.applied_to(selectie) if filter else selectie
        return await _page(info, chosen, first, after)

    @strawberry.field(
        directives=[OPENBAAR, aanroepen(2)], description="Eén dataset; leeg als die er niet is."
    )
    async def dataset(self, info: Info, id: Sleutel) -> Dataset | None:  # noqa: A002
        found = await info.context.own.datasets.load(id)
        if found is None:
            raise NotFound("Deze dataset")
        return Dataset.van(found)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE, aanroepen(1)],
        description="De diensten waarmee datasets te bevragen zijn.",
    )
    async def datadiensten(
        self,
        info: Info,
        first: Annotated[
            int | None,
            strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100."),
        ] = None,
        after: Annotated[
            Tekst, strawberry.argument(description="De cursor waarna de bladzijde begint.")
        ] = None,
        zoek: Annotated[
            Tekst, strawberry.argument(description="Woorden die alle voorkomen.", directives=[ZOEKEN])
        ] = None,
    ) -> DatadienstConnection | None:
        request = PageRequest.of(first, after, keys=2)
        page = await info.context.own.bron.datadiensten(plain(zoek, "zoek"), request)
        return DatadienstConnection.of(
            page,
            lambda found: DatadienstEdge(cursor=cursor(found.plaats), node=Datadienst.van(found.dienst)),
            after,
        )

    @strawberry.field(
        directives=[OPENBAAR, aanroepen(1)], description="Eén datadienst; leeg als die er niet is."
    )
    async def datadienst(self, info: Info, id: Sleutel) -> Datadienst | None:  # noqa: A002
        found = await info.context.own.dienst.load(id)
        if found is None:
            raise NotFound("Deze datadienst")
        return Datadienst.van(found)

    @strawberry.field(
        directives=[OPENBAAR, aanroepen(1)], description="Eén reeks van datasets; leeg als die er niet is."
    )
    async def datasetreeks(self, info: Info, id: Sleutel) -> Datasetreeks | None:  # noqa: A002
        found = await info.context.own.reeksen.load(id)
        if found is None:
            raise NotFound("Deze reeks")
        return Datasetreeks.van(found)

    @strawberry.field(
        directives=[OPENBAAR, hoogstens(len(Themacode)), aanroepen(1, over=len(Themacode))],
        description="De thema's waarover de gemeente datasets heeft.",
    )
    async def themas(self, info: Info) -> list[Themaoverzicht] | None:
        aantallen = await info.context.own.bron.aantallen()
        return [
            Themaoverzicht(thema=Thema(code), naam=code.naam, uri=code.uri, aantal=aantallen[code])
            for code in Themacode
            if code in aantallen
        ]


async def _page(info: Info, selectie: Selectie, first: int | None, after: str | None) -> DatasetConnection:
    bron = info.context.own.bron
    page = await bron.datasets(selectie, PageRequest.of(first, after, keys=bron.sleutels))
    connection = DatasetConnection.of(
        page,
        lambda found: DatasetEdge(cursor=cursor(found.plaats), node=Dataset.van(found.dataset)),
        after,
    )
    connection.selectie = selectie
    return connection


schema = SubgraphSchema(Query)
