"""The GraphQL types of what happens in town: events, building projects and news."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Self, cast

import strawberry

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens
from subgraphs.service.scalars import GeoJSON
from subgraphs.website import bouwproject, evenement, nieuwsbericht
from subgraphs.website.readers import Info

MEESTE_PERIODEN = 100


@strawberry.type(directives=[OPENBAAR], description="Een aaneengesloten tijd.")
class Evenementperiode:
    begin: datetime = strawberry.field(description="Wanneer het begint.")
    einde: datetime = strawberry.field(description="Wanneer het afgelopen is.")

    @classmethod
    def van(cls, waarde: evenement.Periode) -> Self:
        return cls(begin=waarde.begin, einde=waarde.einde)


@strawberry.type(directives=[OPENBAAR], description="Waar een evenement is.")
class Evenementplaats:
    naam: str = strawberry.field(description="De naam van de plaats.")
    adres: str | None = strawberry.field(description="Het adres, als de plaats er een heeft.")
    lengtegraad: float | None = strawberry.field(description="De lengtegraad in WGS 84.")
    breedtegraad: float | None = strawberry.field(description="De breedtegraad in WGS 84.")


@strawberry.type(directives=[OPENBAAR], description="Een evenement in de gemeente.")
class Evenement:
    id: strawberry.ID = strawberry.field(description="De sleutel van het evenement.")
    titel: str = strawberry.field(description="De naam.")
    samenvatting: str = strawberry.field(description="Waar het om gaat, in een of twee zinnen.")
    beschrijving: str = strawberry.field(description="De uitleg, als tekst met lege regels tussen alinea's.")
    soort: str = strawberry.field(description="Wat voor evenement het is, zoals `Markt`.")
    plaats: Evenementplaats = strawberry.field(description="Waar het is.")
    terugkerend: bool = strawberry.field(description="Of het meer dan eens is.")
    herhaling: str | None = strawberry.field(description="Hoe vaak het terugkomt, in woorden.")
    organisator: str | None = strawberry.field(description="Wie het organiseert.")
    url: str | None = strawberry.field(description="De webpagina van het evenement.")
    alle: strawberry.Private[tuple[evenement.Periode, ...]]

    @strawberry.field(
        description=f"Wanneer het is, het vroegste voorop; hoogstens {MEESTE_PERIODEN}.",
        directives=[hoogstens(MEESTE_PERIODEN)],
    )
    def perioden(
        self,
        vanaf: Annotated[
            datetime | None, strawberry.argument(description="Alleen wat hierna nog duurt.")
        ] = None,
    ) -> list[Evenementperiode]:
        gekozen = [each for each in self.alle if vanaf is None or each.einde > vanaf]
        return [Evenementperiode.van(each) for each in gekozen[:MEESTE_PERIODEN]]

    @strawberry.field(description="De periode die nu loopt of hierna komt; leeg als alles voorbij is.")
    def eerstvolgende(self, info: Info) -> Evenementperiode | None:
        komend = (each for each in self.alle if each.einde > info.context.own.nu)
        return next((Evenementperiode.van(each) for each in komend), None)

    @classmethod
    def van(cls, waarde: evenement.Evenement) -> Self:
        plaats = waarde.plaats
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            samenvatting=waarde.samenvatting,
            beschrijving=waarde.beschrijving,
            soort=waarde.soort,
            plaats=Evenementplaats(
                naam=plaats.naam,
                adres=plaats.adres,
                lengtegraad=plaats.lengtegraad,
                breedtegraad=plaats.breedtegraad,
            ),
            terugkerend=len(waarde.perioden) > 1,
            herhaling=waarde.herhaling,
            organisator=waarde.organisator,
            url=waarde.url,
            alle=tuple(sorted(waarde.perioden, key=lambda each: each.begin)),
        )


@strawberry.enum(description="Hoe ver een bouwproject is.")
class Projectfase(Enum):
    INITIATIEF = strawberry.enum_value("initiatief", description="Het idee wordt onderzocht.")
    ONTWERP = strawberry.enum_value("ontwerp", description="Het plan wordt gemaakt.")
    VOORBEREIDING = strawberry.enum_value("voorbereiding", description="De uitvoering wordt voorbereid.")
    UITVOERING = strawberry.enum_value("uitvoering", description="Er wordt gebouwd.")
    GEREED = strawberry.enum_value("gereed", description="Het project is klaar.")


@strawberry.type(directives=[OPENBAAR], description="Een bouwproject in de gemeente.")
class Bouwproject:
    id: strawberry.ID = strawberry.field(description="De sleutel van het bouwproject.")
    titel: str = strawberry.field(description="De naam.")
    samenvatting: str = strawberry.field(description="Waar het om gaat, in een of twee zinnen.")
    beschrijving: str = strawberry.field(description="De uitleg, als tekst met lege regels tussen alinea's.")
    fase: Projectfase = strawberry.field(description="Hoe ver het project is.")
    geometrie: GeoJSON = strawberry.field(description="De plaats op de kaart.")
    wijk: str | None = strawberry.field(description="De wijk waarin het project ligt.")
    begin: date | None = strawberry.field(description="Wanneer de uitvoering begint of begon.")
    verwacht_einde: date | None = strawberry.field(description="Wanneer het naar verwachting klaar is.")
    aantal_woningen: int | None = strawberry.field(description="Hoeveel woningen er komen.")
    opdrachtgever: str | None = strawberry.field(description="Wie er laat bouwen.")
    url: str | None = strawberry.field(description="De webpagina van het project.")

    @classmethod
    def van(cls, waarde: bouwproject.Bouwproject) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            samenvatting=waarde.samenvatting,
            beschrijving=waarde.beschrijving,
            fase=Projectfase(waarde.fase),
            geometrie=GeoJSON(cast("dict[str, Any]", waarde.geometrie)),
            wijk=waarde.wijk,
            begin=waarde.begin,
            verwacht_einde=waarde.verwacht_einde,
            aantal_woningen=waarde.aantal_woningen,
            opdrachtgever=waarde.opdrachtgever,
            url=waarde.url,
        )


@strawberry.type(directives=[OPENBAAR], description="Een nieuwsbericht van de gemeente.")
class Nieuwsbericht:
    id: strawberry.ID = strawberry.field(description="De sleutel van het bericht.")
    titel: str = strawberry.field(description="De kop.")
    samenvatting: str = strawberry.field(description="De inleiding.")
    inhoud: str = strawberry.field(description="Het bericht, als tekst met lege regels tussen alinea's.")
    rubriek: str = strawberry.field(description="De rubriek, zoals `Verkeer`.")
    gepubliceerd_op: datetime = strawberry.field(description="Wanneer het bericht is verschenen.")
    url: str | None = strawberry.field(description="De webpagina van het bericht.")

    @classmethod
    def van(cls, waarde: nieuwsbericht.Nieuwsbericht) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            samenvatting=waarde.samenvatting,
            inhoud=waarde.inhoud,
            rubriek=waarde.rubriek,
            gepubliceerd_op=waarde.gepubliceerd_op,
            url=waarde.url,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met evenementen.")
class EvenementEdge(Edge[Evenement]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met evenementen.")
class EvenementConnection(Connection[EvenementEdge]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met bouwprojecten.")
class BouwprojectEdge(Edge[Bouwproject]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met bouwprojecten.")
class BouwprojectConnection(Connection[BouwprojectEdge]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met nieuws.")
class NieuwsberichtEdge(Edge[Nieuwsbericht]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met nieuws.")
class NieuwsberichtConnection(Connection[NieuwsberichtEdge]):
    pass
