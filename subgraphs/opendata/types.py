"""The GraphQL types of the catalogue. Everything in it is public."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry

from subgraphs.opendata import dataset as domain
from subgraphs.opendata.readers import Info
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR


@strawberry.enum(description="Waar een dataset over gaat, volgens de themalijst van de Europese Unie.")
class Thema(Enum):
    LANDBOUW_EN_VOEDING = strawberry.enum_value("AGRI", description="Landbouw, visserij, bosbouw en voeding.")
    ECONOMIE_EN_FINANCIEN = strawberry.enum_value("ECON", description="Economie en financiën.")
    ONDERWIJS_CULTUUR_EN_SPORT = strawberry.enum_value("EDUC", description="Onderwijs, cultuur en sport.")
    ENERGIE = strawberry.enum_value("ENER", description="Energie.")
    MILIEU = strawberry.enum_value("ENVI", description="Milieu, groen, water en afval.")
    BESTUUR = strawberry.enum_value("GOVE", description="Overheid en openbare sector.")
    GEZONDHEID = strawberry.enum_value("HEAL", description="Gezondheid en zorg.")
    INTERNATIONAAL = strawberry.enum_value("INTR", description="Internationale aangelegenheden.")
    JUSTITIE_EN_VEILIGHEID = strawberry.enum_value("JUST", description="Justitie en openbare veiligheid.")
    REGIO_EN_STAD = strawberry.enum_value("REGI", description="Regio, stad en bouwen.")
    BEVOLKING_EN_SAMENLEVING = strawberry.enum_value("SOCI", description="Bevolking en samenleving.")
    WETENSCHAP_EN_TECHNOLOGIE = strawberry.enum_value("TECH", description="Wetenschap en technologie.")
    VERKEER_EN_VERVOER = strawberry.enum_value("TRAN", description="Verkeer en vervoer.")


@strawberry.enum(description="Hoe vaak een dataset wordt bijgewerkt.")
class Frequentie(Enum):
    CONTINU = strawberry.enum_value("CONT", description="Voortdurend.")
    DAGELIJKS = strawberry.enum_value("DAILY", description="Elke dag.")
    WEKELIJKS = strawberry.enum_value("WEEKLY", description="Elke week.")
    MAANDELIJKS = strawberry.enum_value("MONTHLY", description="Elke maand.")
    PER_KWARTAAL = strawberry.enum_value("QUARTERLY", description="Elk kwartaal.")
    JAARLIJKS = strawberry.enum_value("ANNUAL", description="Elk jaar.")
    ONREGELMATIG = strawberry.enum_value("IRREG", description="Als er aanleiding voor is.")


@strawberry.enum(description="Wie bij de gegevens zelf mag.")
class Toegangsrechten(Enum):
    OPENBAAR = strawberry.enum_value("PUBLIC", description="Iedereen.")
    BEPERKT = strawberry.enum_value("RESTRICTED", description="Wie aan voorwaarden voldoet.")
    NIET_OPENBAAR = strawberry.enum_value("NON_PUBLIC", description="Alleen de overheid zelf.")


@strawberry.type(directives=[OPENBAAR], description="Een organisatie die een dataset maakt of uitgeeft.")
class Instantie:
    naam: str = strawberry.field(description="De naam van de organisatie.")
    uri: str = strawberry.field(description="De vaste URI van de organisatie.")

    @classmethod
    def van(cls, waarde: domain.Instantie) -> Self:
        return cls(naam=waarde.naam, uri=waarde.uri)


@strawberry.type(directives=[OPENBAAR], description="Bij wie je terechtkunt met vragen over een dataset.")
class Contactpunt:
    naam: str = strawberry.field(description="De naam van het team.")
    email: str = strawberry.field(description="Het e-mailadres van het team.")


@strawberry.type(directives=[OPENBAAR], description="Een vorm waarin je de gegevens kunt krijgen.")
class Distributie:
    id: strawberry.ID = strawberry.field(description="De sleutel van de distributie.")
    titel: str = strawberry.field(description="Wat het is.")
    formaat: str = strawberry.field(description="Het bestandsformaat of protocol, zoals `CSV` of `WFS`.")
    mediatype: str = strawberry.field(description="Het IANA-mediatype.")
    toegangs_url: str = strawberry.field(description="Waar de gegevens te krijgen zijn.")
    download_url: str | None = strawberry.field(
        description="Waar het bestand meteen te downloaden is; leeg bij een dienst."
    )
    licentie: str = strawberry.field(description="De URI van de licentie.")
    bytes: float | None = strawberry.field(
        description="De grootte van de download in bytes; leeg bij een dienst."
    )

    @classmethod
    def van(cls, waarde: domain.Distributie) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            formaat=waarde.formaat,
            mediatype=waarde.mediatype,
            toegangs_url=waarde.toegangs_url,
            download_url=waarde.download_url,
            licentie=waarde.licentie,
            bytes=waarde.bytes_,
        )


@strawberry.type(
    directives=[OPENBAAR],
    description="Een verzameling open gegevens van de gemeente, beschreven volgens DCAT-AP-NL 3.0.",
)
class Dataset:
    id: strawberry.ID = strawberry.field(description="De sleutel van de dataset in deze catalogus.")
    titel: str = strawberry.field(description="De titel.")
    beschrijving: str = strawberry.field(description="Wat er in de dataset staat.")
    identificatie: str = strawberry.field(description="De vaste URI van de dataset.")
    trefwoorden: list[str] = strawberry.field(description="Woorden waarmee de dataset te vinden is.")
    uitgever: Instantie = strawberry.field(description="De organisatie die de dataset uitgeeft.")
    maker: Instantie = strawberry.field(description="De organisatie die de dataset maakt.")
    contactpunt: Contactpunt = strawberry.field(description="Bij wie je terechtkunt met vragen.")
    licentie: str = strawberry.field(description="De URI van de licentie.")
    toegangsrechten: Toegangsrechten = strawberry.field(description="Wie bij de gegevens mag.")
    frequentie: Frequentie = strawberry.field(description="Hoe vaak de dataset wordt bijgewerkt.")
    uitgiftedatum: date = strawberry.field(description="Wanneer de dataset voor het eerst is uitgegeven.")
    wijzigingsdatum: date = strawberry.field(description="Wanneer de dataset voor het laatst is bijgewerkt.")
    landingspagina: str = strawberry.field(description="De webpagina over de dataset.")
    taal: str = strawberry.field(description="De taal van de gegevens, als taalcode.")
    dekkingsgebied: str = strawberry.field(description="Over welk gebied de gegevens gaan.")

    @strawberry.field(description="De thema's, het meest passende voorop.")
    async def themas(self, info: Info) -> list[Thema]:
        return [Thema(thema) for thema in await info.context.own.themas.load(self.id)]

    @strawberry.field(description="De vormen waarin je de gegevens kunt krijgen.")
    async def distributies(self, info: Info) -> list[Distributie]:
        return [Distributie.van(each) for each in await info.context.own.distributies.load(self.id)]

    @classmethod
    def van(cls, waarde: domain.Dataset) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            identificatie=waarde.identificatie,
            trefwoorden=list(waarde.trefwoorden),
            uitgever=Instantie.van(waarde.uitgever),
            maker=Instantie.van(waarde.maker),
            contactpunt=Contactpunt(naam=waarde.contactpunt.naam, email=waarde.contactpunt.email),
            licentie=waarde.licentie,
            toegangsrechten=Toegangsrechten(waarde.toegangsrechten),
            frequentie=Frequentie(waarde.frequentie),
            uitgiftedatum=waarde.uitgiftedatum,
            wijzigingsdatum=waarde.wijzigingsdatum,
            landingspagina=waarde.landingspagina,
            taal=waarde.taal,
            dekkingsgebied=waarde.dekkingsgebied,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met datasets.")
class DatasetEdge(Edge[Dataset]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met datasets.")
class DatasetConnection(Connection[DatasetEdge]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een thema van de catalogus.")
class Themaoverzicht:
    thema: Thema = strawberry.field(description="Het thema, om datasets mee te kiezen.")
    naam: str = strawberry.field(description="De naam van het thema, voor in een scherm.")
    uri: str = strawberry.field(description="De URI van het thema in de Europese lijst.")
    aantal: int = strawberry.field(description="Hoeveel datasets het thema heeft.")
