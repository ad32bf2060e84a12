"""How a dataset of the demo is described before it has dates, URLs and sizes."""

from dataclasses import dataclass

from subgraphs.opendata.woordenlijst import Frequentie, Thema


@dataclass(frozen=True, slots=True)
class Beschrijving:
    """`formaten` are the formats of its distributions, with spaces between them."""

    titel: str
    tekst: str
    themas: tuple[Thema, ...]
    trefwoorden: tuple[str, ...]
    frequentie: Frequentie
    formaten: str
    team: str
    naamsvermelding: bool = False
