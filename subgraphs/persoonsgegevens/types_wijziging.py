"""The GraphQL types of what customers change, or ask to have changed."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Self

import strawberry

from subgraphs.persoonsgegevens import contact
from subgraphs.persoonsgegevens.aanvraag import Aanvraag
from subgraphs.persoonsgegevens.adreswijziging import Adreswijziging
from subgraphs.persoonsgegevens.types_gegevens import Contactgegevens, Contactkanaal
from subgraphs.persoonsgegevens.types_klant import Klant
from subgraphs.persoonsgegevens.verificatie import Mislukt, Verificatie
from subgraphs.service.directives import KLANT
from subgraphs.service.errors import InvalidInput
from subgraphs.service.verwerking import AANVRAGEN, CONTACTGEGEVENS

SLEUTEL = (
    "Een zelf gekozen, unieke sleutel, zoals een UUID. Wie de opdracht met dezelfde sleutel herhaalt, krijgt "
    "hetzelfde antwoord en er gebeurt niets dubbel. Met een andere inhoud wordt die sleutel geweigerd."
)


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


@strawberry.input(description="Waar de code naartoe gaat.")
class VerificatieInput:
    kanaal: Contactkanaal = strawberry.field(description="Een e-mailadres of een telefoonnummer.")
    waarde: str = strawberry.field(description="Het adres of nummer dat de klant wil bevestigen.")


@strawberry.input(description="De code die de klant heeft ontvangen.")
class BevestigingInput:
    verificatie: strawberry.ID = strawberry.field(description="De sleutel van de verificatie.")
    code: str = strawberry.field(description="De zes cijfers uit het bericht.")


@strawberry.input(description="Het nieuwe adres, en vanaf wanneer.")
class AdreswijzigingInput:
    straatnaam: str = strawberry.field(description="De straat.")
    huisnummer: int = strawberry.field(description="Het huisnummer, zonder letter en toevoeging.")
    huisnummertoevoeging: str | None = strawberry.field(
        default=None, description="De letter of toevoeging bij het huisnummer."
    )
    postcode: str = strawberry.field(description="De postcode: `1234 AB`.")
    woonplaats: str = strawberry.field(description="De woonplaats.")
    verhuisdatum: date = strawberry.field(
        description="De eerste dag op het nieuwe adres; hoogstens vier weken vooruit."
    )
    aantal_personen: int = strawberry.field(
        default=1, description="Hoeveel mensen verhuizen, de klant meegeteld."
    )
    idempotentiesleutel: str = strawberry.field(description=SLEUTEL)

    def wijziging(self) -> Adreswijziging:
        return Adreswijziging(
            self.straatnaam,
            self.huisnummer,
            self.huisnummertoevoeging,
            self.postcode,
            self.woonplaats,
            self.verhuisdatum,
            self.aantal_personen,
        )


@strawberry.type(directives=[KLANT, CONTACTGEGEVENS], description="De wijziging is doorgevoerd.")
class Gewijzigd:
    klant: Klant = strawberry.field(description="De klant zoals die nu is.")
    contactgegevens: Contactgegevens = strawberry.field(description="De contactgegevens zoals ze nu zijn.")
    gewijzigd_op: datetime = strawberry.field(description="Wanneer de wijziging is doorgevoerd.")


@strawberry.type(
    directives=[KLANT, AANVRAGEN],
    description="De klant mag dit niet zelf wijzigen, maar wel vragen: er is een aanvraag van gemaakt.",
)
class AanvraagIngediend:
    aanvraag: strawberry.ID = strawberry.field(description="De sleutel van de aanvraag.")
    ingediend_op: datetime = strawberry.field(description="Wanneer de aanvraag is ingediend.")
    zaaktype: str = strawberry.field(description="De sleutel van het zaaktype waaronder die wordt behandeld.")
    zaak: strawberry.ID | None = strawberry.field(
        description="De sleutel van de zaak; leeg zolang die nog wordt geregistreerd."
    )

    @classmethod
    def van(cls, waarde: Aanvraag) -> Self:
        return cls(
            aanvraag=strawberry.ID(waarde.id),
            ingediend_op=waarde.ingediend_op,
            zaaktype=waarde.zaaktype,
            zaak=strawberry.ID(waarde.zaak_id) if waarde.zaak_id else None,
        )


@strawberry.type(directives=[KLANT, CONTACTGEGEVENS], description="De klant mag dit niet zelf wijzigen.")
class NietToegestaan:
    reden: str = strawberry.field(description="Waarom niet, in gewone taal.")
    wettelijke_grondslag: str | None = strawberry.field(description="De wet die dit regelt, als die er is.")


WijzigingResultaat = Annotated[
    Gewijzigd | AanvraagIngediend | NietToegestaan,
    strawberry.union("WijzigingResultaat", description="Wat er van een wijziging geworden is."),
]


@strawberry.type(directives=[KLANT, CONTACTGEGEVENS], description="Er is een code onderweg naar de klant.")
class VerificatieGestart:
    verificatie: strawberry.ID = strawberry.field(description="De sleutel om de code mee te bevestigen.")
    kanaal: Contactkanaal = strawberry.field(description="Hoe de code is verstuurd.")
    geldig_tot: datetime = strawberry.field(description="Tot wanneer de code gebruikt kan worden.")

    @classmethod
    def van(cls, waarde: Verificatie) -> Self:
        return cls(
            verificatie=strawberry.ID(waarde.id),
            kanaal=Contactkanaal(waarde.kanaal),
            geldig_tot=waarde.verloopt_op,
        )


VerificatieResultaat = Annotated[
    VerificatieGestart | NietToegestaan,
    strawberry.union("VerificatieResultaat", description="Of er een code is verstuurd."),
]


@strawberry.enum(description="Waarom een code niet is aangenomen.")
class VerificatieReden(Enum):
    ONBEKEND = strawberry.enum_value("onbekend", description="Er is geen verificatie met deze sleutel open.")
    VERLOPEN = strawberry.enum_value("verlopen", description="De code is te oud.")
    TE_VAAK = strawberry.enum_value("te_vaak", description="Er is te vaak een verkeerde code gegeven.")
    ONJUIST = strawberry.enum_value("onjuist", description="Dit is niet de code die is verstuurd.")


@strawberry.type(
    directives=[KLANT, CONTACTGEGEVENS], description="De code is niet aangenomen; er is niets gewijzigd."
)
class VerificatieMislukt:
    reden: VerificatieReden = strawberry.field(description="Waarom niet.")
    pogingen_over: int = strawberry.field(description="Hoe vaak het met deze code nog kan.")

    @classmethod
    def van(cls, waarde: Mislukt) -> Self:
        return cls(reden=VerificatieReden(waarde.reden), pogingen_over=waarde.over)


BevestigingResultaat = Annotated[
    Gewijzigd | VerificatieMislukt | NietToegestaan,
    strawberry.union("BevestigingResultaat", description="Of het adres of nummer nu bevestigd is."),
]
