"""The GraphQL types of a search through the whole website."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

import strawberry

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.website.soort import BOUWPROJECTEN, EVENEMENTEN, LOCATIES, NIEUWS, PRODUCTEN
from subgraphs.website.source import Vondst
from subgraphs.website.types_agenda import Bouwproject, Evenement, Nieuwsbericht
from subgraphs.website.types_locatie import Gemeentelocatie
from subgraphs.website.types_product import Product

Webvondst = Annotated[
    Product | Nieuwsbericht | Evenement | Bouwproject | Gemeentelocatie,
    strawberry.union("Webvondst", description="Iets wat op de website staat."),
]

_TYPE: Mapping[str, Callable[[Any], Webvondst]] = {
    PRODUCTEN.naam: Product.van,
    NIEUWS.naam: Nieuwsbericht.van,
    EVENEMENTEN.naam: Evenement.van,
    BOUWPROJECTEN.naam: Bouwproject.van,
    LOCATIES.naam: Gemeentelocatie.van,
}


def webvondst_van(vondst: Vondst) -> Webvondst:
    return _TYPE[vondst.soort.naam](vondst.item)


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met vondsten.")
class WebvondstEdge(Edge[Webvondst]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met vondsten.")
class WebvondstConnection(Connection[WebvondstEdge]):
    pass
