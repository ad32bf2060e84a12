"""The GraphQL types of products and services."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
import strawberry.federation
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens
from subgraphs.service.scalars import Bedrag
from subgraphs.website import product as domain
from subgraphs.website.readers import Info


@strawberry.enum(description="Voor wie een product is, volgens de Uniforme Productnamenlijst.")
class Productdoelgroep(Enum):
    BURGER = strawberry.enum_value("burger", description="Voor inwoners.")
    BEDRIJF = strawberry.enum_value("bedrijf", description="Voor ondernemers en instellingen.")


@strawberry.type(directives=[OPENBAAR], description="De naam die alle overheden voor dit product gebruiken.")
class UniformeProductnaam:
    naam: str = strawberry.field(description="De naam in de Uniforme Productnamenlijst (UPL).")
    uri: str = strawberry.field(description="De vaste URI van die naam.")


@strawberry.type(directives=[OPENBAAR], description="Een prijs van een product.")
class Productkosten:
    omschrijving: str = strawberry.field(description="Waarvoor de prijs geldt.")
    bedrag: Bedrag = strawberry.field(description="Het bedrag.")

    @classmethod
    def van(cls, waarde: domain.Kosten) -> Self:
        return cls(omschrijving=waarde.omschrijving, bedrag=Bedrag(waarde.bedrag))


@strawberry.federation.type(
    keys=[Key(fields=FieldSet("identificatie"), resolvable=False)],
    directives=[OPENBAAR],
    description="Een soort zaak: wat de gemeente behandelt, en binnen welke termijn.",
)
class Zaaktype:
    identificatie: str = strawberry.field(description="De vaste naam van het zaaktype, in elke versie.")


@strawberry.federation.type(
    keys=["id"],
    directives=[OPENBAAR],
    description="Een product of dienst van de gemeente: wat het is, wat het kost en hoe je het regelt.",
)
class Product:
    id: strawberry.ID = strawberry.field(description="De sleutel van het product.")
    titel: str = strawberry.field(description="De naam zoals de gemeente die gebruikt.")
    samenvatting: str = strawberry.field(description="Waar het om gaat, in een of twee zinnen.")
    beschrijving: str = strawberry.field(description="De uitleg, als tekst met lege regels tussen alinea's.")
    gewijzigd_op: date = strawberry.field(description="Wanneer de tekst voor het laatst is gewijzigd.")
    uniforme_productnaam: UniformeProductnaam | None = strawberry.field(
        description="De landelijke naam; leeg als de lijst dit product niet kent."
    )
    voorwaarden: str | None = strawberry.field(description="Wanneer je ervoor in aanmerking komt.")
    aanpak: str | None = strawberry.field(description="Hoe je het regelt.")
    benodigdheden: list[str] = strawberry.field(
        description="Wat je nodig hebt om het te regelen.", directives=[hoogstens(10)]
    )
    termijn: str | None = strawberry.field(description="Hoe lang het duurt, in woorden.")
    kosten: list[Productkosten] = strawberry.field(
        description="Wat het kost; een lege lijst als er geen prijs bekend is.", directives=[hoogstens(10)]
    )
    doelgroepen: list[Productdoelgroep] = strawberry.field(
        description="Voor wie het is.", directives=[hoogstens(len(domain.Doelgroep))]
    )
    trefwoorden: list[str] = strawberry.field(
        description="Woorden waarmee het product te vinden is.", directives=[hoogstens(10)]
    )
    zaaktypeidentificaties: list[str] = strawberry.field(
        description="De identificaties van de zaaktypen waarmee de gemeente dit product behandelt.",
        directives=[hoogstens(5)],
    )
    formuliersleutels: list[strawberry.ID] = strawberry.field(
        description="De sleutels van de formulieren waarmee je dit product aanvraagt.",
        directives=[hoogstens(5)],
    )
    url: str | None = strawberry.field(description="De webpagina van het product.")

    @strawberry.field(
        description="De zaaktypen waarmee de gemeente dit product behandelt; leeg waar er geen meer geldt.",
        directives=[hoogstens(5)],
    )
    def zaaktypen(self) -> list[Zaaktype | None]:
        return [Zaaktype(identificatie=each) for each in self.zaaktypeidentificaties]

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:  # noqa: A002
        found = await info.context.own.producten.load(id)
        return None if found is None else cls.van(found)

    @classmethod
    def van(cls, waarde: domain.Product) -> Self:
        upn = waarde.upn
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            samenvatting=waarde.samenvatting,
            beschrijving=waarde.beschrijving,
            gewijzigd_op=waarde.gewijzigd_op,
            uniforme_productnaam=UniformeProductnaam(naam=upn.naam, uri=upn.uri) if upn else None,
            voorwaarden=waarde.voorwaarden,
            aanpak=waarde.aanpak,
            benodigdheden=list(waarde.benodigdheden),
            termijn=waarde.termijn,
            kosten=[Productkosten.van(each) for each in waarde.kosten],
            doelgroepen=[Productdoelgroep(each) for each in waarde.doelgroepen],
            trefwoorden=list(waarde.trefwoorden),
            zaaktypeidentificaties=list(waarde.zaaktypen),
            formuliersleutels=[strawberry.ID(each) for each in waarde.formulieren],
            url=waarde.url,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met producten.")
class ProductEdge(Edge[Product]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met producten en diensten.")
class ProductConnection(Connection[ProductEdge]):
    pass
