"""The GraphQL types of the zaken subgraph."""

from datetime import date, datetime
from enum import Enum
from typing import Self

import strawberry
import strawberry.federation

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.directives import INGELOGD, KLANT_OF_GEMACHTIGDE, OPENBAAR
from subgraphs.service.errors import NotFound
from subgraphs.service.scalars import Duration
from subgraphs.service.verwerking import INZAGE_ZAKEN
from subgraphs.zaken import voortgang as course
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.readers import Info

PRIVE = [INGELOGD, KLANT_OF_GEMACHTIGDE, INZAGE_ZAKEN]
"""For the logged-in customer, of whichever kind, and for who acts for them: the source chooses the zaken."""


@strawberry.enum(description="Of een zaak nog loopt.")
class Zaakfase(Enum):
    LOPEND = strawberry.enum_value("lopend", description="De zaak is in behandeling.")
    AFGEROND = strawberry.enum_value("afgerond", description="De zaak is klaar.")


@strawberry.enum(description="Waar een stap staat ten opzichte van de huidige.")
class Stapstand(Enum):
    AFGEROND = strawberry.enum_value("afgerond", description="Deze stap is klaar.")
    OVERGESLAGEN = strawberry.enum_value("overgeslagen", description="Deze stap was niet nodig.")
    HUIDIG = strawberry.enum_value("huidig", description="Hier is de zaak nu.")
    TE_DOEN = strawberry.enum_value("te_doen", description="Deze stap moet nog komen.")


@strawberry.type(directives=[OPENBAAR], description="Een stap in de behandeling van zaken van één soort.")
class Zaaktypestap:
    volgnummer: int = strawberry.field(description="De plaats in de volgorde, vanaf 1.")
    omschrijving: str = strawberry.field(description="De naam van de stap.")
    toelichting: str = strawberry.field(description="Wat de stap voor de klant betekent.")
    is_laatste: bool = strawberry.field(description="Of de zaak met deze stap klaar is.")


@strawberry.type(
    directives=[OPENBAAR], description="Een soort zaak: wat de gemeente behandelt, en binnen welke termijn."
)
class Zaaktype:
    id: strawberry.ID = strawberry.field(description="De sleutel van deze versie van het zaaktype.")
    identificatie: str = strawberry.field(description="De vaste naam van het zaaktype, in elke versie.")
    omschrijving: str = strawberry.field(description="Wat voor zaak het is.")
    doel: str = strawberry.field(description="Wat de gemeente met zo'n zaak wil bereiken.")
    aanleiding: str = strawberry.field(description="Waardoor zo'n zaak begint.")
    doorlooptijd: Duration = strawberry.field(description="De wettelijke termijn voor de behandeling.")
    servicenorm: Duration | None = strawberry.field(
        description="De termijn die de gemeente belooft; leeg als alleen de wettelijke termijn geldt."
    )
    trefwoorden: list[str] = strawberry.field(description="Woorden waarmee dit zaaktype te vinden is.")

    @strawberry.field(description="De stappen die zo'n zaak kan doorlopen, in volgorde.")
    async def stappen(self, info: Info) -> list[Zaaktypestap]:
        soorten = await info.context.own.statustypen.load(self.id)
        return [
            Zaaktypestap(
                volgnummer=soort.volgnummer,
                omschrijving=soort.omschrijving,
                toelichting=soort.toelichting,
                is_laatste=soort.is_eindstatus,
            )
            for soort in soorten
        ]

    @classmethod
    def of(cls, zaaktype: domain.Zaaktype) -> Self:
        return cls(
            id=strawberry.ID(zaaktype.id),
            identificatie=zaaktype.identificatie,
            omschrijving=zaaktype.omschrijving,
            doel=zaaktype.doel,
            aanleiding=zaaktype.aanleiding,
            doorlooptijd=Duration(zaaktype.doorlooptijd),
            servicenorm=Duration(zaaktype.servicenorm) if zaaktype.servicenorm else None,
            trefwoorden=list(zaaktype.trefwoorden),
        )


@strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst met zaaktypen.")
class ZaaktypeEdge(Edge[Zaaktype]):
    pass


@strawberry.type(directives=[OPENBAAR], description="Een bladzijde met zaaktypen.")
class ZaaktypeConnection(Connection[ZaaktypeEdge]):
    pass


