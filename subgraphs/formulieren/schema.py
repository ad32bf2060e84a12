"""The formulieren subgraph: the catalogue of forms, which is public; prefill; and aanvragen, from draft to
zaak.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
import strawberry

from auth import principal
from subgraphs.formulieren.aanvraagproces import Invulling
from subgraphs.formulieren.bijlageproces import NieuweBijlage
from subgraphs.formulieren.invoer import (
    Bewaren,
    BijlageToevoegen,
    BijlageVerwijderen,
    Indienen,
    Intrekken,
    Starten,
)
from subgraphs.formulieren.klanten import Instelling, NatuurlijkPersoon, Onderneming
from subgraphs.formulieren.prive import PRIVE
from subgraphs.formulieren.readers import Info
from subgraphs.formulieren.types import Aanvraag, AanvraagUitkomst, Zaak
from subgraphs.formulieren.types_formulier import (
    After,
    First,
    Formulier,
    FormulierConnection,
    FormulierEdge,
    Klantsoort,
    Product,
)
from subgraphs.service.cost import REGISTRATIE, ZOEKEN, aanroepen
from subgraphs.service.directives import OPENBAAR
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.list_size import BLADZIJDE
from subgraphs.service.pagination import PageRequest, cursor
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.text import plain


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[OPENBAAR, BLADZIJDE, aanroepen(1)],
        description="De formulieren van de gemeente, op titel.",
    )
    async def formulieren(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        zoek: Annotated[
            str | None,
            strawberry.argument(
                description="Woorden in de titel, de omschrijving of de trefwoorden.", directives=[ZOEKEN]
            ),
        ] = None,
        klantsoort: Annotated[
            Klantsoort | None, strawberry.argument(description="Alleen formulieren voor dit soort klant.")
        ] = None,
    ) -> FormulierConnection | None:
        page = PageRequest.of(first, after, keys=2)
        soort = principal.Klantsoort[klantsoort.name] if klantsoort else None
        found = await info.context.own.catalogus.catalogus(plain(zoek, "zoek"), soort, page)
        return FormulierConnection.of(
            found,
            lambda row: FormulierEdge(cursor=cursor((row.titel, row.id)), node=Formulier.of(row)),
            after,
        )

    @strawberry.field(directives=[OPENBAAR, aanroepen(1)], description="Een formulier.")
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
    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(2)], description="Begin een aanvraag met een formulier."
    )
    async def aanvraag_starten(self, info: Info, input: Starten) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        proces = info.context.own.proces
        return AanvraagUitkomst.of(
            await proces.start(klant, input.formulier, input.idempotentiesleutel, input.voorinvulling)
        )

    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(2)], description="Bewaar wat de klant tot nu toe heeft ingevuld."
    )
    async def aanvraag_bewaren(self, info: Info, input: Bewaren) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        invulling = Invulling(_object(input.gegevens), input.voorinvulling, max(0, input.stappen_klaar or 0))
        return AanvraagUitkomst.of(await info.context.own.proces.bewaar(klant, input.aanvraag, invulling))

    @strawberry.mutation(
        directives=[*PRIVE, REGISTRATIE],
        description="Dien een aanvraag in. De gemeente maakt er, meestal meteen, een zaak van.",
    )
    async def aanvraag_indienen(self, info: Info, input: Indienen) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        proces = info.context.own.proces
        return AanvraagUitkomst.of(await proces.dien_in(klant, input.aanvraag, input.idempotentiesleutel))

    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(10)],
        description=(
            "Trek een aanvraag in. Wat nog geen zaak is, wordt gewist en wordt er geen. Is er al een zaak, "
            "dan eindigt die als ingetrokken als het zaaktype dat kent; anders beslist de behandelaar, en "
            "is de aanvraag zolang `INTREKKING_AANGEVRAAGD`. Een zaak die al is afgehandeld, blijft zo."
        ),
    )
    async def aanvraag_intrekken(self, info: Info, input: Intrekken) -> AanvraagUitkomst | None:  # noqa: A002
        klant = info.context.require_customer()
        return AanvraagUitkomst.of(await info.context.own.proces.trek_in(klant, input.aanvraag))

    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(2)],
        description="Maak plaats voor een bestand bij een concept. Het bestand gaat daarna naar `uploadUrl`.",
    )
    async def bijlage_toevoegen(
        self,
        info: Info,
        input: BijlageToevoegen,  # noqa: A002
    ) -> AanvraagUitkomst | None:
        klant = info.context.require_customer()
        nieuw = NieuweBijlage(input.soort, input.bestandsnaam, input.idempotentiesleutel)
        return AanvraagUitkomst.of(
            await info.context.own.bijlageproces.voeg_toe(klant, input.aanvraag, nieuw)
        )

    @strawberry.mutation(
        directives=[*PRIVE, aanroepen(1)], description="Verwijder een bijlage van een concept."
    )
    async def bijlage_verwijderen(
        self,
        info: Info,
        input: BijlageVerwijderen,  # noqa: A002
    ) -> AanvraagUitkomst | None:
        klant = info.context.require_customer()
        return AanvraagUitkomst.of(
            await info.context.own.bijlageproces.verwijder(klant, input.aanvraag, input.bijlage)
        )


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
    query=Query, mutation=Mutation, types=[NatuurlijkPersoon, Onderneming, Instelling, Zaak, Product]
)
