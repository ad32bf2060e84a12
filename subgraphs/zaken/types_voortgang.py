"""The GraphQL types of the course of a zaak: its statuses, and its steps done and to come."""

from datetime import datetime
from enum import Enum
from typing import Self

import strawberry

from subgraphs.service.cost import aanroepen
from subgraphs.service.list_size import hoogstens
from subgraphs.zaken import voortgang as course
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info


@strawberry.enum(description="Waar een stap staat ten opzichte van de huidige.")
class Stapstand(Enum):
    AFGEROND = strawberry.enum_value("afgerond", description="Deze stap is klaar.")
    OVERGESLAGEN = strawberry.enum_value("overgeslagen", description="Deze stap was niet nodig.")
    HUIDIG = strawberry.enum_value("huidig", description="Hier is de zaak nu.")
    TE_DOEN = strawberry.enum_value("te_doen", description="Deze stap moet nog komen.")


@strawberry.type(directives=PRIVE, description="Iets wat er tijdens een status is gebeurd.")
class Zaaksubstatus:
    omschrijving: str = strawberry.field(description="Wat er is gebeurd.")
    tijdstip: datetime = strawberry.field(description="Wanneer het is gebeurd.")


@strawberry.type(directives=PRIVE, description="Een status die een zaak heeft bereikt.")
class Zaakstatus:
    id: strawberry.Private[str]
    zaak_id: strawberry.Private[str]
    omschrijving: str = strawberry.field(description="De naam van de status.")
    datum: datetime = strawberry.field(description="Wanneer de status is gezet.")
    toelichting: str = strawberry.field(description="Wat de status voor de klant betekent.")
    is_eindstatus: bool = strawberry.field(description="Of de zaak met deze status klaar is.")

    @strawberry.field(
        directives=[hoogstens(10), aanroepen(1, over=10)],
        description="Wat er tijdens deze status is gebeurd en voor de klant bestemd is, het oudste eerst.",
    )
    async def substatussen(self, info: Info) -> list[Zaaksubstatus] | None:
        return [
            Zaaksubstatus(omschrijving=each.omschrijving, tijdstip=each.tijdstip)
            for each in await info.context.own.substatussen.load(self.zaak_id)
            if each.status_id == self.id
        ]

    @classmethod
    def of(cls, status: domain.Status) -> Self:
        return cls(
            id=status.id,
            zaak_id=status.zaak_id,
            omschrijving=status.omschrijving,
            datum=status.datum,
            toelichting=status.toelichting,
            is_eindstatus=status.is_eindstatus,
        )


@strawberry.type(directives=PRIVE, description="Een stap in de behandeling van deze zaak.")
class Voortgangsstap:
    volgnummer: int = strawberry.field(description="De plaats in de volgorde, vanaf 1.")
    omschrijving: str = strawberry.field(description="De naam van de stap.")
    toelichting: str = strawberry.field(description="Wat de stap voor de klant betekent.")
    stand: Stapstand = strawberry.field(description="Of de stap klaar is, nu loopt of nog komt.")
    datum: datetime | None = strawberry.field(description="Wanneer de stap (het laatst) is bereikt.")


@strawberry.type(directives=PRIVE, description="Hoe ver een zaak is.")
class Voortgang:
    stappen: list[Voortgangsstap] = strawberry.field(
        directives=[hoogstens(10)], description="Alle stappen van deze zaak, in volgorde."
    )

    @strawberry.field(description="De stap waar de zaak nu is; leeg als de zaak klaar is.")
    def huidige(self) -> Voortgangsstap | None:
        return next((stap for stap in self.stappen if stap.stand is Stapstand.HUIDIG), None)

    @strawberry.field(description="Het aantal stappen dat klaar of overgeslagen is.")
    def aantal_afgerond(self) -> int:
        return sum(stap.stand in {Stapstand.AFGEROND, Stapstand.OVERGESLAGEN} for stap in self.stappen)

    @strawberry.field(description="Het aantal stappen dat nog komt, na de huidige.")
    def aantal_te_doen(self) -> int:
        return sum(stap.stand is Stapstand.TE_DOEN for stap in self.stappen)

    @classmethod
    def of(cls, stappen: tuple[course.Stap, ...]) -> Self:
        return cls(
            stappen=[
                Voortgangsstap(
                    volgnummer=stap.volgnummer,
                    omschrijving=stap.omschrijving,
                    toelichting=stap.toelichting,
                    stand=Stapstand[stap.stand.name],
                    datum=stap.datum,
                )
                for stap in stappen
            ]
        )
