"""PRIVE: what gates everything of a customer here, in the schema and at the door of the files."""

from subgraphs.service.directives import INGELOGD, KLANT
from subgraphs.service.verwerking import AANVRAGEN

PRIVE = [INGELOGD, KLANT, AANVRAGEN]
"""For the logged-in customer, of whichever kind; not for who acts for them."""
