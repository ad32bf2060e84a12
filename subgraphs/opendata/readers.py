"""What the resolvers of one request read with: the source and its DataLoaders."""

import strawberry

from subgraphs.opendata.source import Datasetbron
from subgraphs.service.context import Context
from subgraphs.service.loading import many_by_key, one_by_key


class DatasetReaders:
    """Made anew for each request."""

    def __init__(self, bron: Datasetbron) -> None:
        self.bron = bron
        self.datasets = one_by_key(bron.dataset)
        self.themas = many_by_key(bron.themas)
        self.distributies = many_by_key(bron.distributies)


Info = strawberry.Info[Context[DatasetReaders], None]
