"""The website subgraph: what the municipality publishes on its site, for anyone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Generic

import strawberry
from strawberry.federation.schema_directives import Cost

from subgraphs.service.cost import AANROEP, ZOEKEN
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.folding import fold
from subgraphs.service.list_size import BLADZIJDE
from subgraphs.service.pagination import Page, PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain
from subgraphs.website.bouwproject import Projectfase as Fase
from subgraphs.website.geometrie import GeometrieFout, Rechthoek
from subgraphs.website.product import Doelgroep
from subgraphs.website.readers import Info
from subgraphs.website.soort import BOUWPROJECTEN, EVENEMENTEN, LOCATIES, NIEUWS, PRODUCTEN, SOORTEN, Soort, T
from subgraphs.website.source import Selectie, Vondst
from subgraphs.website.types_agenda import (
    Bouwproject,
    BouwprojectConnection,
    BouwprojectEdge,
    Evenement,
    EvenementConnection,
    EvenementEdge,
    Nieuwsbericht,
    NieuwsberichtConnection,
    NieuwsberichtEdge,
    Projectfase,
)
from subgraphs.website.types_locatie import Gemeentelocatie, GemeentelocatieConnection, GemeentelocatieEdge
from subgraphs.website.types_product import Product, ProductConnection, Productdoelgroep, ProductEdge
from subgraphs.website.types_vondst import WebvondstConnection, WebvondstEdge, webvondst_van

First = Annotated[
    int | None, strawberry.argument(description="Hoeveel er op een bladzijde staan: 1 tot en met 100.")
]
After = Annotated[str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")]
Zoek = Annotated[
    str | None,
    strawberry.argument(description="Woorden die alle in de tekst voorkomen.", directives=[ZOEKEN]),
]
Sleutel = Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")]
OVERAL = Cost(weight=AANROEP * len(SOORTEN))
"""Where words are looked for in what there is of every kind."""


@strawberry.input(description="Een rechthoek op de kaart, in graden WGS 84.")
class Kaartvenster:
    west: float = strawberry.field(description="De kleinste lengtegraad.")
    zuid: float = strawberry.field(description="De kleinste breedtegraad.")
    oost: float = strawberry.field(description="De grootste lengtegraad.")
    noord: float = strawberry.field(description="De grootste breedtegraad.")

    def rechthoek(self) -> Rechthoek:
        """Raises InvalidInput."""
        try:
            return Rechthoek(self.west, self.zuid, self.oost, self.noord)
        except GeometrieFout as exc:
            raise InvalidInput("Dit is geen rechthoek op de kaart.", veld="venster") from exc


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE], description="De producten en diensten van de gemeente, op naam."
    )
    async def producten(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        doelgroep: Annotated[
            Productdoelgroep | None, strawberry.argument(description="Alleen wat voor deze doelgroep is.")
        ] = None,
    ) -> ProductConnection | None:
        selectie = Selectie(plain(zoek, "zoek"), Doelgroep[doelgroep.name] if doelgroep else None)
        page = await _lijst(info, PRODUCTEN, selectie, PageRequest.of(first, after, keys=2))
        return ProductConnection.of(
            page, lambda at: ProductEdge(cursor=at.cursor, node=Product.van(at.item)), after
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén product of dienst.")
    async def product(self, info: Info, id: Sleutel) -> Product | None:  # noqa: A002
        found = await info.context.own.producten.load(id)
        if found is None:
            raise NotFound("Dit product")
        return Product.van(found)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE],
        description="De locaties waar de gemeente bezoekers ontvangt, op naam, met hun openingstijden.",
    )
    async def openingstijden(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        soort: Annotated[
            str | None, strawberry.argument(description="Alleen dit soort locatie, zoals `Milieustraat`.")
        ] = None,
    ) -> GemeentelocatieConnection | None:
        selectie = Selectie(plain(zoek, "zoek"), _categorie(soort, "soort"))
        page = await _lijst(info, LOCATIES, selectie, PageRequest.of(first, after, keys=2))
        return GemeentelocatieConnection.of(
            page,
            lambda at: GemeentelocatieEdge(cursor=at.cursor, node=Gemeentelocatie.van(at.item)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén locatie met haar openingstijden.")
    async def locatie(self, info: Info, id: Sleutel) -> Gemeentelocatie | None:  # noqa: A002
        found = await info.context.own.locaties.load(id)
        if found is None:
            raise NotFound("Deze locatie")
        return Gemeentelocatie.van(found)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE],
        description="De evenementen, op wat het eerst begint. Zonder `vanaf` ook wat voorbij is.",
    )
    async def evenementen(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        soort: Annotated[
            str | None, strawberry.argument(description="Alleen dit soort evenement, zoals `Markt`.")
        ] = None,
        vanaf: Annotated[
            datetime | None, strawberry.argument(description="Alleen wat na dit moment nog is.")
        ] = None,
        tot: Annotated[
            datetime | None, strawberry.argument(description="Alleen wat voor dit moment begint.")
        ] = None,
    ) -> EvenementConnection | None:
        van, einde = _moment(vanaf, "vanaf"), _moment(tot, "tot")
        selectie = Selectie(plain(zoek, "zoek"), _categorie(soort, "soort"), van, einde)
        page = await _lijst(info, EVENEMENTEN, selectie, PageRequest.of(first, after, keys=2))
        return EvenementConnection.of(
            page,
            lambda at: EvenementEdge(cursor=at.cursor, node=Evenement.van(at.item)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén evenement.")
    async def evenement(self, info: Info, id: Sleutel) -> Evenement | None:  # noqa: A002
        found = await info.context.own.evenementen.load(id)
        if found is None:
            raise NotFound("Dit evenement")
        return Evenement.van(found)

    @strawberry.field(directives=[OPENBAAR, BLADZIJDE], description="De bouwprojecten, op naam.")
    async def bouwprojecten(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        fase: Annotated[
            Projectfase | None, strawberry.argument(description="Alleen projecten die zo ver zijn.")
        ] = None,
        venster: Annotated[
            Kaartvenster | None,
            strawberry.argument(description="Alleen projecten waarvan de omhullende dit venster raakt."),
        ] = None,
    ) -> BouwprojectConnection | None:
        gebied = venster.rechthoek() if venster else None
        selectie = Selectie(plain(zoek, "zoek"), Fase[fase.name] if fase else None, gebied=gebied)
        page = await _lijst(info, BOUWPROJECTEN, selectie, PageRequest.of(first, after, keys=2))
        return BouwprojectConnection.of(
            page,
            lambda at: BouwprojectEdge(cursor=at.cursor, node=Bouwproject.van(at.item)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén bouwproject.")
    async def bouwproject(self, info: Info, id: Sleutel) -> Bouwproject | None:  # noqa: A002
        found = await info.context.own.bouwprojecten.load(id)
        if found is None:
            raise NotFound("Dit bouwproject")
        return Bouwproject.van(found)

    @strawberry.field(directives=[OPENBAAR, BLADZIJDE], description="Het nieuws, het nieuwste voorop.")
    async def nieuws(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Zoek = None,
        rubriek: Annotated[
            str | None, strawberry.argument(description="Alleen deze rubriek, zoals `Verkeer`.")
        ] = None,
    ) -> NieuwsberichtConnection | None:
        selectie = Selectie(plain(zoek, "zoek"), _categorie(rubriek, "rubriek"))
        page = await _lijst(info, NIEUWS, selectie, PageRequest.of(first, after, keys=2))
        return NieuwsberichtConnection.of(
            page,
            lambda at: NieuwsberichtEdge(cursor=at.cursor, node=Nieuwsbericht.van(at.item)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Eén nieuwsbericht.")
    async def nieuwsbericht(self, info: Info, id: Sleutel) -> Nieuwsbericht | None:  # noqa: A002
        found = await info.context.own.nieuws.load(id)
        if found is None:
            raise NotFound("Dit nieuwsbericht")
        return Nieuwsbericht.van(found)

    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE],
        description="Alles op de website waarin alle woorden voorkomen, per soort bij elkaar.",
    )
    async def website_zoeken(
        self,
        info: Info,
        zoek: Annotated[
            str,
            strawberry.argument(description="Woorden die alle in de tekst voorkomen.", directives=[OVERAL]),
        ],
        first: First = None,
        after: After = None,
    ) -> WebvondstConnection | None:
        if not (words := (plain(zoek, "zoek") or "").strip()):
            raise InvalidInput("Geef minstens een woord om op te zoeken.", veld="zoek")
        page = await info.context.own.bron.zoek(words, PageRequest.of(first, after, keys=2))
        return WebvondstConnection.of(page, _webvondst, after)


def _webvondst(vondst: Vondst) -> WebvondstEdge:
    at = cursor((vondst.soort.naam, vondst.soort.kenmerken(vondst.item).id))
    return WebvondstEdge(cursor=at, node=webvondst_van(vondst))


@dataclass(frozen=True, slots=True)
class _Plaats(Generic[T]):
    """An item with its place in the list."""

    item: T
    cursor: str


async def _lijst(info: Info, soort: Soort[T], selectie: Selectie, page: PageRequest) -> Page[_Plaats[T]]:
    found = await info.context.own.bron.lijst(soort, selectie, page)

    def plaats(item: T) -> _Plaats[T]:
        return _Plaats(item, cursor(soort.kenmerken(item).sleutels(selectie.vanaf, selectie.tot)))

    return Page([plaats(item) for item in found.rows], found.more, found.count)


def _categorie(waarde: str | None, veld: str) -> str | None:
    found = plain(waarde, veld)
    return None if found is None else fold(found)


def _moment(waarde: datetime | None, veld: str) -> datetime | None:
    """In UTC. Raises InvalidInput for what UTC cannot say, at the very ends of the calendar."""
    try:
        return None if waarde is None else waarde.astimezone(UTC)
    except OverflowError as exc:
        raise InvalidInput("Zo ver reikt de kalender niet.", veld=veld) from exc


schema = SubgraphSchema(Query)
