"""The GraphQL types of datasets and the forms they can be had in. Everything in them is public."""

from datetime import date
from typing import Annotated, Self

import strawberry

from subgraphs.opendata import datadienst as domain_dienst
from subgraphs.opendata import dataset as domain
from subgraphs.opendata.readers import Info
from subgraphs.opendata.selectie import Facetten, Facetwaarde, Selectie
from subgraphs.opendata.types import Contactpunt, Datasetreeks, Dekkingsgebied, Gegevensperiode, Instantie
from subgraphs.opendata.types_voorbeeld import BESTAND, RIJEN, Voorbeeld
from subgraphs.opendata.types_woordenlijst import Beschikbaarheid, Frequentie, Thema, Toegangsrechten
from subgraphs.opendata.voorbeeld import MOST_RIJEN
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.cost import aanroepen
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput
from subgraphs.service.list_size import hoogstens


@strawberry.type(
    directives=[OPENBAAR],
    description="Een dienst waarmee je gegevens kunt bevragen, zoals een API of een WFS.",
)
class Datadienst:
    id: strawberry.ID = strawberry.field(description="De sleutel van de dienst.")
    titel: str = strawberry.field(description="De titel.")
    beschrijving: str = strawberry.field(description="Wat de dienst doet.")
    identificatie: str = strawberry.field(description="De vaste URI van de dienst.")
    eindpunt: str = strawberry.field(description="Het adres waarop de dienst te bevragen is.")
    eindpuntbeschrijving: str = strawberry.field(
        description="Waar staat wat de dienst kan: OpenAPI, capabilities of een pagina."
    )
    uitgever: Instantie = strawberry.field(description="De organisatie die de dienst uitgeeft.")
    maker: Instantie = strawberry.field(description="De organisatie die de dienst maakt.")
    contactpunt: Contactpunt = strawberry.field(description="Bij wie je terechtkunt met vragen.")
    licentie: str = strawberry.field(description="De URI van de licentie.")
    toegangsrechten: Toegangsrechten = strawberry.field(description="Wie de dienst mag gebruiken.")
    taal: str = strawberry.field(description="De taal van de dienst, als taalcode.")
    trefwoorden: list[str] = strawberry.field(
        directives=[hoogstens(10)], description="Woorden waarmee de dienst te vinden is."
    )
    themas: list[Thema] = strawberry.field(
        directives=[hoogstens(3)], description="De thema's, het meest passende voorop."
    )
    standaarden: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De URI's van de standaarden waaraan de dienst voldoet."
    )
    documentatie: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De adressen van documentatie."
    )
    landingspagina: str | None = strawberry.field(description="De webpagina over de dienst.")

    @classmethod
    def van(cls, waarde: domain_dienst.Datadienst) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            identificatie=waarde.identificatie,
            eindpunt=waarde.eindpunt,
            eindpuntbeschrijving=waarde.eindpuntbeschrijving,
            uitgever=Instantie.van(waarde.uitgever),
            maker=Instantie.van(waarde.maker),
            contactpunt=Contactpunt.van(waarde.contactpunt),
            licentie=waarde.licentie,
            toegangsrechten=Toegangsrechten(waarde.toegangsrechten),
            taal=waarde.taal,
            trefwoorden=list(waarde.trefwoorden),
            themas=[Thema(thema) for thema in waarde.themas],
            standaarden=list(waarde.standaarden),
            documentatie=list(waarde.documentatie),
            landingspagina=waarde.landingspagina,
        )


