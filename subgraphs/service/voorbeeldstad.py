"""Voorbeeldstad: the municipality of the demo. One deterministic population that every subgraph fills its
store from.

    stad = voorbeeldstad(date(2026, 1, 15))
    stad.inwoners, stad.organisaties; PERSONAS are who one can log in as

Nobody here exists. Ages stay what they are: births are counted back from the day that is handed in.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from auth.principal import Identifier, Klantsoort
from auth.pseudonym import pseudonym
from subgraphs.service.diensten import Dienst
from subgraphs.service.inwoner import Inwoner
from subgraphs.service.organisatie import Organisatie
from subgraphs.service.voorbeeldstad_bewoners import bewoners
from subgraphs.service.voorbeeldstad_organisaties import organisaties


@dataclass(frozen=True, slots=True)
class Voorbeeldstad:
    """Everyone whom the municipality serves."""

    inwoners: tuple[Inwoner, ...]
    organisaties: tuple[Organisatie, ...]


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone of Voorbeeldstad to log in as. `sleutel` is stable and safe in a URL; `waarde` is the BSN, KvK
    number or RSIN that the login gives.
    """

    sleutel: str
    naam: str
    klantsoort: Klantsoort
    identifier: Identifier
    waarde: str = field(repr=False)
    omschrijving: str

    def klant_id(self, key: bytes) -> str:
        """The `Klant.id` under the municipality's pseudonym key."""
        return pseudonym(key, self.identifier, self.waarde)


@dataclass(frozen=True, slots=True)
class Machtiging:
    """Who may act for someone of Voorbeeldstad, for one dienst. `sleutel` is as a Persona's."""

    sleutel: str
    gemachtigde: Persona
    machtiginggever: Persona
    dienst: Dienst
    omschrijving: str

    @property
    def naam(self) -> str:
        return f"{self.gemachtigde.naam} namens {self.machtiginggever.naam}"

    @property
    def klantsoort(self) -> Klantsoort:
        """That of whom it is about."""
        return self.machtiginggever.klantsoort

    @property
    def middel(self) -> str:
        """How one logs in to act so: a person by DigiD Machtigen; an organisation for another by eHerkenning
        with a chain of mandates, and for a person, whose money a court had it look after, by eHerkenning
        bewindvoering.
        """
        if self.gemachtigde.identifier is Identifier.BSN:
            return "digid_machtigen"
        return (
            "eherkenning_bewindvoering"
            if self.machtiginggever.identifier is Identifier.BSN
            else "eherkenning"
        )


@lru_cache(maxsize=4)
def voorbeeldstad(today: date) -> Voorbeeldstad:
    """The population as it is on `today`."""
    return Voorbeeldstad(bewoners(today), organisaties())


def inwoner_id(key: bytes, inwoner: Inwoner) -> str:
    """The `Klant.id` of a person."""
    return pseudonym(key, Identifier.BSN, inwoner.bsn)


def organisatie_id(key: bytes, organisatie: Organisatie) -> str:
    """The `Klant.id` of a company or institution."""
    return pseudonym(key, *organisatie.identificatie)


PERSONAS = (
    Persona(
        "sanne-de-vries",
        "Sanne de Vries",
        Klantsoort.BURGER,
        Identifier.BSN,
        "999990007",
        "Woont met partner en twee kinderen aan de Lindelaan en heeft veel zaken lopen.",
    ),
    Persona(
        "hendrik-van-den-berg",
        "Hendrik van den Berg",
        Klantsoort.BURGER,
        Identifier.BSN,
        "999990044",
        "Is 79, getrouwd, en vraagt voorzieningen aan om thuis te blijven wonen.",
    ),
    Persona(
        "amira-el-amrani",
        "Amira El Amrani",
        Klantsoort.BURGER,
        Identifier.BSN,
        "999990093",
        "Is 19, woont bij haar ouders en vraagt voor het eerst zelf iets aan.",
    ),
    Persona(
        "de-gouden-korst",
        "Bakkerij De Gouden Korst B.V.",
        Klantsoort.BEDRIJF,
        Identifier.KVK,
        "90000101",
        "Bakkerij met twee vestigingen, een terras en een vergunningaanvraag.",
    ),
    Persona(
        "muziekschool-voorbeeldstad",
        "Stichting Muziekschool Voorbeeldstad",
        Klantsoort.INSTELLING,
        Identifier.RSIN,
        "999980014",
        "Instelling die subsidie aanvraagt en verantwoordt.",
    ),
)
"""Who the demo login offers: three burgers, a bedrijf and an instelling."""

_SANNE, _HENDRIK, _AMIRA, _BAKKERIJ, _ = PERSONAS
_CIJFERWERK = Persona(
    "cijferwerk",
    "Administratiekantoor Cijferwerk",
    Klantsoort.BEDRIJF,
    Identifier.KVK,
    "90090001",
    "Kantoor van buiten de gemeente, dat zaken regelt voor ondernemers.",
)
_VAN_DER_MEER = Persona(
    "van-der-meer-bewindvoering",
    "Van der Meer Bewindvoering",
    Klantsoort.BEDRIJF,
    Identifier.KVK,
    "90090002",
    "Bewindvoerder van buiten de gemeente, benoemd door de rechter.",
)
MACHTIGINGEN = (
    Machtiging(
        "sanne-namens-hendrik",
        _SANNE,
        _HENDRIK,
        Dienst.VERGUNNINGEN,
        "Regelt de vergunningen van haar buurman, en ziet alleen die zaken.",
    ),
    Machtiging(
        "amira-namens-hendrik",
        _AMIRA,
        _HENDRIK,
        Dienst.WERK_EN_INKOMEN,
        "Helpt hem als vrijwilliger met zijn inkomen, en ziet alleen die zaken.",
    ),
    Machtiging(
        "cijferwerk-namens-de-gouden-korst",
        _CIJFERWERK,
        _BAKKERIJ,
        Dienst.VERGUNNINGEN,
        "Vraagt als intermediair de vergunningen van de bakkerij aan, en ziet alleen die zaken.",
    ),
    Machtiging(
        "van-der-meer-namens-hendrik",
        _VAN_DER_MEER,
        _HENDRIK,
        Dienst.WERK_EN_INKOMEN,
        "Beheert als bewindvoerder zijn inkomen, en ziet alleen die zaken.",
    ),
)
"""Who the demo login offers to be for someone else."""
