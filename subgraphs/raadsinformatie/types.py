"""The GraphQL types of the council. Everything in it is public."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Self, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from subgraphs.raadsinformatie import stemming as votes
from subgraphs.raadsinformatie import stuk as documents
from subgraphs.raadsinformatie import vergadering as meetings
from subgraphs.raadsinformatie.readers import Info
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens

T = TypeVar("T")


@strawberry.enum(description="Hoe het met een vergadering staat.")
class Vergaderstatus(Enum):
    GEPLAND = strawberry.enum_value("gepland", description="De vergadering staat in de agenda.")
    BEVESTIGD = strawberry.enum_value("bevestigd", description="De vergadering gaat zeker door.")
    VERPLAATST = strawberry.enum_value("verplaatst", description="De vergadering is op een ander moment.")
    UITGESTELD = strawberry.enum_value("uitgesteld", description="Wanneer de vergadering is, is onbekend.")
    GEANNULEERD = strawberry.enum_value("geannuleerd", description="De vergadering gaat niet door.")
    AFGELOPEN = strawberry.enum_value("afgelopen", description="De vergadering is geweest.")
    ONBEKEND = strawberry.enum_value("onbekend", description="De bron zegt er niets over.")


@strawberry.enum(description="Wat er uit een stemming kwam.")
class Stemmingsuitslag(Enum):
    AANGENOMEN = strawberry.enum_value("aangenomen", description="Er is voor besloten.")
    VERWORPEN = strawberry.enum_value("verworpen", description="Er is tegen besloten.")
    ONBEKEND = strawberry.enum_value("onbekend", description="De uitslag is niet bekend.")


@strawberry.enum(description="Wat een raadslid heeft gestemd.")
class Stem(Enum):
    VOOR = strawberry.enum_value("voor", description="Voor.")
    TEGEN = strawberry.enum_value("tegen", description="Tegen.")
    ONTHOUDEN = strawberry.enum_value("onthouden", description="Onthield zich.")
    AFWEZIG = strawberry.enum_value("afwezig", description="Was er niet.")
    NIET_GESTEMD = strawberry.enum_value("niet_gestemd", description="Was er, en stemde niet.")


@strawberry.type(directives=[OPENBAAR], description="Wie er vergadert: de raad of een commissie.")
class Raadsorgaan:
    id: strawberry.ID = strawberry.field(description="De sleutel van het orgaan.")
    naam: str = strawberry.field(description="De naam.")


@strawberry.type(directives=[OPENBAAR], description="Wat een fractie heeft gestemd.")
class Fractiestem:
    fractie: str = strawberry.field(description="De naam van de fractie.")
    voor: int = strawberry.field(description="Hoeveel leden voor stemden.")
    tegen: int = strawberry.field(description="Hoeveel leden tegen stemden.")
    onthouden: int = strawberry.field(description="Hoeveel leden zich onthielden.")


@strawberry.type(directives=[OPENBAAR], description="Wat een raadslid heeft gestemd.")
class Raadslidstem:
    raadslid: str = strawberry.field(description="De naam van het raadslid.")
    fractie: str | None = strawberry.field(description="De naam van de fractie, als die bekend is.")
    stem: Stem = strawberry.field(description="Wat het raadslid stemde.")


@strawberry.type(directives=[OPENBAAR], description="Een stemming over een voorstel, motie of amendement.")
class Stemming:
    id: strawberry.ID = strawberry.field(description="De sleutel van de stemming.")
    onderwerp: str = strawberry.field(description="Waarover is gestemd.")
    uitslag: Stemmingsuitslag = strawberry.field(description="Wat eruit kwam.")
    voor: int = strawberry.field(description="Hoeveel stemmen er voor waren.")
    tegen: int = strawberry.field(description="Hoeveel stemmen er tegen waren.")
    per_fractie: list[Fractiestem] = strawberry.field(
        description="De stemmen per fractie; leeg als die niet zijn vastgelegd.", directives=[hoogstens(15)]
    )
    per_raadslid: list[Raadslidstem] = strawberry.field(
        description="De stemmen per raadslid; leeg als er niet hoofdelijk is gestemd.",
        directives=[hoogstens(45)],
    )

    @classmethod
    def van(cls, waarde: votes.Stemming) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            onderwerp=waarde.onderwerp,
            uitslag=Stemmingsuitslag(waarde.uitslag),
            voor=waarde.voor,
            tegen=waarde.tegen,
            per_fractie=[
                Fractiestem(fractie=each.fractie, voor=each.voor, tegen=each.tegen, onthouden=each.onthouden)
                for each in waarde.fracties
            ],
            per_raadslid=[
                Raadslidstem(raadslid=each.raadslid, fractie=each.fractie, stem=Stem(each.stem))
                for each in waarde.raadsleden
            ],
        )


@strawberry.type(directives=[OPENBAAR], description="Een document van de gemeenteraad.")
class Raadsdocument:
    id: strawberry.ID = strawberry.field(description="De sleutel van het document.")
    titel: str = strawberry.field(description="De titel.")
    soort: str | None = strawberry.field(description="Wat voor stuk het is, zoals `Motie`.")
    url: str | None = strawberry.field(description="Waar het document te krijgen is.")
    bron_url: str | None = strawberry.field(description="Waar het document vandaan komt.")
    mediatype: str | None = strawberry.field(description="Het IANA-mediatype.")
    bestandsnaam: str | None = strawberry.field(description="De naam van het bestand.")
    bytes: float | None = strawberry.field(description="De grootte in bytes.")
    datum: date | None = strawberry.field(description="Wanneer het document is toegevoegd.")
    besproken_op: datetime | None = strawberry.field(description="Wanneer het voor het laatst is besproken.")
    hoort_bij: strawberry.Private[str | None]

    @strawberry.field(description="Het agendapunt waarbij het document hoort; leeg als dat er niet is.")
    async def agendapunt(
        self, info: Info
    ) -> Annotated["Agendapunt", strawberry.lazy("subgraphs.raadsinformatie.types")] | None:
        found = await info.context.own.agendapunten.load(self.hoort_bij) if self.hoort_bij else None
        return None if found is None else Agendapunt.van(found)

    @classmethod
    def van(cls, waarde: documents.Stuk) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            soort=waarde.soort,
            url=waarde.url,
            bron_url=waarde.bron_url,
            mediatype=waarde.mediatype,
            bestandsnaam=waarde.bestandsnaam,
            bytes=waarde.bytes_,
            datum=waarde.datum,
            besproken_op=waarde.besproken_op,
            hoort_bij=waarde.hoort_bij,
        )


@strawberry.type(directives=[OPENBAAR], description="Een onderwerp op de agenda van een vergadering.")
class Agendapunt:
    id: strawberry.ID = strawberry.field(description="De sleutel van het agendapunt.")
    titel: str = strawberry.field(description="Het onderwerp.")
    positie: int | None = strawberry.field(description="De plaats op zijn niveau van de agenda, vanaf 1.")
    toelichting: str | None = strawberry.field(description="Wat er bij het agendapunt staat.")
    bron: strawberry.Private[meetings.Agendapunt]

    @strawberry.field(description="De agendapunten hieronder, in volgorde.", directives=[hoogstens(5)])
    async def agendapunten(
        self, info: Info
    ) -> list[Annotated["Agendapunt", strawberry.lazy("subgraphs.raadsinformatie.types")]]:
        return await _alle(self.bron.agendapunten, info.context.own.agendapunten, Agendapunt.van)

    @strawberry.field(description="De stukken bij dit agendapunt.", directives=[hoogstens(5)])
    async def stukken(self, info: Info) -> list[Raadsdocument]:
        return await _alle(self.bron.stukken, info.context.own.stukken, Raadsdocument.van)

    @strawberry.field(description="De stemmingen bij dit agendapunt.", directives=[hoogstens(2)])
    async def stemmingen(self, info: Info) -> list[Stemming]:
        return await _alle(self.bron.stemmingen, info.context.own.stemmingen, Stemming.van)

    @strawberry.field(description="De vergadering waarin het onderwerp aan de orde is.")
    async def vergadering(
        self, info: Info
    ) -> Annotated["Vergadering", strawberry.lazy("subgraphs.raadsinformatie.types")] | None:
        id_ = self.bron.vergadering
        found = await info.context.own.vergaderingen.load(id_) if id_ else None
        return None if found is None else Vergadering.van(found)

    @classmethod
    def van(cls, waarde: meetings.Agendapunt) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            titel=waarde.titel,
            positie=waarde.positie,
            toelichting=waarde.toelichting,
            bron=waarde,
        )


@strawberry.type(directives=[OPENBAAR], description="Een vergadering van de raad of een commissie.")
class Vergadering:
    id: strawberry.ID = strawberry.field(description="De sleutel van de vergadering.")
    naam: str = strawberry.field(description="De naam.")
    begin: datetime = strawberry.field(description="Wanneer de vergadering begint.")
    einde: datetime | None = strawberry.field(description="Wanneer de vergadering is afgelopen.")
    status: Vergaderstatus = strawberry.field(description="Hoe het met de vergadering staat.")
    locatie: str | None = strawberry.field(description="Waar de vergadering is.")
    voorzitter: str | None = strawberry.field(description="Wie de vergadering voorzit.")
    toelichting: str | None = strawberry.field(description="Wat er bij de vergadering staat.")
    bron: strawberry.Private[meetings.Vergadering]

    @strawberry.field(description="Wie er vergadert.")
    async def orgaan(self, info: Info) -> Raadsorgaan | None:
        id_ = self.bron.orgaan
        found = await info.context.own.organen.load(id_) if id_ else None
        return None if found is None else Raadsorgaan(id=strawberry.ID(found.id), naam=found.naam)

    @strawberry.field(
        description="De agendapunten van het hoogste niveau, in volgorde.", directives=[hoogstens(15)]
    )
    async def agendapunten(self, info: Info) -> list[Agendapunt]:
        return await _alle(self.bron.agendapunten, info.context.own.agendapunten, Agendapunt.van)

    @strawberry.field(
        description="De stukken bij de vergadering zelf, zoals de besluitenlijst.", directives=[hoogstens(10)]
    )
    async def stukken(self, info: Info) -> list[Raadsdocument]:
        return await _alle(self.bron.stukken, info.context.own.stukken, Raadsdocument.van)

    @classmethod
    def van(cls, waarde: meetings.Vergadering) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            naam=waarde.naam,
            begin=waarde.begin,
            einde=waarde.einde,
            status=Vergaderstatus(waarde.status),
            locatie=waarde.locatie,
            voorzitter=waarde.voorzitter,
            toelichting=waarde.toelichting,
            bron=waarde,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met vergaderingen.")
class VergaderingEdge(Edge[Vergadering]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met vergaderingen.")
class VergaderingConnection(Connection[VergaderingEdge]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met raadsdocumenten.")
class RaadsdocumentEdge(Edge[Raadsdocument]):
    fragment: str | None = strawberry.field(
        description="De tekst rond een gezocht woord; leeg als er niet is gezocht of alleen de titel past."
    )


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met raadsdocumenten.")
class RaadsdocumentConnection(Connection[RaadsdocumentEdge]):
    pass


async def _alle(ids: Sequence[str], loader: DataLoader[str, T | None], van: Callable[[T], Any]) -> list[Any]:
    """What the ids name, in their order; what the register no longer has is left out."""
    return [van(each) for each in await loader.load_many(list(ids)) if each is not None]
