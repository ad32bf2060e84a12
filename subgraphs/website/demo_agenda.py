"""What happens in Voorbeeldstad: events, building projects and news, around the day that it is."""

from datetime import date, datetime, time, timedelta

from subgraphs.service.settings import LOCAL
from subgraphs.website.bouwproject import Bouwproject, Projectfase
from subgraphs.website.demo_producten import SITE
from subgraphs.website.evenement import Evenement, Periode, Plaats
from subgraphs.website.nieuwsbericht import Nieuwsbericht

MARKTPLEIN = Plaats("Marktplein", "Marktplein", 5.1201, 52.0905)
BIBLIOTHEEK = Plaats("Bibliotheek De Leeskamer", "Parklaan 12", 5.1243, 52.0931)
STADSPARK = Plaats("Stadspark", None, 5.1312, 52.0967)
STADHUIS = Plaats("Stadhuis", "Marktplein 1", 5.1199, 52.0903)


def evenementen(today: date) -> tuple[Evenement, ...]:
    """The weekly market, a monthly reading hour, and what is once only."""
    zaterdag = today - timedelta(days=today.isoweekday() % 7 + 1 + 7 * 4)
    woensdag = today - timedelta(days=(today.isoweekday() - 3) % 7 + 14)
    eenmalig = (
        ("lentefestival", "Lentefestival", "Festival", STADSPARK, 19, "12:00", "23:00"),
        ("rommelmarkt-west", "Rommelmarkt West", "Markt", Plaats("Wijk West"), 33, "10:00", "16:00"),
        ("stadsloop", "Stadsloop Voorbeeldstad", "Sport", MARKTPLEIN, 47, "09:30", "14:00"),
        ("open-monumenten", "Open Monumentendag", "Cultuur", STADHUIS, 75, "10:00", "17:00"),
        ("inloop-havenkwartier", "Inloopavond Havenkwartier", "Bijeenkomst", STADHUIS, 9, "19:00", "21:30"),
        ("nieuwjaarsconcert", "Nieuwjaarsconcert", "Muziek", STADHUIS, -40, "15:00", "17:00"),
    )
    return (
        Evenement(
            id="weekmarkt",
            titel="Weekmarkt",
            samenvatting="Elke zaterdag verse waren op het Marktplein.",
            beschrijving="Op de weekmarkt staan zo'n veertig kramen met groente, vis, kaas en bloemen.",
            soort="Markt",
            plaats=MARKTPLEIN,
            perioden=_reeks(zaterdag, 7, 30, "09:00", "16:00"),
            herhaling="Elke zaterdag",
            organisator="Gemeente Voorbeeldstad",
            url=f"{SITE}/agenda/weekmarkt",
        ),
        Evenement(
            id="voorleesuur",
            titel="Voorleesuur",
            samenvatting="Voorlezen voor kinderen van 4 tot en met 7 jaar.",
            beschrijving="Vrijwilligers lezen voor uit nieuwe prentenboeken. Aanmelden hoeft niet.",
            soort="Jeugd",
            plaats=BIBLIOTHEEK,
            perioden=_reeks(woensdag, 28, 9, "15:00", "16:00"),
            herhaling="Elke vierde woensdag",
            organisator="Bibliotheek De Leeskamer",
        ),
        *(
            Evenement(
                id=sleutel,
                titel=titel,
                samenvatting=f"{titel}: {plaats.naam}, van {van} tot {tot} uur.",
                beschrijving=f"Iedereen is welkom bij {titel}. Meer weten? Kijk op de website.",
                soort=soort,
                plaats=plaats,
                perioden=(_periode(today + timedelta(days=over), van, tot),),
                url=f"{SITE}/agenda/{sleutel}",
            )
            for sleutel, titel, soort, plaats, over, van, tot in eenmalig
        ),
    )


def bouwprojecten(today: date) -> tuple[Bouwproject, ...]:
    """Four, one of each shape on the map."""
    return (*_in_de_bouw(today.year), *_op_de_tekentafel(today.year))


def _in_de_bouw(jaar: int) -> tuple[Bouwproject, ...]:
    return (
        Bouwproject(
            id="havenkwartier",
            titel="Havenkwartier",
            samenvatting="Een nieuwe wijk aan het water, met 640 woningen en een park.",
            beschrijving="Waar de oude loodsen stonden, komen woningen, winkels en een school.",
            fase=Projectfase.UITVOERING,
            geometrie={
                "type": "Polygon",
                "coordinates": [
                    [[5.101, 52.101], [5.113, 52.101], [5.113, 52.107], [5.101, 52.107], [5.101, 52.101]]
                ],
            },
            wijk="Noord",
            begin=date(jaar - 1, 3, 1),
            verwacht_einde=date(jaar + 3, 12, 31),
            aantal_woningen=640,
            opdrachtgever="Gemeente Voorbeeldstad en Woningstichting De Haven",
            url=f"{SITE}/projecten/havenkwartier",
        ),
        Bouwproject(
            id="parkzicht",
            titel="Parkzicht",
            samenvatting="Twee gebouwen met samen 96 appartementen aan het Stadspark.",
            beschrijving="De appartementen zijn opgeleverd. De tuinen worden in het najaar aangelegd.",
            fase=Projectfase.GEREED,
            geometrie={"type": "MultiPoint", "coordinates": [[5.128, 52.095], [5.129, 52.0955]]},
            wijk="Centrum",
            begin=date(jaar - 3, 4, 1),
            verwacht_einde=date(jaar - 1, 11, 1),
            aantal_woningen=96,
        ),
    )


