"""The GraphQL types of what a zaak leaves on paper: its documents, besluiten and resultaat."""

from datetime import date
from typing import Self
from urllib.parse import quote

import strawberry

from subgraphs.service.cost import aanroepen
from subgraphs.service.list_size import hoogstens
from subgraphs.zaken import zaak as domain
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info

BESTANDEN = "/bestanden/zaken"
"""Where the gateway hands out and takes in what this service has under /bestanden."""


def plaats(naam: str) -> str:
    """Where a client finds a file, or sends one: a path on the gateway."""
    return f"{BESTANDEN}/{quote(naam, safe='')}"


@strawberry.type(directives=PRIVE, description="Hoe een zaak is afgelopen.")
class Zaakresultaat:
    omschrijving: str = strawberry.field(description="Het resultaat.")
    toelichting: str = strawberry.field(description="Wat het resultaat voor de klant betekent.")

    @classmethod
    def of(cls, resultaat: domain.Resultaat) -> Self:
        return cls(omschrijving=resultaat.omschrijving, toelichting=resultaat.toelichting)


@strawberry.type(directives=PRIVE, description="Een document bij een zaak.")
class Zaakdocument:
    id: strawberry.ID = strawberry.field(description="De sleutel van het document.")
    identificatie: str = strawberry.field(description="Het kenmerk van het document.")
    titel: str = strawberry.field(description="De titel.")
    documenttype: str = strawberry.field(description="Wat voor document het is.")
    bestandsnaam: str = strawberry.field(description="De naam van het bestand.")
    formaat: str = strawberry.field(description="Het mediatype van het bestand.")
    bestandsomvang: int = strawberry.field(description="De grootte in bytes.")
    creatiedatum: date = strawberry.field(description="Wanneer het document is gemaakt.")
    download_url: str | None = strawberry.field(
        description="Waar de inhoud is op te halen: een pad op deze server, voor dezelfde klant met dezelfde "
        "inlog. Leeg als het document geen inhoud (meer) heeft."
    )

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
            download_url=plaats(document.id) if document.heeft_inhoud else None,
        )


@strawberry.type(
    directives=PRIVE, description="Een besluit dat in een zaak is genomen, en is verzonden of gepubliceerd."
)
class Besluit:
    zaak_id: strawberry.Private[str]
    id: strawberry.ID = strawberry.field(description="De sleutel van het besluit.")
    identificatie: str = strawberry.field(description="Het kenmerk van het besluit.")
    besluittype: str = strawberry.field(description="Wat voor besluit het is.")
    toelichting: str = strawberry.field(description="De uitleg bij het besluit.")
    datum: date = strawberry.field(description="Wanneer het besluit is genomen.")
    ingangsdatum: date = strawberry.field(description="Vanaf wanneer het besluit geldt.")
    vervaldatum: date | None = strawberry.field(description="Tot wanneer het besluit geldt.")
    verzenddatum: date | None = strawberry.field(description="Wanneer het besluit is verzonden.")
    publicatiedatum: date | None = strawberry.field(description="Wanneer het besluit is gepubliceerd.")
    uiterlijke_reactiedatum: date | None = strawberry.field(
        description="Tot en met wanneer de klant bezwaar of beroep kan instellen."
    )

    @strawberry.field(
        directives=[hoogstens(5), aanroepen(1, over=5)],
        description="De documenten waar het besluit in staat, voor zover ze bij de zaak zijn vrijgegeven.",
    )
    async def documenten(self, info: Info) -> list[Zaakdocument] | None:
        readers = info.context.own
        own = frozenset(await readers.besluitdocumenten.load(self.id))
        shown = await readers.documenten.load(self.zaak_id) if own else ()
        return [Zaakdocument.of(document) for document in shown if document.id in own]

    @classmethod
    def of(cls, besluit: domain.Besluit) -> Self:
        return cls(
            zaak_id=besluit.zaak_id,
            id=strawberry.ID(besluit.id),
            identificatie=besluit.identificatie,
            besluittype=besluit.besluittype,
            toelichting=besluit.toelichting,
            datum=besluit.datum,
            ingangsdatum=besluit.ingangsdatum,
            vervaldatum=besluit.vervaldatum,
            verzenddatum=besluit.verzenddatum,
            publicatiedatum=besluit.publicatiedatum,
            uiterlijke_reactiedatum=besluit.uiterlijke_reactiedatum,
        )
