"""The GraphQL types of aanvragen, with their bijlagen and what becomes of them."""

from datetime import datetime
from enum import Enum
from typing import Annotated, Self

import strawberry
import strawberry.federation
from strawberry.scalars import JSON

from subgraphs.formulieren import aanvraag as domain
from subgraphs.formulieren import bijlage as bijlagen
from subgraphs.formulieren import formulier as catalogus
from subgraphs.formulieren.bestanden import SAMENVATTING, plaats
from subgraphs.formulieren.controle import indienfouten
from subgraphs.formulieren.prive import PRIVE
from subgraphs.formulieren.readers import Info
from subgraphs.formulieren.samenvatting import bevestigingstekst
from subgraphs.formulieren.types_formulier import Formulier
from subgraphs.formulieren.types_fout import Aanvraagfout
from subgraphs.formulieren.types_intrekking import Intrekking
from subgraphs.formulieren.types_voorinvulling import VoorgevuldVeld
from subgraphs.formulieren.uitkomst import Uitkomst
from subgraphs.formulieren.voorinvulbewijs import voorgevulde_velden
from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import INGELOGD, KLANT_OF_GEMACHTIGDE
from subgraphs.service.errors import NotFound
from subgraphs.service.list_size import hoogstens

SUBGRAPH = "formulieren"
"""What the gateway calls this subgraph, in the address of a file."""


@strawberry.enum(description="Hoe ver een aanvraag is.")
class Aanvraagstand(Enum):
    CONCEPT = strawberry.enum_value("concept", description="De klant kan de aanvraag nog wijzigen.")
    INGEDIEND = strawberry.enum_value("ingediend", description="De aanvraag is binnen en wacht op een zaak.")
    GEREGISTREERD = strawberry.enum_value("geregistreerd", description="Van de aanvraag is een zaak gemaakt.")
    INTREKKING_AANGEVRAAGD = strawberry.enum_value(
        "intrekking_aangevraagd",
        description="De klant trok in wat een zaak is of wordt; `intrekking` zegt wat daarvan komt.",
    )
    INGETROKKEN = strawberry.enum_value("ingetrokken", description="De klant heeft de aanvraag ingetrokken.")
    NIET_VERWERKT = strawberry.enum_value(
        "niet_verwerkt",
        description="De gemeente kon van de aanvraag geen zaak maken. De klant kan contact opnemen.",
    )


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


@strawberry.type(directives=PRIVE, description="Een bestand bij een aanvraag.")
class Aanvraagbijlage:
    id: strawberry.ID = strawberry.field(description="De sleutel van de bijlage.")
    soort: str = strawberry.field(description="De naam van de soort bijlage, zoals het formulier die noemt.")
    bestandsnaam: str = strawberry.field(description="Hoe de klant het bestand noemde.")
    toegevoegd_op: datetime = strawberry.field(description="Wanneer de klant de bijlage toevoegde.")
    ontvangen_op: datetime | None = strawberry.field(
        description="Wanneer het bestand binnenkwam; leeg zolang het er niet is."
    )
    formaat: str | None = strawberry.field(description="Wat het is, naar de inhoud: een mediatype.")
    grootte: int | None = strawberry.field(description="Het aantal bytes.")
    upload_url: str | None = strawberry.field(
        description="Het pad op de gateway waar het bestand met `PUT` naartoe gaat; leeg als het er al is."
    )
    download_url: str | None = strawberry.field(
        description="Het pad op de gateway waar het bestand te krijgen is; leeg zolang het er niet is."
    )

    @classmethod
    def of(cls, bijlage: bijlagen.Bijlage) -> Self:
        pad = plaats(SUBGRAPH, bijlage.id)
        return cls(
            id=strawberry.ID(bijlage.id),
            soort=bijlage.soort,
            bestandsnaam=bijlage.bestandsnaam,
            toegevoegd_op=bijlage.toegevoegd_op,
            ontvangen_op=bijlage.ontvangen_op,
            formaat=bijlage.formaat,
            grootte=bijlage.grootte,
            upload_url=None if bijlage.is_ontvangen else pad,
            download_url=pad if bijlage.is_ontvangen else None,
        )


@strawberry.type(directives=PRIVE, description="Wat de klant als bevestiging krijgt.")
class Aanvraagbevestiging:
    referentie: str = strawberry.field(
        description="Het nummer van de aanvraag, om te noemen bij contact: `A-7KQ2-M4XD-PB3R`."
    )
    tekst: str = strawberry.field(description="Wat de klant na het indienen leest.")
    samenvatting_url: str | None = strawberry.field(
        description="Het pad op de gateway van een samenvatting om te bewaren; leeg als die er niet meer is."
    )


