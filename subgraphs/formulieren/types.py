"""The GraphQL types of forms and aanvragen."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Self

import strawberry
import strawberry.federation
from strawberry.scalars import JSON

from subgraphs.formulieren import aanvraag as domain
from subgraphs.formulieren import formulier as catalogus
from subgraphs.formulieren import validatie
from subgraphs.formulieren.aanvraagproces import Uitkomst
from subgraphs.formulieren.readers import Info
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import INGELOGD, KLANT, KLANT_OF_GEMACHTIGDE, OPENBAAR
from subgraphs.service.errors import NotFound
from subgraphs.service.verwerking import AANVRAGEN

PRIVE = [INGELOGD, KLANT, AANVRAGEN]
"""For the logged-in customer, of whichever kind; not for who acts for them."""

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


@strawberry.enum(description="Hoe ver een aanvraag is.")
class Aanvraagstand(Enum):
    CONCEPT = strawberry.enum_value("concept", description="De klant kan de aanvraag nog wijzigen.")
    INGEDIEND = strawberry.enum_value("ingediend", description="De aanvraag is binnen en wacht op een zaak.")
    GEREGISTREERD = strawberry.enum_value("geregistreerd", description="Van de aanvraag is een zaak gemaakt.")
    INGETROKKEN = strawberry.enum_value("ingetrokken", description="De klant heeft de aanvraag ingetrokken.")


@strawberry.enum(description="Waarom een aanvraag zo niet bewaard of ingediend kan worden.")
class Aanvraagfoutcode(Enum):
    VERPLICHT = strawberry.enum_value("verplicht", description="Een verplicht veld is niet ingevuld.")
    ONGELDIG_TYPE = strawberry.enum_value(
        "ongeldig_type", description="De waarde is niet van de gevraagde soort, zoals tekst of getal."
    )
    ONGELDIG_FORMAAT = strawberry.enum_value(
        "ongeldig_formaat", description="De waarde heeft niet de gevraagde vorm, zoals die van een datum."
    )
    ONGELDIGE_WAARDE = strawberry.enum_value(
        "ongeldige_waarde", description="De waarde is hier niet mogelijk, bijvoorbeeld geen van de keuzes."
    )
    BUITEN_BEREIK = strawberry.enum_value(
        "buiten_bereik", description="De waarde is te klein, te groot, te kort of te lang."
    )
    ONBEKEND_VELD = strawberry.enum_value("onbekend_veld", description="Het formulier heeft dit veld niet.")
    TE_GROOT = strawberry.enum_value("te_groot", description="De aanvraag is als geheel te groot.")
    NIET_VOOR_KLANTSOORT = strawberry.enum_value(
        "niet_voor_klantsoort", description="Het formulier is voor een andere soort klant."
    )
    NIET_MEER_TE_WIJZIGEN = strawberry.enum_value(
        "niet_meer_te_wijzigen", description="De aanvraag is geen concept meer."
    )
    SLEUTEL_HERGEBRUIKT = strawberry.enum_value(
        "sleutel_hergebruikt", description="De idempotentiesleutel is al voor iets anders gebruikt."
    )
    ONGELDIGE_SLEUTEL = strawberry.enum_value(
        "ongeldige_sleutel", description="De idempotentiesleutel is leeg of te lang."
    )


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde van een formulier.")
class Formulierstap:
    titel: str = strawberry.field(description="De titel van de bladzijde.")
    velden: list[str] = strawberry.field(description="De velden op de bladzijde, in volgorde.")


@strawberry.type(
    directives=[OPENBAAR], description="Een formulier waarmee een klant iets aanvraagt of meldt."
)
class Formulier:
    id: strawberry.ID = strawberry.field(description="De sleutel van het formulier.")
    titel: str = strawberry.field(description="De titel.")
    omschrijving: str = strawberry.field(description="Waar het formulier voor is.")
    klantsoorten: list[Klantsoort] = strawberry.field(description="Welke klanten het kunnen gebruiken.")
    trefwoorden: list[str] = strawberry.field(description="Woorden waarmee het formulier te vinden is.")
    schema: JSON = strawberry.field(description="De velden en hun regels, als JSON Schema 2020-12.")
    weergave: JSON = strawberry.field(
        description="Per veld wat het schema niet zegt: het soort invoer, automatisch aanvullen, hulptekst."
    )
    stappen: list[Formulierstap] = strawberry.field(
        description="De bladzijden van het formulier, in volgorde."
    )
    voorinvulbaar: list[str] = strawberry.field(
        description="De velden die na inloggen vooraf ingevuld kunnen worden."
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
            stappen=[Formulierstap(titel=stap.titel, velden=list(stap.velden)) for stap in formulier.stappen],
            voorinvulbaar=list(formulier.voorinvullen),
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met formulieren.")
class FormulierEdge(Edge[Formulier]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met formulieren.")
class FormulierConnection(Connection[FormulierEdge]):
    pass


@strawberry.federation.type(
    keys=["id"],
    directives=[INGELOGD, KLANT_OF_GEMACHTIGDE],
    description="Wat de gemeente voor een klant behandelt, van begin tot eind.",
)
class Zaak:
    id: strawberry.ID = strawberry.field(description="De sleutel van de zaak.")

    @strawberry.field(
        directives=PRIVE,
        description="De aanvraag waarmee de klant deze zaak begon, als dat via een formulier ging.",
    )
    async def aanvraag(
        self, info: Info
    ) -> Annotated["Aanvraag", strawberry.lazy("subgraphs.formulieren.types")] | None:
        found = await info.context.own.bij_zaken.load(self.id)
        return Aanvraag.of(found) if found else None

    @classmethod
    def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self:  # noqa: A002
        """Any zaak: what hangs on it here is the caller's own. Raises Unauthorized for nobody."""
        info.context.require_customer()
        return cls(id=id)