@strawberry.type(directives=PRIVE, description="Een status die een zaak heeft bereikt.")
class Zaakstatus:
    omschrijving: str = strawberry.field(description="De naam van de status.")
    datum: datetime = strawberry.field(description="Wanneer de status is gezet.")
    toelichting: str = strawberry.field(description="Wat de status voor de klant betekent.")
    is_eindstatus: bool = strawberry.field(description="Of de zaak met deze status klaar is.")

    @classmethod
    def of(cls, status: domain.Status) -> Self:
        return cls(
            omschrijving=status.omschrijving,
            datum=status.datum,
            toelichting=status.toelichting,
            is_eindstatus=status.is_eindstatus,
        )


@strawberry.type(directives=PRIVE, description="Een stap in de behandeling van deze zaak.")
class Voortgangsstap:
    volgnummer: int = strawberry.field(description="De plaats in de volgorde, vanaf 1.")
    omschrijving: str = strawberry.field(description="De naam van de stap.")
    toelichting: str = strawberry.field(description="Wat de stap voor de klant betekent.")
    stand: Stapstand = strawberry.field(description="Of de stap klaar is, nu loopt of nog komt.")
    datum: datetime | None = strawberry.field(description="Wanneer de stap (het laatst) is bereikt.")


@strawberry.type(directives=PRIVE, description="Hoe ver een zaak is.")
class Voortgang:
    stappen: list[Voortgangsstap] = strawberry.field(description="Alle stappen van deze zaak, in volgorde.")

    @strawberry.field(description="De stap waar de zaak nu is; leeg als de zaak klaar is.")
    def huidige(self) -> Voortgangsstap | None:
        return next((stap for stap in self.stappen if stap.stand is Stapstand.HUIDIG), None)

    @strawberry.field(description="Het aantal stappen dat klaar of overgeslagen is.")
    def aantal_afgerond(self) -> int:
        return sum(stap.stand in {Stapstand.AFGEROND, Stapstand.OVERGESLAGEN} for stap in self.stappen)

    @classmethod
    def of(cls, stappen: tuple[course.Stap, ...]) -> Self:
        return cls(
            stappen=[
                Voortgangsstap(
                    volgnummer=stap.volgnummer,
                    omschrijving=stap.omschrijving,
                    toelichting=stap.toelichting,
                    stand=Stapstand[stap.stand.name],
                    datum=stap.datum,
                )
                for stap in stappen
            ]
        )


@strawberry.type(directives=PRIVE, description="Hoe een zaak is afgelopen.")
class Zaakresultaat:
    omschrijving: str = strawberry.field(description="Het resultaat.")
    toelichting: str = strawberry.field(description="Wat het resultaat voor de klant betekent.")

    @classmethod
    def of(cls, resultaat: domain.Resultaat) -> Self:
        return cls(omschrijving=resultaat.omschrijving, toelichting=resultaat.toelichting)


@strawberry.type(directives=PRIVE, description="Een document bij een zaak, zonder de inhoud.")
class Zaakdocument:
    id: strawberry.ID = strawberry.field(description="De sleutel van het document.")
    identificatie: str = strawberry.field(description="Het kenmerk van het document.")
    titel: str = strawberry.field(description="De titel.")
    documenttype: str = strawberry.field(description="Wat voor document het is.")
    bestandsnaam: str = strawberry.field(description="De naam van het bestand.")
    formaat: str = strawberry.field(description="Het mediatype van het bestand.")
    bestandsomvang: int = strawberry.field(description="De grootte in bytes.")
    creatiedatum: date = strawberry.field(description="Wanneer het document is gemaakt.")

    @classmethod
    def of(cls, document: domain.Document) -> Self:
        return cls(
            id=strawberry.ID(document.id),
            identificatie=document.identificatie,
            titel=document.titel,
            documenttype=document.documenttype,
            bestandsnaam=document.bestandsnaam,
            formaat=document.formaat,
            bestandsomvang=document.omvang,
            creatiedatum=document.creatiedatum,
        )


