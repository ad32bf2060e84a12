"""The GraphQL types that customers' data are made of: names, dates, addresses, contact data, provenance."""

from datetime import date, datetime
from enum import Enum
from typing import Annotated, Self

import strawberry

from subgraphs.persoonsgegevens import contact, klant
from subgraphs.persoonsgegevens.adressering import adresregel, postcode
from subgraphs.persoonsgegevens.registerdatum import in_woorden, volledige_datum
from subgraphs.service import inwoner
from subgraphs.service.directives import BURGER, KLANT
from subgraphs.service.list_size import hoogstens
from subgraphs.service.verwerking import INZAGE_GEGEVENS


@strawberry.enum(description="Waar gegevens vandaan komen.")
class Bron(Enum):
    MAGAZIJN = strawberry.enum_value("magazijn", description="Het gegevensmagazijn van de gemeente.")
    BRP = strawberry.enum_value("brp", description="De Basisregistratie Personen.")
    KVK = strawberry.enum_value("kvk", description="Het Handelsregister van de Kamer van Koophandel.")


@strawberry.enum(description="Het geslacht zoals het geregistreerd is.")
class Geslacht(Enum):
    MAN = strawberry.enum_value("M", description="Man.")
    VROUW = strawberry.enum_value("V", description="Vrouw.")
    ONBEKEND = strawberry.enum_value("O", description="Niet geregistreerd of onbekend.")


@strawberry.enum(description="Welke achternaam iemand gebruikt.")
class Naamgebruik(Enum):
    EIGEN = strawberry.enum_value("E", description="De eigen achternaam.")
    PARTNER_NA_EIGEN = strawberry.enum_value("N", description="De eigen achternaam, dan die van de partner.")
    PARTNER = strawberry.enum_value("P", description="De achternaam van de partner.")
    PARTNER_VOOR_EIGEN = strawberry.enum_value("V", description="De achternaam van de partner, dan de eigen.")


@strawberry.enum(description="Hoe een klant het liefst bericht krijgt.")
class Contactkanaal(Enum):
    EMAIL = strawberry.enum_value("email", description="Per e-mail.")
    TELEFOON = strawberry.enum_value("telefoon", description="Per telefoon of sms.")
    POST = strawberry.enum_value("post", description="Per post.")


@strawberry.type(
    directives=[KLANT, INZAGE_GEGEVENS],
    description="Waar een groep gegevens vandaan komt, en hoe zeker die is.",
)
class Herkomst:
    bron: Bron = strawberry.field(description="De bron die is geraadpleegd.")
    opgehaald_op: datetime = strawberry.field(description="Wanneer de gegevens bij de bron zijn opgehaald.")
    authentiek: bool = strawberry.field(
        description="Of de gegevens rechtstreeks uit de basisregistratie komen, en dus niet uit een kopie."
    )
    in_onderzoek: bool = strawberry.field(description="Of er een onderzoek loopt naar de juistheid.")
    uitgeweken: bool = strawberry.field(
        description="Of een bron die voorgaat niet (op tijd) antwoordde, en is uitgeweken naar deze."
    )

    @classmethod
    def van(cls, waarde: klant.Herkomst) -> Self:
        return cls(
            bron=Bron(waarde.bron),
            opgehaald_op=waarde.opgehaald_op,
            authentiek=waarde.authentiek,
            in_onderzoek=waarde.in_onderzoek,
            uitgeweken=waarde.uitgeweken,
        )