@strawberry.federation.type(
    keys=["id"], directives=PRIVE, description="Wat een klant met een formulier aanvraagt of meldt."
)
class Aanvraag:
    id: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    stand: Aanvraagstand = strawberry.field(description="Hoe ver de aanvraag is.")
    gegevens: JSON = strawberry.field(description="Wat de klant heeft ingevuld, per veld.")
    gestart_op: datetime = strawberry.field(description="Wanneer de klant begon.")
    gewijzigd_op: datetime = strawberry.field(description="Wanneer de aanvraag voor het laatst veranderde.")
    ingediend_op: datetime | None = strawberry.field(description="Wanneer de klant de aanvraag indiende.")
    zaak: Zaak | None = strawberry.field(
        description="De zaak die van de aanvraag is gemaakt; leeg zolang die er niet is."
    )
    formulier_id: strawberry.Private[str]

    @strawberry.field(description="Het formulier van de aanvraag.")
    async def formulier(self, info: Info) -> Formulier:
        found = await info.context.own.formulieren.load(self.formulier_id)
        if found is None:
            raise LookupError("an aanvraag without its formulier")
        return Formulier.of(found)

    @strawberry.field(description="Wat er nog aan een concept ontbreekt om het in te dienen.")
    async def openstaand(self, info: Info) -> list["Aanvraagfout"]:
        if self.stand is not Aanvraagstand.CONCEPT:
            return []
        found = await info.context.own.formulieren.load(self.formulier_id)
        if found is None:
            raise LookupError("an aanvraag without its formulier")
        return [Aanvraagfout.of(fout) for fout in validatie.fouten(found.schema, self.gegevens)]

    @classmethod
    def of(cls, aanvraag: domain.Aanvraag) -> Self:
        return cls(
            id=strawberry.ID(aanvraag.id),
            stand=Aanvraagstand[aanvraag.stand.name],
            gegevens=JSON(dict(aanvraag.gegevens)),
            gestart_op=aanvraag.gestart_op,
            gewijzigd_op=aanvraag.gewijzigd_op,
            ingediend_op=aanvraag.ingediend_op,
            zaak=Zaak(id=strawberry.ID(aanvraag.zaak_id)) if aanvraag.zaak_id else None,
            formulier_id=aanvraag.formulier_id,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self:  # noqa: A002
        """The aanvraag behind a key. Raises NotFound when it is not there or not the caller's."""
        found = await info.context.own.aanvragen.load(id)
        if found is None:
            raise NotFound("Deze aanvraag")
        return cls.of(found)


@strawberry.type(directives=PRIVE, description="Een plaats in de lijst met aanvragen.")
class AanvraagEdge(Edge[Aanvraag]):
    pass


@strawberry.type(directives=PRIVE, description="Een bladzijde met aanvragen.")
class AanvraagConnection(Connection[AanvraagEdge]):
    pass


@strawberry.type(directives=PRIVE, description="Wat er mis is met een aanvraag.")
class Aanvraagfout:
    code: Aanvraagfoutcode = strawberry.field(description="Wat voor fout het is.")
    veld: str | None = strawberry.field(
        description="Waar: een JSON Pointer in `gegevens` of in de invoer; leeg als het om het geheel gaat."
    )
    melding: str = strawberry.field(description="De fout in woorden voor de klant.")

    @classmethod
    def of(cls, fout: validatie.Fout) -> Self:
        return cls(code=Aanvraagfoutcode[fout.code.name], veld=fout.veld, melding=fout.melding)


@strawberry.type(directives=PRIVE, description="Wat er van een handeling met een aanvraag is gekomen.")
class AanvraagUitkomst:
    gelukt: bool = strawberry.field(description="Of gedaan is wat gevraagd werd.")
    aanvraag: Aanvraag | None = strawberry.field(description="De aanvraag zoals die nu is.")
    fouten: list[Aanvraagfout] = strawberry.field(
        description="Wat er mis is. Bij bewaren ook fouten die pas bij het indienen in de weg staan."
    )

    @classmethod
    def of(cls, uitkomst: Uitkomst) -> Self:
        return cls(
            gelukt=uitkomst.gelukt,
            aanvraag=Aanvraag.of(uitkomst.aanvraag) if uitkomst.aanvraag else None,
            fouten=[Aanvraagfout.of(fout) for fout in uitkomst.fouten],
        )
