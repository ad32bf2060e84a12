"""PRIVE: what gates everything that is of one customer in this subgraph."""

from subgraphs.service.directives import INGELOGD, KLANT_OF_GEMACHTIGDE
from subgraphs.service.verwerking import INZAGE_ZAKEN

PRIVE = [INGELOGD, KLANT_OF_GEMACHTIGDE, INZAGE_ZAKEN]
"""For the logged-in customer, of whichever kind, and for who acts for them: the source chooses the zaken."""
