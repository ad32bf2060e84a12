"""A news item of the municipality."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Nieuwsbericht:
    """`gepubliceerd_op` is aware. `rubriek` is the editors' own word."""

    id: str
    titel: str
    samenvatting: str
    inhoud: str
    rubriek: str
    gepubliceerd_op: datetime
    url: str | None = None
