"""The GraphQL types of natural persons and their relatives."""

from datetime import date
from typing import Self

import strawberry
import strawberry.federation

from subgraphs.persoonsgegevens import klant
from subgraphs.persoonsgegevens.adressering import adressering
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.types_gegevens import (
    Adressering,
    Geboorte,
    Gemeente,
    Geslacht,
    Herkomst,
    Naam,
    Verblijfplaats,
    verblijfplaats,
    volledige_datum,
)
from subgraphs.persoonsgegevens.types_klant import Klant, Klantsoort, klant_van
from subgraphs.service.directives import BURGER, BURGER_OF_GEMACHTIGDE
from subgraphs.service.inwoner import Registerdatum
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.type(directives=[BURGER], description="De partner met wie iemand een verbintenis heeft.")
class Partner:
    naam: Naam = strawberry.field(description="De naam van de partner.")
    geslacht: Geslacht = strawberry.field(description="Het geslacht van de partner.")
    geboorte: Geboorte = strawberry.field(description="Wanneer de partner is geboren.")
    soort_verbintenis: str | None = strawberry.field(description="Huwelijk of geregistreerd partnerschap.")
    aangegaan_op: date | None = strawberry.field(description="Wanneer de verbintenis is aangegaan.")
    aangegaan_te: str | None = strawberry.field(description="Waar de verbintenis is aangegaan.")

    @classmethod
    def van(cls, verwant: klant.Verwant) -> Self:
        return cls(
            naam=Naam.van(verwant.naam),
            geslacht=Geslacht(verwant.geslacht),
            geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte)),
            soort_verbintenis=verwant.verbintenis,
            aangegaan_op=verwant.sinds,
            aangegaan_te=verwant.plaats,
        )


@strawberry.type(directives=[BURGER], description="Een kind van een persoon.")
class Kind:
    naam: Naam = strawberry.field(description="De naam van het kind.")
    geboorte: Geboorte = strawberry.field(description="Wanneer het kind is geboren.")
    leeftijd: int | None = strawberry.field(
        description="De leeftijd in jaren; leeg zonder volledige geboortedatum."
    )


@strawberry.type(directives=[BURGER], description="Een ouder van een persoon.")
class Ouder:
    naam: Naam = strawberry.field(description="De naam van de ouder.")
    geslacht: Geslacht = strawberry.field(description="Het geslacht van de ouder.")
    geboorte: Geboorte = strawberry.field(description="Wanneer de ouder is geboren.")


@strawberry.federation.type(
    keys=["id"], directives=[BURGER_OF_GEMACHTIGDE, INZAGE_GEGEVENS], description="Een natuurlijk persoon."
)
class NatuurlijkPersoon(Klant):
    persoon: strawberry.Private[klant.Persoon]

    @classmethod
    def van(cls, persoon: klant.Persoon) -> Self:
        return cls(
            id=strawberry.ID(persoon.id),
            klantsoort=Klantsoort.BURGER,
            weergavenaam=persoon.naam.roepnaam,
            persoon=persoon,
        )

    @strawberry.field(directives=[BURGER], description="Het burgerservicenummer van de klant zelf.")
    def burgerservicenummer(self) -> str:
        return self.persoon.burgerservicenummer

    @strawberry.field(directives=[BURGER], description="De naam.")
    def naam(self) -> Naam:
        return Naam.van(self.persoon.naam, self.persoon.naamgebruik)

    @strawberry.field(directives=[BURGER], description="Wanneer en waar de klant is geboren.")
    def geboorte(self) -> Geboorte:
        return Geboorte.van(self.persoon.geboorte)

    @strawberry.field(
        directives=[BURGER],
        description="De leeftijd in jaren; leeg als de geboortedatum niet volledig bekend is.",
    )
    def leeftijd(self, info: Info) -> int | None:
        return leeftijd_op(self.persoon.geboorte.datum, info)

    @strawberry.field(directives=[BURGER], description="Het geslacht.")
    def geslacht(self) -> Geslacht:
        return Geslacht(self.persoon.geslacht)

    @strawberry.field(directives=[BURGER], description="De nationaliteiten, in woorden.")
    def nationaliteiten(self) -> list[str]:
        return list(self.persoon.nationaliteiten)

    @strawberry.field(directives=[BURGER], description="Waar de klant volgens de registratie woont.")
    def verblijfplaats(self) -> Verblijfplaats | None:
        return verblijfplaats(self.persoon.verblijf)

    @strawberry.field(directives=[BURGER], description="Hoe je de klant aanschrijft.")
    async def adressering(self, info: Info) -> Adressering:
        partners = await self._verwanten(info, klant.Relatie.PARTNER)
        return Adressering.van(adressering(self.persoon, partners[0].naam if partners else None))

    @strawberry.field(
        directives=[BURGER],
        description="Met wie de klant nu een huwelijk of geregistreerd partnerschap heeft.",
    )
    async def partners(self, info: Info) -> list[Partner]:
        return [Partner.van(verwant) for verwant in await self._verwanten(info, klant.Relatie.PARTNER)]

    @strawberry.field(directives=[BURGER], description="De kinderen van de klant, ook die elders wonen.")
    async def kinderen(self, info: Info) -> list[Kind]:
        return [
            Kind(
                naam=Naam.van(verwant.naam),
                geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte)),
                leeftijd=leeftijd_op(verwant.geboorte, info),
            )
            for verwant in await self._verwanten(info, klant.Relatie.KIND)
        ]

    @strawberry.field(directives=[BURGER], description="De ouders die in de registratie van de klant staan.")
    async def ouders(self, info: Info) -> list[Ouder]:
        return [
            Ouder(
                naam=Naam.van(verwant.naam),
                geslacht=Geslacht(verwant.geslacht),
                geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte)),
            )
            for verwant in await self._verwanten(info, klant.Relatie.OUDER)
        ]

    @strawberry.field(directives=[BURGER], description="De gemeente waar de klant is ingeschreven.")
    def gemeente_van_inschrijving(self) -> Gemeente:
        return Gemeente(code=self.persoon.gemeente.code, naam=self.persoon.gemeente.naam)

    @strawberry.field(
        directives=[BURGER], description="Sinds wanneer de klant in die gemeente is ingeschreven."
    )
    def datum_inschrijving_in_gemeente(self) -> date | None:
        return self.persoon.ingeschreven_sinds

    @strawberry.field(directives=[BURGER], description="Waar deze persoonsgegevens vandaan komen.")
    def herkomst(self) -> Herkomst:
        return Herkomst.van(self.persoon.herkomst)

    async def _verwanten(self, info: Info, relatie: klant.Relatie) -> list[klant.Verwant]:
        verwanten = await info.context.own.verwanten.load(self.id)
        return [verwant for verwant in verwanten if verwant.relatie is relatie]


def leeftijd_op(geboorte: Registerdatum, info: Info) -> int | None:
    """The age in whole years today."""
    datum, vandaag = volledige_datum(geboorte), info.context.own.vandaag
    if datum is None:
        return None
    return vandaag.year - datum.year - ((vandaag.month, vandaag.day) < (datum.month, datum.day))


@klant_van.register
def _(waarde: klant.Persoon) -> Klant:
    return NatuurlijkPersoon.van(waarde)
