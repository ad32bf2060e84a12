"""The GraphQL types of what is wrong with an aanvraag."""

from enum import Enum
from typing import Self

import strawberry

from subgraphs.formulieren import validatie
from subgraphs.formulieren.prive import PRIVE


@strawberry.enum(description="Waarom een aanvraag zo niet bewaard, ingediend of ingetrokken kan worden.")
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
    NIET_WIJZIGBAAR = strawberry.enum_value(
        "niet_wijzigbaar", description="De waarde wijkt af van een registratie, en is hier niet te wijzigen."
    )
    VOORINVULLING_NODIG = strawberry.enum_value(
        "voorinvulling_nodig",
        description="Het formulier heeft velden uit een registratie, en die zijn niet (pas) opgehaald.",
    )
    ONGELDIGE_VOORINVULLING = strawberry.enum_value(
        "ongeldige_voorinvulling", description="Het bewijs van voorinvulling is niet (meer) geldig."
    )
    ELDERS_IN_TE_VULLEN = strawberry.enum_value(
        "elders_in_te_vullen", description="Dit formulier wordt op een andere plek ingevuld: zie `startUrl`."
    )
    BIJLAGE_ONBEKEND = strawberry.enum_value(
        "bijlage_onbekend", description="Het formulier vraagt deze bijlage niet, of niet bij deze antwoorden."
    )
    BIJLAGE_TE_VEEL = strawberry.enum_value(
        "bijlage_te_veel", description="Er zijn al genoeg bijlagen van deze soort."
    )
    BIJLAGE_ONVOLLEDIG = strawberry.enum_value(
        "bijlage_onvolledig", description="Van een bijlage is het bestand nog niet binnen."
    )
    ZAAK_AFGEHANDELD = strawberry.enum_value(
        "zaak_afgehandeld", description="De zaak is al afgehandeld: er valt niets meer in te trekken."
    )
    TE_VEEL_CONCEPTEN = strawberry.enum_value(
        "te_veel_concepten", description="De klant heeft te veel aanvragen die niet zijn ingediend."
    )


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
