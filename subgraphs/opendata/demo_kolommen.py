"""What stands in the files of Voorbeeldstad's datasets: the columns of each, by title.

    name=a|b|c        one of these          name=1..9       a whole number       name=0.5..2.5   a decimal one
    name=AB-#         AB- and the row       name=@buurt     a place or moment, see demo_bestanden

A file with a shape (`punt`, `vlak`, `lijn`) has that geometry as GeoJSON, and the position as CSV.
"""

PUNT, VLAK, LIJN = "punt", "vlak", "lijn"

STAD: dict[str, tuple[str | None, str]] = {
    "Bomen in beheer": (
        PUNT,
        "boom=BM-#; soort=linde|gewone es|zomereik|plataan|haagbeuk|Noorse esdoorn; plantjaar=1928..2024;"
        " stamdiameter_cm=8..95; straat=@straat; buurt=@buurt",
    ),
    "Groenvakken en plantsoenen": (
        VLAK,
        "vak=GV-#; begroeiing=gras|heesters|vaste planten|bloemenmengsel;"
        " onderhoudsniveau=A|B|C; buurt=@buurt",
    ),
    "Speelplekken en speeltoestellen": (
        PUNT,
        "speelplek=SP-#; naam=@straat; toestellen=1..9; leeftijd=0 tot 6|6 tot 12|12 tot 18; gekeurd_op=@dag",
    ),
    "Afvalcontainers in de openbare ruimte": (
        PUNT,
        "container=AC-#; stroom=restafval|glas|papier|textiel; plaatsing=ondergronds|bovengronds;"
        " inhoud_m3=1.5..5.0; straat=@straat",
    ),
    "Inzamelkalender huishoudelijk afval": (
        None,
        "straat=@straat; stroom=restafval|gft|papier|pmd; weekdag=maandag|dinsdag|woensdag|donderdag|vrijdag;"
        " interval_weken=1|2|4",
    ),
    "Hoeveelheid ingezameld afval": (
        None,
        "maand=@maand; restafval_kg=390000..520000; gft_kg=210000..340000; papier_kg=80000..120000;"
        " glas_kg=42000..61000",
    ),
    "Meldingen openbare ruimte": (
        None,
        "melding=MOR-#;"
        " categorie=zwerfvuil|straatverlichting|losse tegel|groen|overlast dieren; gemeld_op=@dag;"
        " buurt=@buurt; dagen_tot_afhandeling=0..21",
    ),
    "Lichtmasten en armaturen": (
        PUNT,
        "mast=LM-#; hoogte_m=3.5..10.0; lamp=led|natrium; vermogen_w=18..90; straat=@straat",
    ),
    "Strooiroutes gladheidsbestrijding": (LIJN, "route=SR-#; prioriteit=1|2|3; straat=@straat"),
    "Parkeerplaatsen en parkeervakken": (
        PUNT,
        "vak=PV-#; soort=langs|haaks|schuin|gehandicapt; plaatsen=1..14; betaald=ja|nee; straat=@straat",
    ),
    "Bezetting parkeergarages": (
        None,
        "gemeten_op=@uur; garage=Markt|Station|Theater; capaciteit=420; vrij=12..410",
    ),
    "Parkeertarieven en parkeerzones": (
        VLAK,
        "zone=Z#; tarief_per_uur=1.10..4.50; dagen=maandag t/m zaterdag|alle dagen; van=9; tot=18|21",
    ),
    "Laadpalen voor elektrische auto's": (
        PUNT,
        "laadpaal=LP-#; vermogen_kw=11|22|50; aansluitingen=1..4; beheerder=Stadslader|Volt & Zoon;"
        " straat=@straat",
    ),
    "Fietsenstallingen": (PUNT, "stalling=FS-#; bewaakt=ja|nee; plaatsen=20..900; straat=@straat"),
    "Fietsnetwerk en fietsroutes": (LIJN, "vak=FN-#; soort=fietspad|fietsstraat|fietsstrook; route=R1|R2|R3"),
    "Verkeerstellingen": (None, "telpunt=T1|T2|T3|T4; uur=@uur; motorvoertuigen=12..1400; fietsers=4..900"),
    "Geregistreerde verkeersongevallen": (
        PUNT,
        "jaar=2021..2025; afloop=alleen schade|letsel; weggebruiker=auto|fiets|voetganger|bromfiets;"
        " straat=@straat",
    ),
    "Wegwerkzaamheden en afsluitingen": (
        LIJN,
        "werk=WW-#; straat=@straat; begin=@dag; dagen=1..60; omleiding=ja|nee",
    ),
    "Bushaltes en toegankelijkheid": (
        PUNT,
        "halte=@straat; perronhoogte_cm=12|18|22; geleidelijn=ja|nee; hellingbaan=ja|nee",
    ),
    "Luchtkwaliteit per meetpunt": (
        None,
        "meetpunt=Markt|Ringweg|Park; uur=@uur; no2_ug_m3=6.0..48.0; pm25_ug_m3=3.0..24.0",
    ),
    "Bodemonderzoeken en saneringen": (
        VLAK,
        "locatie=BO-#; soort=onderzoek|sanering; jaar=1994..2025;"
        " conclusie=schoon|licht verontreinigd|gesaneerd",
    ),
    "Energieverbruik van woningen per buurt": (
        None,
        "buurt=@buurt; jaar=2023|2024|2025; gas_m3=480..1600; elektriciteit_kwh=1900..3400",
    ),
    "Zonnepanelen per buurt": (VLAK, "buurt=@buurt; installaties=60..900; vermogen_kwp=210..4100"),
    "Warmtetransitie per wijk": (
        VLAK,
        "wijk=@wijk; aardgasvrij=2030|2035|2040; techniek=warmtenet|warmtepomp",
    ),
    "Grondwaterstanden": (None, "peilbuis=PB-#; gemeten_op=@dag; stand_m_nap=-1.40..2.10"),
    "Volkstuinen en pluktuinen": (
        PUNT,
        "complex=@straat; soort=volkstuin|pluktuin; tuinen=8..120; vereniging=ja|nee",
    ),
    "Hondenlosloopgebieden": (VLAK, "gebied=HL-#; regel=losloop|verboden; buurt=@buurt"),
}

