"""The formulieren subgraph: the catalogue of forms, which is public; prefill; and aanvragen, from draft to
zaak.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import strawberry
from strawberry.scalars import JSON

from auth import principal
from subgraphs.formulieren.klanten import Instelling, NatuurlijkPersoon, Onderneming
from subgraphs.formulieren.readers import Info
from subgraphs.formulieren.types import (
    PRIVE,
    Aanvraag,
    AanvraagUitkomst,
    After,
    First,
    Formulier,
    FormulierConnection,
    FormulierEdge,
    Klantsoort,
    Zaak,
)
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain

SLEUTEL = (
    "Een zelf gekozen, unieke sleutel, zoals een UUID. Wie de opdracht met dezelfde sleutel herhaalt, krijgt "
    "hetzelfde antwoord en er gebeurt niets dubbel."
)


@strawberry.input(description="Welk formulier de klant gaat invullen.")
class AanvraagStartenInput:
    formulier: strawberry.ID = strawberry.field(description="De sleutel van het formulier.")
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)


@strawberry.input(description="Wat de klant tot nu toe heeft ingevuld.")
class AanvraagBewarenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    gegevens: JSON = strawberry.field(
        description="Alle ingevulde velden als JSON-object; het vervangt wat er eerder was bewaard."
    )


@strawberry.input(description="Welke aanvraag de klant indient.")
class AanvraagIndienenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)


@strawberry.input(description="Welke aanvraag de klant intrekt.")
class AanvraagIntrekkenInput:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")


INVOER = strawberry.argument(description="De invoer.")
Starten = Annotated[AanvraagStartenInput, INVOER]
Bewaren = Annotated[AanvraagBewarenInput, INVOER]
Indienen = Annotated[AanvraagIndienenInput, INVOER]
Intrekken = Annotated[AanvraagIntrekkenInput, INVOER]


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(directives=[OPENBAAR], description="De formulieren van de gemeente, op titel.")
    async def formulieren(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Annotated[
            str | None, strawberry.argument(description="Tekst in de titel of de omschrijving.")
        ] = None,
        klantsoort: Annotated[
            Klantsoort | None, strawberry.argument(description="Alleen formulieren voor dit soort klant.")
        ] = None,
    ) -> FormulierConnection:
        page = PageRequest.of(first, after, keys=2)
        soort = principal.Klantsoort[klantsoort.name] if klantsoort else None
        found = await info.context.own.catalogus.catalogus(plain(zoek, "zoek"), soort, page)
        return FormulierConnection.of(
            found,
            lambda row: FormulierEdge(cursor=cursor((row.titel, row.id)), node=Formulier.of(row)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR], description="Een formulier.")
    async def formulier(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")],  # noqa: A002
    ) -> Formulier | None:
        found = await info.context.own.formulieren.load(id)
        if found is None:
            raise NotFound("Dit formulier")
        return Formulier.of(found)

    @strawberry.field(directives=PRIVE, description="Een aanvraag van de ingelogde klant.")
    async def aanvraag(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="De sleutel.")],  # noqa: A002
    ) -> Aanvraag | None:
        return await Aanvraag.resolve_reference(info, id)


@strawberry.type(description="Wat er te wijzigen valt.")
class Mutation:
    @strawberry.mutation(directives=PRIVE, description="Begin een aanvraag met een formulier.")
    async def aanvraag_starten(self, info: Info, input: Starten) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        proces = info.context.own.proces
        return AanvraagUitkomst.of(await proces.start(klant, input.formulier, input.idempotentiesleutel))

    @strawberry.mutation(directives=PRIVE, description="Bewaar wat de klant tot nu toe heeft ingevuld.")
    async def aanvraag_bewaren(self, info: Info, input: Bewaren) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        gegevens = _object(input.gegevens)
        return AanvraagUitkomst.of(await info.context.own.proces.bewaar(klant, input.aanvraag, gegevens))

    @strawberry.mutation(
        directives=PRIVE,
        description="Dien een aanvraag in. De gemeente maakt er, meestal meteen, een zaak van.",
    )
    async def aanvraag_indienen(self, info: Info, input: Indienen) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        proces = info.context.own.proces
        return AanvraagUitkomst.of(await proces.dien_in(klant, input.aanvraag, input.idempotentiesleutel))

    @strawberry.mutation(
        directives=PRIVE, description="Trek een concept in. Wat de klant had ingevuld wordt gewist."
    )
    async def aanvraag_intrekken(self, info: Info, input: Intrekken) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        return AanvraagUitkomst.of(await info.context.own.proces.trek_in(klant, input.aanvraag))


def _object(gegevens: Any) -> Mapping[str, Any]:
    """The data as JSON holds them: what it cannot hold (huge numbers, broken text) raises InvalidInput."""
    try:
        parsed = orjson.loads(orjson.dumps(gegevens))
    except (orjson.JSONEncodeError, orjson.JSONDecodeError) as exc:
        raise InvalidInput("`gegevens` bevat iets dat niet in JSON past.", veld="gegevens") from exc
    if not isinstance(parsed, dict):
        raise InvalidInput("`gegevens` moet een JSON-object zijn.", veld="gegevens")
    return parsed


schema = SubgraphSchema(
    query=Query, mutation=Mutation, types=[NatuurlijkPersoon, Onderneming, Instelling, Zaak]
)
