"""A company or institution in the demo population, as the Handelsregister knows it."""

from dataclasses import dataclass, field

from auth.principal import Identifier, Klantsoort
from subgraphs.service.inwoner import Adres


@dataclass(frozen=True, slots=True)
class Activiteit:
    """An activity by the SBI classification (CBS)."""

    code: str
    omschrijving: str


@dataclass(frozen=True, slots=True)
class Vestiging:
    """A place of business. `nummer` has twelve digits."""

    nummer: str
    naam: str
    adres: Adres
    hoofdvestiging: bool
    werkzame_personen: int


@dataclass(frozen=True, slots=True)
class Organisatie:
    """A customer that is no natural person. A sole trader has no RSIN: that is for legal persons."""

    klantsoort: Klantsoort
    kvk_nummer: str = field(repr=False)
    rsin: str | None = field(repr=False)
    statutaire_naam: str
    handelsnamen: tuple[str, ...]
    rechtsvorm: str
    activiteiten: tuple[Activiteit, ...]
    vestigingen: tuple[Vestiging, ...]
    email: str
    telefoon: str

    @property
    def identificatie(self) -> tuple[Identifier, str]:
        """What a login gives for it: the KvK number of a company, the RSIN of an institution."""
        if self.klantsoort is Klantsoort.INSTELLING and self.rsin:
            return Identifier.RSIN, self.rsin
        return Identifier.KVK, self.kvk_nummer
