"""The GraphQL inputs of what a customer does with an aanvraag."""

from typing import Annotated

import strawberry
from strawberry.scalars import JSON

SLEUTEL = (
    "Een zelf gekozen, unieke sleutel, zoals een UUID. Wie de opdracht met dezelfde sleutel herhaalt, krijgt "
    "hetzelfde antwoord en er gebeurt niets dubbel."
)
VOORINVULLING = (
    "Het `bewijs` van een voorinvulling van dit formulier: wat er bekend is komt dan in de aanvraag te staan."
)


@strawberry.input(description="Welk formulier de klant gaat invullen.")
class AanvraagStartenInput:
    formulier: strawberry.ID = strawberry.field(description="De sleutel van het formulier.")
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)
    voorinvulling: str | None = strawberry.field(default=None, description=VOORINVULLING)


@strawberry.input(description="Wat de klant tot nu toe heeft ingevuld.")
class AanvraagBewarenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    gegevens: JSON = strawberry.field(
        description="Alle ingevulde velden als JSON-object; het vervangt wat er eerder was bewaard."
    )
    voorinvulling: str | None = strawberry.field(default=None, description=VOORINVULLING)
    stappen_klaar: int | None = strawberry.field(
        default=None,
        description="Hoeveel bladzijden de klant af heeft: `fouten` meldt dan ook wat daarop nog ontbreekt.",
    )


@strawberry.input(description="Welke aanvraag de klant indient.")
class AanvraagIndienenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)


@strawberry.input(description="Welke aanvraag de klant intrekt.")
class AanvraagIntrekkenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")


@strawberry.input(description="Bij welke aanvraag een bestand komt, en wat het is.")
class BijlageToevoegenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    soort: str = strawberry.field(description="De naam van een van de soorten bijlagen van het formulier.")
    bestandsnaam: str = strawberry.field(description="Hoe het bestand bij de klant heet.")
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)


@strawberry.input(description="Welke bijlage weg kan.")
class BijlageVerwijderenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    bijlage: strawberry.ID = strawberry.field(description="De sleutel van de bijlage.")


INVOER = strawberry.argument(description="De invoer.")
Starten = Annotated[AanvraagStartenInput, INVOER]
Bewaren = Annotated[AanvraagBewarenInput, INVOER]
Indienen = Annotated[AanvraagIndienenInput, INVOER]
Intrekken = Annotated[AanvraagIntrekkenInput, INVOER]
BijlageToevoegen = Annotated[BijlageToevoegenInput, INVOER]
BijlageVerwijderen = Annotated[BijlageVerwijderenInput, INVOER]
