"""The products and services of Voorbeeldstad, under the names of the Uniforme Productnamenlijst."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from subgraphs.website.product import Doelgroep, Kosten, Product, UniformeProductnaam

SITE = "https://www.voorbeeldstad.example"
OWMS = "http://standaarden.overheid.nl/owms/terms"
BURGER = (Doelgroep.BURGER,)
BEDRIJF = (Doelgroep.BEDRIJF,)
IEDEREEN = (Doelgroep.BURGER, Doelgroep.BEDRIJF)


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """A product in short. Without `upn` the list does not have it; `prijzen` are in euros."""

    id: str
    titel: str
    upn: str
    doelgroepen: tuple[Doelgroep, ...]
    samenvatting: str
    aanpak: str
    termijn: str | None = None
    prijzen: tuple[tuple[str, str], ...] = ()
    nodig: tuple[str, ...] = ()
    voorwaarden: str | None = None
    trefwoorden: tuple[str, ...] = ()
    zaaktypen: tuple[str, ...] = ()
    formulieren: tuple[str, ...] = ()


VOORBEELDEN = (
    Voorbeeld(
        "omgevingsvergunning",
        "Omgevingsvergunning aanvragen",
        "omgevingsvergunning",
        IEDEREEN,
        "Wilt u bouwen, verbouwen, slopen of een boom kappen? Dan hebt u vaak een vergunning nodig.",
        "Doe eerst de vergunningcheck in het Omgevingsloket en vraag daar de vergunning aan.",
        "Wij beslissen binnen 8 weken. Die termijn kan een keer met 6 weken worden verlengd.",
        (("Bouwkosten tot 50.000 euro", "1250.00"), ("Kappen van een boom", "98.50")),
        ("Situatietekening", "Tekeningen van de bestaande en de nieuwe toestand"),
        trefwoorden=("bouwen", "verbouwen", "dakkapel", "kappen", "slopen"),
        zaaktypen=("omgevingsvergunning",),
    ),
    Voorbeeld(
        "parkeervergunning",
        "Parkeervergunning aanvragen",
        "parkeervergunning",
        IEDEREEN,
        "Met een parkeervergunning parkeert u in het gebied waar u woont of werkt.",
        "Vraag de vergunning online aan. U betaalt na goedkeuring.",
        "Wij beslissen binnen 2 weken.",
        (("Eerste vergunning, per jaar", "84.00"), ("Tweede vergunning, per jaar", "210.00")),
        ("Het kenteken van uw auto",),
        "U woont of werkt in een gebied voor vergunninghouders.",
        ("parkeren", "auto", "bewonersvergunning"),
        ("parkeervergunning",),
        ("parkeervergunning-aanvragen",),
    ),
    Voorbeeld(
        "verhuizing",
        "Verhuizing doorgeven",
        "verhuismelding",
        BURGER,
        "Verhuist u naar of binnen Voorbeeldstad? Geef uw nieuwe adres door.",
        "Geef uw verhuizing online door, vanaf 4 weken voor tot 5 dagen na de verhuizing.",
        "Uw adres is binnen 5 werkdagen aangepast.",
        (("Verhuizing doorgeven", "0.00"),),
        ("Uw huurcontract of koopakte, als wij daarom vragen",),
        trefwoorden=("verhuizen", "adreswijziging", "inschrijven"),
        zaaktypen=("verhuizing",),
        formulieren=("verhuizing-doorgeven",),
    ),
    Voorbeeld(
        "bijzondere-bijstand",
        "Bijzondere bijstand aanvragen",
        "bijzondere bijstand",
        BURGER,
        "Weinig geld en onverwachte noodzakelijke kosten? Misschien krijgt u bijzondere bijstand.",
        "Vraag de bijstand aan voordat u de kosten maakt.",
        "Wij beslissen binnen 8 weken.",
        (("Aanvraag", "0.00"),),
        ("Bankafschriften van de laatste 3 maanden", "Een offerte of rekening"),
        "Uw inkomen is laag en de kosten zijn noodzakelijk.",
        ("inkomen", "uitkering", "geld"),
        ("bijzondere-bijstand",),
        ("bijzondere-bijstand-aanvragen",),
    ),
    Voorbeeld(
        "melding-openbare-ruimte",
        "Melding openbare ruimte doen",
        "melding openbare ruimte",
        IEDEREEN,
        "Een losse stoeptegel, een kapotte lantaarn of zwerfafval? Meld het ons.",
        "Geef online door wat er is en waar. Bij gevaar belt u ons.",
        "Wij lossen de meeste meldingen binnen 5 werkdagen op.",
        (("Melding", "0.00"),),
        trefwoorden=("stoep", "lantaarn", "zwerfafval", "klacht"),
        zaaktypen=("melding-openbare-ruimte",),
        formulieren=("melding-openbare-ruimte-doen",),
    ),
    Voorbeeld(
        "evenementenvergunning",
        "Evenementenvergunning aanvragen",
        "evenementenvergunning",
        IEDEREEN,
        "Organiseert u een evenement in de openbare ruimte? Dan hebt u meestal een vergunning nodig.",
        "Vraag de vergunning ten minste 12 weken voor het evenement aan.",
        "Wij beslissen binnen 8 weken.",
        (("Klein evenement", "76.00"), ("Groot evenement", "610.00")),
        ("Plattegrond van het terrein", "Veiligheidsplan"),
        trefwoorden=("festival", "buurtfeest", "markt"),
        zaaktypen=("evenementenvergunning",),
        formulieren=("evenementenvergunning-aanvragen",),
    ),
    Voorbeeld(
        "uittreksel-brp",
        "Uittreksel uit de basisregistratie personen",
        "uittreksel Basisregistratie Personen (BRP)",
        BURGER,
        "Met een uittreksel toont u aan wie u bent en waar u woont.",
        "Vraag het uittreksel online aan of haal het op bij de balie.",
        "U hebt het uittreksel binnen 5 werkdagen.",
        (("Online", "8.50"), ("Aan de balie", "14.00")),
        ("Een geldig identiteitsbewijs, aan de balie",),
        trefwoorden=("bewijs van inschrijving", "bevolkingsregister"),
        zaaktypen=("uittreksel-brp",),
        formulieren=("uittreksel-brp-aanvragen",),
    ),
    Voorbeeld(
        "bezwaar",
        "Bezwaar maken",
        "bezwaarschrift",
        IEDEREEN,
        "Bent u het niet eens met een besluit van de gemeente? Maak dan bezwaar.",
        "Maak bezwaar binnen 6 weken na de datum van het besluit.",
        "Wij beslissen binnen 12 weken na afloop van de bezwaartermijn.",
        (("Bezwaar", "0.00"),),
        ("Het besluit waartegen u bezwaar maakt",),
        trefwoorden=("besluit", "beroep", "oneens"),
        zaaktypen=("bezwaar",),
        formulieren=("bezwaar-maken",),
    ),
    Voorbeeld(
        "subsidie",
        "Subsidie aanvragen",
        "subsidie",
        BEDRIJF,
        "De gemeente geeft subsidie aan organisaties die iets doen voor de stad.",
        "Vraag de subsidie aan voor 1 oktober van het jaar ervoor.",
        "Wij beslissen voor 31 december.",
        (("Aanvraag", "0.00"),),
        ("Activiteitenplan", "Begroting"),
        "Uw organisatie heeft geen winstoogmerk.",
        ("vereniging", "stichting", "cultuur"),
        ("subsidie",),
        ("subsidie-aanvragen",),
    ),
    Voorbeeld(
        "alcoholvergunning",
        "Alcoholvergunning aanvragen",
        "alcoholvergunning",
        BEDRIJF,
        "Voor een café, restaurant of slijterij die alcohol schenkt of verkoopt is een vergunning nodig.",
        "Vraag de vergunning online aan, voordat u opent.",
        "Wij beslissen binnen 8 weken.",
        (("Vergunning", "412.00"),),
        ("Verklaring sociale hygiëne van elke leidinggevende", "Plattegrond van de zaak"),
        trefwoorden=("horeca", "café", "slijterij", "drank"),
        zaaktypen=("alcoholvergunning",),
        formulieren=("alcoholvergunning-aanvragen",),
    ),
    Voorbeeld(
        "kwijtschelding",
        "Kwijtschelding gemeentelijke belastingen",
        "kwijtschelding gemeentelijke belastingen",
        BURGER,
        "Kunt u uw gemeentelijke belastingen niet betalen? Dan hoeft u soms minder of niets te betalen.",
        "Vraag kwijtschelding aan binnen 3 maanden nadat u de aanslag kreeg.",
        "Wij beslissen binnen 8 weken.",
        (("Aanvraag", "0.00"),),
        trefwoorden=("belasting", "afvalstoffenheffing"),
        zaaktypen=("kwijtschelding",),
    ),
    Voorbeeld(
        "wmo-voorziening",
        "Hulp en voorzieningen uit de Wmo",
        "maatschappelijke ondersteuning",
        BURGER,
        "Kunt u door ziekte, ouderdom of een beperking niet alles zelf? De gemeente denkt mee.",
        "Meld u bij het sociaal wijkteam. Samen bekijken we wat u nodig hebt.",
        "Na het gesprek beslissen wij binnen 2 weken.",
        trefwoorden=("huishoudelijke hulp", "traplift", "rolstoel", "zorg"),
        zaaktypen=("wmo-aanvraag",),
    ),
    Voorbeeld(
        "woo-verzoek",
        "Woo-verzoek indienen",
        "Woo-verzoek",
        IEDEREEN,
        "Met een Woo-verzoek vraagt u de gemeente om informatie openbaar te maken.",
        "Schrijf zo precies mogelijk over welk onderwerp u informatie wilt.",
        "Wij beslissen binnen 4 weken. Die termijn kan een keer met 2 weken worden verlengd.",
        (("Verzoek", "0.00"),),
        trefwoorden=("openbaarheid", "wob", "documenten"),
        zaaktypen=("woo-verzoek",),
        formulieren=("woo-verzoek-indienen",),
    ),
    Voorbeeld(
        "paspoort",
        "Paspoort aanvragen",
        "paspoort",
        BURGER,
        "U vraagt een paspoort aan bij de balie van het stadhuis.",
        "Maak een afspraak en neem uw oude paspoort en een pasfoto mee.",
        "U haalt het paspoort na 5 werkdagen op.",
        (("18 jaar en ouder", "86.85"), ("Jonger dan 18 jaar", "65.69"), ("Spoed, toeslag", "61.70")),
        ("Een recente pasfoto", "Uw huidige reisdocument"),
        trefwoorden=("reisdocument", "identiteitsbewijs"),
    ),
    Voorbeeld(
        "rijbewijs",
        "Rijbewijs aanvragen of verlengen",
        "rijbewijs",
        BURGER,
        "Uw rijbewijs is 10 jaar geldig. U vraagt een nieuw aan bij de balie of online.",
        "Maak een afspraak, of verleng online met een erkende fotograaf.",
        "U haalt het rijbewijs na 2 werkdagen op.",
        (("Rijbewijs", "52.10"), ("Spoed, toeslag", "34.10")),
        ("Een recente pasfoto", "Uw huidige rijbewijs"),
        trefwoorden=("autorijden",),
    ),
    Voorbeeld(
        "trouwen",
        "Trouwen of geregistreerd partnerschap",
        "huwelijk",
        BURGER,
        "U trouwt in het stadhuis of op een locatie van uw keuze.",
        "Meld uw voorgenomen huwelijk ten minste 2 weken van tevoren.",
        None,
        (("Eenvoudige ceremonie", "0.00"), ("Ceremonie op zaterdag", "785.00")),
        ("Geldige identiteitsbewijzen", "De gegevens van 2 tot 4 getuigen"),
        trefwoorden=("bruiloft", "partnerschap", "ondertrouw"),
    ),
    Voorbeeld(
        "grofvuil",
        "Grofvuil laten ophalen of wegbrengen",
        "grof huishoudelijk afval",
        BURGER,
        "Grofvuil brengt u gratis naar de milieustraat, of u laat het ophalen.",
        "Maak een afspraak voor het ophalen, of kom tijdens de openingstijden naar de milieustraat.",
        None,
        (("Ophalen, per keer", "27.50"), ("Wegbrengen, tot 3 keer per jaar", "0.00")),
        trefwoorden=("afval", "milieustraat", "meubels"),
    ),
    Voorbeeld(
        "vrijwilligersverzekering",
        "Vrijwilligersverzekering",
        "",
        IEDEREEN,
        "Wie in Voorbeeldstad vrijwilligerswerk doet, is via de gemeente verzekerd.",
        "U hoeft zich niet aan te melden. Schade meldt u binnen 4 weken.",
        trefwoorden=("vrijwilliger", "verzekering", "schade"),
    ),
)


def producten(today: date) -> tuple[Product, ...]:
    """Every text was last looked at some weeks before `today`."""
    return tuple(
        _product(voorbeeld, today - timedelta(days=11 * volgnummer + 3))
        for volgnummer, voorbeeld in enumerate(VOORBEELDEN)
    )


def _product(voorbeeld: Voorbeeld, gewijzigd_op: date) -> Product:
    term = voorbeeld.upn.replace(" ", "_")
    return Product(
        id=voorbeeld.id,
        titel=voorbeeld.titel,
        samenvatting=voorbeeld.samenvatting,
        beschrijving=f"{voorbeeld.samenvatting}\n\n{voorbeeld.aanpak}",
        gewijzigd_op=gewijzigd_op,
        upn=UniformeProductnaam(voorbeeld.upn, f"{OWMS}/{term}") if voorbeeld.upn else None,
        voorwaarden=voorbeeld.voorwaarden,
        aanpak=voorbeeld.aanpak,
        benodigdheden=voorbeeld.nodig,
        termijn=voorbeeld.termijn,
        kosten=tuple(Kosten(waarvoor, Decimal(euro)) for waarvoor, euro in voorbeeld.prijzen),
        doelgroepen=voorbeeld.doelgroepen,
        trefwoorden=voorbeeld.trefwoorden,
        zaaktypen=voorbeeld.zaaktypen,
        formulieren=voorbeeld.formulieren,
        url=f"{SITE}/{voorbeeld.id}",
    )
