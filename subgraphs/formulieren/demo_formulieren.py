"""The forms of Voorbeeldstad: ten that municipalities really have, for each kind of customer."""

from auth.principal import Klantsoort
from subgraphs.formulieren.demo_velden import (
    ADRES,
    CONTACT,
    EMAIL,
    GEBOORTEDATUM,
    IBAN,
    KENTEKEN,
    LEIDINGGEVENDE,
    NAAM,
    ORGANISATIE,
    POSTCODE,
    STUKKEN,
    Pagina,
    Veld,
    als,
    bedrag,
    bijlage,
    datum,
    formulier,
    getal,
    is_gelijk,
    janee,
    keuze,
    tekst,
    tijd,
    vast,
    verhaal,
)

BURGER = frozenset({Klantsoort.BURGER})
ZAKELIJK = frozenset({Klantsoort.BEDRIJF, Klantsoort.INSTELLING})
IEDEREEN = frozenset(Klantsoort)
PARTNER = is_gelijk("partner", True)
INWONEND = is_gelijk("inwonend", True)

FORMULIEREN = (
    formulier(
        (
            "verhuizing-doorgeven",
            "Verhuizing doorgeven",
            "Geef uw verhuizing door vanaf vier weken voor tot vijf dagen na de verhuisdatum.",
        ),
        "verhuizing",
        BURGER,
        Pagina("Uw gegevens", (vast(NAAM), vast(GEBOORTEDATUM), *ADRES)),
        Pagina(
            "Uw nieuwe adres",
            (
                datum("verhuisdatum", "Verhuisdatum"),
                tekst("nieuweStraatnaam", "Straat", 80),
                getal("nieuwHuisnummer", "Huisnummer", 99999),
                tekst("nieuweHuisnummertoevoeging", "Letter of toevoeging", 10, verplicht=False),
                Veld("nieuwePostcode", POSTCODE),
                tekst("nieuweWoonplaats", "Woonplaats", 80),
                getal("aantalPersonen", "Met hoeveel personen verhuist u?", 20),
                janee("inwonend", "Gaat u bij iemand inwonen?"),
                *als(INWONEND, tekst("hoofdbewoner", "Naam van de hoofdbewoner")),
            ),
            (
                bijlage(
                    "toestemming",
                    "Toestemming van de hoofdbewoner",
                    "Een ondertekende verklaring.",
                    minstens=1,
                    als=INWONEND,
                ),
            ),
        ),
        Pagina("Contact", CONTACT),
    ),
    formulier(
        (
            "parkeervergunning-aanvragen",
            "Parkeervergunning aanvragen",
            "Vraag een vergunning aan om te parkeren in een gebied voor vergunninghouders.",
        ),
        "parkeervergunning",
        IEDEREEN,
        Pagina(
            "Voertuig en gebied",
            (
                KENTEKEN,
                keuze("zone", "Gebied", ("Binnenstad", "Station", "Havenkwartier")),
                datum("ingangsdatum", "Ingangsdatum"),
            ),
        ),
        Pagina("Contact", (NAAM, *CONTACT)),
    ),
    formulier(
        (
            "bijzondere-bijstand-aanvragen",
            "Bijzondere bijstand aanvragen",
            "Vraag een vergoeding aan voor noodzakelijke kosten die u niet zelf kunt betalen.",
        ),
        "bijzondere-bijstand",
        BURGER,
        Pagina("Uw gegevens", (vast(NAAM), vast(GEBOORTEDATUM), *ADRES, *CONTACT)),
        Pagina(
            "De kosten",
            (
                keuze(
                    "kostensoort",
                    "Waarvoor",
                    ("Medische kosten", "Woninginrichting", "Bewindvoering", "Anders"),
                ),
                verhaal("toelichting", "Waarom zijn deze kosten nodig?"),
                bedrag("bedrag", "Bedrag", 25000),
                janee("partner", "Hebt u een partner met wie u samenwoont?"),
                *als(PARTNER, tekst("naamPartner", "Naam van uw partner")),
                IBAN,
            ),
            (
                bijlage(
                    "inkomen",
                    "Bewijs van inkomen",
                    "Van de laatste drie maanden.",
                    minstens=1,
                    hoogstens=6,
                ),
                bijlage(
                    "inkomenPartner",
                    "Bewijs van inkomen van uw partner",
                    "Van de laatste drie maanden.",
                    minstens=1,
                    hoogstens=6,
                    als=PARTNER,
                ),
                bijlage("kosten", "Offerte of rekening", "Van de kosten die u vergoed wilt.", hoogstens=5),
            ),
        ),
    ),
    formulier(
        (
            "melding-openbare-ruimte-doen",
            "Melding openbare ruimte doen",
            "Meld een losse tegel, kapotte lantaarnpaal, afval of iets anders dat niet in orde is op straat.",
        ),
        "melding-openbare-ruimte",
        IEDEREEN,
        Pagina(
            "De melding",
            (
                keuze(
                    "categorie",
                    "Waar gaat het over?",
                    ("Wegdek", "Straatverlichting", "Afval", "Groen", "Overig"),
                ),
                verhaal("omschrijving", "Wat is er aan de hand?"),
                tekst("locatie", "Waar is het?"),
            ),
        ),
        Pagina("Contact", CONTACT),
    ),
    formulier(
        (
            "evenementenvergunning-aanvragen",
            "Evenementenvergunning aanvragen",
            "Vraag minstens acht weken van tevoren een vergunning aan voor uw evenement.",
        ),
        "evenementenvergunning",
        IEDEREEN,
        Pagina("Organisator", (NAAM, *CONTACT)),
        Pagina(
            "Het evenement",
            (
                tekst("evenement", "Naam van het evenement"),
                tekst("locatie", "Locatie"),
                datum("datum", "Datum"),
                Veld(
                    "begintijd",
                    {"type": "string", "title": "Begintijd", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
                ),
                Veld(
                    "eindtijd",
                    {"type": "string", "title": "Eindtijd", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"},
                ),
                getal("bezoekers", "Verwacht aantal bezoekers", 100000),
                janee("muziek", "Is er versterkte muziek?"),
                *als(is_gelijk("muziek", True), tijd("eindeMuziek", "Hoe laat stopt de muziek?")),
                janee("alcohol", "Wordt er alcohol geschonken?"),
                *als(
                    is_gelijk("alcohol", True),
                    tekst("leidinggevende", "Wie is verantwoordelijk voor het schenken?"),
                ),
            ),
            (
                bijlage(
                    "plattegrond",
                    "Plattegrond",
                    "Met podia, kramen, uitgangen en de route voor hulpdiensten.",
                    minstens=1,
                    hoogstens=3,
                    max_bytes=25_000_000,
                ),
            ),
        ),
    ),
    formulier(
        (
            "uittreksel-brp-aanvragen",
            "Uittreksel BRP aanvragen",
            "Vraag een bewijs aan van uw gegevens in de Basisregistratie Personen.",
        ),
        "uittreksel-brp",
        BURGER,
        Pagina(
            "Het uittreksel",
            (
                keuze(
                    "soort",
                    "Welk uittreksel?",
                    ("Adresgegevens", "Adreshistorie", "Burgerlijke staat", "Nationaliteit"),
                ),
                keuze("taal", "Taal", ("Nederlands", "Meertalig")),
                tekst("doel", "Waarvoor hebt u het nodig?"),
            ),
        ),
        Pagina("Verzending", (vast(NAAM), *ADRES, EMAIL)),
    ),
    formulier(
        (
            "bezwaar-maken",
            "Bezwaar maken",
            "Maak binnen zes weken bezwaar tegen een besluit van de gemeente.",
        ),
        "bezwaar",
        IEDEREEN,
        Pagina(
            "Het besluit",
            (
                tekst("kenmerk", "Kenmerk van het besluit", 40),
                datum("besluitdatum", "Datum van het besluit"),
                verhaal("gronden", "Waarom bent u het er niet mee eens?"),
                janee("horen", "Wilt u uw bezwaar mondeling toelichten?"),
            ),
            (
                bijlage("besluit", "Het besluit", "Waartegen u bezwaar maakt, als u het hebt."),
                bijlage("stukken", "Andere stukken", "Wat uw bezwaar steunt.", formaten=STUKKEN, hoogstens=5),
            ),
        ),
        Pagina("Contact", (NAAM, *CONTACT)),
    ),
    formulier(
        (
            "subsidie-aanvragen",
            "Subsidie aanvragen",
            "Vraag subsidie aan voor een activiteit die goed is voor de stad.",
        ),
        "subsidie",
        ZAKELIJK,
        Pagina("De organisatie", (*ORGANISATIE, *CONTACT)),
        Pagina(
            "De activiteit",
            (
                keuze("regeling", "Regeling", ("Cultuur", "Sport", "Buurt", "Duurzaamheid", "Jeugd")),
                verhaal("activiteit", "Wat gaat u doen, en voor wie?"),
                datum("begindatum", "Begindatum"),
                datum("einddatum", "Einddatum"),
                bedrag("bedrag", "Gevraagd bedrag", 1000000),
                IBAN,
            ),
            (
                bijlage("begroting", "Begroting", "Kosten en opbrengsten.", formaten=STUKKEN, minstens=1),
                bijlage("plan", "Activiteitenplan", "Wat, wanneer en voor wie.", formaten=STUKKEN),
            ),
        ),
    ),
    formulier(
        (
            "alcoholvergunning-aanvragen",
            "Alcoholvergunning aanvragen",
            "Vraag een vergunning aan om alcohol te schenken of te verkopen.",
        ),
        "alcoholvergunning",
        ZAKELIJK,
        Pagina("De organisatie", (*ORGANISATIE, *CONTACT)),
        Pagina(
            "De inrichting",
            (
                tekst("inrichting", "Naam en adres van de zaak"),
                keuze("soort", "Soort", ("Horeca", "Slijterij", "Sportkantine of buurthuis")),
                Veld(
                    "leidinggevenden",
                    {
                        "type": "array",
                        "title": "Leidinggevenden",
                        "minItems": 1,
                        "maxItems": 20,
                        "items": LEIDINGGEVENDE,
                    },
                ),
            ),
        ),
    ),
    formulier(
        (
            "woo-verzoek-indienen",
            "Woo-verzoek indienen",
            "Vraag de gemeente om informatie openbaar te maken.",
        ),
        "woo-verzoek",
        IEDEREEN,
        Pagina(
            "Uw verzoek",
            (
                tekst("onderwerp", "Onderwerp"),
                verhaal("verzoek", "Welke informatie zoekt u?"),
                datum("vanaf", "Documenten vanaf", verplicht=False),
                datum("tot", "Documenten tot", verplicht=False),
            ),
        ),
        Pagina("Contact", (NAAM, *CONTACT)),
    ),
)