@strawberry.type(directives=[OPENBAAR], description="Een vorm waarin je de gegevens kunt krijgen.")
class Distributie:
    waarde: strawberry.Private[domain.Distributie]
    id: strawberry.ID = strawberry.field(description="De sleutel van de distributie.")
    titel: str = strawberry.field(description="Wat het is.")
    beschrijving: str | None = strawberry.field(description="Wat erin staat.")
    formaat: str = strawberry.field(description="Het bestandsformaat of protocol, zoals `CSV` of `WFS`.")
    mediatype: str = strawberry.field(description="Het IANA-mediatype.")
    toegangs_url: str = strawberry.field(description="Waar de gegevens te krijgen zijn.")
    download_url: str | None = strawberry.field(
        description="Waar het bestand meteen te downloaden is: een adres, of een pad op deze gateway; leeg"
        " bij een dienst."
    )
    licentie: str = strawberry.field(description="De URI van de licentie.")
    bytes: float | None = strawberry.field(
        description="De grootte van de download in bytes; leeg bij een dienst."
    )
    sha256: str | None = strawberry.field(
        description="Het controlegetal van de download (SHA-256, hexadecimaal), als het bekend is."
    )
    taal: str | None = strawberry.field(description="De taal van de gegevens, als taalcode.")
    schemas: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De URI's van de schema's waaraan de gegevens voldoen."
    )
    beschikbaarheid: Beschikbaarheid | None = strawberry.field(
        description="Hoelang deze vorm blijft bestaan."
    )
    uitgiftedatum: date | None = strawberry.field(
        description="Wanneer deze vorm voor het eerst is uitgegeven."
    )
    wijzigingsdatum: date | None = strawberry.field(
        description="Wanneer deze vorm voor het laatst is bijgewerkt."
    )

    @strawberry.field(description="De dienst die deze vorm levert; leeg bij een bestand.")
    async def dienst(self, info: Info) -> Datadienst | None:
        if self.waarde.dienst is None:
            return None
        found = await info.context.own.dienst.load(self.waarde.dienst)
        return Datadienst.van(found) if found else None

    @strawberry.field(
        directives=[RIJEN, aanroepen(BESTAND)],
        description="De eerste rijen van een CSV- of GeoJSON-bestand, om te zien wat erin staat; leeg bij"
        " andere formaten en bij een dienst. Vraag het voor hooguit twintig distributies tegelijk.",
    )
    async def voorbeeld(
        self,
        info: Info,
        rijen: Annotated[
            int, strawberry.argument(description=f"Hoeveel rijen: 1 tot en met {MOST_RIJEN}.")
        ] = 10,
    ) -> Voorbeeld | None:
        if not 1 <= rijen <= MOST_RIJEN:
            raise InvalidInput(f"`rijen` moet tussen 1 en {MOST_RIJEN} liggen.", veld="rijen")
        found = await info.context.own.voorbeelden.van(self.waarde, rijen)
        return Voorbeeld.van(found) if found else None

    @classmethod
    def van(cls, waarde: domain.Distributie) -> Self:
        beschikbaarheid = waarde.beschikbaarheid
        return cls(
            waarde=waarde,
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            formaat=waarde.formaat,
            mediatype=waarde.mediatype,
            toegangs_url=waarde.toegangs_url,
            download_url=waarde.download_url,
            licentie=waarde.licentie,
            bytes=waarde.bytes_,
            sha256=waarde.sha256,
            taal=waarde.taal,
            schemas=list(waarde.schemas),
            beschikbaarheid=Beschikbaarheid(beschikbaarheid) if beschikbaarheid else None,
            uitgiftedatum=waarde.uitgiftedatum,
            wijzigingsdatum=waarde.wijzigingsdatum,
        )


@strawberry.type(
    directives=[OPENBAAR],
    description="Een verzameling open gegevens van de gemeente, beschreven volgens DCAT-AP-NL 3.0.",
)
class Dataset:
    reeks_id: strawberry.Private[str | None]
    id: strawberry.ID = strawberry.field(description="De sleutel van de dataset in deze catalogus.")
    titel: str = strawberry.field(description="De titel.")
    beschrijving: str = strawberry.field(description="Wat er in de dataset staat.")
    identificatie: str = strawberry.field(description="De vaste URI van de dataset.")
    trefwoorden: list[str] = strawberry.field(
        directives=[hoogstens(10)], description="Woorden waarmee de dataset te vinden is."
    )
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
    dekkingsgebied: str = strawberry.field(description="De naam van het gebied waar de gegevens over gaan.")
    gebied: Dekkingsgebied = strawberry.field(description="Het gebied waar de gegevens over gaan.")
    periode: Gegevensperiode | None = strawberry.field(
        description="Het tijdvak waar de gegevens over gaan; leeg als het niet is vastgelegd."
    )
    standaarden: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De URI's van de standaarden waaraan de gegevens voldoen."
    )
    documentatie: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De adressen van documentatie."
    )
    wetgeving: list[str] = strawberry.field(
        directives=[hoogstens(3)], description="De URI's van de wetten die deze uitgifte vragen."
    )
    hvd_categorie: str | None = strawberry.field(
        description="De URI van de categorie, als het een Europese hoogwaardige dataset is."
    )
    versie: str | None = strawberry.field(description="De versie, als er versies zijn.")

    @strawberry.field(directives=[hoogstens(3)], description="De thema's, het meest passende voorop.")
    async def themas(self, info: Info) -> list[Thema]:
        return [Thema(thema) for thema in await info.context.own.themas.load(self.id)]

    @strawberry.field(directives=[hoogstens(5)], description="De vormen waarin je de gegevens kunt krijgen.")
    async def distributies(self, info: Info) -> list[Distributie]:
        return [Distributie.van(each) for each in await info.context.own.distributies.load(self.id)]

    @strawberry.field(
        directives=[hoogstens(2)], description="De diensten waarmee je de gegevens kunt bevragen."
    )
    async def datadiensten(self, info: Info) -> list[Datadienst]:
        return [Datadienst.van(each) for each in await info.context.own.diensten.load(self.id)]

    @strawberry.field(description="De reeks waar de dataset bij hoort; leeg als het er geen heeft.")
    async def reeks(self, info: Info) -> Datasetreeks | None:
        if self.reeks_id is None:
            return None
        found = await info.context.own.reeksen.load(self.reeks_id)
        return Datasetreeks.van(found) if found else None

    @classmethod
    def van(cls, waarde: domain.Dataset) -> Self:
        return cls(
            reeks_id=waarde.reeks,
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            identificatie=waarde.identificatie,
            trefwoorden=list(waarde.trefwoorden),
            uitgever=Instantie.van(waarde.uitgever),
            maker=Instantie.van(waarde.maker),
            contactpunt=Contactpunt.van(waarde.contactpunt),
            licentie=waarde.licentie,
            toegangsrechten=Toegangsrechten(waarde.toegangsrechten),
            frequentie=Frequentie(waarde.frequentie),
            uitgiftedatum=waarde.uitgiftedatum,
            wijzigingsdatum=waarde.wijzigingsdatum,
            landingspagina=waarde.landingspagina,
            taal=waarde.taal,
            dekkingsgebied=waarde.gebied.naam,
            gebied=Dekkingsgebied.van(waarde.gebied),
            periode=Gegevensperiode.van(waarde.periode) if waarde.periode else None,
            standaarden=list(waarde.standaarden),
            documentatie=list(waarde.documentatie),
            wetgeving=list(waarde.wetgeving),
            hvd_categorie=waarde.hvd_categorie,
            versie=waarde.versie,
        )


