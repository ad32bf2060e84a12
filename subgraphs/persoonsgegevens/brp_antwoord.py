"""What the BRP answers, as far as we read it: every field may be absent, for only what was asked is there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from subgraphs.service.inwoner import Registerdatum


class Deel(BaseModel):
    """A part of an answer. What a newer version adds is passed over; what is wrong is not repeated."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True
    )


class Groepsdeel(Deel):
    """A group that may be under investigation: a flag for each field, and since when."""

    in_onderzoek: Mapping[str, Any] = Field(default_factory=dict)

    def onderzocht(self, *velden: str) -> bool:
        """Whether any of these fields is; without names, whether any field at all is."""
        return any(vlag is True for veld, vlag in self.in_onderzoek.items() if not velden or veld in velden)


class Waarde(Deel):
    code: str | None = None
    omschrijving: str | None = None


class Datum(Deel):
    """A Datum, JaarMaandDatum, JaarDatum or DatumOnbekend: what is known of it."""

    datum: date | None = None
    jaar: int | None = None
    maand: int | None = None

    def registerdatum(self) -> Registerdatum:
        return Registerdatum.op(self.datum) if self.datum else Registerdatum(self.jaar, self.maand)


class Naam(Groepsdeel):
    voornamen: str = ""
    voorvoegsel: str = ""
    geslachtsnaam: str = ""
    voorletters: str | None = None
    volledige_naam: str | None = None
    aanduiding_naamgebruik: Waarde = Waarde()


class Gebeurtenis(Groepsdeel):
    """A birth, a death, or the beginning of a marriage."""

    datum: Datum = Datum()
    plaats: Waarde = Waarde()
    land: Waarde = Waarde()


class Nationaliteit(Groepsdeel):
    type: str
    nationaliteit: Waarde = Waarde()


class Verblijfadres(Groepsdeel):
    officiele_straatnaam: str | None = None
    korte_straatnaam: str | None = None
    huisnummer: int | None = None
    huisletter: str = ""
    huisnummertoevoeging: str = ""
    postcode: str = ""
    woonplaats: str = ""
    locatiebeschrijving: str = ""
    regel1: str = ""
    regel2: str = ""
    regel3: str = ""
    land: Waarde = Waarde()


class Verblijfplaats(Groepsdeel):
    type: str
    verblijfadres: Verblijfadres = Verblijfadres()
    nummeraanduiding_identificatie: str = ""
    adresseerbaar_object_identificatie: str = ""


class Aanschrijfwijze(Deel):
    naam: str = ""
    aanspreekvorm: str = ""


class Adressering(Groepsdeel):
    aanhef: str = ""
    aanschrijfwijze: Aanschrijfwijze = Aanschrijfwijze()
    gebruik_in_lopende_tekst: str = ""
    adresregel1: str = ""
    adresregel2: str = ""
    adresregel3: str = ""
    land: Waarde = Waarde()


class Verwant(Groepsdeel):
    """A partner, child or parent. A BSN in it is not read."""

    naam: Naam = Naam()
    geslacht: Waarde = Waarde()
    geboorte: Gebeurtenis = Gebeurtenis()
    soort_verbintenis: Waarde = Waarde()
    aangaan_huwelijk_partnerschap: Gebeurtenis = Gebeurtenis()
    ontbinding_huwelijk_partnerschap: Gebeurtenis | None = None


class Opschorting(Deel):
    reden: Waarde = Waarde()
    datum: Datum = Datum()


class Persoon(Groepsdeel):
    burgerservicenummer: str = Field(repr=False)
    naam: Naam = Naam()
    geslacht: Waarde = Waarde()
    geboorte: Gebeurtenis = Gebeurtenis()
    leeftijd: int | None = None
    nationaliteiten: tuple[Nationaliteit, ...] = ()
    verblijfplaats: Verblijfplaats | None = None
    adressering: Adressering | None = None
    gemeente_van_inschrijving: Waarde = Waarde()
    datum_inschrijving_in_gemeente: Datum = Datum()
    partners: tuple[Verwant, ...] = ()
    kinderen: tuple[Verwant, ...] = ()
    ouders: tuple[Verwant, ...] = ()
    overlijden: Gebeurtenis | None = None
    opschorting_bijhouding: Opschorting | None = None
    geheimhouding_persoonsgegevens: bool = False


class Antwoord(Deel):
    type: str
    personen: tuple[Persoon, ...] = ()
