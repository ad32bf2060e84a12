"""The GraphQL types of facts about a zaak: who takes part, what moves its terms, how long it stays."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry

from subgraphs.service.scalars import Duration
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.prive import PRIVE


@strawberry.enum(description="Wat iemand in een zaak is.")
class Zaakrolsoort(Enum):
    ADVISEUR = strawberry.enum_value("adviseur", description="Geeft advies over de zaak.")
    BEHANDELAAR = strawberry.enum_value("behandelaar", description="Behandelt de zaak.")
    BELANGHEBBENDE = strawberry.enum_value("belanghebbende", description="Heeft belang bij de uitkomst.")
    BESLISSER = strawberry.enum_value("beslisser", description="Neemt het besluit.")
    INITIATOR = strawberry.enum_value("initiator", description="Heeft de zaak aangevraagd.")
    KLANTCONTACTER = strawberry.enum_value("klantcontacter", description="Houdt contact met de klant.")
    ZAAKCOORDINATOR = strawberry.enum_value("zaakcoordinator", description="Coördineert de behandeling.")
    MEDE_INITIATOR = strawberry.enum_value("mede_initiator", description="Heeft de zaak mede aangevraagd.")


@strawberry.enum(description="Van wie een rol is.")
class ZaakBetrokkene(Enum):
    KLANT = strawberry.enum_value("klant", description="De klant van wie deze gegevens zijn.")
    ANDERE_KLANT = strawberry.enum_value("andere_klant", description="Een andere persoon of organisatie.")
    AFDELING = strawberry.enum_value("afdeling", description="Een afdeling van de gemeente.")
    MEDEWERKER = strawberry.enum_value("medewerker", description="Een medewerker van de gemeente.")


@strawberry.type(
    directives=PRIVE, description="Een rol in een zaak, zonder de namen van medewerkers en van anderen."
)
class Zaakrol:
    soort: Zaakrolsoort = strawberry.field(description="Wat iemand in de zaak is.")
    omschrijving: str = strawberry.field(description="De rol in de woorden van de gemeente.")
    betrokkene: ZaakBetrokkene = strawberry.field(description="Van wie de rol is.")
    naam: str | None = strawberry.field(description="De naam van de afdeling; leeg bij mensen.")

    @classmethod
    def of(cls, rol: domain.Rol) -> Self:
        return cls(
            soort=Zaakrolsoort(rol.soort.value),
            omschrijving=rol.omschrijving,
            betrokkene=ZaakBetrokkene(rol.wie.value),
            naam=rol.naam,
        )


@strawberry.type(directives=PRIVE, description="Dat de behandeling stilligt: de termijnen lopen niet door.")
class Opschorting:
    reden: str = strawberry.field(description="Waarom de behandeling stilligt.")

    @classmethod
    def of(cls, opschorting: domain.Opschorting) -> Self:
        return cls(reden=opschorting.reden)


@strawberry.type(directives=PRIVE, description="Dat de gemeente meer tijd neemt voor de behandeling.")
class Verlenging:
    reden: str = strawberry.field(description="Waarom er meer tijd nodig is.")
    duur: Duration = strawberry.field(description="Hoeveel tijd erbij is gekomen.")

    @classmethod
    def of(cls, verlenging: domain.Verlenging) -> Self:
        return cls(reden=verlenging.reden, duur=Duration(verlenging.duur))


@strawberry.enum(description="Wat er uiteindelijk met een zaak gebeurt.")
class Archiefnominatie(Enum):
    BLIJVEND_BEWAREN = strawberry.enum_value("blijvend_bewaren", description="De zaak blijft voor altijd.")
    VERNIETIGEN = strawberry.enum_value("vernietigen", description="De zaak wordt vernietigd.")


@strawberry.enum(description="Hoe ver een zaak is op weg naar het archief.")
class Archiefstatus(Enum):
    NOG_TE_ARCHIVEREN = strawberry.enum_value("nog_te_archiveren", description="Nog niet gearchiveerd.")
    GEARCHIVEERD = strawberry.enum_value("gearchiveerd", description="Gearchiveerd; er verandert niets meer.")
    GEARCHIVEERD_PROCESTERMIJN_ONBEKEND = strawberry.enum_value(
        "gearchiveerd_procestermijn_onbekend",
        description="Gearchiveerd, terwijl nog niet bekend is hoe lang de zaak bewaard blijft.",
    )
    OVERGEDRAGEN = strawberry.enum_value("overgedragen", description="Bij een archiefbewaarplaats.")


@strawberry.type(directives=PRIVE, description="Hoe lang een zaak bewaard blijft.")
class Zaakarchief:
    nominatie: Archiefnominatie | None = strawberry.field(description="Wat er op de actiedatum gebeurt.")
    status: Archiefstatus | None = strawberry.field(description="Hoe ver de zaak is op weg naar het archief.")
    actiedatum: date | None = strawberry.field(
        description="Wanneer de zaak wordt vernietigd of naar een archiefbewaarplaats gaat."
    )

    @classmethod
    def of(cls, archief: domain.Archief) -> Self:
        return cls(
            nominatie=Archiefnominatie(archief.nominatie.value) if archief.nominatie else None,
            status=Archiefstatus(archief.status.value) if archief.status else None,
            actiedatum=archief.actiedatum,
        )