def _op_de_tekentafel(jaar: int) -> tuple[Bouwproject, ...]:
    return (
        Bouwproject(
            id="fietsbrug-oost",
            titel="Fietsbrug Oost",
            samenvatting="Een brug voor fietsers en voetgangers over het kanaal.",
            beschrijving="De brug verbindt Oost met het station en maakt de route twee kilometer korter.",
            fase=Projectfase.ONTWERP,
            geometrie={"type": "LineString", "coordinates": [[5.139, 52.088], [5.143, 52.089]]},
            wijk="Oost",
            begin=date(jaar + 1, 9, 1),
            verwacht_einde=date(jaar + 2, 6, 30),
            opdrachtgever="Gemeente Voorbeeldstad",
            url=f"{SITE}/projecten/fietsbrug-oost",
        ),
        Bouwproject(
            id="integraal-kindcentrum",
            titel="Integraal kindcentrum De Lindeboom",
            samenvatting="Basisschool, opvang en sporthal onder een dak.",
            beschrijving="Het kindcentrum vervangt twee verouderde schoolgebouwen aan de Lindelaan.",
            fase=Projectfase.VOORBEREIDING,
            geometrie={"type": "Point", "coordinates": [5.118, 52.083]},
            wijk="West",
            begin=date(jaar, 10, 1),
            verwacht_einde=date(jaar + 1, 12, 1),
            opdrachtgever="Gemeente Voorbeeldstad",
        ),
    )


def nieuws(today: date) -> tuple[Nieuwsbericht, ...]:
    """One item every third working day or so, the newest of this morning."""
    berichten = (
        ("Wegwerkzaamheden Stationsweg", "Verkeer", "De Stationsweg is twee weken dicht voor nieuw asfalt."),
        ("Nieuwe bomen in het Stadspark", "Groen", "In het park zijn vijftig bomen geplant."),
        ("Eerste paal Havenkwartier", "Bouwen en wonen", "De bouw van de eerste woningen is begonnen."),
        ("Raad stelt begroting vast", "Bestuur", "De gemeenteraad heeft de begroting aangenomen."),
        ("Gft-container wekelijks leeg", "Afval", "In de zomer legen we de gft-container elke week."),
        ("Subsidie voor groene daken", "Duurzaamheid", "Ook dit jaar is er subsidie voor een groen dak."),
        ("Stembureaus zoeken vrijwilligers", "Bestuur", "Voor de verkiezingen zoeken we stembureauleden."),
        ("Fietsbrug Oost: denk mee", "Verkeer", "Kom naar de inloopavond over het ontwerp van de brug."),
        ("Bibliotheek langer open", "Cultuur", "De bibliotheek is nu ook op zondagmiddag open."),
        ("Glasvezel in wijk West", "Bouwen en wonen", "De aanleg van glasvezel begint in wijk West."),
        ("Stadsloop: afgesloten straten", "Verkeer", "Tijdens de Stadsloop is het centrum autovrij."),
        ("Hulp bij energiekosten", "Inkomen", "Hebt u moeite met uw energierekening? Wij helpen."),
    )
    return tuple(
        Nieuwsbericht(
            id="-".join("".join(teken for teken in titel.lower() if teken.isalnum() or teken == " ").split()),
            titel=titel,
            samenvatting=inleiding,
            inhoud=f"{inleiding}\n\nVragen? Bel 14 0123 of kom langs in het stadhuis.",
            rubriek=rubriek,
            gepubliceerd_op=datetime.combine(today - timedelta(days=4 * hoeveelste), time(9), LOCAL),
            url=f"{SITE}/nieuws",
        )
        for hoeveelste, (titel, rubriek, inleiding) in enumerate(berichten)
    )


def _reeks(eerste: date, om_de: int, aantal: int, van: str, tot: str) -> tuple[Periode, ...]:
    return tuple(_periode(eerste + timedelta(days=om_de * each), van, tot) for each in range(aantal))


def _periode(dag: date, van: str, tot: str) -> Periode:
    begin, einde = (datetime.combine(dag, time.fromisoformat(tijd), LOCAL) for tijd in (van, tot))
    return Periode(begin, einde)
