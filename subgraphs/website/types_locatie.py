"""The GraphQL types of locations and their opening hours."""

from datetime import date, datetime, timedelta
from typing import Annotated, Self

import strawberry

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput
from subgraphs.service.list_size import hoogstens
from subgraphs.service.settings import LOCAL
from subgraphs.website import locatie as domain
from subgraphs.website import openingstijden
from subgraphs.website.readers import Info

MEESTE_DAGEN = 62
LAATSTE_DAG = date(9999, 1, 1)


@strawberry.type(directives=[OPENBAAR], description="Van wanneer tot wanneer een locatie op een dag open is.")
class Tijdvak:
    van: str = strawberry.field(description="Het begin, op de klok in Nederland: `09:00`.")
    tot: str = strawberry.field(
        description="Het einde, op de klok in Nederland: `17:30`; `00:00` is het eind van de dag."
    )

    @classmethod
    def of(cls, waarde: domain.Tijdvak) -> Self:
        return cls(van=f"{waarde.van:%H:%M}", tot=f"{waarde.tot:%H:%M}")


@strawberry.type(directives=[OPENBAAR], description="De gewone tijden op een dag van de week.")
class Weekdag:
    dag: int = strawberry.field(description="De dag van de week: 1 is maandag, 7 is zondag.")
    tijdvakken: list[Tijdvak] = strawberry.field(
        description="Wanneer de locatie open is; leeg als ze dicht is.", directives=[hoogstens(3)]
    )


@strawberry.type(directives=[OPENBAAR], description="Dagen waarop andere tijden gelden dan gewoonlijk.")
class Openingsuitzondering:
    van: date = strawberry.field(description="De eerste dag.")
    tot: date = strawberry.field(description="De laatste dag.")
    reden: str = strawberry.field(description="Waarom, zoals `Koningsdag`.")
    tijdvakken: list[Tijdvak] = strawberry.field(
        description="Wanneer de locatie dan open is; leeg als ze dicht is.", directives=[hoogstens(3)]
    )


@strawberry.type(directives=[OPENBAAR], description="De tijden op een dag, met uitzonderingen verwerkt.")
class Openingsdag:
    datum: date = strawberry.field(description="De dag.")
    tijdvakken: list[Tijdvak] = strawberry.field(
        description="Wanneer de locatie open is; leeg als ze dicht is.", directives=[hoogstens(3)]
    )
    reden: str | None = strawberry.field(description="Waarom er andere tijden gelden dan gewoonlijk.")

    @classmethod
    def of(cls, waarde: openingstijden.Openingsdag) -> Self:
        tijden = [Tijdvak.of(each) for each in waarde.tijdvakken]
        return cls(datum=waarde.datum, tijdvakken=tijden, reden=waarde.reden)


@strawberry.type(directives=[OPENBAAR], description="Het moment waarop een locatie open- of dichtgaat.")
class Openingswisseling:
    op: datetime = strawberry.field(description="Wanneer.")
    open: bool = strawberry.field(description="Of de locatie dan opengaat; zo niet, dan gaat ze dicht.")


@strawberry.type(directives=[OPENBAAR], description="Waar een locatie te vinden is.")
class Locatieadres:
    straat: str = strawberry.field(description="De straat.")
    huisnummer: str = strawberry.field(description="Het huisnummer, met letter en toevoeging.")
    postcode: str = strawberry.field(description="De postcode.")
    plaats: str = strawberry.field(description="De woonplaats.")


