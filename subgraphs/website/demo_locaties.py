"""Where Voorbeeldstad receives visitors, with the public holidays as exceptions."""

from datetime import date, time, timedelta

from subgraphs.website.locatie import Bezoekadres, Locatie, Tijdvak, Uitzondering, Weekdag

WERKDAGEN = (1, 2, 3, 4, 5)


def locaties(today: date) -> tuple[Locatie, ...]:
    """The locations, with the holidays of the year of `today` and the next."""
    vrij = tuple(feestdag for jaar in (today.year, today.year + 1) for feestdag in feestdagen(jaar))
    return (*_loketten(vrij, today), *_milieustraten(vrij), *_leeszaal(vrij, today))


def _loketten(vrij: tuple[Uitzondering, ...], today: date) -> tuple[Locatie, ...]:
    return (
        Locatie(
            id="stadhuis",
            naam="Stadhuis",
            soort="Stadhuis",
            adres=Bezoekadres("Marktplein", "1", "1234 AA", "Voorbeeldstad"),
            week=(
                *_dagen((1, 2, 3, 5), "09:00-17:00"),
                Weekdag(4, _tijdvakken("09:00-12:30 13:30-20:00")),
            ),
            uitzonderingen=(*vrij, *_kerstavonden(today)),
            telefoonnummer="14 0123",
            toelichting="Voor een paspoort of rijbewijs maakt u vooraf een afspraak.",
        ),
        Locatie(
            id="wijkteam-west",
            naam="Sociaal wijkteam West",
            soort="Wijkteam",
            adres=Bezoekadres("Lindelaan", "88", "1237 DE", "Voorbeeldstad"),
            week=_dagen((1, 3, 5), "09:00-12:00 13:00-16:00"),
            uitzonderingen=vrij,
            telefoonnummer="14 0123",
            alleen_op_afspraak=True,
        ),
    )


def _milieustraten(vrij: tuple[Uitzondering, ...]) -> tuple[Locatie, ...]:
    return (
        Locatie(
            id="milieustraat-noord",
            naam="Milieustraat Noord",
            soort="Milieustraat",
            adres=Bezoekadres("Havenweg", "40", "1235 BC", "Voorbeeldstad"),
            week=(*_dagen(WERKDAGEN, "08:00-16:30"), Weekdag(6, _tijdvakken("09:00-15:00"))),
            uitzonderingen=vrij,
            toelichting="Neem een geldig identiteitsbewijs mee.",
        ),
        Locatie(
            id="milieustraat-zuid",
            naam="Milieustraat Zuid",
            soort="Milieustraat",
            adres=Bezoekadres("Ambachtstraat", "7", "1236 CD", "Voorbeeldstad"),
            week=_dagen((2, 4, 6), "10:00-16:00"),
            uitzonderingen=vrij,
        ),
    )


def _leeszaal(vrij: tuple[Uitzondering, ...], today: date) -> tuple[Locatie, ...]:
    verbouwing = Uitzondering(
        today + timedelta(days=30), today + timedelta(days=44), "Verbouwing van de leeszaal"
    )
    return (
        Locatie(
            id="bibliotheek",
            naam="Bibliotheek De Leeskamer",
            soort="Bibliotheek",
            adres=Bezoekadres("Parklaan", "12", "1234 BB", "Voorbeeldstad"),
            week=(
                *_dagen(WERKDAGEN, "10:00-20:00"),
                Weekdag(6, _tijdvakken("10:00-17:00")),
                Weekdag(7, _tijdvakken("13:00-17:00")),
            ),
            uitzonderingen=(verbouwing, *vrij),
        ),
    )


def feestdagen(jaar: int) -> tuple[Uitzondering, ...]:
    """The days on which municipal counters are closed."""
    pasen = _pasen(jaar)
    koningsdag = date(jaar, 4, 27)
    dagen = (
        (date(jaar, 1, 1), "Nieuwjaarsdag"),
        (pasen, "Eerste paasdag"),
        (pasen + timedelta(days=1), "Tweede paasdag"),
        (koningsdag - timedelta(days=koningsdag.isoweekday() == 7), "Koningsdag"),
        (pasen + timedelta(days=39), "Hemelvaartsdag"),
        (pasen + timedelta(days=49), "Eerste pinksterdag"),
        (pasen + timedelta(days=50), "Tweede pinksterdag"),
        (date(jaar, 12, 25), "Eerste kerstdag"),
        (date(jaar, 12, 26), "Tweede kerstdag"),
    )
    return tuple(Uitzondering(dag, dag, reden) for dag, reden in dagen)


def _kerstavonden(today: date) -> tuple[Uitzondering, ...]:
    vroeg = _tijdvakken("09:00-14:00")
    return tuple(
        Uitzondering(date(jaar, 12, 24), date(jaar, 12, 24), "Kerstavond", vroeg)
        for jaar in (today.year, today.year + 1)
    )


def _dagen(dagen: tuple[int, ...], tijden: str) -> tuple[Weekdag, ...]:
    return tuple(Weekdag(dag, _tijdvakken(tijden)) for dag in dagen)


def _tijdvakken(tijden: str) -> tuple[Tijdvak, ...]:
    """Of text like `09:00-12:00 13:00-16:00`."""
    grenzen = (tijdvak.split("-") for tijdvak in tijden.split())
    return tuple(Tijdvak(time.fromisoformat(van), time.fromisoformat(tot)) for van, tot in grenzen)


def _pasen(jaar: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    eeuw, rest = divmod(jaar, 100)
    gulden = jaar % 19
    schrikkel, over = divmod(eeuw, 4)
    correctie = (eeuw - (eeuw + 8) // 25 + 1) // 3
    epact = (19 * gulden + eeuw - schrikkel - correctie + 15) % 30
    kwart, dagen = divmod(rest, 4)
    weekdag = (32 + 2 * over + 2 * kwart - epact - dagen) % 7
    maan = (gulden + 11 * epact + 22 * weekdag) // 451
    maand, dag = divmod(epact + weekdag - 7 * maan + 114, 31)
    return date(jaar, maand, dag + 1)
