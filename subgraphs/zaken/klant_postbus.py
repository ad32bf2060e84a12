"""KlantPostbus: the fields of a customer that lead to their postbus."""

from typing import Annotated

import strawberry

from subgraphs.service.cost import aanroepen
from subgraphs.service.list_size import BLADZIJDE
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.text import plain
from subgraphs.zaken.postbus import taak
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.types_postbus import (
    Bericht,
    BerichtConnection,
    BerichtEdge,
    Contactmoment,
    ContactmomentConnection,
    ContactmomentEdge,
    Taak,
    TaakConnection,
    TaakEdge,
    Taakstand,
)

First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100.")
]
After = Annotated[str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")]


@strawberry.type
class KlantPostbus:
    @strawberry.field(
        directives=[*PRIVE, BLADZIJDE, aanroepen(1)],
        description="Wat de gemeente deze klant vraagt te doen; wat het eerst verloopt eerst.",
    )
    async def taken(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        stand: Annotated[
            Taakstand | None, strawberry.argument(description="Alleen taken die zo ver zijn.")
        ] = None,
        zaak: Annotated[
            strawberry.ID | None, strawberry.argument(description="Alleen taken die bij deze zaak horen.")
        ] = None,
    ) -> TaakConnection | None:
        page = PageRequest.of(first, after, keys=2)
        own, inzage = info.context.own, Inzage.van(info.context.require_customer())
        wanted = taak.Taakkeuze(taak.Taakstand[stand.name] if stand else None, plain(zaak, "zaak"))
        found = await own.postbus.taken.taken_van(inzage, wanted, own.postbus.nu(), page)
        return TaakConnection.of(
            found, lambda row: TaakEdge(cursor=cursor((row.volgorde, row.id)), node=Taak.of(row)), after
        )

    @strawberry.field(
        directives=[*PRIVE, BLADZIJDE, aanroepen(2)],
        description="De berichten van de gemeente aan deze klant, de nieuwste eerst.",
    )
    async def berichten(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        gelezen: Annotated[
            bool | None, strawberry.argument(description="Alleen gelezen of alleen ongelezen berichten.")
        ] = None,
    ) -> BerichtConnection | None:
        page = PageRequest.of(first, after, keys=2)
        own, inzage = info.context.own, Inzage.van(info.context.require_customer())
        found = await own.postbus.berichten.berichten_van(inzage, gelezen, own.postbus.nu(), page)
        return BerichtConnection.of(
            found, lambda row: BerichtEdge(cursor=cursor((row.volgorde, row.id)), node=Bericht.of(row)), after
        )

    @strawberry.field(
        directives=[*PRIVE, BLADZIJDE, aanroepen(2)],
        description="Wat deze klant en de gemeente eerder bespraken, het laatste eerst.",
    )
    async def contactmomenten(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zaak: Annotated[
            strawberry.ID | None, strawberry.argument(description="Alleen wat over deze zaak ging.")
        ] = None,
    ) -> ContactmomentConnection | None:
        page = PageRequest.of(first, after, keys=2)
        own, inzage = info.context.own, Inzage.van(info.context.require_customer())
        found = await own.postbus.contactmomenten.contactmomenten_van(inzage, page, plain(zaak, "zaak"))
        return ContactmomentConnection.of(
            found,
            lambda row: ContactmomentEdge(cursor=cursor((row.volgorde, row.id)), node=Contactmoment.of(row)),
            after,
        )
