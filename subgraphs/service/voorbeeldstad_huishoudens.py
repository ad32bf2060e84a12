"""The households of Voorbeeldstad as data: who lives where, how old they are, and whose children they are.

Streets, postcodes and people are made up. `stel` are partners of each other; the others of a household are
the children of its adults. `ouders` names the street of the household that a grown-up child comes from.
"""

from dataclasses import dataclass

from subgraphs.service.inwoner import Geslacht, Naam, Naamgebruik

M, V = Geslacht.MAN, Geslacht.VROUW

NEDERLAND = "Nederland"


@dataclass(frozen=True, slots=True)
class Lid:
    """A member of a household. `geboren` is "plaats, land"; empty means in Voorbeeldstad."""

    naam: Naam
    geslacht: Geslacht
    leeftijd: int
    geboren: str = ""
    nationaliteiten: tuple[str, ...] = ("Nederlandse",)
    naamgebruik: Naamgebruik = Naamgebruik.EIGEN
    ouders: str = ""


@dataclass(frozen=True, slots=True)
class Huishouden:
    """Adults, their children, and since when (years ago) the adults are together; 0: not married."""

    adres: str
    volwassenen: tuple[Lid, ...]
    kinderen: tuple[Lid, ...] = ()
    samen: int = 0
    soort: str = "huwelijk"


def naam(tekst: str) -> Naam:
    """A name from "voornamen / voorvoegsel / geslachtsnaam" or "voornamen / geslachtsnaam"."""
    voornamen, *voorvoegsel, geslachtsnaam = tekst.split(" / ")
    return Naam(voornamen, "".join(voorvoegsel), geslachtsnaam)


