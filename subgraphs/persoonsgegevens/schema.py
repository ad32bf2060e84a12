"""The persoonsgegevens subgraph: who the customer is, and what the customer may change about that
directly.
"""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.principal import Klantsoort
from auth.propagation import Statement
from subgraphs.persoonsgegevens import contact
from subgraphs.persoonsgegevens.readers import Info
from subgraphs.persoonsgegevens.types_gegevens import Contactgegevens, Contactkanaal
from subgraphs.persoonsgegevens.types_klant import Klant
from subgraphs.persoonsgegevens.types_organisatie import Instelling, Onderneming
from subgraphs.persoonsgegevens.types_persoon import NatuurlijkPersoon
from subgraphs.service.directives import KLANT, KLANT_OF_GEMACHTIGDE
from subgraphs.service.errors import InvalidInput, NotFound
from subgraphs.service.schema import SubgraphSchema
from subgraphs.service.verwerking import CONTACTGEGEVENS


@strawberry.type(description="Wat er te vragen valt.")
class Query:
    @strawberry.field(
        directives=[KLANT_OF_GEMACHTIGDE],
        description="De klant voor wie is ingelogd; onder een machtiging degene die vertegenwoordigd wordt.",
    )
    async def ik(self, info: Info) -> Klant | None:
        return await Klant.resolve_reference(info, strawberry.ID(info.context.require_customer().klant))


@strawberry.input(
    description="De wijziging. Wat ontbreekt blijft zoals het is; `null` haalt een gegeven weg."
)
class ContactgegevensInput:
    email: str | None = strawberry.field(default=strawberry.UNSET, description="Het nieuwe e-mailadres.")
    telefoonnummer: str | None = strawberry.field(
        default=strawberry.UNSET, description="Het nieuwe telefoonnummer: `06 12345678` of met landnummer."
    )
    voorkeurskanaal: Contactkanaal | None = strawberry.field(
        default=strawberry.UNSET, description="Hoe de klant voortaan het liefst bericht krijgt."
    )

    def wijziging(self) -> contact.Contactwijziging:
        """The change. Raises InvalidInput when it changes nothing, or takes the preferred channel away."""
        given = {name: value for name, value in vars(self).items() if value is not strawberry.UNSET}
        if not given:
            raise InvalidInput("Geef minstens één gegeven dat verandert.", veld="input")
        if "voorkeurskanaal" in given:
            if self.voorkeurskanaal is None:
                raise InvalidInput("Een voorkeurskanaal kan niet leeg zijn.", veld="voorkeurskanaal")
            given["voorkeurskanaal"] = contact.Kanaal[self.voorkeurskanaal.name]
        return contact.Contactwijziging(**given)


@strawberry.type(directives=[KLANT, CONTACTGEGEVENS], description="De wijziging is doorgevoerd.")
class Gewijzigd:
    klant: Klant = strawberry.field(description="De klant zoals die nu is.")
    contactgegevens: Contactgegevens = strawberry.field(description="De contactgegevens zoals ze nu zijn.")
    gewijzigd_op: datetime = strawberry.field(description="Wanneer de wijziging is doorgevoerd.")


@strawberry.type(directives=[KLANT, CONTACTGEGEVENS], description="De klant mag dit niet zelf wijzigen.")
class NietToegestaan:
    reden: str = strawberry.field(description="Waarom niet, in gewone taal.")
    wettelijke_grondslag: str | None = strawberry.field(description="De wet die dit regelt, als die er is.")


WijzigingResultaat = Annotated[
    Gewijzigd | NietToegestaan,
    strawberry.union("WijzigingResultaat", description="Wat er van een wijziging geworden is."),
]


@strawberry.type(description="Wat er te wijzigen valt.")
class Mutation:
    @strawberry.mutation(
        directives=[KLANT, CONTACTGEGEVENS],
        description="Wijzigt meteen hoe de gemeente de klant bereikt. Herhalen kan geen kwaad.",
    )
    async def contactgegevens_wijzigen(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            ContactgegevensInput, strawberry.argument(description="Wat er verandert.")
        ],
    ) -> WijzigingResultaat | None:
        customer = info.context.require_customer()
        if _handelt_voor_burger(customer):
            return NietToegestaan(
                reden="Een gemachtigde kan de contactgegevens van een ander niet wijzigen.",
                wettelijke_grondslag=None,
            )
        nieuw = await info.context.own.bronnen.contact.contactgegevens_wijzigen(
            customer.klant, input.wijziging()
        )
        if nieuw is None or nieuw.gewijzigd_op is None:
            raise NotFound("Deze klant")
        info.context.own.contactgegevens.prime(customer.klant, nieuw, force=True)
        return Gewijzigd(
            klant=await Klant.resolve_reference(info, strawberry.ID(customer.klant)),
            contactgegevens=Contactgegevens.van(nieuw),
            gewijzigd_op=nieuw.gewijzigd_op,
        )


def _handelt_voor_burger(customer: Statement) -> bool:
    """Someone acts for another person. For a company someone always acts: that is what eHerkenning is for."""
    return customer.klantsoort is Klantsoort.BURGER and customer.actor != customer.klant


schema = SubgraphSchema(Query, Mutation, types=[NatuurlijkPersoon, Onderneming, Instelling])