HERKOMST = "Waar deze groep gegevens vandaan komt."


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="De naam van een persoon.")
class Naam:
    voornamen: str | None = strawberry.field(description="Alle voornamen, met een spatie ertussen.")
    voorletters: str | None = strawberry.field(description="De eerste letter van elke voornaam, met punten.")
    voorvoegsel: str | None = strawberry.field(
        description="Wat aan de geslachtsnaam voorafgaat, zoals `van der`."
    )
    geslachtsnaam: str = strawberry.field(description="De eigen achternaam, zonder voorvoegsel.")
    volledige_naam: str = strawberry.field(
        description="Voornamen, voorvoegsel en geslachtsnaam achter elkaar."
    )
    aanduiding_naamgebruik: Naamgebruik | None = strawberry.field(
        description="Welke achternaam de persoon gebruikt; leeg bij verwanten."
    )
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(
        cls, naam: inwoner.Naam, herkomst: klant.Herkomst, gebruik: inwoner.Naamgebruik | None = None
    ) -> Self:
        return cls(
            voornamen=naam.voornamen or None,
            voorletters=naam.voorletters or None,
            voorvoegsel=naam.voorvoegsel or None,
            geslachtsnaam=naam.geslachtsnaam,
            volledige_naam=naam.volledig,
            aanduiding_naamgebruik=Naamgebruik(gebruik) if gebruik else None,
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Wanneer en waar iemand is geboren.")
class Geboorte:
    datum: date | None = strawberry.field(
        description="De geboortedatum; leeg als die niet volledig bekend is."
    )
    jaar: int | None = strawberry.field(description="Het geboortejaar, als dat bekend is.")
    maand: int | None = strawberry.field(description="De geboortemaand, als die bekend is.")
    lang_formaat: str = strawberry.field(description="De datum in woorden, zover bekend: `9 maart 1984`.")
    plaats: str | None = strawberry.field(description="De geboorteplaats.")
    land: str | None = strawberry.field(description="Het geboorteland.")
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(cls, geboorte: klant.Geboorte, herkomst: klant.Herkomst) -> Self:
        datum = geboorte.datum
        return cls(
            datum=volledige_datum(datum),
            jaar=datum.jaar,
            maand=datum.maand,
            lang_formaat=in_woorden(datum),
            plaats=geboorte.plaats,
            land=geboorte.land,
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.type(directives=[KLANT, INZAGE_GEGEVENS], description="Een adres in Nederland.")
class Adres:
    straatnaam: str = strawberry.field(description="De officiële straatnaam.")
    huisnummer: int = strawberry.field(description="Het huisnummer, zonder letter en toevoeging.")
    huisletter: str | None = strawberry.field(description="De letter bij het huisnummer.")
    huisnummertoevoeging: str | None = strawberry.field(description="De toevoeging bij het huisnummer.")
    postcode: str = strawberry.field(description="De postcode, zonder spatie: `1234AB`.")
    woonplaats: str = strawberry.field(description="De woonplaats.")
    volledig_adres: str = strawberry.field(description="Het adres op één regel.")
    nummeraanduiding_identificatie: str | None = strawberry.field(
        description="De sleutel van de nummeraanduiding in de BAG."
    )
    adresseerbaar_object_identificatie: str | None = strawberry.field(
        description="De sleutel van het verblijfsobject, de standplaats of de ligplaats in de BAG."
    )
    herkomst: Herkomst = strawberry.field(description=HERKOMST)

    @classmethod
    def van(cls, adres: inwoner.Adres, herkomst: klant.Herkomst) -> Self:
        return cls(
            straatnaam=adres.straat,
            huisnummer=adres.huisnummer,
            huisletter=adres.huisletter or None,
            huisnummertoevoeging=adres.toevoeging or None,
            postcode=adres.postcode,
            woonplaats=adres.woonplaats,
            volledig_adres=f"{adresregel(adres)}, {postcode(adres)} {adres.woonplaats}",
            nummeraanduiding_identificatie=adres.nummeraanduiding or None,
            adresseerbaar_object_identificatie=adres.adresseerbaar_object or None,
            herkomst=Herkomst.van(herkomst),
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Een adres buiten Nederland.")
class VerblijfplaatsBuitenland:
    land: str = strawberry.field(description="Het land.")
    regels: list[str] = strawberry.field(
        directives=[hoogstens(4)], description="De adresregels, zoals op een envelop."
    )
    herkomst: Herkomst = strawberry.field(description=HERKOMST)


@strawberry.type(
    directives=[BURGER, INZAGE_GEGEVENS], description="Een plek in Nederland die geen adres heeft."
)
class Locatie:
    locatiebeschrijving: str = strawberry.field(description="Waar de plek is, in woorden.")
    woonplaats: str | None = strawberry.field(
        description="De woonplaats waar de plek bij hoort; leeg als de bron die niet geeft."
    )
    herkomst: Herkomst = strawberry.field(description=HERKOMST)


@strawberry.type(
    directives=[BURGER, INZAGE_GEGEVENS], description="Het is niet bekend waar de persoon woont."
)
class VerblijfplaatsOnbekend:
    toelichting: str = strawberry.field(description="Wat de gemeente hierover weet.")
    herkomst: Herkomst = strawberry.field(description=HERKOMST)


Verblijfplaats = Annotated[
    Adres | VerblijfplaatsBuitenland | Locatie | VerblijfplaatsOnbekend,
    strawberry.union("Verblijfplaats", description="Waar iemand volgens de registratie woont."),
]


def verblijfplaats(
    verblijf: inwoner.Verblijf, herkomst: klant.Herkomst
) -> Adres | VerblijfplaatsBuitenland | Locatie | VerblijfplaatsOnbekend:
    """The member of the union for where someone lives."""
    if isinstance(verblijf, inwoner.Adres):
        return Adres.van(verblijf, herkomst)
    van = Herkomst.van(herkomst)
    if isinstance(verblijf, inwoner.Buitenland):
        return VerblijfplaatsBuitenland(land=verblijf.land, regels=list(verblijf.regels), herkomst=van)
    if isinstance(verblijf, inwoner.Locatie):
        return Locatie(
            locatiebeschrijving=verblijf.omschrijving, woonplaats=verblijf.woonplaats or None, herkomst=van
        )
    return VerblijfplaatsOnbekend(toelichting="Er is geen verblijfplaats geregistreerd.", herkomst=van)


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Hoe je iemand aanschrijft.")
class Adressering:
    aanhef: str = strawberry.field(description="De aanhef van een brief.")
    aanschrijfwijze: str = strawberry.field(description="De naam boven het adres.")
    gebruik_in_lopende_tekst: str = strawberry.field(description="De naam midden in een zin.")
    adresregel1: str | None = strawberry.field(description="De eerste adresregel: straat en huisnummer.")
    adresregel2: str | None = strawberry.field(description="De tweede adresregel: postcode en woonplaats.")
    adresregel3: str | None = strawberry.field(
        description="De derde adresregel, bij een adres in het buitenland."
    )
    land: str | None = strawberry.field(description="Het land; leeg voor Nederland.")

    @classmethod
    def van(cls, waarde: klant.Adressering) -> Self:
        regels = (*waarde.regels, None, None, None)
        return cls(
            aanhef=waarde.aanhef,
            aanschrijfwijze=waarde.aanschrijfwijze,
            gebruik_in_lopende_tekst=waarde.in_lopende_tekst,
            adresregel1=regels[0],
            adresregel2=regels[1],
            adresregel3=regels[2],
            land=waarde.land,
        )


@strawberry.type(
    directives=[BURGER, INZAGE_GEGEVENS],
    description="Dat en waarom iemands gegevens niet meer worden bijgehouden.",
)
class OpschortingBijhouding:
    code: str = strawberry.field(
        description="De reden in de landelijke tabel: `O` is overlijden, `E` emigratie, "
        "`M` ministerieel besluit."
    )
    reden: str = strawberry.field(description="De reden, in woorden: overlijden, emigratie.")
    datum: date | None = strawberry.field(description="Sinds wanneer; leeg als die niet volledig bekend is.")
    lang_formaat: str = strawberry.field(description="Die datum in woorden, zover bekend.")

    @classmethod
    def van(cls, waarde: klant.Opschorting) -> Self:
        return cls(
            code=waarde.code,
            reden=waarde.reden,
            datum=volledige_datum(waarde.datum),
            lang_formaat=in_woorden(waarde.datum),
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Wanneer en waar iemand is overleden.")
class Overlijden:
    datum: date | None = strawberry.field(
        description="De datum van overlijden; leeg als die niet volledig bekend is."
    )
    lang_formaat: str = strawberry.field(description="De datum in woorden, zover bekend.")
    plaats: str | None = strawberry.field(description="De plaats van overlijden.")
    land: str | None = strawberry.field(description="Het land van overlijden.")

    @classmethod
    def van(cls, waarde: klant.Overlijden) -> Self:
        return cls(
            datum=volledige_datum(waarde.datum),
            lang_formaat=in_woorden(waarde.datum),
            plaats=waarde.plaats,
            land=waarde.land,
        )


@strawberry.type(directives=[BURGER, INZAGE_GEGEVENS], description="Een Nederlandse gemeente.")
class Gemeente:
    code: str = strawberry.field(description="De gemeentecode; `1999` voor wie niet in Nederland woont.")
    naam: str = strawberry.field(description="De naam van de gemeente.")


@strawberry.type(directives=[KLANT, INZAGE_GEGEVENS], description="Hoe de gemeente een klant kan bereiken.")
class Contactgegevens:
    email: str | None = strawberry.field(description="Het e-mailadres.")
    telefoonnummer: str | None = strawberry.field(
        description="Het telefoonnummer met landnummer: `+31612345678`."
    )
    voorkeurskanaal: Contactkanaal = strawberry.field(description="Hoe de klant het liefst bericht krijgt.")
    gewijzigd_op: datetime | None = strawberry.field(
        description="Wanneer de klant deze gegevens voor het laatst wijzigde; leeg als dat nooit gebeurde."
    )
    email_geverifieerd_op: datetime | None = strawberry.field(
        description="Wanneer de klant het e-mailadres met een code bevestigde; leeg als dat niet is gebeurd."
    )
    telefoonnummer_geverifieerd_op: datetime | None = strawberry.field(
        description="Wanneer de klant het telefoonnummer met een code bevestigde."
    )

    @classmethod
    def van(cls, waarde: contact.Contactgegevens) -> Self:
        return cls(
            email=waarde.email,
            telefoonnummer=waarde.telefoonnummer,
            voorkeurskanaal=Contactkanaal(waarde.voorkeurskanaal),
            gewijzigd_op=waarde.gewijzigd_op,
            email_geverifieerd_op=waarde.email_geverifieerd_op,
            telefoonnummer_geverifieerd_op=waarde.telefoonnummer_geverifieerd_op,
        )
