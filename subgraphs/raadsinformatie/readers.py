"""What the resolvers of one request read with: the source and its DataLoaders."""

import strawberry

from subgraphs.raadsinformatie.source import Raadsbron
from subgraphs.service.context import Context
from subgraphs.service.loading import one_by_key


class RaadsReaders:
    """Made anew for each request."""

    def __init__(self, bron: Raadsbron) -> None:
        self.bron = bron
        self.vergaderingen = one_by_key(bron.vergadering)
        self.agendapunten = one_by_key(bron.agendapunt)
        self.stukken = one_by_key(bron.stuk)
        self.stemmingen = one_by_key(bron.stemming)
        self.organen = one_by_key(bron.orgaan)


Info = strawberry.Info[Context[RaadsReaders], None]
