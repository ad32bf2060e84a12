"""From answers of the KvK API to the organisation of the graph."""

from collections.abc import Iterable
from datetime import datetime

from auth.principal import Klantsoort
from subgraphs.persoonsgegevens import kvk_antwoord as kvk
from subgraphs.persoonsgegevens.klant import Bron, Herkomst, Organisatie, Vestiging
from subgraphs.service.inwoner import Adres
from subgraphs.service.organisatie import Activiteit

BEZOEKADRES = "bezoekadres"


def organisatie_van(
    klant_id: str, soort: Klantsoort, basis: kvk.Basisprofiel, opgehaald_op: datetime
) -> Organisatie:
    """The organisation, without its vestigingen. The source is the authority itself."""
    eigenaar = basis.ingebed.eigenaar
    handelsnamen = sorted(basis.handelsnamen, key=lambda each: each.volgorde)
    activiteiten = sorted(basis.sbi_activiteiten, key=lambda each: each.ind_hoofdactiviteit != kvk.JA)
    return Organisatie(
        id=klant_id,
        klantsoort=soort,
        kvk_nummer=basis.kvk_nummer,
        rsin=eigenaar.rsin,
        statutaire_naam=basis.statutaire_naam or basis.naam,
        handelsnamen=tuple(each.naam for each in handelsnamen),
        rechtsvorm=eigenaar.rechtsvorm or eigenaar.uitgebreide_rechtsvorm,
        activiteiten=tuple(Activiteit(each.sbi_code, each.sbi_omschrijving) for each in activiteiten),
        herkomst=Herkomst(Bron.KVK, opgehaald_op, authentiek=True, in_onderzoek=False),
    )


def vestigingen_van(gegeven: Iterable[kvk.Vestiging]) -> tuple[Vestiging, ...]:
    """The hoofdvestiging first, the others by number."""
    return tuple(
        Vestiging(
            nummer=each.vestigingsnummer,
            naam=each.eerste_handelsnaam,
            adres=_bezoekadres(each),
            hoofdvestiging=each.is_hoofd,
            werkzame_personen=each.totaal_werkzame_personen,
        )
        for each in sorted(gegeven, key=lambda each: (not each.is_hoofd, each.vestigingsnummer))
    )


def _bezoekadres(vestiging: kvk.Vestiging) -> Adres | None:
    """None where there is none, or the register shields it."""
    adres = next((each for each in vestiging.adressen if each.type == BEZOEKADRES), None)
    if adres is None or adres.ind_afgeschermd == kvk.JA or not (adres.straatnaam and adres.huisnummer):
        return None
    return Adres(
        straat=adres.straatnaam,
        huisnummer=adres.huisnummer,
        postcode=adres.postcode,
        woonplaats=adres.plaats,
        huisletter=adres.huisletter,
        toevoeging=adres.huisnummer_toevoeging,
        nummeraanduiding=adres.geo_data.nummer_aanduiding_id,
        adresseerbaar_object=adres.geo_data.addresseerbaar_object_id,
    )