@strawberry.type(directives=PRIVE, description="Een besluit dat in een zaak is genomen en verzonden.")
class Besluit:
    id: strawberry.ID = strawberry.field(description="De sleutel van het besluit.")
    identificatie: str = strawberry.field(description="Het kenmerk van het besluit.")
    besluittype: str = strawberry.field(description="Wat voor besluit het is.")
    toelichting: str = strawberry.field(description="De uitleg bij het besluit.")
    datum: date = strawberry.field(description="Wanneer het besluit is genomen.")
    ingangsdatum: date = strawberry.field(description="Vanaf wanneer het besluit geldt.")
    vervaldatum: date | None = strawberry.field(description="Tot wanneer het besluit geldt.")
    verzenddatum: date = strawberry.field(description="Wanneer het besluit is verzonden.")
    uiterlijke_reactiedatum: date | None = strawberry.field(
        description="Tot en met wanneer de klant bezwaar of beroep kan instellen."
    )

    @classmethod
    def of(cls, besluit: domain.Besluit) -> Self:
        return cls(
            id=strawberry.ID(besluit.id),
            identificatie=besluit.identificatie,
            besluittype=besluit.besluittype,
            toelichting=besluit.toelichting,
            datum=besluit.datum,
            ingangsdatum=besluit.ingangsdatum,
            vervaldatum=besluit.vervaldatum,
            verzenddatum=besluit.verzenddatum,
            uiterlijke_reactiedatum=besluit.uiterlijke_reactiedatum,
        )


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
    uiterlijke_einddatum_afdoening: date = strawberry.field(
        description="Wanneer de zaak volgens de wet uiterlijk klaar moet zijn."
    )
    resultaat: Zaakresultaat | None = strawberry.field(description="Hoe de zaak is afgelopen.")
    bron: strawberry.Private[domain.Zaak]

    @strawberry.field(description="Wat voor zaak het is.")
    async def zaaktype(self, info: Info) -> Zaaktype:
        return Zaaktype.of(await _zaaktype(self.bron, info))

    @strawberry.field(
        description="Wanneer de klant het einde mag verwachten: de planning, anders de servicenorm, anders "
        "de wettelijke termijn. Leeg als die alle drie voorbij zijn."
    )
    async def verwachte_einddatum(self, info: Info) -> date | None:
        zaaktype = await _zaaktype(self.bron, info)
        return course.verwachte_einddatum(self.bron, zaaktype, info.context.own.vandaag)

    @strawberry.field(description="Of de wettelijke termijn voorbij is terwijl de zaak nog loopt.")
    def termijn_verstreken(self, info: Info) -> bool:
        return self.einddatum is None and self.uiterlijke_einddatum_afdoening < info.context.own.vandaag

    @strawberry.field(description="De laatste status.")
    async def status(self, info: Info) -> Zaakstatus | None:
        statussen = await info.context.own.statussen.load(self.id)
        return Zaakstatus.of(statussen[-1]) if statussen else None

    @strawberry.field(description="Alle statussen die de zaak heeft gehad, de oudste eerst.")
    async def statussen(self, info: Info) -> list[Zaakstatus]:
        return [Zaakstatus.of(status) for status in await info.context.own.statussen.load(self.id)]

    @strawberry.field(description="Alle stappen van de zaak, en waar hij nu is.")
    async def voortgang(self, info: Info) -> Voortgang:
        readers = info.context.own
        soorten = await readers.statustypen.load(self.bron.zaaktype_id)
        return Voortgang.of(course.stappen(soorten, await readers.statussen.load(self.id)))

    @strawberry.field(description="De documenten die voor de klant zijn vrijgegeven, de nieuwste eerst.")
    async def documenten(self, info: Info) -> list[Zaakdocument]:
        return [Zaakdocument.of(document) for document in await info.context.own.documenten.load(self.id)]

    @strawberry.field(description="De besluiten die aan de klant zijn verzonden, de nieuwste eerst.")
    async def besluiten(self, info: Info) -> list[Besluit]:
        return [Besluit.of(besluit) for besluit in await info.context.own.besluiten.load(self.id)]

    @classmethod
    def of(cls, zaak: domain.Zaak) -> Self:
        resultaat = zaak.resultaat
        return cls(
            id=strawberry.ID(zaak.id),
            identificatie=zaak.identificatie,
            omschrijving=zaak.omschrijving,
            registratiedatum=zaak.registratiedatum,
            startdatum=zaak.startdatum,
            einddatum=zaak.einddatum,
            einddatum_gepland=zaak.einddatum_gepland,
            uiterlijke_einddatum_afdoening=zaak.uiterlijke_einddatum,
            resultaat=Zaakresultaat.of(resultaat) if resultaat else None,
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
