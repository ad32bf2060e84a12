"""The raadsinformatie subgraph: what the council discusses and decides, for anyone."""

from datetime import UTC, datetime
from enum import Enum
from typing import Annotated

import strawberry

from subgraphs.raadsinformatie.readers import Info
from subgraphs.raadsinformatie.source import Selectie
from subgraphs.raadsinformatie.types import (
    Agendapunt,
    Raadsdocument,
    RaadsdocumentConnection,
    RaadsdocumentEdge,
    Vergadering,
    VergaderingConnection,
    VergaderingEdge,
)
from subgraphs.service.cost import ZOEKEN, aanroepen
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.list_size import BLADZIJDE
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain

First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100.")
]
After = Annotated[str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")]
Zoek = Annotated[
    str | None, strawberry.argument(description="Woorden die alle voorkomen.", directives=[ZOEKEN])
]
Orgaan = Annotated[
    strawberry.ID | None, strawberry.argument(description="De sleutel van het orgaan dat vergadert.")
]
Vanaf = Annotated[
    datetime | None, strawberry.argument(description="Alleen wat op of na dit moment is of was.")
]
Tot = Annotated[datetime | None, strawberry.argument(description="Alleen wat ervoor is of was.")]
Sleutel = Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")]


@strawberry.enum(description="In welke volgorde vergaderingen komen.")
class Vergadervolgorde(Enum):
    LAATSTE_EERST = strawberry.enum_value("laatste", description="De laatste vergadering voorop.")
    EERSTE_EERST = strawberry.enum_value("eerste", description="De eerste vergadering voorop.")


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE, aanroepen(9)],
        description="De vergaderingen van de raad en zijn commissies.",
    )
    async def vergaderingen(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        orgaan: Orgaan = None,
        vanaf: Vanaf = None,
        tot: Tot = None,
        volgorde: Annotated[
            Vergadervolgorde, strawberry.argument(description="In welke volgorde.")
        ] = Vergadervolgorde.LAATSTE_EERST,
    ) -> VergaderingConnection | None:
        page = await info.context.own.bron.vergaderingen(
            _selectie(zoek, orgaan, vanaf, tot),
            PageRequest.of(first, after, keys=2),
            oplopend=volgorde is Vergadervolgorde.EERSTE_EERST,
        )
        return VergaderingConnection.of(
            page,
            lambda row: VergaderingEdge(cursor=cursor(row.sleutels), node=Vergadering.van(row.item)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR, aanroepen(9)], description="Eén vergadering.")
    async def vergadering(self, info: Info, id: Sleutel) -> Vergadering | None:  # noqa: A002
        found = await info.context.own.vergaderingen.load(id)
        if found is None:
            raise NotFound("Deze vergadering")
        return Vergadering.van(found)

    @strawberry.field(directives=[OPENBAAR, aanroepen(7)], description="Eén agendapunt.")
    async def agendapunt(self, info: Info, id: Sleutel) -> Agendapunt | None:  # noqa: A002
        found = await info.context.own.agendapunten.load(id)
        if found is None:
            raise NotFound("Dit agendapunt")
        return Agendapunt.van(found)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE, aanroepen(2)],
        description="De documenten van de raad, het laatst besprokene voorop; `zoek` leest de tekst mee.",
    )
    async def raadsdocumenten(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        vanaf: Vanaf = None,
        tot: Tot = None,
    ) -> RaadsdocumentConnection | None:
        page = await info.context.own.bron.stukken(
            _selectie(zoek, None, vanaf, tot), PageRequest.of(first, after, keys=2)
        )
        return RaadsdocumentConnection.of(
            page,
            lambda row: RaadsdocumentEdge(
                cursor=cursor(row.sleutels), node=Raadsdocument.van(row.item), fragment=row.fragment
            ),
            after,
        )

    @strawberry.field(directives=[OPENBAAR, aanroepen(2)], description="Eén document van de raad.")
    async def raadsdocument(self, info: Info, id: Sleutel) -> Raadsdocument | None:  # noqa: A002
        found = await info.context.own.stukken.load(id)
        if found is None:
            raise NotFound("Dit document")
        return Raadsdocument.van(found)


def _selectie(zoek: str | None, orgaan: str | None, vanaf: datetime | None, tot: datetime | None) -> Selectie:
    return Selectie(
        plain(zoek, "zoek"), plain(orgaan, "orgaan"), _moment(vanaf, "vanaf"), _moment(tot, "tot")
    )


def _moment(waarde: datetime | None, veld: str) -> datetime | None:
    """In UTC. Raises InvalidInput for what UTC cannot say, at the very ends of the calendar."""
    try:
        return None if waarde is None else waarde.astimezone(UTC)
    except OverflowError as exc:
        raise InvalidInput("Zo ver reikt de kalender niet.", veld=veld) from exc


schema = SubgraphSchema(Query)
