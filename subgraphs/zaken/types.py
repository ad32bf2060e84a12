"""The GraphQL type Zaak, with all that hangs on it."""

from datetime import date
from enum import Enum
from typing import Self

import strawberry
import strawberry.federation

from subgraphs.service.cost import aanroepen
from subgraphs.service.errors import NotFound
from subgraphs.service.list_size import hoogstens
from subgraphs.zaken import voortgang as course
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.types_dossier import Opschorting, Verlenging, Zaakarchief, Zaakrol
from subgraphs.zaken.types_stukken import Besluit, Zaakdocument, Zaakresultaat
from subgraphs.zaken.types_voortgang import Voortgang, Zaakstatus
from subgraphs.zaken.types_zaaktype import Zaaktype


@strawberry.enum(description="Of een zaak nog loopt.")
class Zaakfase(Enum):
    LOPEND = strawberry.enum_value("lopend", description="De zaak is in behandeling.")
    AFGEROND = strawberry.enum_value("afgerond", description="De zaak is klaar.")


@strawberry.federation.type(
    keys=["id"],
    directives=PRIVE,
    description="Wat de gemeente voor een klant behandelt, van begin tot eind.",
)
class Zaak:
    id: strawberry.ID = strawberry.field(description="De sleutel van de zaak.")
    identificatie: str = strawberry.field(description="Het zaaknummer, om naar te verwijzen.")
    omschrijving: str = strawberry.field(description="Waar de zaak over gaat.")
    registratiedatum: date = strawberry.field(description="Wanneer de zaak is geregistreerd.")
    startdatum: date = strawberry.field(description="Wanneer de behandeling is begonnen.")
    einddatum: date | None = strawberry.field(description="Wanneer de zaak klaar was; leeg zolang hij loopt.")
    einddatum_gepland: date | None = strawberry.field(
        description="Wanneer de zaak volgens de planning klaar is, als er een planning is."
    )
    uiterlijke_einddatum_afdoening: date | None = strawberry.field(
        description="Wanneer de zaak volgens de wet uiterlijk klaar moet zijn."
    )
    opschorting: Opschorting | None = strawberry.field(
        description="Waarom de behandeling nu stilligt; leeg als dat niet zo is."
    )
    verlenging: Verlenging | None = strawberry.field(
        description="De verlenging van de behandeling; leeg als er geen is."
    )
    archief: Zaakarchief | None = strawberry.field(
        description="Hoe lang de zaak bewaard blijft; leeg zolang dat niet bekend is."
    )
    bron: strawberry.Private[domain.Zaak]

    @strawberry.field(description="Wat voor zaak het is.")
    async def zaaktype(self, info: Info) -> Zaaktype | None:
        return Zaaktype.of(await _zaaktype(self.bron, info))

    @strawberry.field(
        description="Wanneer de zaak klaar is volgens de servicenorm: wat de gemeente belooft. Leeg als er "
        "voor dit zaaktype geen belofte is."
    )
    async def einddatum_servicenorm(self, info: Info) -> date | None:
        return course.servicenorm(self.bron, await _zaaktype(self.bron, info))

    @strawberry.field(
        description="Wanneer de klant het einde mag verwachten: de planning, anders de servicenorm, anders "
        "de wettelijke termijn. Leeg als die alle drie voorbij zijn, en zolang de behandeling stilligt."
    )
    async def verwachte_einddatum(self, info: Info) -> date | None:
        zaaktype = await _zaaktype(self.bron, info)
        return course.verwachte_einddatum(self.bron, zaaktype, info.context.own.vandaag)

    @strawberry.field(
        description="Of de wettelijke termijn voorbij is terwijl de zaak nog loopt, en niet stilligt."
    )
    def termijn_verstreken(self, info: Info) -> bool:
        return course.termijn_verstreken(self.bron, info.context.own.vandaag)

    @strawberry.field(description="De laatste status.")
    async def status(self, info: Info) -> Zaakstatus | None:
        status = await info.context.own.laatste_statussen.load(self.id)
        return Zaakstatus.of(status) if status else None

    @strawberry.field(
        directives=[hoogstens(10), aanroepen(1, over=10)],
        description="Alle statussen die de zaak heeft gehad, de oudste eerst.",
    )
    async def statussen(self, info: Info) -> list[Zaakstatus] | None:
        return [Zaakstatus.of(status) for status in await info.context.own.statussen.load(self.id)]

    @strawberry.field(directives=[aanroepen(1)], description="Alle stappen van de zaak, en waar hij nu is.")
    async def voortgang(self, info: Info) -> Voortgang | None:
        readers = info.context.own
        soorten = await readers.statustypen.load(self.bron.zaaktype_id)
        return Voortgang.of(course.stappen(soorten, await readers.statussen.load(self.id)))

    @strawberry.field(description="Hoe de zaak is afgelopen.")
    async def resultaat(self, info: Info) -> Zaakresultaat | None:
        resultaat = await info.context.own.resultaten.load(self.id)
        return Zaakresultaat.of(resultaat) if resultaat else None

    @strawberry.field(
        directives=[hoogstens(20)],
        description="De documenten die voor de klant zijn vrijgegeven, de nieuwste eerst.",
    )
    async def documenten(self, info: Info) -> list[Zaakdocument] | None:
        return [Zaakdocument.of(document) for document in await info.context.own.documenten.load(self.id)]

    @strawberry.field(
        directives=[hoogstens(5), aanroepen(1, over=5)],
        description="De besluiten die zijn verzonden of gepubliceerd, de nieuwste eerst.",
    )
    async def besluiten(self, info: Info) -> list[Besluit] | None:
        return [Besluit.of(besluit) for besluit in await info.context.own.besluiten.load(self.id)]

    @strawberry.field(
        description="De zaak waar deze een deel van is; leeg als er geen is, of als die niet van de klant is."
    )
    async def hoofdzaak(self, info: Info) -> Self | None:
        hoofdzaak_id = self.bron.hoofdzaak_id
        zaak = await info.context.own.zaken.load(hoofdzaak_id) if hoofdzaak_id else None
        return type(self).of(zaak) if zaak else None

    @strawberry.field(
        directives=[hoogstens(10)],
        description="De delen van deze zaak, voor zover die ook van de klant zijn, de nieuwste eerst.",
    )
    async def deelzaken(self, info: Info) -> list[Self] | None:
        return [type(self).of(zaak) for zaak in await info.context.own.deelzaken.load(self.id)]

    @strawberry.field(
        directives=[hoogstens(10)], description="Wie er aan de zaak deelneemt, de klant zelf voorop."
    )
    async def rollen(self, info: Info) -> list[Zaakrol] | None:
        return [Zaakrol.of(rol) for rol in await info.context.own.rollen.load(self.id)]

    @classmethod
    def of(cls, zaak: domain.Zaak) -> Self:
        return cls(
            id=strawberry.ID(zaak.id),
            identificatie=zaak.identificatie,
            omschrijving=zaak.omschrijving,
            registratiedatum=zaak.registratiedatum,
            startdatum=zaak.startdatum,
            einddatum=zaak.einddatum,
            einddatum_gepland=zaak.einddatum_gepland,
            uiterlijke_einddatum_afdoening=zaak.uiterlijke_einddatum,
            opschorting=Opschorting.of(zaak.opschorting) if zaak.opschorting else None,
            verlenging=Verlenging.of(zaak.verlenging) if zaak.verlenging else None,
            archief=Zaakarchief.of(zaak.archief) if zaak.archief else None,
            bron=zaak,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self:  # noqa: A002
        """The zaak behind a key. Raises NotFound when it is not there or not the caller's."""
        zaak = await info.context.own.zaken.load(id)
        if zaak is None:
            raise NotFound("Deze zaak")
        return cls.of(zaak)


async def _zaaktype(zaak: domain.Zaak, info: Info) -> domain.Zaaktype:
    zaaktype = await info.context.own.zaaktypen.load(zaak.zaaktype_id)
    if zaaktype is None:
        raise LookupError("a zaak without its zaaktype")
    return zaaktype
