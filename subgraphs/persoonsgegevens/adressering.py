"""How to write to a person: the composed names and address lines of the BRP's "adressering".

The rules are those that the BRP personen bevragen API documents for naamgebruik and NEN 5825 gives for
address lines, for people without a title.
"""

from subgraphs.persoonsgegevens.klant import Adressering, Persoon
from subgraphs.service.inwoner import Adres, Buitenland, Geslacht, Locatie, Naam, Naamgebruik

AANSPREEKVORM = {Geslacht.MAN: "heer", Geslacht.VROUW: "mevrouw"}
LOPEND = {Geslacht.MAN: "de heer", Geslacht.VROUW: "mevrouw"}


def adressering(persoon: Persoon, partner: Naam | None) -> Adressering:
    """How to write to someone who is, or is not, with `partner`."""
    achternaam = gebruikte_achternaam(persoon.naam, persoon.naamgebruik, partner)
    met_voorletters = f"{persoon.naam.voorletters} {achternaam}".strip()
    vorm = AANSPREEKVORM.get(persoon.geslacht)
    regels, land = _adresregels(persoon)
    return Adressering(
        aanhef=f"Geachte {vorm} {_met_hoofdletter(achternaam)}" if vorm else f"Geachte {met_voorletters}",
        aanschrijfwijze=met_voorletters,
        in_lopende_tekst=(
            f"{LOPEND[persoon.geslacht]} {_met_hoofdletter(achternaam)}" if vorm else met_voorletters
        ),
        regels=regels,
        land=land,
    )


def gebruikte_achternaam(eigen: Naam, gebruik: Naamgebruik, partner: Naam | None) -> str:
    """The surname someone goes by."""
    if partner is None or gebruik is Naamgebruik.EIGEN:
        return eigen.achternaam
    if gebruik is Naamgebruik.PARTNER:
        return partner.achternaam
    if gebruik is Naamgebruik.PARTNER_VOOR_EIGEN:
        return f"{partner.achternaam}-{eigen.achternaam}"
    return f"{eigen.achternaam}-{partner.achternaam}"


def adresregel(adres: Adres) -> str:
    """Street and number, as on an envelope."""
    nummer = f"{adres.huisnummer}{adres.huisletter}"
    return f"{adres.straat} {nummer}{f'-{adres.toevoeging}' if adres.toevoeging else ''}"


def postcode(adres: Adres) -> str:
    """The postcode as people write it: `1234 AB`."""
    return f"{adres.postcode[:4]} {adres.postcode[4:]}"


def _adresregels(persoon: Persoon) -> tuple[tuple[str, ...], str | None]:
    verblijf = persoon.verblijf
    if isinstance(verblijf, Adres):
        return (
            adresregel(verblijf),
            # NEN 5825: two spaces, and the place in capitals.
            f"{postcode(verblijf)}  {verblijf.woonplaats.upper()}",
        ), None
    if isinstance(verblijf, Buitenland):
        return verblijf.regels, verblijf.land
    if isinstance(verblijf, Locatie):
        return (verblijf.omschrijving, verblijf.woonplaats.upper()), None
    return (), None


def _met_hoofdletter(achternaam: str) -> str:
    """A surname without given name or initials before it begins with a capital: "mevrouw De Vries"."""
    return achternaam[:1].upper() + achternaam[1:]
