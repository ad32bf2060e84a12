"""What the resolvers of one request read and act with: the sources, their DataLoaders, the process; for one
caller.
"""

from collections.abc import Mapping, Sequence

import strawberry
from strawberry.dataloader import DataLoader

from auth.propagation import Statement
from subgraphs.formulieren.aanvraag import Aanvraag
from subgraphs.formulieren.aanvraagproces import Aanvraagproces
from subgraphs.formulieren.formulier import Formulier
from subgraphs.formulieren.source import Aanvragenbron, Formulierenbron
from subgraphs.service.context import Caller, Context
from subgraphs.service.loading import one_by_key


class FormulierenReaders:
    """Made anew for each request: what is loaded for one caller is never there for another."""

    def __init__(
        self, catalogus: Formulierenbron, bron: Aanvragenbron, proces: Aanvraagproces, caller: Caller
    ) -> None:
        async def own_aanvragen(ids: Sequence[str]) -> Mapping[str, Aanvraag]:
            return await bron.aanvragen(caller.klant, ids) if isinstance(caller, Statement) else {}

        async def own_by_zaak(zaak_ids: Sequence[str]) -> Mapping[str, Aanvraag]:
            return await bron.bij_zaken(caller.klant, zaak_ids) if isinstance(caller, Statement) else {}

        self.catalogus = catalogus
        self.bron = bron
        self.proces = proces
        self.formulieren: DataLoader[str, Formulier | None] = one_by_key(catalogus.formulieren)
        self.aanvragen: DataLoader[str, Aanvraag | None] = one_by_key(own_aanvragen)
        self.bij_zaken: DataLoader[str, Aanvraag | None] = one_by_key(own_by_zaak)


Info = strawberry.Info[Context[FormulierenReaders], None]
