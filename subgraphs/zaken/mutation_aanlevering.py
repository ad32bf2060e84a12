"""What a customer does to add a document to a zaak that runs."""

from typing import Annotated, Self

import strawberry

from subgraphs.service.cost import aanroepen
from subgraphs.service.directives import INGELOGD, KLANT
from subgraphs.service.list_size import hoogstens
from subgraphs.service.verwerking import AANVRAGEN
from subgraphs.zaken.aanlevering.aanlevering import EISEN, Aanlevering, Nieuw
from subgraphs.zaken.readers import Info
from subgraphs.zaken.source import Inzage
from subgraphs.zaken.types_stukken import plaats

VAN_DE_KLANT = [INGELOGD, KLANT, AANVRAGEN]
"""For customers in person: who acts for them looks at their zaken, and adds nothing to them."""


@strawberry.input(description="Een document dat de klant aan een lopende zaak toevoegt.")
class ZaakdocumentAanleverenInput:
    zaak: strawberry.ID = strawberry.field(description="De sleutel van de zaak.")
    titel: str = strawberry.field(description="Wat het is, in hoogstens 200 tekens.")
    bestandsnaam: str = strawberry.field(description="De naam van het bestand, in hoogstens 200 tekens.")
    idempotentiesleutel: str = strawberry.field(
        description="Een zelf gekozen, unieke sleutel, zoals een UUID. Wie met dezelfde sleutel herhaalt, "
        "krijgt dezelfde plaats."
    )


@strawberry.type(directives=VAN_DE_KLANT, description="De plaats voor een bestand bij een zaak.")
class Zaakdocumentplaats:
    upload_url: str = strawberry.field(
        description="Waar het bestand heen moet, met PUT: een pad op deze server, voor dezelfde klant met "
        "dezelfde inlog. Het antwoord heeft de sleutel van het document."
    )
    ontvangen: bool = strawberry.field(description="Of het bestand er al is.")
    max_bytes: int = strawberry.field(description="Hoe groot het bestand mag zijn.")
    formaten: list[str] = strawberry.field(
        directives=[hoogstens(10)], description="Welke mediatypen het mag hebben, naar de inhoud."
    )

    @classmethod
    def of(cls, aanlevering: Aanlevering) -> Self:
        return cls(
            upload_url=plaats(aanlevering.id),
            ontvangen=aanlevering.document_id is not None,
            max_bytes=EISEN.max_bytes,
            formaten=list(EISEN.formaten),
        )


@strawberry.type
class AanleverMutation:
    @strawberry.mutation(
        directives=[*VAN_DE_KLANT, aanroepen(2)],
        description="Maak plaats voor een document bij een lopende zaak van de ingelogde klant.",
    )
    async def zaakdocument_aanleveren(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            ZaakdocumentAanleverenInput, strawberry.argument(description="De invoer.")
        ],
    ) -> Zaakdocumentplaats | None:
        inzage = Inzage.van(info.context.require_customer())
        nieuw = Nieuw(input.zaak, input.titel, input.bestandsnaam, input.idempotentiesleutel)
        return Zaakdocumentplaats.of(await info.context.own.aanlevering.kondig_aan(inzage, nieuw))