@strawberry.type(
    directives=[OPENBAAR], description="Een plaats waar de gemeente bezoekers ontvangt, met haar tijden."
)
class Gemeentelocatie:
    id: strawberry.ID = strawberry.field(description="De sleutel van de locatie.")
    naam: str = strawberry.field(description="De naam.")
    soort: str = strawberry.field(description="Wat voor locatie het is, zoals `Milieustraat`.")
    adres: Locatieadres = strawberry.field(description="Waar de locatie te vinden is.")
    telefoonnummer: str | None = strawberry.field(description="Het telefoonnummer.")
    toelichting: str | None = strawberry.field(description="Wat een bezoeker verder moet weten.")
    alleen_op_afspraak: bool = strawberry.field(description="Of je alleen met een afspraak terechtkunt.")
    bron: strawberry.Private[domain.Locatie]

    @strawberry.field(
        description="De gewone week, maandag voorop; een dag die ontbreekt is dicht.",
        directives=[hoogstens(7)],
    )
    def week(self) -> list[Weekdag]:
        dagen = sorted(self.bron.week, key=lambda each: each.dag)
        return [Weekdag(dag=each.dag, tijdvakken=_tijdvakken(each.tijdvakken)) for each in dagen]

    @strawberry.field(
        description="De uitzonderingen van vandaag en daarna, de vroegste voorop.", directives=[hoogstens(20)]
    )
    def uitzonderingen(self, info: Info) -> list[Openingsuitzondering]:
        vandaag = _vandaag(info)
        return [
            Openingsuitzondering(
                van=each.van, tot=each.tot, reden=each.reden, tijdvakken=_tijdvakken(each.tijdvakken)
            )
            for each in sorted(self.bron.uitzonderingen, key=lambda each: (each.van, each.tot))
            if each.tot >= vandaag
        ]

    @strawberry.field(
        description="De tijden dag voor dag, met uitzonderingen verwerkt.",
        directives=[hoogstens(MEESTE_DAGEN)],
    )
    def dagen(
        self,
        info: Info,
        vanaf: Annotated[
            date | None, strawberry.argument(description="De eerste dag; zonder deze vandaag.")
        ] = None,
        aantal: Annotated[
            int, strawberry.argument(description=f"Hoeveel dagen: 1 tot en met {MEESTE_DAGEN}.")
        ] = 7,
    ) -> list[Openingsdag]:
        if not 1 <= aantal <= MEESTE_DAGEN:
            raise InvalidInput(f"`aantal` moet tussen 1 en {MEESTE_DAGEN} liggen.", veld="aantal")
        eerste = vanaf or _vandaag(info)
        if eerste > LAATSTE_DAG:
            raise InvalidInput("Zo ver reikt de kalender niet.", veld="vanaf")
        dagen = (eerste + timedelta(days=each) for each in range(aantal))
        return [Openingsdag.of(openingstijden.openingsdag(self.bron, dag)) for dag in dagen]

    @strawberry.field(description="Of de locatie nu open is.")
    def nu_open(self, info: Info) -> bool:
        return openingstijden.open_op(self.bron, info.context.own.nu)

    @strawberry.field(description="Wanneer de locatie open- of dichtgaat; leeg als dat niet in zicht is.")
    def volgende_wisseling(self, info: Info) -> Openingswisseling | None:
        found = openingstijden.volgende_wisseling(self.bron, info.context.own.nu)
        return None if found is None else Openingswisseling(op=found.op.astimezone(LOCAL), open=found.open)

    @classmethod
    def van(cls, waarde: domain.Locatie) -> Self:
        adres = waarde.adres
        return cls(
            id=strawberry.ID(waarde.id),
            naam=waarde.naam,
            soort=waarde.soort,
            adres=Locatieadres(
                straat=adres.straat,
                huisnummer=adres.huisnummer,
                postcode=adres.postcode,
                plaats=adres.plaats,
            ),
            telefoonnummer=waarde.telefoonnummer,
            toelichting=waarde.toelichting,
            alleen_op_afspraak=waarde.alleen_op_afspraak,
            bron=waarde,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met locaties.")
class GemeentelocatieEdge(Edge[Gemeentelocatie]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met locaties en hun openingstijden.")
class GemeentelocatieConnection(Connection[GemeentelocatieEdge]):
    pass


def _tijdvakken(tijdvakken: tuple[domain.Tijdvak, ...]) -> list[Tijdvak]:
    return [Tijdvak.of(each) for each in tijdvakken]


def _vandaag(info: Info) -> date:
    return info.context.own.nu.astimezone(LOCAL).date()
