"""What a customer can listen to: that something happened to a zaak of their own."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime
from enum import Enum
from typing import Annotated

import strawberry

from subgraphs.service.errors import NotFound
from subgraphs.service.text import plain
from subgraphs.zaken.gebeurtenis import Gebeurtenis, Soort
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.types import Zaak


@strawberry.enum(description="Wat er met een zaak is gebeurd.")
class ZaakGebeurtenissoort(Enum):
    GEREGISTREERD = strawberry.enum_value("geregistreerd", description="De zaak is begonnen.")
    STATUS_GEZET = strawberry.enum_value("status_gezet", description="De zaak is een stap verder.")
    RESULTAAT_VASTGESTELD = strawberry.enum_value(
        "resultaat_vastgesteld", description="Er is bekend hoe de zaak afloopt."
    )
    DOCUMENT_TOEGEVOEGD = strawberry.enum_value(
        "document_toegevoegd", description="Er is een document bij gekomen."
    )
    BESLUIT_GENOMEN = strawberry.enum_value("besluit_genomen", description="Er is een besluit genomen.")
    INTREKKING_AANGEVRAAGD = strawberry.enum_value(
        "intrekking_aangevraagd", description="De aanvrager wil de zaak intrekken; de behandelaar beslist."
    )
    INGETROKKEN = strawberry.enum_value(
        "ingetrokken", description="De zaak is beëindigd omdat de aanvrager die heeft ingetrokken."
    )
    ANDERS = strawberry.enum_value("anders", description="Er is iets anders aan de zaak veranderd.")


@strawberry.type(directives=PRIVE, description="Dat er iets met een zaak is gebeurd.")
class ZaakGebeurtenis:
    id: strawberry.ID = strawberry.field(
        description="Het kenmerk van de gebeurtenis; wie hem twee keer hoort, hoort hetzelfde kenmerk."
    )
    soort: ZaakGebeurtenissoort = strawberry.field(description="Wat er is gebeurd.")
    moment: datetime = strawberry.field(description="Wanneer het gebeurde.")
    zaak: Zaak = strawberry.field(description="De zaak zoals die nu is.")


@strawberry.type(description="Waar naar te luisteren valt.")
class Subscription:
    @strawberry.subscription(
        directives=PRIVE,
        description="Wat er gebeurt met de zaken van de ingelogde klant, vanaf nu. De gebeurtenis zegt dat "
        "er iets is veranderd; de zaak erbij is die van dit moment.",
    )
    async def zaak_gewijzigd(
        self,
        info: Info,
        id: Annotated[  # noqa: A002
            strawberry.ID | None, strawberry.argument(description="Alleen deze zaak; anders alle.")
        ] = None,
    ) -> AsyncGenerator[ZaakGebeurtenis, None]:
        klant_id = info.context.require_customer().klant
        readers, only = info.context.own, plain(id, "id")
        if only is not None and await readers.zaken.load(only) is None:
            raise NotFound("Deze zaak")
        async with aclosing(readers.feed.listen()) as gebeurtenissen:
            async for each in gebeurtenissen:
                if each.kan_voor(klant_id) and only in {None, each.gebeurtenis.zaak_id}:
                    visible = await _zichtbaar(info, each.gebeurtenis)
                    if visible is not None:
                        yield visible


async def _zichtbaar(info: Info, gebeurtenis: Gebeurtenis) -> ZaakGebeurtenis | None:
    """The gebeurtenis with the zaak as it is now; None when the zaak is not the listener's to see."""
    readers = info.context.own
    readers.forget()
    zaak = await readers.zaken.load(gebeurtenis.zaak_id)
    if zaak is None:
        return None
    return ZaakGebeurtenis(
        id=strawberry.ID(gebeurtenis.id),
        soort=_soort(gebeurtenis.soort),
        moment=gebeurtenis.moment,
        zaak=Zaak.of(zaak),
    )


def _soort(soort: Soort) -> ZaakGebeurtenissoort:
    return ZaakGebeurtenissoort[soort.name]