HUISHOUDENS = (
    Huishouden(
        "Lindelaan 12, 1234 AB",
        (
            Lid(naam("Sanne Maria / de / Vries"), V, 41, naamgebruik=Naamgebruik.PARTNER_NA_EIGEN),
            Lid(naam("Mark Johannes / Bakker"), M, 43, ouders="Molenweg"),
        ),
        (Lid(naam("Lotte Elisabeth / Bakker"), V, 12), Lid(naam("Daan Willem / Bakker"), M, 9)),
        samen=14,
    ),
    Huishouden(
        "Hofstraat 3, 1234 CD",
        (
            Lid(naam("Hendrik Cornelis / van den / Berg"), M, 79, "Zutphen, Nederland"),
            Lid(
                naam("Johanna Wilhelmina / Smit"),
                V,
                77,
                "Deventer, Nederland",
                naamgebruik=Naamgebruik.PARTNER,
            ),
        ),
        samen=54,
    ),
    Huishouden(
        "Kastanjeplein 27, 1235 GH",
        (
            Lid(
                naam("Mohamed / El / Amrani"),
                M,
                51,
                "Nador, Marokko",
                nationaliteiten=("Nederlandse", "Marokkaanse"),
            ),
            Lid(
                naam("Fatima Zahra / Benali"),
                V,
                47,
                "Al Hoceima, Marokko",
                nationaliteiten=("Nederlandse", "Marokkaanse"),
            ),
        ),
        (
            Lid(naam("Amira / El / Amrani"), V, 19, nationaliteiten=("Nederlandse", "Marokkaanse")),
            Lid(naam("Yassin / El / Amrani"), M, 15, nationaliteiten=("Nederlandse", "Marokkaanse")),
        ),
        samen=23,
    ),
    Huishouden(
        "Molenweg 8, 1236 KL",
        (
            Lid(naam("Willem Jan / Bakker"), M, 72),
            Lid(
                naam("Maria Hendrika / ter / Horst"),
                V,
                70,
                "Enschede, Nederland",
                naamgebruik=Naamgebruik.PARTNER,
            ),
        ),
        samen=47,
    ),
    Huishouden(
        "Beukenstraat 41, 1235 GJ",
        (
            Lid(
                naam("Mehmet / Yılmaz"), M, 38, "Kayseri, Turkije", nationaliteiten=("Nederlandse", "Turkse")
            ),
            Lid(
                naam("Elif / Kaya"),
                V,
                36,
                "Sivas, Turkije",
                nationaliteiten=("Nederlandse", "Turkse"),
                naamgebruik=Naamgebruik.PARTNER,
            ),
        ),
        (
            Lid(naam("Deniz / Yılmaz"), M, 8, nationaliteiten=("Nederlandse", "Turkse")),
            Lid(naam("Zeynep / Yılmaz"), V, 4, nationaliteiten=("Nederlandse", "Turkse")),
        ),
        samen=11,
    ),
    Huishouden(
        "Singel 115, 1234 EF",
        (
            Lid(naam("Tomasz Piotr / Kowalski"), M, 34, "Gdańsk, Polen", nationaliteiten=("Poolse",)),
            Lid(naam("Agnieszka / Kowalska"), V, 33, "Gdynia, Polen", nationaliteiten=("Poolse",)),
        ),
        (Lid(naam("Zofia Anna / Kowalska"), V, 5, nationaliteiten=("Poolse",)),),
        samen=7,
    ),
    Huishouden(
        "Lindelaan 36, 1234 AB",
        (
            Lid(naam("Jeroen Pieter / Jansen"), M, 45),
            Lid(naam("Ingrid / van / Dijk"), V, 44, "Arnhem, Nederland"),
        ),
        (
            Lid(naam("Bram / Jansen"), M, 16),
            Lid(naam("Fenna / Jansen"), V, 14),
            Lid(naam("Guus / Jansen"), M, 10),
        ),
        samen=18,
    ),
    Huishouden(
        "Stationsweg 2, 1234 GA",
        (
            Lid(naam("Rajesh / Ramdin"), M, 55, "Paramaribo, Suriname"),
            Lid(naam("Sharda Devi / Bhagwandin"), V, 53, "Nickerie, Suriname"),
        ),
        (Lid(naam("Kiran / Ramdin"), M, 21),),
        samen=27,
    ),
    Huishouden(
        "Kerkpad 5, 1236 KA",
        (Lid(naam("Elisabeth / Visser"), V, 86, "Kampen, Nederland"),),
    ),
    Huishouden(
        "Wilgenhof 19, 1235 HB",
        (
            Lid(naam("Thomas / Mulder"), M, 31),
            Lid(naam("Ruben / de / Groot"), M, 33, "Utrecht, Nederland"),
        ),
        samen=3,
    ),
    Huishouden(
        "Wilgenhof 23, 1235 HB",
        (Lid(naam("Esther / Meijer"), V, 39),),
        (Lid(naam("Noor / Meijer"), V, 11), Lid(naam("Sem / Meijer"), M, 7)),
    ),
    Huishouden(
        "Esdoornlaan 64, 1235 JK",
        (
            Lid(naam("Ahmad / Al-Hassan"), M, 42, "Aleppo, Syrië", nationaliteiten=("Syrische",)),
            Lid(naam("Rania / Khoury"), V, 37, "Homs, Syrië", nationaliteiten=("Syrische",)),
        ),
        (
            Lid(naam("Omar / Al-Hassan"), M, 13, "Aleppo, Syrië", nationaliteiten=("Syrische",)),
            Lid(naam("Lina / Al-Hassan"), V, 10, "Gaziantep, Turkije", nationaliteiten=("Syrische",)),
            Lid(naam("Adam / Al-Hassan"), M, 3, nationaliteiten=("Syrische",)),
        ),
        samen=16,
    ),
    Huishouden(
        "Dorpsstraat 88, 1236 LM",
        (
            Lid(naam("Pieter Adriaan / van der / Meer"), M, 61),
            Lid(naam("Anna Margaretha / Brouwer"), V, 59, naamgebruik=Naamgebruik.PARTNER_VOOR_EIGEN),
        ),
        samen=34,
    ),
    Huishouden(
        "Havenkade 7, 1234 GZ",
        (Lid(naam("Floor / van der / Meer"), V, 28, ouders="Dorpsstraat"),),
    ),
    Huishouden(
        "Havenkade 11, 1234 GZ",
        (
            Lid(naam("Lars / van der / Meer"), M, 32, ouders="Dorpsstraat"),
            Lid(naam("Naomi / Tuhumury"), V, 30, "Assen, Nederland"),
        ),
        (Lid(naam("Mila / van der / Meer"), V, 1),),
        samen=2,
        soort="geregistreerd partnerschap",
    ),
    Huishouden(
        "Parkweg 150, 1235 LX",
        (Lid(naam("Abdi / Warsame"), M, 29, "Mogadishu, Somalië", nationaliteiten=("Somalische",)),),
    ),
    Huishouden(
        "Parkweg 152, 1235 LX",
        (Lid(naam("Linda / Hoekstra"), V, 48, "Leeuwarden, Nederland"),),
        (Lid(naam("Jesse / Hoekstra"), M, 17),),
    ),
    Huishouden(
        "Esdoornlaan 20, 1235 JK",
        (
            Lid(naam("Cornelis / Dekker"), M, 66),
            Lid(naam("Petronella / van / Leeuwen"), V, 64, naamgebruik=Naamgebruik.PARTNER),
        ),
        samen=40,
    ),
    Huishouden(
        "Beukenstraat 9, 1235 GJ",
        (
            Lid(naam("Bas / Dekker"), M, 37, ouders="Esdoornlaan"),
            Lid(naam("Femke / Postma"), V, 35, "Sneek, Nederland"),
        ),
        (Lid(naam("Tess / Dekker"), V, 6), Lid(naam("Hugo / Dekker"), M, 2)),
        samen=8,
    ),
    Huishouden(
        "Singel 31, 1234 EF",
        (Lid(naam("Maarten / in 't / Veld"), M, 52, "Rotterdam, Nederland"),),
    ),
    Huishouden(
        "Korte Brink 1, 1236 AA",
        (Lid(naam("Geertruida / Wolters"), V, 91),),
    ),
    Huishouden(
        "Stationsweg 48, 1234 GA",
        (
            Lid(naam("Kevin / Martina"), M, 26, "Willemstad, Curaçao"),
            Lid(naam("Chantal / de / Wit"), V, 25),
        ),
    ),
    Huishouden(
        "Meidoornstraat 5, 1235 MN",
        (
            Lid(naam("Gerrit / van den / Broek"), M, 57),
            Lid(naam("Wilma / Kuipers"), V, 56, naamgebruik=Naamgebruik.PARTNER_NA_EIGEN),
        ),
        (Lid(naam("Niels / van den / Broek"), M, 22),),
        samen=30,
    ),
    Huishouden(
        "locatie: Ligplaats 4 aan de Oude Haven",
        (Lid(naam("Yvonne / Schippers"), V, 58, "Dordrecht, Nederland"),),
    ),
    Huishouden(
        "buitenland: Spanje; Calle Mayor 18; 03570 Villajoyosa",
        (
            Lid(naam("Theodorus / Verhoeven"), M, 68, "Breda, Nederland"),
            Lid(naam("Hendrika / Maas"), V, 67, "Tilburg, Nederland", naamgebruik=Naamgebruik.PARTNER),
        ),
        samen=41,
    ),
    Huishouden(
        "buitenland: Duitsland; Gartenstraße 7; 48455 Bad Bentheim",
        (Lid(naam("Stefan / Wiegers"), M, 35, "Nordhorn, Duitsland", nationaliteiten=("Duitse",)),),
    ),
    Huishouden(
        "onbekend",
        (Lid(naam("Dennis / Prins"), M, 40),),
    ),
)

GEBOORTE_ALLEEN_JAAR = frozenset({"Abdi Warsame"})
"""People of whom the register knows only the year of birth."""

GEBOORTE_ONBEKEND = frozenset({"Rania Khoury"})
"""People of whom the register does not know when they were born."""

ZONDER_CONTACT = frozenset({"Geertruida Wolters", "Elisabeth Visser", "Dennis Prins"})
"""People who never gave the municipality an e-mail address or telephone number."""
