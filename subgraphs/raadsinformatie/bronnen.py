"""Which real register stands behind this subgraph: the section `raadsinformatie` of the bronnen file.

raadsinformatie:
  ori: {url: https://api.openraadsinformatie.nl/v1/elastic, index: ori_voorbeeldstad*}
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from subgraphs.raadsinformatie.ori import OpenRaadsinformatie
from subgraphs.service.bronnen import BaseUrl, Sectie
from subgraphs.service.register_client import RegisterClient, RegisterRules, RegisterTarget

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


class Raadsbronnen(Sectie):
    """Without `ori`: the embedded store."""

    ori: Orisectie | None = None
