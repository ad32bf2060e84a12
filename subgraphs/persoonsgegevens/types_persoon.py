"""The GraphQL types of natural persons and their relatives."""

from dataclasses import replace
from datetime import date
from typing import Self

import strawberry
import strawberry.federation

from subgraphs.persoonsgegevens import klant
from subgraphs.persoonsgegevens.adressering import adressering
from subgraphs.persoonsgegevens.klant import Groep
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.registerdatum import leeftijd_op
from subgraphs.persoonsgegevens.types_gegevens import (
    HERKOMST,
    Adressering,
    Geboorte,
    Gemeente,
    Geslacht,
    Herkomst,
    Naam,
    OpschortingBijhouding,
    Overlijden,
    Verblijfplaats,
    verblijfplaats,
)
from subgraphs.persoonsgegevens.types_klant import Klant, Klantsoort, bekend, klant_van
from subgraphs.service.directives import BURGER, BURGER_OF_GEMACHTIGDE
from subgraphs.service.list_size import hoogstens
from subgraphs.service.processing import concerns
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.type(
    directives=[BURGER, INZAGE_GEGEVENS], description="De partner met wie iemand een verbintenis heeft."
)
class Partner:
    naam: Naam = strawberry.field(description="De naam van de partner.")
    geslacht: Geslacht = strawberry.field(description="Het geslacht van de partner.")
    geboorte: Geboorte = strawberry.field(description="Wanneer de partner is geboren.")
    soort_verbintenis: str | None = strawberry.field(description="Huwelijk of geregistreerd partnerschap.")
    aangegaan_op: date | None = strawberry.field(description="Wanneer de verbintenis is aangegaan.")
    aangegaan_te: str | None = strawberry.field(description="Waar de verbintenis is aangegaan.")
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(cls, verwant: klant.Verwant, herkomst: klant.Herkomst) -> Self:
        return cls(
            naam=Naam.van(verwant.naam, herkomst),
            geslacht=Geslacht(verwant.geslacht),
            geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte), herkomst),
            soort_verbintenis=verwant.verbintenis,
            aangegaan_op=verwant.sinds,
            aangegaan_te=verwant.plaats,
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Een kind van een persoon.")
class Kind:
    naam: Naam = strawberry.field(description="De naam van het kind.")
    geboorte: Geboorte = strawberry.field(description="Wanneer het kind is geboren.")
    leeftijd: int | None = strawberry.field(
        description="De leeftijd in jaren; leeg zonder volledige geboortedatum."
    )
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(cls, verwant: klant.Verwant, herkomst: klant.Herkomst, vandaag: date) -> Self:
        return cls(
            naam=Naam.van(verwant.naam, herkomst),
            geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte), herkomst),
            leeftijd=leeftijd_op(verwant.geboorte, vandaag),
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Een ouder van een persoon.")
class Ouder:
    naam: Naam = strawberry.field(description="De naam van de ouder.")
    geslacht: Geslacht = strawberry.field(description="Het geslacht van de ouder.")
    geboorte: Geboorte = strawberry.field(description="Wanneer de ouder is geboren.")
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(cls, verwant: klant.Verwant, herkomst: klant.Herkomst) -> Self:
        return cls(
            naam=Naam.van(verwant.naam, herkomst),
            geslacht=Geslacht(verwant.geslacht),
            geboorte=Geboorte.van(klant.Geboorte(verwant.geboorte), herkomst),
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.federation.type(
    keys=["id"], directives=[BURGER_OF_GEMACHTIGDE, INZAGE_GEGEVENS], description="Een natuurlijk persoon."
)
class NatuurlijkPersoon(Klant):
    gelezen: strawberry.Private[klant.Persoon | klant.Nieuwkomer]

    @classmethod
    def van(cls, gelezen: klant.Persoon | klant.Nieuwkomer) -> Self:
        return cls(id=strawberry.ID(gelezen.id), klantsoort=Klantsoort.BURGER, gelezen=gelezen)

    @property
    def persoon(self) -> klant.Persoon | None:
        """Raises SourceUnavailable."""
        return bekend(self.gelezen)

    @strawberry.field(
        directives=[BURGER],
        description="Het burgerservicenummer van de klant zelf; leeg voor wie er geen heeft.",
    )
    def burgerservicenummer(self) -> str | None:
        return self.persoon.burgerservicenummer if self.persoon else None

    @strawberry.field(directives=[BURGER], description="De naam; leeg voor wie in geen registratie staat.")
    def naam(self) -> Naam | None:
        if self.persoon is None:
            return None
        return Naam.van(self.persoon.naam, self.persoon.herkomst_van(Groep.NAAM), self.persoon.naamgebruik)

    @strawberry.field(directives=[BURGER], description="Wanneer en waar de klant is geboren.")
    def geboorte(self) -> Geboorte | None:
        if self.persoon is None:
            return None
        return Geboorte.van(self.persoon.geboorte, self.persoon.herkomst_van(Groep.GEBOORTE))

    @strawberry.field(
        directives=[BURGER],
        description="De leeftijd in jaren; leeg als de geboortedatum niet volledig bekend is.",
    )
    def leeftijd(self, info: Info) -> int | None:
        if self.persoon is None:
            return None
        if self.persoon.leeftijd is not None:
            return self.persoon.leeftijd
        return leeftijd_op(self.persoon.geboorte.datum, info.context.own.vandaag)

    @strawberry.field(directives=[BURGER], description="Het geslacht.")
    def geslacht(self) -> Geslacht | None:
        return Geslacht(self.persoon.geslacht) if self.persoon else Geslacht.ONBEKEND

    @strawberry.field(directives=[BURGER, hoogstens(2)], description="De nationaliteiten, in woorden.")
    def nationaliteiten(self) -> list[str] | None:
        return list(self.persoon.nationaliteiten) if self.persoon else []

    @strawberry.field(directives=[BURGER], description="Waar de klant volgens de registratie woont.")
    def verblijfplaats(self) -> Verblijfplaats | None:
        if self.persoon is None:
            return None
        return verblijfplaats(self.persoon.verblijf, self.persoon.herkomst_van(Groep.VERBLIJFPLAATS))

    @strawberry.field(directives=[BURGER], description="Hoe je de klant aanschrijft.")
    def adressering(self) -> Adressering | None:
        if self.persoon is None:
            return None
        if self.persoon.adressering is not None:
            return Adressering.van(self.persoon.adressering)
        partners = self.persoon.verwanten_als(klant.Relatie.PARTNER)
        return Adressering.van(adressering(self.persoon, partners[0].naam if partners else None))

    @strawberry.field(
        directives=[BURGER, hoogstens(1)],
        description="Met wie de klant nu een huwelijk of geregistreerd partnerschap heeft.",
    )
    def partners(self) -> list[Partner] | None:
        return [Partner.van(verwant, van) for verwant, van in self._verwanten(klant.Relatie.PARTNER)]

    @strawberry.field(
        directives=[BURGER, hoogstens(4)], description="De kinderen van de klant, ook die elders wonen."
    )
    def kinderen(self, info: Info) -> list[Kind] | None:
        vandaag = info.context.own.vandaag
        return [Kind.van(verwant, van, vandaag) for verwant, van in self._verwanten(klant.Relatie.KIND)]

    @strawberry.field(
        directives=[BURGER, hoogstens(2)], description="De ouders die in de registratie van de klant staan."
    )
    def ouders(self) -> list[Ouder] | None:
        return [Ouder.van(verwant, van) for verwant, van in self._verwanten(klant.Relatie.OUDER)]

    @strawberry.field(directives=[BURGER], description="De gemeente waar de klant is ingeschreven.")
    def gemeente_van_inschrijving(self) -> Gemeente | None:
        if self.persoon is None:
            return None
        return Gemeente(code=self.persoon.gemeente.code, naam=self.persoon.gemeente.naam)

    @strawberry.field(
        directives=[BURGER], description="Sinds wanneer de klant in die gemeente is ingeschreven."
    )
    def datum_inschrijving_in_gemeente(self) -> date | None:
        return self.persoon.ingeschreven_sinds if self.persoon else None

    @strawberry.field(
        directives=[BURGER],
        description="Of de klant heeft gevraagd om gegevens niet aan derden te verstrekken.",
    )
    def geheimhouding(self) -> bool | None:
        return self.persoon is not None and self.persoon.geheimhouding

    @strawberry.field(
        directives=[BURGER],
        description="Waarom de gegevens niet meer worden bijgehouden; leeg als dat gewoon gebeurt. "
        "Zulke gegevens zijn niet geschikt om een formulier mee in te vullen.",
    )
    def opschorting_bijhouding(self) -> OpschortingBijhouding | None:
        opschorting = self.persoon and self.persoon.opschorting
        return OpschortingBijhouding.van(opschorting) if opschorting else None

    @strawberry.field(directives=[BURGER], description="Het overlijden, als dat is geregistreerd.")
    def overlijden(self) -> Overlijden | None:
        overlijden = self.persoon and self.persoon.overlijden
        return Overlijden.van(overlijden) if overlijden else None

    @strawberry.field(
        directives=[BURGER],
        description="Waar deze persoonsgegevens vandaan komen, en of naar iets ervan een onderzoek loopt. "
        "Wat per groep geldt staat bij de groep.",
    )
    def herkomst(self) -> Herkomst | None:
        return Herkomst.van(self.persoon.herkomst) if self.persoon else None

    def _verwanten(self, relatie: klant.Relatie) -> list[tuple[klant.Verwant, klant.Herkomst]]:
        """The relatives, each with the provenance of what is known of them. It is their data that is read."""
        if self.persoon is None:
            return []
        concerns(INZAGE_GEGEVENS, *self.persoon.betrokkenen(relatie))
        herkomst = self.persoon.herkomst
        return [
            (verwant, replace(herkomst, in_onderzoek=verwant.in_onderzoek))
            for verwant in self.persoon.verwanten_als(relatie)
        ]


@klant_van.register
def _(waarde: klant.Persoon) -> Klant:
    return NatuurlijkPersoon.van(waarde)


@klant_van.register
def _(waarde: klant.Nieuwkomer) -> Klant:
    return NatuurlijkPersoon.van(waarde)
