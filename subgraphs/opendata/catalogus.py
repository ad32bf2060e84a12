"""The catalogue itself (dcat:Catalog): who publishes it, about what, under which conditions."""

from dataclasses import dataclass
from datetime import date

from subgraphs.opendata.dataset import Contactpunt, Gebied, Instantie


@dataclass(frozen=True, slots=True)
class Catalogus:
    """`licentie` is of the descriptions, not of the data; `wijzigingsdatum` is None while it is empty."""

    identificatie: str
    titel: str
    beschrijving: str
    uitgever: Instantie
    maker: Instantie
    contactpunt: Contactpunt
    homepage: str
    licentie: str
    taal: str
    gebied: Gebied
    uitgiftedatum: date
    wijzigingsdatum: date | None