@strawberry.type(directives=[OPENBAAR], description="Een waarde waarmee je de lijst kleiner kunt maken.")
class Datasetfacetwaarde:
    waarde: str = strawberry.field(description="De waarde voor het argument van de lijst.")
    naam: str = strawberry.field(description="De naam, voor in een scherm.")
    aantal: int = strawberry.field(description="Hoeveel datasets van deze lijst de waarde hebben.")

    @classmethod
    def van(cls, waarde: Facetwaarde) -> Self:
        return cls(waarde=waarde.waarde, naam=waarde.naam, aantal=waarde.aantal)


@strawberry.type(directives=[OPENBAAR], description="Een thema waarmee je de lijst kleiner kunt maken.")
class Datasetfacetthema:
    thema: Thema = strawberry.field(description="De waarde voor het argument `thema`.")
    naam: str = strawberry.field(description="De naam, voor in een scherm.")
    aantal: int = strawberry.field(description="Hoeveel datasets van deze lijst het thema hebben.")


@strawberry.type(directives=[OPENBAAR], description="Waarmee je deze lijst met datasets kleiner kunt maken.")
class Datasetfacetten:
    themas: list[Datasetfacetthema] = strawberry.field(
        directives=[hoogstens(len(Thema))], description="De thema's, het meest gebruikte voorop."
    )
    formaten: list[Datasetfacetwaarde] = strawberry.field(
        directives=[hoogstens(20)], description="De formaten, idem."
    )
    uitgevers: list[Datasetfacetwaarde] = strawberry.field(
        directives=[hoogstens(20)], description="De uitgevers, idem."
    )
    licenties: list[Datasetfacetwaarde] = strawberry.field(
        directives=[hoogstens(20)], description="De licenties, idem."
    )

    @classmethod
    def van(cls, waarde: Facetten) -> Self:
        return cls(
            themas=[
                Datasetfacetthema(thema=Thema(each.waarde), naam=each.naam, aantal=each.aantal)
                for each in waarde.themas
            ],
            formaten=[Datasetfacetwaarde.van(each) for each in waarde.formaten],
            uitgevers=[Datasetfacetwaarde.van(each) for each in waarde.uitgevers],
            licenties=[Datasetfacetwaarde.van(each) for each in waarde.licenties],
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met datasets.")
class DatasetEdge(Edge[Dataset]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met datasets.")
class DatasetConnection(Connection[DatasetEdge]):
    selectie: strawberry.Private[Selectie] = Selectie()

    @strawberry.field(
        directives=[aanroepen(1)],
        description="Waarmee je de hele lijst, zoals die nu gekozen is, kleiner kunt maken.",
    )
    async def facetten(self, info: Info) -> Datasetfacetten | None:
        return Datasetfacetten.van(await info.context.own.bron.facetten(self.selectie))


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met datadiensten.")
class DatadienstEdge(Edge[Datadienst]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met datadiensten.")
class DatadienstConnection(Connection[DatadienstEdge]):
    pass
