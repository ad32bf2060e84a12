"""Questions to a source of personal data, as the graph would put them."""

from __future__ import annotations

from auth.principal import Identiteit, Klantsoort
from subgraphs.persoonsgegevens.vraag import Vraag
from subgraphs.service.verwerking import INZAGE_GEGEVENS


def vraag_over(
    klant_id: str,
    *velden: str,
    klantsoort: Klantsoort = Klantsoort.BURGER,
    nummer: Identiteit | None = None,
) -> Vraag:
    """About this customer, for these fields in the graph."""
    return Vraag(klant_id, klantsoort, frozenset(velden), INZAGE_GEGEVENS.activiteit, nummer)
