"""The zaaktypen of Voorbeeldstad, in the words that a municipality uses to its customers."""

from dataclasses import dataclass

from auth.principal import Klantsoort
from subgraphs.service.diensten import Dienst

BURGER = frozenset({Klantsoort.BURGER})
ZAKELIJK = frozenset({Klantsoort.BEDRIJF, Klantsoort.INSTELLING})
IEDEREEN = frozenset(Klantsoort)

Stap = tuple[str, str]
"""A step: its name and what it means for the customer."""

ONTVANGEN: Stap = ("Ontvangen", "Wij hebben uw aanvraag ontvangen en geregistreerd.")
COMPLEET: Stap = ("Volledigheid beoordelen", "Wij bekijken of uw aanvraag compleet is.")
AANVULLEN: Stap = ("Wachten op aanvulling", "Wij hebben u om aanvullende gegevens gevraagd.")
INHOUD: Stap = ("Inhoudelijk beoordelen", "Een medewerker beoordeelt uw aanvraag.")
BESLUIT: Stap = ("Besluit genomen", "Er is een besluit. U ontvangt het bericht bij uw documenten.")
AFGEHANDELD: Stap = ("Afgehandeld", "De behandeling is klaar.")


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """A zaaktype with what is needed to make believable zaken of it.

    `resultaten`: outcome and its explanation, the usual one first. `besluit` names the decision that ends the
    zaak, if one does. `dienst` is for whom acts for a customer; None where no mandate can be given.
    `onderwerpen` fill the description of a zaak; `{adres}` and `{jaar}` are filled in.
    `gewicht` is how often it occurs, relative to the others.
    """

    identificatie: str
    omschrijving: str
    doel: str
    aanleiding: str
    doorlooptijd: str
    servicenorm: str | None
    klantsoorten: frozenset[Klantsoort]
    gewicht: int
    stappen: tuple[Stap, ...]
    resultaten: tuple[Stap, ...]
    onderwerpen: tuple[str, ...]
    trefwoorden: tuple[str, ...]
    bijlagen: tuple[str, ...] = ()
    besluit: str | None = None
    extern: bool = True
    dienst: Dienst | None = None


VERLEEND = (
    ("Verleend", "Uw aanvraag is toegekend."),
    ("Geweigerd", "Uw aanvraag is afgewezen. In de brief leest u waarom en hoe u bezwaar maakt."),
)

