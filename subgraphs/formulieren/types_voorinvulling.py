"""The GraphQL types of prefill: values, and where each is from."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from subgraphs.formulieren import voorinvulling as domain
from subgraphs.service.directives import KLANT
from subgraphs.service.list_size import hoogstens
from subgraphs.service.verwerking import AANVRAGEN


@strawberry.enum(description="Waar gegevens vandaan komen.")
class Bron(Enum):
    MAGAZIJN = strawberry.enum_value("magazijn", description="Het gegevensmagazijn van de gemeente.")
    BRP = strawberry.enum_value("brp", description="De Basisregistratie Personen.")
    KVK = strawberry.enum_value("kvk", description="Het Handelsregister van de Kamer van Koophandel.")


@strawberry.type(directives=[KLANT, AANVRAGEN], description="Waar een vooraf ingevuld gegeven vandaan komt.")
class Veldherkomst:
    bron: Bron = strawberry.field(description="De bron die is geraadpleegd.")
    opgehaald_op: datetime = strawberry.field(description="Wanneer het gegeven bij de bron is opgehaald.")
    authentiek: bool = strawberry.field(
        description="Of het rechtstreeks uit de basisregistratie komt, en dus niet uit een kopie."
    )

    @classmethod
    def of(cls, herkomst: Mapping[str, Any]) -> Self | None:
        """None for what is the customer's own word: contact data are in no register."""
        if not herkomst.get("bron") or not herkomst.get("opgehaaldOp"):
            return None
        return cls(
            bron=Bron[herkomst["bron"]],
            opgehaald_op=datetime.fromisoformat(herkomst["opgehaaldOp"]),
            authentiek=bool(herkomst.get("authentiek")),
        )


@strawberry.type(
    directives=[KLANT, AANVRAGEN], description="Een veld waarvan bekend is wat erin hoort te staan."
)
class VoorgevuldVeld:
    veld: str = strawberry.field(description="Het veld van het formulier.")
    waarde: JSON = strawberry.field(description="De waarde.")
    wijzigbaar: bool = strawberry.field(description="Of de klant de waarde in dit formulier kan wijzigen.")
    herkomst: Veldherkomst | None = strawberry.field(
        description="Waar de waarde vandaan komt; leeg voor wat de klant ooit zelf heeft opgegeven."
    )

    @classmethod
    def of(cls, one: domain.VoorgevuldVeld) -> Self:
        return cls(
            veld=one.veld,
            waarde=JSON(one.waarde),
            wijzigbaar=one.wijzigbaar,
            herkomst=Veldherkomst.of(one.herkomst),
        )


@strawberry.type(
    directives=[KLANT, AANVRAGEN],
    description="Wat er van een klant bekend is, in de velden van een formulier.",
)
class Voorinvulling:
    waarden: JSON = strawberry.field(description="De waarden per veld, klaar om in het formulier te zetten.")
    velden: list[VoorgevuldVeld] = strawberry.field(
        description="Dezelfde waarden, elk met de herkomst en of de klant ze kan wijzigen.",
        directives=[hoogstens(25)],
    )
    ontbreekt: list[str] = strawberry.field(
        description="De velden die vooraf ingevuld konden worden, maar waarvan niets zekers bekend is.",
        directives=[hoogstens(25)],
    )
    bewijs: str = strawberry.field(
        description=(
            "Geef dit mee bij het starten of bewaren van een aanvraag: zo weet de gemeente zelf wat er uit "
            "de registraties kwam. Het is een uur geldig, voor deze klant en dit formulier."
        )
    )

    @classmethod
    def of(cls, ingevuld: domain.Voorinvulling, bewijs: str) -> Self:
        return cls(
            waarden=JSON(ingevuld.waarden),
            velden=[VoorgevuldVeld.of(one) for one in ingevuld.velden],
            ontbreekt=list(ingevuld.ontbreekt),
            bewijs=bewijs,
        )
