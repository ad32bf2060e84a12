"""What the resolvers of one request read with: the source and its DataLoaders, for one caller."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import strawberry
from strawberry.dataloader import DataLoader

from auth.propagation import Statement
from subgraphs.service.context import Caller, Context
from subgraphs.service.loading import many_by_key, one_by_key
from subgraphs.zaken.source import Inzage, Zakenbron
from subgraphs.zaken.zaak import Besluit, Document, Status, Statustype, Zaak, Zaaktype


class ZakenReaders:
    """Made anew for each request: what is loaded for one caller is never there for another."""

    def __init__(self, bron: Zakenbron, caller: Caller, vandaag: Callable[[], date]) -> None:
        async def own_zaken(ids: Sequence[str]) -> Mapping[str, Zaak]:
            return await bron.zaken(Inzage.van(caller), ids) if isinstance(caller, Statement) else {}

        self.bron = bron
        self.vandaag = vandaag()
        self.zaken: DataLoader[str, Zaak | None] = one_by_key(own_zaken)
        self.zaaktypen: DataLoader[str, Zaaktype | None] = one_by_key(bron.zaaktypen)
        self.statustypen: DataLoader[str, Sequence[Statustype]] = many_by_key(bron.statustypen)
        self.statussen: DataLoader[str, Sequence[Status]] = many_by_key(bron.statussen)
        self.documenten: DataLoader[str, Sequence[Document]] = many_by_key(bron.documenten)
        self.besluiten: DataLoader[str, Sequence[Besluit]] = many_by_key(bron.besluiten)


Info = strawberry.Info[Context[ZakenReaders], None]
