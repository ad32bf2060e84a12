"""The GraphQL interface that every kind of customer implements."""

from enum import Enum
from functools import singledispatch
from typing import TypeVar

import strawberry
import strawberry.federation

from subgraphs.persoonsgegevens import klant
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.source import BronOnbeschikbaar
from subgraphs.persoonsgegevens.types_gegevens import Contactgegevens
from subgraphs.persoonsgegevens.types_vertegenwoordiging import Vertegenwoordiging
from subgraphs.service.errors import NotFound, SourceUnavailable
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.enum(description="Het soort klant.")
class Klantsoort(Enum):
    BURGER = strawberry.enum_value("burger", description="Een natuurlijk persoon.")
    BEDRIJF = strawberry.enum_value("bedrijf", description="Een onderneming.")
    INSTELLING = strawberry.enum_value(
        "instelling", description="Een stichting, vereniging of andere instelling."
    )


T = TypeVar("T", bound=klant.Klant)

NIEUWE_KLANT = "Nieuwe klant"
"""What a customer is called whose name no source knows."""


@strawberry.federation.interface(
    keys=["id"],
    directives=[INZAGE_GEGEVENS],
    description="Een klant van de gemeente: een persoon, een onderneming of een instelling.",
)
class Klant:
    id: strawberry.ID = strawberry.field(
        description="De sleutel van de klant: een pseudoniem dat alleen in deze gemeente betekenis heeft."
    )
    klantsoort: Klantsoort = strawberry.field(description="Het soort klant.")
    gelezen: strawberry.Private[klant.Klant | klant.Onbekende]

    @strawberry.field(description="De naam om de klant mee aan te spreken in een scherm.")
    def weergavenaam(self) -> str | None:
        gevonden = bekend(self.gelezen)
        return gevonden.weergavenaam if gevonden else NIEUWE_KLANT

    @strawberry.field(description="Hoe de gemeente de klant kan bereiken.")
    async def contactgegevens(self, info: Info) -> Contactgegevens | None:
        try:
            gevonden = await info.context.own.contactgegevens.load(self.id)
        except BronOnbeschikbaar as exc:
            raise SourceUnavailable from exc
        return Contactgegevens.van(gevonden) if gevonden else None

    @strawberry.field(
        description="Wie voor de klant handelt en waarvoor, volgens de inlog; leeg voor wie zelf is ingelogd."
    )
    def vertegenwoordiging(self, info: Info) -> Vertegenwoordiging | None:
        return Vertegenwoordiging.van(info.context.require_customer())

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> "Klant":  # noqa: A002
        """The customer behind the key, if it is the caller and of this type. Raises NotFound and
        Unauthorized. They are there when no source answers too: then what a source would tell is not.
        """
        customer = info.context.require_customer()
        found = await info.context.own.wie(customer, info) if id == customer.klant else None
        result = klant_van(found) if found else None
        if not isinstance(result, cls):
            raise NotFound("Deze klant")
        return result


def bekend(gelezen: T | klant.Nieuwkomer | klant.NieuweOrganisatie) -> T | None:
    """What a source knows of a customer; None where none knows them. Raises SourceUnavailable where no source
    could say.
    """
    if not isinstance(gelezen, klant.Nieuwkomer | klant.NieuweOrganisatie):
        return gelezen
    if not gelezen.bereikt:
        raise SourceUnavailable
    return None


@singledispatch
def klant_van(waarde: klant.Klant | klant.Onbekende) -> Klant:
    """The GraphQL object for a customer; each kind registers its own."""
    raise TypeError(f"no kind of customer: {type(waarde).__name__}")
