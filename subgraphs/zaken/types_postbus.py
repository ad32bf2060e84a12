"""The GraphQL types of the postbus: taken, berichten and contactmomenten."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Self

import strawberry
from strawberry.scalars import JSON

from subgraphs.service.connection import Connection, Edge
from subgraphs.service.list_size import hoogstens
from subgraphs.zaken.postbus import bericht as b
from subgraphs.zaken.postbus import contactmoment as c
from subgraphs.zaken.postbus import taak as t
from subgraphs.zaken.postbus import taakproces as p
from subgraphs.zaken.postbus.bijlage import Bijlage, Bijlagekenmerk
from subgraphs.zaken.prive import PRIVE
from subgraphs.zaken.readers import Info
from subgraphs.zaken.types import Zaak
from subgraphs.zaken.types_stukken import plaats


@strawberry.enum(description="Hoe ver een taak is.")
class Taakstand(Enum):
    OPEN = strawberry.enum_value("open", description="De klant kan de taak doen.")
    VERLOPEN = strawberry.enum_value("verlopen", description="De klant deed de taak niet op tijd.")
    INGEDIEND = strawberry.enum_value("ingediend", description="De klant heeft de taak gedaan.")
    VERWERKT = strawberry.enum_value("verwerkt", description="De gemeente heeft het antwoord verwerkt.")
    GESLOTEN = strawberry.enum_value("gesloten", description="De taak hoeft niet meer.")


@strawberry.enum(description="Hoe een taak wordt gedaan.")
class Taaksoort(Enum):
    FORMULIER = strawberry.enum_value("formulier", description="Door vragen te beantwoorden.")
    LINK = strawberry.enum_value("link", description="Op een andere plaats: zie `url`.")
    BETALING = strawberry.enum_value("betaling", description="Door te betalen: zie `url`.")


@strawberry.enum(description="Waarom een antwoord op een taak niet is aangenomen.")
class Taakfoutcode(Enum):
    VERPLICHT = strawberry.enum_value("verplicht", description="Dit moet worden ingevuld.")
    ONGELDIG = strawberry.enum_value("ongeldig", description="Dit is niet goed ingevuld.")
    ONBEKEND_VELD = strawberry.enum_value("onbekend_veld", description="Dit is niet gevraagd.")
    TE_GROOT = strawberry.enum_value("te_groot", description="Het antwoord is te lang.")
    ONGELDIGE_SLEUTEL = strawberry.enum_value(
        "ongeldige_sleutel", description="De idempotentiesleutel is leeg, te lang of onleesbaar."
    )
    SLEUTEL_HERGEBRUIKT = strawberry.enum_value(
        "sleutel_hergebruikt", description="Met deze sleutel is iets anders geantwoord."
    )
    AL_BEANTWOORD = strawberry.enum_value("al_beantwoord", description="De taak is al gedaan.")
    WORDT_BEANTWOORD = strawberry.enum_value(
        "wordt_beantwoord", description="Iemand doet de taak op dit moment; kijk zo nog eens."
    )
    VERLOPEN = strawberry.enum_value("verlopen", description="De tijd voor de taak is voorbij.")
    GESLOTEN = strawberry.enum_value("gesloten", description="De taak hoeft niet meer.")
    ELDERS = strawberry.enum_value("elders", description="De taak is te doen op het adres in `url`.")


@strawberry.enum(description="Waar een bericht voor is.")
class Berichtsoort(Enum):
    NOTIFICATIE = strawberry.enum_value("notificatie", description="Het laat iets weten.")
    BETAALVERZOEK = strawberry.enum_value("betaalverzoek", description="Het vraagt te betalen.")
    UITNODIGING = strawberry.enum_value("uitnodiging", description="Het nodigt uit.")
    VERZOEK = strawberry.enum_value("verzoek", description="Het vraagt iets te doen.")
    OVERIG = strawberry.enum_value("overig", description="Iets anders: een soort die hier niet bekend is.")


@strawberry.enum(description="Wat een bericht van de klant vraagt.")
class Handelingsperspectief(Enum):
    BETALEN = strawberry.enum_value("betalen", description="Te betalen.")
    INFORMATIE_VERSTREKKEN = strawberry.enum_value(
        "informatie verstrekken", description="De gemeente iets te laten weten."
    )
    INFORMATIE_ONTVANGEN = strawberry.enum_value(
        "informatie ontvangen", description="Niets: het bericht is om te lezen."
    )


async def _zaak(info: Info, zaak_id: str | None) -> Zaak | None:
    """The zaak of something in the postbus, if the customer may see that."""
    found = await info.context.own.zaken.load(zaak_id) if zaak_id else None
    return None if found is None else Zaak.of(found)


@strawberry.type(directives=PRIVE, description="Iets dat de gemeente de klant vraagt te doen.")
class Taak:
    id: strawberry.ID = strawberry.field(description="De sleutel van de taak.")
    titel: str = strawberry.field(description="Wat er gevraagd wordt, in een paar woorden.")
    toelichting: str = strawberry.field(description="Waarom het gevraagd wordt, en hoe het gaat.")
    soort: Taaksoort = strawberry.field(description="Hoe de taak wordt gedaan.")
    stand: Taakstand = strawberry.field(description="Hoe ver de taak is.")
    verloopdatum: datetime | None = strawberry.field(
        description="Tot wanneer de taak te doen is; leeg als er geen einde aan is."
    )
    url: str | None = strawberry.field(description="Waar de taak te doen is, als dat niet hier is.")
    formulierkenmerk: str | None = strawberry.field(
        description="Hoe het formulier heet, als de vragen elders staan."
    )
    formulier: JSON | None = strawberry.field(
        description="De vragen, als JSON Schema (2020-12); leeg als die elders staan."
    )
    gegevens: JSON = strawberry.field(description="Wat er over de vragen al bekend is, als JSON-object.")
    zaak_id: strawberry.Private[str | None]

    @strawberry.field(description="De zaak waar de taak bij hoort, als de klant die mag zien.")
    async def zaak(self, info: Info) -> Zaak | None:
        return await _zaak(info, self.zaak_id)

    @classmethod
    def of(cls, taak: t.Taak) -> Self:
        return cls(
            id=strawberry.ID(taak.id),
            titel=taak.titel,
            toelichting=taak.toelichting,
            soort=Taaksoort[taak.soort.name],
            stand=Taakstand[taak.stand.name],
            verloopdatum=taak.verloopdatum,
            url=taak.url,
            formulierkenmerk=taak.formulierkenmerk,
            formulier=_json(taak.formulier),
            gegevens=JSON(dict(taak.gegevens)),
            zaak_id=taak.zaak_id,
        )


def _json(value: Mapping[str, Any] | None) -> JSON | None:
    return None if value is None else JSON(dict(value))


@strawberry.type(directives=PRIVE, description="Een plaats in de lijst met taken.")
class TaakEdge(Edge[Taak]):
    pass


@strawberry.type(directives=PRIVE, description="Een bladzijde met taken.")
class TaakConnection(Connection[TaakEdge]):
    pass


@strawberry.type(directives=PRIVE, description="Waarom een antwoord op een taak niet is aangenomen.")
class Taakfout:
    code: Taakfoutcode = strawberry.field(description="De reden, voor programma's.")
    melding: str = strawberry.field(description="De reden, voor de klant.")
    veld: str | None = strawberry.field(
        description="Over welk veld het gaat, als JSON Pointer; leeg als het over het geheel gaat."
    )


@strawberry.type(directives=PRIVE, description="Wat er van een antwoord op een taak is geworden.")
class TaakUitkomst:
    taak: Taak = strawberry.field(description="De taak zoals die nu is.")
    fouten: list[Taakfout] = strawberry.field(
        description="Waarom het antwoord niet is aangenomen; leeg als het is aangenomen.",
        directives=[hoogstens(20)],
    )

    @classmethod
    def of(cls, uitkomst: p.Uitkomst) -> Self:
        fouten = [
            Taakfout(code=Taakfoutcode[fout.code.name], melding=fout.melding, veld=fout.veld)
            for fout in uitkomst.fouten
        ]
        return cls(taak=Taak.of(uitkomst.taak), fouten=fouten)


@strawberry.type(directives=PRIVE, description="Een document bij een bericht.")
class Berichtbijlage:
    id: strawberry.ID = strawberry.field(description="De sleutel van de bijlage.")
    titel: str = strawberry.field(description="De titel.")
    bestandsnaam: str = strawberry.field(description="De naam van het bestand.")
    formaat: str = strawberry.field(description="Het mediatype van het bestand.")
    bestandsomvang: int = strawberry.field(description="De grootte in bytes.")
    download_url: str | None = strawberry.field(
        description="Waar de inhoud is op te halen: een pad op deze server, voor wie het bericht mag zien "
        "met dezelfde inlog. Leeg als de bijlage geen inhoud (meer) heeft."
    )

    @classmethod
    def of(cls, bericht_id: str, bijlage: Bijlage) -> Self:
        kenmerk = str(Bijlagekenmerk(bericht_id, bijlage.id))
        return cls(
            id=strawberry.ID(kenmerk),
            titel=bijlage.titel,
            bestandsnaam=bijlage.bestandsnaam,
            formaat=bijlage.formaat,
            bestandsomvang=bijlage.omvang,
            download_url=plaats(kenmerk) if bijlage.heeft_inhoud else None,
        )


@strawberry.type(directives=PRIVE, description="Een bericht van de gemeente aan de klant.")
class Bericht:
    id: strawberry.ID = strawberry.field(description="De sleutel van het bericht.")
    onderwerp: str = strawberry.field(description="Waar het bericht over gaat.")
    tekst: str = strawberry.field(description="Het bericht zelf, als platte tekst.")
    soort: Berichtsoort = strawberry.field(description="Waar het bericht voor is.")
    gepubliceerd_op: datetime = strawberry.field(description="Sinds wanneer het bericht te lezen is.")
    uiterlijk_op: date | None = strawberry.field(
        description="De laatste dag om te doen wat het bericht vraagt."
    )
    gelezen: bool = strawberry.field(
        description="Of het bericht als gelezen is gemeld. Wie namens de klant handelt, ziet of dat door "
        "hem of haar zelf is gedaan."
    )
    handelingsperspectief: Handelingsperspectief | None = strawberry.field(
        description="Wat het bericht van de klant vraagt, uiterlijk op `uiterlijkOp`; leeg als dat niet is "
        "gezegd."
    )
    bericht: strawberry.Private[b.Bericht]

    @strawberry.field(description="De zaak waar het bericht bij hoort, als de klant die mag zien.")
    async def zaak(self, info: Info) -> Zaak | None:
        return await _zaak(info, self.bericht.zaak_id)

    @strawberry.field(
        directives=[hoogstens(5)],
        description="De documenten bij het bericht, voor zover ze zijn vrijgegeven.",
    )
    async def bijlagen(self, info: Info) -> list[Berichtbijlage] | None:
        found = await info.context.own.bijlagen.load(self.bericht) if self.bericht.bijlagen else ()
        return [Berichtbijlage.of(self.bericht.id, bijlage) for bijlage in found]

    @classmethod
    def of(cls, bericht: b.Bericht) -> Self:
        return cls(
            id=strawberry.ID(bericht.id),
            onderwerp=bericht.onderwerp,
            tekst=bericht.tekst,
            soort=Berichtsoort[bericht.soort.name],
            gepubliceerd_op=bericht.gepubliceerd_op,
            uiterlijk_op=bericht.uiterlijk_op,
            gelezen=bericht.gelezen,
            handelingsperspectief=(
                Handelingsperspectief[bericht.handelingsperspectief.name]
                if bericht.handelingsperspectief
                else None
            ),
            bericht=bericht,
        )


@strawberry.type(directives=PRIVE, description="Een plaats in de lijst met berichten.")
class BerichtEdge(Edge[Bericht]):
    pass


@strawberry.type(directives=PRIVE, description="Een bladzijde met berichten.")
class BerichtConnection(Connection[BerichtEdge]):
    pass


@strawberry.type(directives=PRIVE, description="Een eerder contact tussen de klant en de gemeente.")
class Contactmoment:
    id: strawberry.ID = strawberry.field(description="De sleutel van het contactmoment.")
    kanaal: str = strawberry.field(description="Hoe het contact ging, zoals telefoon, balie of e-mail.")
    onderwerp: str = strawberry.field(description="Waar het over ging.")
    inhoud: str = strawberry.field(description="Wat er is gevraagd of gezegd.")
    reactie: str = strawberry.field(description="Wat de gemeente daarop heeft geantwoord.")
    moment: datetime = strawberry.field(description="Wanneer het contact was.")
    zaak_id: strawberry.Private[str | None]

    @strawberry.field(description="De zaak waar het over ging, als de klant die mag zien.")
    async def zaak(self, info: Info) -> Zaak | None:
        return await _zaak(info, self.zaak_id)

    @classmethod
    def of(cls, contact: c.Contactmoment) -> Self:
        return cls(
            id=strawberry.ID(contact.id),
            kanaal=contact.kanaal,
            onderwerp=contact.onderwerp,
            inhoud=contact.inhoud,
            reactie=contact.reactie,
            moment=contact.moment,
            zaak_id=contact.zaak_id,
        )


@strawberry.type(directives=PRIVE, description="Een plaats in de lijst met contactmomenten.")
class ContactmomentEdge(Edge[Contactmoment]):
    pass


@strawberry.type(directives=PRIVE, description="Een bladzijde met contactmomenten.")
class ContactmomentConnection(Connection[ContactmomentEdge]):
    pass
