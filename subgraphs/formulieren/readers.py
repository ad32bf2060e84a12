"""What the resolvers of one request read and act with: the sources, their DataLoaders, the processes; for one
caller.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import strawberry
from strawberry.dataloader import DataLoader

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.aanvraagproces import Aanvraagproces
from subgraphs.formulieren.bijlage import Bijlage
from subgraphs.formulieren.bijlageproces import Bijlageproces
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Inzendingenbron
from subgraphs.formulieren.toegang import Toegang
from subgraphs.formulieren.voorinvulbewijs import Voorinvulbewijzen
from subgraphs.service.context import Caller, Context
from subgraphs.service.loading import many_by_key, one_by_key


@dataclass(frozen=True, slots=True)
class Werking:
    """What the service has one of, for all requests."""

    toegang: Toegang
    proces: Aanvraagproces
    bijlageproces: Bijlageproces
    inzendingen: Inzendingenbron | None
    bewijzen: Voorinvulbewijzen
    clock: Callable[[], datetime]


class FormulierenReaders:
    """Made anew for each request: what is loaded for one caller is never there for another."""

    def __init__(self, werking: Werking, caller: Caller) -> None:
        toegang = werking.toegang
        bron = toegang.aanvragen

        async def own_aanvragen(ids: Sequence[str]) -> Mapping[str, Aanvraag]:
            return await bron.aanvragen(caller.klant, ids) if isinstance(caller, Statement) else {}

        async def own_by_zaak(zaak_ids: Sequence[str]) -> Mapping[str, Aanvraag]:
            return await bron.bij_zaken(caller.klant, zaak_ids) if isinstance(caller, Statement) else {}

        self.catalogus = toegang.formulieren
        self.bron = bron
        self.proces = werking.proces
        self.bijlageproces = werking.bijlageproces
        self.inzendingen = werking.inzendingen
        self.bewijzen = werking.bewijzen
        self.clock = werking.clock
        self.formulieren: DataLoader[str, Formulier | None] = one_by_key(toegang.formulieren.formulieren)
        self.aanvragen: DataLoader[str, Aanvraag | None] = one_by_key(own_aanvragen)
        self.bij_zaken: DataLoader[str, Aanvraag | None] = one_by_key(own_by_zaak)
        self.bijlagen: DataLoader[str, Sequence[Bijlage]] = many_by_key(toegang.bijlagen.bijlagen)


Info = strawberry.Info[Context[FormulierenReaders], None]