@strawberry.federation.type(
    keys=["id"], directives=PRIVE, description="Wat een klant met een formulier aanvraagt of meldt."
)
class Aanvraag:
    id: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    bron: strawberry.Private[domain.Aanvraag]

    @strawberry.field(description="Hoe ver de aanvraag is.")
    def stand(self) -> Aanvraagstand:
        return Aanvraagstand[self.bron.stand.name]

    @strawberry.field(description="Wat de klant heeft ingevuld, per veld.")
    def gegevens(self) -> JSON:
        return JSON(dict(self.bron.gegevens))

    @strawberry.field(
        description="Wat daarvan uit registraties kwam, en waar elk gegeven vandaan is.",
        directives=[hoogstens(25)],
    )
    def voorgevuld(self) -> list[VoorgevuldVeld]:
        return [VoorgevuldVeld.of(one) for one in voorgevulde_velden(self.bron.voorinvulling)]

    @strawberry.field(description="Wanneer de klant begon.")
    def gestart_op(self) -> datetime:
        return self.bron.gestart_op

    @strawberry.field(description="Wanneer de aanvraag voor het laatst veranderde.")
    def gewijzigd_op(self) -> datetime:
        return self.bron.gewijzigd_op

    @strawberry.field(description="Wanneer de klant de aanvraag indiende.")
    def ingediend_op(self) -> datetime | None:
        return self.bron.ingediend_op

    @strawberry.field(
        description="Wanneer gegevens en bijlagen hier zijn gewist: de zaak heeft ze, of de klant trok in."
    )
    def gewist_op(self) -> datetime | None:
        return self.bron.gewist_op

    @strawberry.field(
        description="Wat er komt van het intrekken na indienen; leeg als de klant dat niet vroeg."
    )
    def intrekking(self) -> Intrekking | None:
        return Intrekking.of(self.bron)

    @strawberry.field(description="De zaak die van de aanvraag is gemaakt; leeg zolang die er niet is.")
    def zaak(self) -> Zaak | None:
        return Zaak(id=strawberry.ID(self.bron.zaak_id)) if self.bron.zaak_id else None

    @strawberry.field(description="Het formulier van de aanvraag.")
    async def formulier(self, info: Info) -> Formulier:
        return Formulier.of(await self._formulier(info))

    @strawberry.field(description="De bestanden bij de aanvraag.", directives=[hoogstens(10)])
    async def bijlagen(self, info: Info) -> list[Aanvraagbijlage]:
        return [Aanvraagbijlage.of(one) for one in await info.context.own.bijlagen.load(self.bron.id)]

    @strawberry.field(description="De bevestiging; leeg zolang de aanvraag niet is ingediend.")
    async def bevestiging(self, info: Info) -> Aanvraagbevestiging | None:
        if self.bron.referentie is None:
            return None
        naam = f"{SAMENVATTING}{self.bron.id}"
        return Aanvraagbevestiging(
            referentie=self.bron.referentie,
            tekst=bevestigingstekst(await self._formulier(info)),
            samenvatting_url=plaats(SUBGRAPH, naam) if self.bron.gewist_op is None else None,
        )

    @strawberry.field(
        description="Wat er nog aan een concept ontbreekt om het in te dienen.", directives=[hoogstens(25)]
    )
    async def openstaand(self, info: Info) -> list[Aanvraagfout]:
        if self.bron.stand is not domain.Stand.CONCEPT:
            return []
        own = info.context.own
        aanwezig = await own.bijlagen.load(self.bron.id)
        gevonden = indienfouten(await self._formulier(info), self.bron, aanwezig, own.clock())
        return [Aanvraagfout.of(fout) for fout in gevonden]

    async def _formulier(self, info: Info) -> catalogus.Formulier:
        found = await info.context.own.formulieren.load(self.bron.formulier_id)
        if found is None:
            raise LookupError("an aanvraag without its formulier")
        return found

    @classmethod
    def of(cls, aanvraag: domain.Aanvraag) -> Self:
        return cls(id=strawberry.ID(aanvraag.id), bron=aanvraag)

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


@strawberry.type(directives=PRIVE, description="Wat er van een handeling met een aanvraag is gekomen.")
class AanvraagUitkomst:
    gelukt: bool = strawberry.field(description="Of gedaan is wat gevraagd werd.")
    aanvraag: Aanvraag | None = strawberry.field(description="De aanvraag zoals die nu is.")
    fouten: list[Aanvraagfout] = strawberry.field(
        description="Wat er mis is. Bij bewaren ook fouten die pas bij het indienen in de weg staan.",
        directives=[hoogstens(25)],
    )
    bijlage: Aanvraagbijlage | None = strawberry.field(
        description="De bijlage die is toegevoegd, met de plaats waar het bestand naartoe gaat."
    )

    @classmethod
    def of(cls, uitkomst: Uitkomst) -> Self:
        return cls(
            gelukt=uitkomst.gelukt,
            aanvraag=Aanvraag.of(uitkomst.aanvraag) if uitkomst.aanvraag else None,
            fouten=[Aanvraagfout.of(fout) for fout in uitkomst.fouten],
            bijlage=Aanvraagbijlage.of(uitkomst.bijlage) if uitkomst.bijlage else None,
        )
