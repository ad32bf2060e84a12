"""The GraphQL types of the catalogue: forms, and the products that they are for."""

from enum import Enum
from typing import Annotated, Any, Self

import strawberry
import strawberry.federation
from strawberry.scalars import JSON

from subgraphs.formulieren import formulier as catalogus
from subgraphs.formulieren.readers import Info
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.list_size import hoogstens

First = Annotated[
    int | None, strawberry.argument(description="De lengte van een bladzijde: 1 tot en met 100.")
]
After = Annotated[str | None, strawberry.argument(description="De cursor waarna de bladzijde begint.")]


@strawberry.enum(description="Het soort klant.")
class Klantsoort(Enum):
    BURGER = strawberry.enum_value("burger", description="Een natuurlijk persoon.")
    BEDRIJF = strawberry.enum_value("bedrijf", description="Een onderneming.")
    INSTELLING = strawberry.enum_value(
        "instelling", description="Een stichting, vereniging of andere instelling."
    )


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde van een formulier.")
class Formulierstap:
    titel: str = strawberry.field(description="De titel van de bladzijde.")
    velden: list[str] = strawberry.field(
        description="De velden op de bladzijde, in volgorde.", directives=[hoogstens(25)]
    )
    bijlagen: list[str] = strawberry.field(
        description="De namen van de soorten bijlagen die op deze bladzijde worden gevraagd.",
        directives=[hoogstens(5)],
    )


@strawberry.type(directives=[OPENBAAR], description="Een soort bestand dat een formulier vraagt.")
class Bijlagesoort:
    naam: str = strawberry.field(description="De naam waarmee een bijlage wordt toegevoegd.")
    titel: str = strawberry.field(description="Wat er gevraagd wordt.")
    toelichting: str = strawberry.field(description="Uitleg voor de klant.")
    formaten: list[str] = strawberry.field(
        description="De toegestane mediatypen, zoals `application/pdf`. De inhoud van het bestand telt.",
        directives=[hoogstens(10)],
    )
    max_bytes: int = strawberry.field(description="Hoe groot een bestand mag zijn, in bytes.")
    minstens: int = strawberry.field(
        description="Hoeveel er ten minste nodig zijn; 0 als de bijlage niet verplicht is."
    )
    hoogstens: int = strawberry.field(description="Hoeveel er ten hoogste mee kunnen.")
    voorwaarde: JSON | None = strawberry.field(
        description="Wordt alleen gevraagd als `gegevens` aan dit JSON Schema voldoet; leeg voor altijd."
    )

    @classmethod
    def of(cls, soort: catalogus.Bijlagesoort) -> Self:
        return cls(
            naam=soort.naam,
            titel=soort.titel,
            toelichting=soort.toelichting,
            formaten=list(soort.formaten),
            max_bytes=soort.max_bytes,
            minstens=soort.minstens,
            hoogstens=soort.hoogstens,
            voorwaarde=None if soort.als is None else JSON(dict(soort.als)),
        )


@strawberry.type(
    directives=[OPENBAAR], description="Een formulier waarmee een klant iets aanvraagt of meldt."
)
class Formulier:
    id: strawberry.ID = strawberry.field(description="De sleutel van het formulier.")
    titel: str = strawberry.field(description="De titel.")
    omschrijving: str = strawberry.field(description="Waar het formulier voor is.")
    klantsoorten: list[Klantsoort] = strawberry.field(
        description="Welke klanten het kunnen gebruiken.", directives=[hoogstens(len(Klantsoort))]
    )
    trefwoorden: list[str] = strawberry.field(
        description="Woorden waarmee het formulier te vinden is.", directives=[hoogstens(10)]
    )
    schema: JSON = strawberry.field(description="De velden en hun regels, als JSON Schema 2020-12.")
    weergave: JSON = strawberry.field(
        description="Per veld wat het schema niet zegt: het soort invoer, automatisch aanvullen, hulptekst."
    )
    voorwaarden: JSON = strawberry.field(
        description=(
            "Per veld dat niet altijd getoond wordt: het JSON Schema waaraan de velden ervoor moeten "
            "voldoen. Wat niet getoond wordt is niet verplicht en wordt niet bewaard."
        )
    )
    stappen: list[Formulierstap] = strawberry.field(
        description="De bladzijden van het formulier, in volgorde.", directives=[hoogstens(10)]
    )
    bijlagen: list[Bijlagesoort] = strawberry.field(
        description="De soorten bestanden die het formulier vraagt.", directives=[hoogstens(5)]
    )
    voorinvulbaar: list[str] = strawberry.field(
        description="De velden die na inloggen vooraf ingevuld kunnen worden.", directives=[hoogstens(25)]
    )
    niet_wijzigbaar: list[str] = strawberry.field(
        description=(
            "De velden daarvan die de klant niet kan wijzigen als er iets bekend is. Bij zo'n formulier "
            "hoort bij indienen een voorinvulling."
        ),
        directives=[hoogstens(25)],
    )
    start_url: str | None = strawberry.field(
        description=(
            "Waar de klant het formulier invult, als dat niet hier gebeurt. Zo'n formulier heeft hier geen "
            "velden, en er is geen aanvraag mee te starten."
        )
    )

    @classmethod
    def of(cls, formulier: catalogus.Formulier) -> Self:
        return cls(
            id=strawberry.ID(formulier.id),
            titel=formulier.titel,
            omschrijving=formulier.omschrijving,
            klantsoorten=[soort for soort in Klantsoort if soort.name.lower() in formulier.klantsoorten],
            trefwoorden=list(formulier.trefwoorden),
            schema=JSON(dict(formulier.schema)),
            weergave=JSON(dict(formulier.weergave)),
            voorwaarden=JSON(dict(formulier.voorwaarden)),
            stappen=[
                Formulierstap(titel=stap.titel, velden=list(stap.velden), bijlagen=list(stap.bijlagen))
                for stap in formulier.stappen
            ],
            bijlagen=[Bijlagesoort.of(soort) for soort in formulier.bijlagen],
            voorinvulbaar=list(formulier.voorinvullen),
            niet_wijzigbaar=[veld for veld in formulier.voorinvullen if veld in formulier.vast],
            start_url=formulier.start_url,
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met formulieren.")
class FormulierEdge(Edge[Formulier]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met formulieren.")
class FormulierConnection(Connection[FormulierEdge]):
    pass


@strawberry.federation.type(
    keys=["id"],
    directives=[OPENBAAR],
    description="Een product of dienst van de gemeente: wat het is, wat het kost en hoe je het regelt.",
)
class Product:
    id: strawberry.ID = strawberry.field(description="De sleutel van het product.")
    formuliersleutels: list[strawberry.ID] = strawberry.federation.field(
        external=True,
        default_factory=list,
        description="De sleutels van de formulieren waarmee je dit product aanvraagt.",
    )
    sleutels: strawberry.Private[tuple[str, ...]] = ()

    @strawberry.federation.field(
        requires=["formuliersleutels"],
        directives=[OPENBAAR, hoogstens(5)],
        description="De formulieren waarmee je dit product aanvraagt.",
    )
    async def formulieren(self, info: Info) -> list[Formulier] | None:
        found = await info.context.own.formulieren.load_many(list(self.sleutels))
        return [Formulier.of(one) for one in found if one is not None]

    @classmethod
    def resolve_reference(cls, id: strawberry.ID, **meegekomen: Any) -> Self:  # noqa: A002
        return cls(id=id, sleutels=tuple(map(str, meegekomen.get("formuliersleutels") or ())))
