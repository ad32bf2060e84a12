"""The GraphQL types of customers who are no natural persons."""

from typing import Self

import strawberry
import strawberry.federation

from auth import principal
from subgraphs.persoonsgegevens import klant
from subgraphs.persoonsgegevens.types_gegevens import Adres, Herkomst
from subgraphs.persoonsgegevens.types_klant import Klant, Klantsoort, bekend, klant_van
from subgraphs.service.cost import aanroepen
from subgraphs.service.directives import (
    BEDRIJF,
    BEDRIJF_OF_GEMACHTIGDE,
    INSTELLING,
    INSTELLING_OF_GEMACHTIGDE,
    ORGANISATIE,
)
from subgraphs.service.list_size import hoogstens
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.type(
    directives=[ORGANISATIE, INZAGE_GEGEVENS],
    description="Een activiteit volgens de Standaard Bedrijfsindeling.",
)
class Activiteit:
    sbi_code: str = strawberry.field(description="De code in de Standaard Bedrijfsindeling (SBI).")
    omschrijving: str = strawberry.field(description="De activiteit in woorden.")


@strawberry.type(
    directives=[ORGANISATIE, INZAGE_GEGEVENS], description="Een plaats waar een organisatie werkt."
)
class Vestiging:
    vestigingsnummer: str = strawberry.field(description="Het nummer in het Handelsregister: twaalf cijfers.")
    naam: str = strawberry.field(description="De naam die de vestiging voert.")
    hoofdvestiging: bool = strawberry.field(description="Of dit de hoofdvestiging is.")
    bezoekadres: Adres | None = strawberry.field(
        description="Waar de vestiging te vinden is; leeg als het Handelsregister het adres afschermt."
    )
    werkzame_personen: int | None = strawberry.field(
        description="Hoeveel mensen er werken, als dat bekend is."
    )

    @classmethod
    def van(cls, waarde: klant.Vestiging, herkomst: klant.Herkomst) -> Self:
        return cls(
            vestigingsnummer=waarde.nummer,
            naam=waarde.naam,
            hoofdvestiging=waarde.hoofdvestiging,
            bezoekadres=Adres.van(waarde.adres, herkomst) if waarde.adres else None,
            werkzame_personen=waarde.werkzame_personen,
        )


def vestigingen_van(waarde: klant.Organisatie) -> list[Vestiging]:
    return [Vestiging.van(vestiging, waarde.herkomst) for vestiging in waarde.vestigingen]


def activiteiten_van(waarde: klant.Organisatie) -> list[Activiteit]:
    return [Activiteit(sbi_code=each.code, omschrijving=each.omschrijving) for each in waarde.activiteiten]


@strawberry.federation.type(
    keys=["id"], directives=[BEDRIJF_OF_GEMACHTIGDE, INZAGE_GEGEVENS], description="Een onderneming."
)
class Onderneming(Klant):
    gelezen: strawberry.Private[klant.Organisatie | klant.NieuweOrganisatie]

    @property
    def organisatie(self) -> klant.Organisatie | None:
        """Raises SourceUnavailable."""
        return bekend(self.gelezen)

    @strawberry.field(
        directives=[BEDRIJF],
        description="Het nummer in het Handelsregister: acht cijfers; leeg voor wie daar niet in staat, "
        "zoals een onderneming van elders in de EU. Dan is ook de rest leeg.",
    )
    def kvk_nummer(self) -> str | None:
        return self.organisatie.kvk_nummer if self.organisatie else None

    @strawberry.field(
        directives=[BEDRIJF],
        description="Het nummer van de rechtspersoon; leeg voor wie dat niet is, zoals een eenmanszaak.",
    )
    def rsin(self) -> str | None:
        return self.organisatie.rsin if self.organisatie else None

    @strawberry.field(directives=[BEDRIJF], description="De naam volgens de statuten.")
    def statutaire_naam(self) -> str | None:
        return self.organisatie.statutaire_naam if self.organisatie else None

    @strawberry.field(
        directives=[BEDRIJF, hoogstens(5)],
        description="De namen waaronder de onderneming werkt.",
    )
    def handelsnamen(self) -> list[str] | None:
        return list(self.organisatie.handelsnamen) if self.organisatie else []

    @strawberry.field(directives=[BEDRIJF], description="De rechtsvorm, in woorden.")
    def rechtsvorm(self) -> str | None:
        return self.organisatie.rechtsvorm if self.organisatie else None

    @strawberry.field(directives=[BEDRIJF, hoogstens(5)], description="Wat de onderneming doet.")
    def activiteiten(self) -> list[Activiteit] | None:
        return activiteiten_van(self.organisatie) if self.organisatie else []

    @strawberry.field(directives=[BEDRIJF], description="Waar deze gegevens vandaan komen.")
    def herkomst(self) -> Herkomst | None:
        return Herkomst.van(self.organisatie.herkomst) if self.organisatie else None

    @strawberry.field(
        directives=[BEDRIJF, hoogstens(5), aanroepen(1)],
        description="De vestigingen, met de hoofdvestiging voorop.",
    )
    def vestigingen(self) -> list[Vestiging] | None:
        return vestigingen_van(self.organisatie) if self.organisatie else []


