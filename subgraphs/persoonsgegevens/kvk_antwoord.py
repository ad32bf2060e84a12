"""What the KvK API answers, as far as we read it."""

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

JA = "Ja"


class Deel(BaseModel):
    """A part of an answer. What a newer version adds is passed over; what is wrong is not repeated."""

    model_config = ConfigDict(
        alias_generator=to_camel, extra="ignore", frozen=True, hide_input_in_errors=True
    )


class GeoData(Deel):
    addresseerbaar_object_id: str = ""
    nummer_aanduiding_id: str = ""


class Adres(Deel):
    type: str
    ind_afgeschermd: str = "Nee"
    straatnaam: str = ""
    huisnummer: int = 0
    huisletter: str = ""
    huisnummer_toevoeging: str = ""
    postcode: str = ""
    plaats: str = ""
    geo_data: GeoData = GeoData()


class Vestiging(Deel):
    """A Vestigingsprofiel, or the short form of it in a list."""

    vestigingsnummer: str
    kvk_nummer: str
    eerste_handelsnaam: str = ""
    ind_hoofdvestiging: str = "Nee"
    totaal_werkzame_personen: int | None = None
    adressen: tuple[Adres, ...] = ()

    @property
    def is_hoofd(self) -> bool:
        return self.ind_hoofdvestiging == JA


class Vestigingen(Deel):
    kvk_nummer: str
    vestigingen: tuple[Vestiging, ...] = ()


class Handelsnaam(Deel):
    naam: str
    volgorde: int = 0


class Activiteit(Deel):
    sbi_code: str
    sbi_omschrijving: str = ""
    ind_hoofdactiviteit: str = "Nee"


class Eigenaar(Deel):
    rsin: str | None = None
    rechtsvorm: str = ""
    uitgebreide_rechtsvorm: str = ""


class Ingebed(Deel):
    hoofdvestiging: Vestiging | None = None
    eigenaar: Eigenaar = Eigenaar()


class Basisprofiel(Deel):
    kvk_nummer: str
    naam: str
    statutaire_naam: str | None = None
    handelsnamen: tuple[Handelsnaam, ...] = ()
    sbi_activiteiten: tuple[Activiteit, ...] = ()
    ingebed: Ingebed = Field(default=Ingebed(), alias="_embedded")


class Resultaat(Deel):
    kvk_nummer: str
    rsin: str | None = None


class Resultaten(Deel):
    resultaten: tuple[Resultaat, ...] = ()
