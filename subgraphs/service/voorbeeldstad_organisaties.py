"""The companies and institutions of Voorbeeldstad. Names, numbers and addresses are made up."""

from dataclasses import dataclass

from auth.principal import Klantsoort
from subgraphs.service.elfproef import nummers
from subgraphs.service.organisatie import Activiteit, Organisatie, Vestiging
from subgraphs.service.voorbeeldstad_bewoners import binnenlands_adres

RSIN_BEGIN = "99998"
KVK_EERSTE = 90000101
BV = "Besloten Vennootschap"
NV = "Naamloze Vennootschap"
VOF = "Vennootschap onder firma"
EENMANSZAAK = "Eenmanszaak"
STICHTING = "Stichting"
VERENIGING = "Vereniging"
BEDRIJFSVORMEN = frozenset({BV, NV, VOF, EENMANSZAAK})


@dataclass(frozen=True, slots=True)
class _Inschrijving:
    naam: str
    rechtsvorm: str
    activiteit: tuple[str, str]
    adressen: tuple[str, ...]
    personen: int
    handelsnamen: tuple[str, ...] = ()


_INSCHRIJVINGEN = (
    _Inschrijving(
        "Bakkerij De Gouden Korst B.V.",
        BV,
        ("1071", "Vervaardiging van brood en vers banketbakkerswerk"),
        ("Marktplein 4, 1234 AA", "Stationsweg 15, 1234 GA"),
        14,
        ("De Gouden Korst", "Koffiebar Korst"),
    ),
    _Inschrijving(
        "Stichting Muziekschool Voorbeeldstad",
        STICHTING,
        ("85521", "Dansscholen en muziekonderwijs"),
        ("Schoolstraat 10, 1234 BC",),
        23,
        ("Muziekschool Voorbeeldstad",),
    ),
    _Inschrijving(
        "Bouwbedrijf Van Rijn B.V.",
        BV,
        ("4120", "Algemene burgerlijke en utiliteitsbouw"),
        ("Industrieweg 60, 1236 ZA",),
        48,
    ),
    _Inschrijving(
        "Fietsenmaker Ramdin", EENMANSZAAK, ("4764", "Winkels in fietsen"), ("Stationsweg 2, 1234 GA",), 1
    ),
    _Inschrijving(
        "Restaurant Bosporus V.O.F.",
        VOF,
        ("56101", "Restaurants"),
        ("Havenkade 22, 1234 GZ",),
        6,
        ("Bosporus", "Bosporus Catering"),
    ),
    _Inschrijving(
        "Voorbeeldstad Energie N.V.",
        NV,
        ("3513", "Distributie van elektriciteit"),
        ("Parkweg 1, 1235 LX",),
        120,
    ),
    _Inschrijving(
        "Kapsalon Knipoog", EENMANSZAAK, ("96021", "Haarverzorging"), ("Dorpsstraat 14, 1236 LM",), 2
    ),
    _Inschrijving(
        "Hotel De Linde B.V.",
        BV,
        ("55101", "Hotels met restaurant"),
        ("Lindelaan 1, 1234 AB",),
        31,
        ("Hotel De Linde", "Brasserie De Linde"),
    ),
    _Inschrijving(
        "Transportbedrijf Kuipers B.V.",
        BV,
        ("4941", "Goederenvervoer over de weg"),
        ("Industrieweg 12, 1236 ZA",),
        65,
    ),
    _Inschrijving(
        "Hoveniersbedrijf Groenrijk V.O.F.",
        VOF,
        ("8130", "Landschapsverzorging"),
        ("Molenweg 30, 1236 KL",),
        8,
    ),
    _Inschrijving(
        "Boekhandel Het Leesteken B.V.",
        BV,
        ("4761", "Winkels in boeken"),
        ("Marktplein 11, 1234 AA",),
        5,
        ("Het Leesteken",),
    ),
    _Inschrijving(
        "Kowalski Klussen",
        EENMANSZAAK,
        ("4339", "Overige afwerking van gebouwen"),
        ("Singel 115, 1234 EF",),
        1,
    ),
    _Inschrijving(
        "Stichting Kinderopvang De Klimtoren",
        STICHTING,
        ("88911", "Kinderopvang"),
        ("Wilgenhof 1, 1235 HB", "Esdoornlaan 2, 1235 JK", "Hofstraat 50, 1234 CD"),
        74,
        ("De Klimtoren",),
    ),
    _Inschrijving(
        "Voetbalvereniging Voorbeeldse Boys",
        VERENIGING,
        ("93121", "Veldvoetbal"),
        ("Sportlaan 9, 1235 SP",),
        3,
        ("VV Voorbeeldse Boys",),
    ),
    _Inschrijving(
        "Stichting Woonzorgcentrum Avondrust",
        STICHTING,
        ("87302", "Huizen en dagverblijven voor ouderen"),
        ("Parkweg 200, 1235 LX",),
        140,
        ("Avondrust",),
    ),
    _Inschrijving(
        "Woningstichting Voorbeeldwonen",
        STICHTING,
        ("68201", "Woningbouwverenigingen en -corporaties"),
        ("Singel 1, 1234 EF",),
        85,
        ("Voorbeeldwonen",),
    ),
    _Inschrijving(
        "Stichting Voedselbank Voorbeeldstad",
        STICHTING,
        ("88999", "Overig maatschappelijk advies"),
        ("Industrieweg 3, 1236 ZA",),
        4,
        ("Voedselbank Voorbeeldstad",),
    ),
    _Inschrijving(
        "Oranjevereniging Voorbeeldstad",
        VERENIGING,
        ("94994", "Gezelligheidsverenigingen"),
        ("Korte Brink 6, 1236 AA",),
        0,
    ),
    _Inschrijving(
        "Stichting Scholengroep De Horizon",
        STICHTING,
        ("85201", "Basisonderwijs"),
        ("Schoolstraat 2, 1234 BC", "Meidoornstraat 40, 1235 MN"),
        112,
        ("De Horizon",),
    ),
    _Inschrijving(
        "Vereniging Historisch Voorbeeldstad",
        VERENIGING,
        ("91021", "Musea"),
        ("Kerkpad 1, 1236 KA",),
        1,
        ("Museum De Oude Waag",),
    ),
)


