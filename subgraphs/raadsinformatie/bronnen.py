"""Which real register stands behind this subgraph: the section `raadsinformatie` of the bronnen file.

raadsinformatie:
  ori: {url: https://raad.voorbeeldstad.nl/v1/elastic, index: ori_voorbeeldstad*}

or, to fill the embedded store by `gemeentegraaf synchroniseer-raad`:

raadsinformatie:
  openbesluitvorming: {bron: voorbeeldstad}
"""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from subgraphs.raadsinformatie.openbesluitvorming import PER_BLAD, OpenBesluitvorming
from subgraphs.raadsinformatie.ori import OpenRaadsinformatie
from subgraphs.raadsinformatie.raadsynchronisatie import TEKSTEN
from subgraphs.service.bronnen import BaseUrl, Sectie
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget

MEESTE_BYTES = 64 * 1024 * 1024
"""Of one page of the export: five hundred meetings with long agendas."""
Index = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*\*?$", max_length=100)]


class Orisectie(Sectie):
    url: BaseUrl
    """Where the indices are."""
    index: Index
    """The indices of the municipality: a name, which may end in a star."""
    budget_seconden: Annotated[float, Field(gt=0, le=30)] = 5
    """How long one call may take."""

    def bron(self) -> OpenRaadsinformatie:
        """The source that this section describes. Opens nothing yet."""
        rules = RegisterRules(budget=self.budget_seconden)
        return OpenRaadsinformatie(RegisterClient(RegisterTarget("ori", self.url), rules), self.index)


class Besluitvormingsectie(Sectie):
    bron: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=100)]
    """The key of the municipality: one of /api/sources."""
    url: BaseUrl = "https://openbesluitvorming.nl"
    """Where it is."""
    contact: Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]+$", max_length=200)] | None = None
    """An address for those who run it, told with every call."""
    teksten_per_ronde: Annotated[int, Field(ge=0, le=100_000)] = TEKSTEN
    """Of how many documents the text is fetched in a round; a minute allows for sixty."""
    per_blad: Annotated[int, Field(ge=1, le=1000)] = PER_BLAD
    """How many records come in one answer, and are written in one transaction."""
    budget_seconden: Annotated[float, Field(gt=0, le=600)] = 120
    """How long one call may take, with waiting when it says that there were too many."""

    def openbesluitvorming(self) -> OpenBesluitvorming:
        """The service that this section describes. Opens nothing yet."""
        rules = RegisterRules(budget=self.budget_seconden, attempts=5, max_answer=MEESTE_BYTES)
        agent = f"gemeentegraaf (+{self.contact})" if self.contact else "gemeentegraaf"
        target = RegisterTarget("openbesluitvorming", self.url, {"user-agent": agent})
        return OpenBesluitvorming(RegisterClient(target, rules), self.bron, self.per_blad)


class Raadsbronnen(Sectie):
    """Without `ori`: the embedded store, which `openbesluitvorming` fills."""

    ori: Orisectie | None = None
    openbesluitvorming: Besluitvormingsectie | None = None

    @model_validator(mode="after")
    def _een_van_beide(self) -> Self:
        if self.ori and self.openbesluitvorming:
            raise ValueError("ori is read from, or the store that openbesluitvorming fills: one of them")
        return self
