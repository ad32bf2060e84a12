"""The GraphQL types of customers who are no natural persons."""

from typing import Self

import strawberry
import strawberry.federation

from auth import principal
from subgraphs.persoonsgegevens import klant
from subgraphs.persoonsgegevens.types_gegevens import Adres, Herkomst
from subgraphs.persoonsgegevens.types_klant import Klant, Klantsoort, klant_van
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
    kvk_nummer: str = strawberry.field(
        directives=[BEDRIJF], description="Het nummer in het Handelsregister: acht cijfers."
    )
    rsin: str | None = strawberry.field(
        directives=[BEDRIJF],
        description="Het nummer van de rechtspersoon; leeg voor wie dat niet is, zoals een eenmanszaak.",
    )
    statutaire_naam: str = strawberry.field(directives=[BEDRIJF], description="De naam volgens de statuten.")
    handelsnamen: list[str] = strawberry.field(
        directives=[BEDRIJF, hoogstens(5)], description="De namen waaronder de onderneming werkt."
    )
    rechtsvorm: str = strawberry.field(directives=[BEDRIJF], description="De rechtsvorm, in woorden.")
    activiteiten: list[Activiteit] = strawberry.field(
        directives=[BEDRIJF, hoogstens(5)], description="Wat de onderneming doet."
    )
    herkomst: Herkomst = strawberry.field(
        directives=[BEDRIJF], description="Waar deze gegevens vandaan komen."
    )
    vestigingen: list[Vestiging] = strawberry.field(
        directives=[BEDRIJF, hoogstens(5), aanroepen(1)],
        description="De vestigingen, met de hoofdvestiging voorop.",
    )

    @classmethod
    def van(cls, waarde: klant.Organisatie) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            klantsoort=Klantsoort.BEDRIJF,
            weergavenaam=waarde.statutaire_naam,
            kvk_nummer=waarde.kvk_nummer,
            rsin=waarde.rsin,
            statutaire_naam=waarde.statutaire_naam,
            handelsnamen=list(waarde.handelsnamen),
            rechtsvorm=waarde.rechtsvorm,
            activiteiten=activiteiten_van(waarde),
            herkomst=Herkomst.van(waarde.herkomst),
            vestigingen=vestigingen_van(waarde),
        )


@strawberry.federation.type(
    keys=["id"],
    directives=[INSTELLING_OF_GEMACHTIGDE, INZAGE_GEGEVENS],
    description="Een stichting, vereniging of andere instelling.",
)
class Instelling(Klant):
    rsin: str | None = strawberry.field(
        directives=[INSTELLING], description="Het nummer van de rechtspersoon: negen cijfers."
    )
    kvk_nummer: str = strawberry.field(
        directives=[INSTELLING], description="Het nummer in het Handelsregister: acht cijfers."
    )
    statutaire_naam: str = strawberry.field(
        directives=[INSTELLING], description="De naam volgens de statuten."
    )
    handelsnamen: list[str] = strawberry.field(
        directives=[INSTELLING, hoogstens(5)], description="De namen waaronder de instelling werkt."
    )
    rechtsvorm: str = strawberry.field(directives=[INSTELLING], description="De rechtsvorm, in woorden.")
    activiteiten: list[Activiteit] = strawberry.field(
        directives=[INSTELLING, hoogstens(5)], description="Wat de instelling doet."
    )
    herkomst: Herkomst = strawberry.field(
        directives=[INSTELLING], description="Waar deze gegevens vandaan komen."
    )
    vestigingen: list[Vestiging] = strawberry.field(
        directives=[INSTELLING, hoogstens(5), aanroepen(1)],
        description="De vestigingen, met de hoofdvestiging voorop.",
    )

    @classmethod
    def van(cls, waarde: klant.Organisatie) -> Self:
        return cls(
            id=strawberry.ID(waarde.id),
            klantsoort=Klantsoort.INSTELLING,
            weergavenaam=waarde.statutaire_naam,
            rsin=waarde.rsin,
            kvk_nummer=waarde.kvk_nummer,
            statutaire_naam=waarde.statutaire_naam,
            handelsnamen=list(waarde.handelsnamen),
            rechtsvorm=waarde.rechtsvorm,
            activiteiten=activiteiten_van(waarde),
            herkomst=Herkomst.van(waarde.herkomst),
            vestigingen=vestigingen_van(waarde),
        )


@klant_van.register
def _(waarde: klant.Organisatie) -> Klant:
    soort = Onderneming if waarde.klantsoort is principal.Klantsoort.BEDRIJF else Instelling
    return soort.van(waarde)