@strawberry.federation.type(
    keys=["id"],
    directives=[INSTELLING_OF_GEMACHTIGDE, INZAGE_GEGEVENS],
    description="Een stichting, vereniging of andere instelling.",
)
class Instelling(Klant):
    gelezen: strawberry.Private[klant.Organisatie | klant.NieuweOrganisatie]

    @property
    def organisatie(self) -> klant.Organisatie | None:
        """Raises SourceUnavailable."""
        return bekend(self.gelezen)

    @strawberry.field(directives=[INSTELLING], description="Het nummer van de rechtspersoon: negen cijfers.")
    def rsin(self) -> str | None:
        return self.organisatie.rsin if self.organisatie else None

    @strawberry.field(
        directives=[INSTELLING],
        description="Het nummer in het Handelsregister: acht cijfers; leeg voor wie daar niet in staat. "
        "Dan is ook de rest leeg.",
    )
    def kvk_nummer(self) -> str | None:
        return self.organisatie.kvk_nummer if self.organisatie else None

    @strawberry.field(directives=[INSTELLING], description="De naam volgens de statuten.")
    def statutaire_naam(self) -> str | None:
        return self.organisatie.statutaire_naam if self.organisatie else None

    @strawberry.field(
        directives=[INSTELLING, hoogstens(5)],
        description="De namen waaronder de instelling werkt.",
    )
    def handelsnamen(self) -> list[str] | None:
        return list(self.organisatie.handelsnamen) if self.organisatie else []

    @strawberry.field(directives=[INSTELLING], description="De rechtsvorm, in woorden.")
    def rechtsvorm(self) -> str | None:
        return self.organisatie.rechtsvorm if self.organisatie else None

    @strawberry.field(directives=[INSTELLING, hoogstens(5)], description="Wat de instelling doet.")
    def activiteiten(self) -> list[Activiteit] | None:
        return activiteiten_van(self.organisatie) if self.organisatie else []

    @strawberry.field(directives=[INSTELLING], description="Waar deze gegevens vandaan komen.")
    def herkomst(self) -> Herkomst | None:
        return Herkomst.van(self.organisatie.herkomst) if self.organisatie else None

    @strawberry.field(
        directives=[INSTELLING, hoogstens(5), aanroepen(1)],
        description="De vestigingen, met de hoofdvestiging voorop.",
    )
    def vestigingen(self) -> list[Vestiging] | None:
        return vestigingen_van(self.organisatie) if self.organisatie else []


@klant_van.register
def _(waarde: klant.Organisatie) -> Klant:
    return organisatie_van(waarde)


@klant_van.register
def _(waarde: klant.NieuweOrganisatie) -> Klant:
    return organisatie_van(waarde)


def organisatie_van(gelezen: klant.Organisatie | klant.NieuweOrganisatie) -> Onderneming | Instelling:
    """The object for an organisation, also for one of which no source knows anything."""
    soort = Onderneming if gelezen.klantsoort is principal.Klantsoort.BEDRIJF else Instelling
    return soort(id=strawberry.ID(gelezen.id), klantsoort=Klantsoort(gelezen.klantsoort), gelezen=gelezen)