SAMENLEVING: dict[str, tuple[str | None, str]] = {
    "Bevolking per buurt naar leeftijd": (
        None,
        "buurt=@buurt; van_0_tot_15=80..900; van_15_tot_65=600..4200; vanaf_65=90..1400",
    ),
    "Huishoudens per buurt": (None, "buurt=@buurt; alleenstaand=120..1300; paar=90..900; gezin=80..1100"),
    "Bevolkingsprognose": (None, "wijk=@wijk; jaar=2030|2040|2050; inwoners=4200..19000"),
    "Verhuizingen binnen en buiten de gemeente": (
        None,
        "maand=@maand; wijk=@wijk; vestiging=12..140; vertrek=10..130; binnen_gemeente=8..90",
    ),
    "Populairste voornamen": (
        None,
        "voornaam=Noor|Emma|Julia|Zoë|Mila|Noah|Luca|Sem|Daan|René; jaar=2021..2025; aantal=5..31",
    ),
    "Wijken en buurten": (VLAK, "code=BU0000#; buurt=@buurt; wijk=@wijk"),
    "Straatnamen en hun verklaring": (
        None,
        "straat=@straat; raadsbesluit=@dag; verklaring=boomsoort|lokale bestuurder|oude veldnaam|schilder",
    ),
    "Verleende omgevingsvergunningen": (
        PUNT,
        "zaak=OV-#; activiteit=bouwen|slopen|kappen; besluitdatum=@dag; straat=@straat",
    ),
    "Monumenten en beschermde gezichten": (
        PUNT,
        "monument=M-#; soort=gemeentelijk|rijks; bouwjaar=1480..1938;"
        " omschrijving=woonhuis|kerk|pakhuis|boerderij",
    ),
    "WOZ-waarden per buurt": (
        None,
        "buurt=@buurt; belastingjaar=2024|2025|2026; gemiddeld_euro=198000..640000",
    ),
    "Woningvoorraad": (
        None,
        "buurt=@buurt; soort=appartement|rijtjeshuis|vrijstaand; eigendom=koop|sociale huur|vrije huur;"
        " woningen=12..900",
    ),
    "Nieuwbouwprojecten": (
        PUNT,
        "project=@straat; woningen=8..420; prijsklasse=sociaal|midden|duur; oplevering=2026..2031",
    ),
    "Begroting en jaarrekening": (
        None,
        "taakveld=0.1 Bestuur|1.2 Veiligheid|2.1 Verkeer|4.2 Onderwijshuisvesting|6.1 Samenkracht|7.3 Afval;"
        " jaar=2023..2026; begroot_euro=400000..38000000; gerealiseerd_euro=380000..39000000",
    ),
    "Verstrekte subsidies": (
        None,
        "subsidie=SUB-#; ontvanger=Muziekschool Voorbeeldstad|Sportvereniging De Pijl|Buurthuis De Linde;"
        " doel=cultuur|sport|welzijn; bedrag_euro=1500..240000",
    ),
    "Inkoop en contracten boven vijftigduizend euro": (
        None,
        "contract=CT-#; onderwerp=groenonderhoud|software|schoonmaak|wegenbouw; waarde_euro=50000..4100000;"
        " looptijd_maanden=12|24|36|48",
    ),
    "Belastingtarieven": (
        None,
        "jaar=2015..2026;"
        " heffing=afvalstoffenheffing|rioolheffing|hondenbelasting; tarief_euro=48.10..389.90",
    ),
    "Uitslagen verkiezingen per stembureau": (
        None,
        "stembureau=@straat; verkiezing=gemeenteraad 2022|Provinciale Staten 2023|Tweede Kamer 2025;"
        " lijst=1..12; stemmen=3..640",
    ),
    "Stembureaus en openingstijden": (
        PUNT,
        "stembureau=SB#; adres=@straat; open=07:30; dicht=21:00; rolstoel=ja|nee",
    ),
    "Klanttevredenheid publieksbalie": (
        None,
        "maand=@maand; kanaal=balie|telefoon|website; cijfer=6.8..8.9; wachttijd_minuten=1..14",
    ),
    "Algoritmeregister": (
        None,
        "algoritme=ALG-#; doel=parkeercontrole|meldingen sorteren|afvalroutes plannen; risico=laag|middel;"
        " in_gebruik_sinds=2018..2025",
    ),
    "Sensoren in de openbare ruimte": (
        PUNT,
        "sensor=SN-#; soort=camera|verkeersteller|geluidmeter|waterpeil;"
        " eigenaar=gemeente|waterschap; straat=@straat",
    ),
    "Misdrijven per buurt": (
        None,
        "buurt=@buurt; kwartaal=2025-1|2025-2|2025-3|2025-4;"
        " soort=fietsendiefstal|inbraak|vernieling; aantal=0..25",
    ),
    "Locaties van AED's": (PUNT, "aed=AED-#; adres=@straat; bereikbaar=altijd|kantooruren; binnen=ja|nee"),
    "Leerlingen per school": (
        None,
        "school=De Regenboog|De Wilgen|Het Kompas|De Vlieger; leerjaar=1..8; leerlingen=14..58",
    ),
    "Sportaccommodaties": (
        PUNT,
        "accommodatie=SA-#; soort=sportveld|sporthal|zwembad;"
        " verenigingen=1..6; kleedkamers=2..16; straat=@straat",
    ),
}
