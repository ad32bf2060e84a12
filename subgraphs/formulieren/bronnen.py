"""Which real systems stand behind this subgraph: the section `formulieren` of the bronnen file.

formulieren:
  bus: {attempts: 50}
"""

from subgraphs.service.bronnen import Sectie
from subgraphs.service.bus.policy import Policy


class Formulierbronnen(Sectie):
    """Without it: the embedded catalogue, and the zaken service as the place where aanvragen become zaken."""

    bus: Policy = Policy()
    """How the bus brings aanvragen to where they are registered."""