def organisaties() -> tuple[Organisatie, ...]:
    """All twenty, always the same."""
    rsins = nummers(RSIN_BEGIN)
    return tuple(
        _organisatie(inschrijving, index, None if inschrijving.rechtsvorm == EENMANSZAAK else next(rsins))
        for index, inschrijving in enumerate(_INSCHRIJVINGEN)
    )


def _organisatie(inschrijving: _Inschrijving, index: int, rsin: str | None) -> Organisatie:
    bedrijf = inschrijving.rechtsvorm in BEDRIJFSVORMEN
    handelsnamen = inschrijving.handelsnamen or (inschrijving.naam,)
    postvak = handelsnamen[0].lower().replace(" ", "").replace(".", "")
    return Organisatie(
        klantsoort=Klantsoort.BEDRIJF if bedrijf else Klantsoort.INSTELLING,
        kvk_nummer=str(KVK_EERSTE + index * 37),
        rsin=rsin,
        statutaire_naam=inschrijving.naam,
        handelsnamen=handelsnamen,
        rechtsvorm=inschrijving.rechtsvorm,
        activiteiten=(Activiteit(*inschrijving.activiteit),),
        vestigingen=_vestigingen(inschrijving, index, handelsnamen[0]),
        email=f"info@{postvak}.example",
        telefoon=f"+3188{index * 1117 + 10:07}",
    )


def _vestigingen(inschrijving: _Inschrijving, index: int, naam: str) -> tuple[Vestiging, ...]:
    aantal = len(inschrijving.adressen)
    return tuple(
        Vestiging(
            nummer=f"{90000000 + index * 10 + plek:012}",
            naam=naam,
            adres=binnenlands_adres(adres),
            hoofdvestiging=plek == 0,
            werkzame_personen=inschrijving.personen // aantal
            + (inschrijving.personen % aantal if plek == 0 else 0),
        )
        for plek, adres in enumerate(inschrijving.adressen)
    )
