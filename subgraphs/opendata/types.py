"""The GraphQL types of the catalogue around its datasets: who, where, when. Everything in it is public."""

from datetime import date
from typing import Self

import strawberry

from subgraphs.opendata import catalogus as domain_catalogus
from subgraphs.opendata import dataset as domain
from subgraphs.opendata.types_woordenlijst import Thema
from subgraphs.service.directives import OPENBAAR


@strawberry.type(directives=[OPENBAAR], description="Een organisatie die een dataset maakt of uitgeeft.")
class Instantie:
    naam: str = strawberry.field(description="De naam van de organisatie.")
    uri: str = strawberry.field(description="De vaste URI van de organisatie.")
    soort: str | None = strawberry.field(
        description="De URI van het soort organisatie, zoals een lokale overheid."
    )

    @classmethod
    def van(cls, waarde: domain.Instantie) -> Self:
        return cls(naam=waarde.naam, uri=waarde.uri, soort=waarde.soort)


@strawberry.type(directives=[OPENBAAR], description="Bij wie je terechtkunt met vragen over een dataset.")
class Contactpunt:
    naam: str = strawberry.field(description="De naam van het team.")
    email: str = strawberry.field(description="Het e-mailadres van het team.")

    @classmethod
    def van(cls, waarde: domain.Contactpunt) -> Self:
        return cls(naam=waarde.naam, email=waarde.email)


@strawberry.type(directives=[OPENBAAR], description="De rechthoek om een gebied, in graden van WGS 84.")
class Omhullende:
    west: float = strawberry.field(description="De lengtegraad van de westkant.")
    zuid: float = strawberry.field(description="De breedtegraad van de zuidkant.")
    oost: float = strawberry.field(description="De lengtegraad van de oostkant.")
    noord: float = strawberry.field(description="De breedtegraad van de noordkant.")

    @classmethod
    def van(cls, waarde: domain.Omhullende) -> Self:
        return cls(west=waarde.west, zuid=waarde.zuid, oost=waarde.oost, noord=waarde.noord)


@strawberry.type(directives=[OPENBAAR], description="Het gebied waar gegevens over gaan.")
class Dekkingsgebied:
    naam: str = strawberry.field(description="De naam van het gebied.")
    uri: str | None = strawberry.field(description="De URI van het gebied, als het er een heeft.")
    omhullende: Omhullende | None = strawberry.field(description="De rechthoek eromheen, als die bekend is.")

    @classmethod
    def van(cls, waarde: domain.Gebied) -> Self:
        box = waarde.omhullende
        return cls(naam=waarde.naam, uri=waarde.uri, omhullende=Omhullende.van(box) if box else None)


@strawberry.type(directives=[OPENBAAR], description="Het tijdvak waar gegevens over gaan.")
class Gegevensperiode:
    begin: date | None = strawberry.field(description="De eerste dag; leeg als er geen begin is.")
    einde: date | None = strawberry.field(description="De laatste dag; leeg als er geen einde is.")

    @classmethod
    def van(cls, waarde: domain.Periode) -> Self:
        return cls(begin=waarde.begin, einde=waarde.einde)


@strawberry.type(directives=[OPENBAAR], description="Datasets die bij elkaar horen, zoals een per jaar.")
class Datasetreeks:
    id: strawberry.ID = strawberry.field(
        description="De sleutel van de reeks, om de datasets ervan mee te vragen."
    )
    titel: str = strawberry.field(description="De titel.")
    beschrijving: str = strawberry.field(description="Wat de datasets gemeen hebben.")
    identificatie: str = strawberry.field(description="De vaste URI van de reeks.")
    uitgever: Instantie = strawberry.field(description="De organisatie die de reeks uitgeeft.")
    contactpunt: Contactpunt = strawberry.field(description="Bij wie je terechtkunt met vragen.")

    @classmethod
    def van(cls, waarde: domain.Datasetreeks) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            identificatie=waarde.identificatie,
            uitgever=Instantie.van(waarde.uitgever),
            contactpunt=Contactpunt.van(waarde.contactpunt),
        )


@strawberry.type(directives=[OPENBAAR], description="De catalogus van open data zelf.")
class Datacatalogus:
    identificatie: str = strawberry.field(description="De vaste URI van de catalogus.")
    titel: str = strawberry.field(description="De titel.")
    beschrijving: str = strawberry.field(description="Wat er in de catalogus staat.")
    uitgever: Instantie = strawberry.field(description="De organisatie die de catalogus uitgeeft.")
    maker: Instantie = strawberry.field(description="De organisatie die de catalogus maakt.")
    contactpunt: Contactpunt = strawberry.field(description="Bij wie je terechtkunt met vragen.")
    homepage: str = strawberry.field(description="De voorpagina voor bezoekers.")
    licentie: str = strawberry.field(description="De URI van de licentie van de beschrijvingen.")
    taal: str = strawberry.field(description="De taal van de beschrijvingen, als taalcode.")
    gebied: Dekkingsgebied = strawberry.field(description="Over welk gebied de gegevens gaan.")
    uitgiftedatum: date = strawberry.field(description="Wanneer de catalogus begon.")
    wijzigingsdatum: date | None = strawberry.field(
        description="Wanneer er voor het laatst een dataset veranderde; leeg als er geen is."
    )

    @classmethod
    def van(cls, waarde: domain_catalogus.Catalogus) -> Self:
        return cls(
            identificatie=waarde.identificatie,
            titel=waarde.titel,
            beschrijving=waarde.beschrijving,
            uitgever=Instantie.van(waarde.uitgever),
            maker=Instantie.van(waarde.maker),
            contactpunt=Contactpunt.van(waarde.contactpunt),
            homepage=waarde.homepage,
            licentie=waarde.licentie,
            taal=waarde.taal,
            gebied=Dekkingsgebied.van(waarde.gebied),
            uitgiftedatum=waarde.uitgiftedatum,
            wijzigingsdatum=waarde.wijzigingsdatum,
        )


@strawberry.type(directives=[OPENBAAR], description="Een thema van de catalogus.")
class Themaoverzicht:
    thema: Thema = strawberry.field(description="Het thema, om datasets mee te kiezen.")
    naam: str = strawberry.field(description="De naam van het thema, voor in een scherm.")
    uri: str = strawberry.field(description="De URI van het thema in de Europese lijst.")
    aantal: int = strawberry.field(description="Hoeveel datasets het thema heeft.")
