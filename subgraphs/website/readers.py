"""What the resolvers of one request read with: the source, its DataLoaders, and the moment it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import strawberry
from strawberry.dataloader import DataLoader

from subgraphs.service.context import Context
from subgraphs.service.loading import one_by_key
from subgraphs.website.soort import BOUWPROJECTEN, EVENEMENTEN, LOCATIES, NIEUWS, PRODUCTEN, Soort, T
from subgraphs.website.source import Websitebron


class WebsiteReaders:
    """Made anew for each request, for which the moment (aware) is one and the same throughout."""

    def __init__(self, bron: Websitebron, nu: datetime) -> None:
        self.bron = bron
        self.nu = nu
        self.producten = self._loader(PRODUCTEN)
        self.nieuws = self._loader(NIEUWS)
        self.evenementen = self._loader(EVENEMENTEN)
        self.bouwprojecten = self._loader(BOUWPROJECTEN)
        self.locaties = self._loader(LOCATIES)

    def _loader(self, soort: Soort[T]) -> DataLoader[str, T | None]:
        async def read(ids: Sequence[str]) -> Mapping[str, T]:
            return await self.bron.items(soort, ids)

        return one_by_key(read)


Info = strawberry.Info[Context[WebsiteReaders], None]
