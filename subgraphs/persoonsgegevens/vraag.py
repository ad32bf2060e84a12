"""Vraag: what is asked of a source about one customer."""

from dataclasses import dataclass, field

from auth.principal import Identifier, Identiteit, Klantsoort

VERWANTEN = frozenset({"partners", "kinderen", "ouders"})


@dataclass(frozen=True, slots=True)
class Vraag:
    """Who is asked about and which fields of them, so that a source reads no more than that.

    `velden` are paths in the graph below the customer, such as `naam.volledigeNaam`. `nummer` is what a
    register knows the customer by; None where the gateway does not tell this subgraph numbers. `activiteit`
    is the verwerkingsactiviteit under which it is asked (@verwerking); `gemachtigde` the pseudonym of who
    asks it for the customer, where someone does. `seconden` is how long whoever asks will
    wait, where they said so.
    """

    klant_id: str
    klantsoort: Klantsoort
    velden: frozenset[str]
    activiteit: str
    nummer: Identiteit | None = field(default=None, repr=False)
    gemachtigde: str | None = None
    seconden: float | None = None

    def raakt(self, *groepen: str) -> bool:
        """Whether any field is asked in one of these fields of the customer."""
        return any(veld.partition(".")[0] in groepen for veld in self.velden)

    def nummer_als(self, *soorten: Identifier) -> str | None:
        """The customer's number, if it is of one of these kinds."""
        return self.nummer.waarde if self.nummer and self.nummer.soort in soorten else None