OMGEVINGSVERGUNNING = Voorbeeld(
    "omgevingsvergunning",
    "Omgevingsvergunning",
    "Beslissen of een bouwplan of andere activiteit in de fysieke leefomgeving is toegestaan.",
    "Een aanvraag via het Omgevingsloket.",
    "P8W",
    "P7W",
    IEDEREEN,
    5,
    (ONTVANGEN, COMPLEET, AANVULLEN, INHOUD, BESLUIT),
    VERLEEND,
    (
        "Dakkapel plaatsen op {adres}",
        "Aanbouw aan de achterzijde van {adres}",
        "Kappen van een esdoorn bij {adres}",
        "Plaatsen van zonnepanelen op een monument, {adres}",
        "Wijzigen van de gevel van {adres}",
        "Aanleggen van een uitrit bij {adres}",
    ),
    ("bouwen", "verbouwen", "kappen", "uitrit", "monument"),
    ("Situatietekening", "Bouwtekening gevels en plattegronden", "Foto's van de bestaande situatie"),
    "Besluit omgevingsvergunning",
    dienst=Dienst.VERGUNNINGEN,
)
PARKEERVERGUNNING = Voorbeeld(
    "parkeervergunning",
    "Parkeervergunning",
    "Bewoners en bedrijven laten parkeren in een gebied voor vergunninghouders.",
    "Een aanvraag van een bewoner of ondernemer.",
    "P8W",
    "P1W",
    IEDEREEN,
    9,
    (ONTVANGEN, INHOUD, BESLUIT),
    VERLEEND,
    (
        "Parkeervergunning zone Binnenstad",
        "Parkeervergunning zone Stationskwartier",
        "Tweede parkeervergunning {adres}",
    ),
    ("parkeren", "auto", "vergunning", "kenteken"),
    ("Kopie kentekenbewijs",),
    "Besluit parkeervergunning",
    dienst=Dienst.VERGUNNINGEN,
)
VERHUIZING = Voorbeeld(
    "verhuizing",
    "Verhuizing",
    "Een adreswijziging verwerken in de Basisregistratie Personen.",
    "Een aangifte van verhuizing.",
    "P4W",
    "P5D",
    BURGER,
    8,
    (ONTVANGEN, INHOUD, AFGEHANDELD),
    (
        ("Verwerkt", "Uw nieuwe adres staat in de Basisregistratie Personen."),
        ("Niet verwerkt", "Wij konden uw verhuizing niet verwerken. In de brief leest u waarom."),
    ),
    ("Verhuizing binnen de gemeente naar {adres}", "Verhuizing vanuit een andere gemeente naar {adres}"),
    ("verhuizen", "adres", "BRP", "inwonen"),
    ("Huurovereenkomst nieuwe woning",),
    dienst=Dienst.BURGERZAKEN,
)
BIJZONDERE_BIJSTAND = Voorbeeld(
    "bijzondere-bijstand",
    "Bijzondere bijstand",
    "Inwoners met een laag inkomen helpen bij noodzakelijke, bijzondere kosten.",
    "Een aanvraag van een inwoner.",
    "P8W",
    "P4W",
    BURGER,
    5,
    (ONTVANGEN, COMPLEET, AANVULLEN, INHOUD, BESLUIT),
    (
        ("Toegekend", "U krijgt een vergoeding."),
        ("Afgewezen", "U krijgt geen vergoeding. In de brief leest u waarom en hoe u bezwaar maakt."),
    ),
    ("Vergoeding voor een wasmachine", "Vergoeding voor een bril", "Kosten van bewindvoering {jaar}"),
    ("bijstand", "vergoeding", "laag inkomen", "kosten"),
    ("Bankafschriften laatste drie maanden", "Offerte"),
    "Beschikking bijzondere bijstand",
    dienst=Dienst.WERK_EN_INKOMEN,
)
MELDING = Voorbeeld(
    "melding-openbare-ruimte",
    "Melding openbare ruimte",
    "Gebreken en overlast in de openbare ruimte verhelpen.",
    "Een melding van een inwoner, bedrijf of instelling.",
    "P6W",
    "P5D",
    IEDEREEN,
    10,
    (
        ("Gemeld", "Wij hebben uw melding ontvangen."),
        ("Ingepland", "Het werk is ingepland bij de wijkploeg."),
        ("Opgelost", "De melding is afgehandeld."),
    ),
    (
        ("Opgelost", "Het probleem is verholpen."),
        ("Niet voor de gemeente", "De plek is niet van de gemeente. Wij hebben de beheerder ingelicht."),
    ),
    (
        "Losse stoeptegel bij {adres}",
        "Kapotte lantaarnpaal bij {adres}",
        "Grofvuil naast de container bij {adres}",
        "Overhangend groen bij {adres}",
        "Gat in het wegdek bij {adres}",
    ),
    ("melding", "straatverlichting", "afval", "stoep", "groen"),
    ("Foto van de situatie",),
)
EVENEMENT = Voorbeeld(
    "evenementenvergunning",
    "Evenementenvergunning",
    "Evenementen veilig en zonder onnodige hinder laten verlopen.",
    "Een aanvraag van een organisator.",
    "P8W",
    "P6W",
    IEDEREEN,
    4,
    (
        ONTVANGEN,
        COMPLEET,
        AANVULLEN,
        ("Advies hulpdiensten", "Politie, brandweer en GHOR adviseren over uw evenement."),
        BESLUIT,
    ),
    VERLEEND,
    (
        "Straatfeest {adres}",
        "Buurtbarbecue {adres}",
        "Braderie winkelcentrum {jaar}",
        "Muziekavond op het Marktplein {jaar}",
    ),
    ("evenement", "feest", "markt", "muziek"),
    ("Plattegrond van het terrein", "Veiligheidsplan"),
    "Besluit evenementenvergunning",
    dienst=Dienst.VERGUNNINGEN,
)
UITTREKSEL = Voorbeeld(
    "uittreksel-brp",
    "Uittreksel BRP",
    "Een bewijs geven van wat in de Basisregistratie Personen staat.",
    "Een aanvraag van een inwoner.",
    "P4W",
    "P3D",
    BURGER,
    7,
    (ONTVANGEN, ("In behandeling", "Wij maken uw uittreksel."), AFGEHANDELD),
    (("Verstrekt", "Het uittreksel is verzonden."),),
    (
        "Uittreksel BRP met adresgegevens",
        "Uittreksel BRP met adreshistorie",
        "Uittreksel BRP met burgerlijke staat",
    ),
    ("uittreksel", "BRP", "bewijs", "woonadres"),
    dienst=Dienst.BURGERZAKEN,
)
BEZWAAR = Voorbeeld(
    "bezwaar",
    "Bezwaar",
    "Een besluit van de gemeente heroverwegen.",
    "Een bezwaarschrift tegen een besluit.",
    "P12W",
    "P10W",
    IEDEREEN,
    4,
    (
        ONTVANGEN,
        ("Ontvankelijkheid beoordelen", "Wij bekijken of uw bezwaar aan de wettelijke eisen voldoet."),
        ("Hoorzitting", "U kunt uw bezwaar toelichten bij de commissie bezwaarschriften."),
        ("Advies van de commissie", "De commissie heeft advies uitgebracht."),
        ("Beslissing op bezwaar", "Er is op uw bezwaar beslist."),
    ),
    (
        ("Ongegrond", "Het besluit blijft in stand. In de brief leest u hoe u in beroep gaat."),
        ("Gegrond", "Het besluit is herzien."),
        ("Niet-ontvankelijk", "Uw bezwaar kon niet inhoudelijk worden behandeld."),
    ),
    (
        "Bezwaar tegen de WOZ-waarde van {adres}",
        "Bezwaar tegen een geweigerde vergunning",
        "Bezwaar tegen een naheffing parkeren",
    ),
    ("bezwaar", "besluit", "heroverwegen"),
    ("Bezwaarschrift", "Kopie van het bestreden besluit"),
    "Beslissing op bezwaar",
)
SUBSIDIE = Voorbeeld(
    "subsidie",
    "Subsidie",
    "Activiteiten die goed zijn voor de stad financieel ondersteunen.",
    "Een aanvraag van een organisatie.",
    "P13W",
    "P8W",
    ZAKELIJK,
    6,
    (ONTVANGEN, COMPLEET, AANVULLEN, INHOUD, BESLUIT),
    VERLEEND,
    (
        "Buurtinitiatief groen {jaar}",
        "Jeugdactiviteiten {jaar}",
        "Verduurzaming clubgebouw",
        "Cultuureducatie {jaar}",
    ),
    ("subsidie", "vereniging", "cultuur", "sport", "duurzaamheid"),
    ("Begroting", "Activiteitenplan"),
    "Besluit op subsidieaanvraag",
)
ALCOHOLVERGUNNING = Voorbeeld(
    "alcoholvergunning",
    "Alcoholvergunning",
    "Toezien op het verantwoord schenken en verkopen van alcoholhoudende drank.",
    "Een aanvraag van een horecabedrijf, slijter of vereniging.",
    "P8W",
    None,
    ZAKELIJK,
    4,
    (
        ONTVANGEN,
        COMPLEET,
        AANVULLEN,
        ("Bibob-onderzoek", "Wij doen onderzoek op grond van de Wet Bibob."),
        BESLUIT,
    ),
    VERLEEND,
    (
        "Alcoholvergunning horecabedrijf {adres}",
        "Nieuwe leidinggevende op de alcoholvergunning",
        "Alcoholvergunning paracommercieel",
    ),
    ("alcohol", "horeca", "slijterij", "terras"),
    ("Plattegrond van de inrichting", "Verklaring sociale hygiëne"),
    "Besluit alcoholvergunning",
    dienst=Dienst.VERGUNNINGEN,
)
KWIJTSCHELDING = Voorbeeld(
    "kwijtschelding",
    "Kwijtschelding gemeentelijke belastingen",
    "Inwoners die niet kunnen betalen vrijstellen van gemeentelijke belastingen.",
    "Een verzoek van een inwoner.",
    "P12W",
    "P8W",
    BURGER,
    4,
    (ONTVANGEN, ("Inkomen en vermogen toetsen", "Wij toetsen uw inkomen en vermogen."), BESLUIT),
    (
        ("Volledig toegekend", "U hoeft de aanslag niet te betalen."),
        ("Gedeeltelijk toegekend", "U hoeft een deel van de aanslag niet te betalen."),
        ("Afgewezen", "U moet de aanslag betalen. In de brief leest u waarom."),
    ),
    ("Kwijtschelding afvalstoffenheffing {jaar}", "Kwijtschelding rioolheffing {jaar}"),
    ("kwijtschelding", "belasting", "afvalstoffenheffing"),
    ("Inkomensspecificatie",),
    "Beschikking kwijtschelding",
    dienst=Dienst.BELASTINGEN,
)
WMO = Voorbeeld(
    "wmo-aanvraag",
    "Wmo-ondersteuning",
    "Inwoners helpen zelfstandig te blijven wonen en mee te doen.",
    "Een melding of aanvraag op grond van de Wet maatschappelijke ondersteuning.",
    "P8W",
    "P6W",
    BURGER,
    5,
    (
        ONTVANGEN,
        ("Gesprek", "Een consulent bespreekt met u wat u nodig hebt."),
        ("Ondersteuningsplan", "Wij leggen de afspraken vast in een plan."),
        BESLUIT,
    ),
    (
        ("Toegekend", "U krijgt de ondersteuning uit het plan."),
        ("Afgewezen", "U krijgt geen ondersteuning. In de brief leest u waarom en hoe u bezwaar maakt."),
    ),
    ("Hulp bij het huishouden", "Traplift {adres}", "Scootmobiel", "Begeleiding bij zelfstandig wonen"),
    ("Wmo", "hulp", "zorg", "woningaanpassing"),
    ("Verslag van het gesprek",),
    "Beschikking Wmo",
    dienst=Dienst.ZORG_EN_ONDERSTEUNING,
)
WOO = Voorbeeld(
    "woo-verzoek",
    "Woo-verzoek",
    "Informatie van de gemeente openbaar maken op verzoek.",
    "Een verzoek op grond van de Wet open overheid.",
    "P4W",
    "P3W",
    IEDEREEN,
    2,
    (
        ONTVANGEN,
        ("Documenten verzamelen", "Wij zoeken de documenten waar u om vraagt."),
        ("Zienswijzen vragen", "Belanghebbenden kunnen hun mening geven."),
        BESLUIT,
    ),
    (
        ("Gedeeltelijk openbaar", "Een deel van de documenten is openbaar gemaakt."),
        ("Openbaar", "De documenten zijn openbaar gemaakt."),
    ),
    (
        "Documenten over de herinrichting van het Marktplein",
        "Besluitvorming windpark Noord",
        "Contracten afvalinzameling {jaar}",
    ),
    ("Woo", "openbaarheid", "documenten", "Wob"),
    (),
    "Woo-besluit",
)
ADRESONDERZOEK = Voorbeeld(
    "adresonderzoek",
    "Adresonderzoek",
    "Onderzoeken of iemand woont waar hij staat ingeschreven.",
    "Een signaal over een inschrijving.",
    "P26W",
    None,
    BURGER,
    1,
    (("Signaal ontvangen", "Er is een signaal."), ("Onderzoek", "Het onderzoek loopt."), AFGEHANDELD),
    (("Adres bevestigd", "De inschrijving klopt."),),
    ("Adresonderzoek {adres}",),
    ("adres", "onderzoek"),
    extern=False,
    dienst=Dienst.BURGERZAKEN,
)

ZAAKTYPEN = (
    OMGEVINGSVERGUNNING,
    PARKEERVERGUNNING,
    VERHUIZING,
    BIJZONDERE_BIJSTAND,
    MELDING,
    EVENEMENT,
    UITTREKSEL,
    BEZWAAR,
    SUBSIDIE,
    ALCOHOLVERGUNNING,
    KWIJTSCHELDING,
    WMO,
    WOO,
    ADRESONDERZOEK,
)
