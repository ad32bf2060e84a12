"""What the resolvers of one request read with: the source, its DataLoaders, and previews."""

import strawberry

from subgraphs.opendata.ophalen import Ophaler
from subgraphs.opendata.source import Datasetbron
from subgraphs.opendata.voorbeeld import Voorbeelden
from subgraphs.service.context import Context
from subgraphs.service.loading import many_by_key, one_by_key


class DatasetReaders:
    """Made anew for each request."""

    def __init__(self, bron: Datasetbron, ophaler: Ophaler) -> None:
        self.bron = bron
        self.datasets = one_by_key(bron.dataset)
        self.themas = many_by_key(bron.themas)
        self.distributies = many_by_key(bron.distributies)
        self.diensten = many_by_key(bron.diensten)
        self.dienst = one_by_key(bron.dienst)
        self.reeksen = one_by_key(bron.reeksen)
        self.voorbeelden = Voorbeelden(bron, ophaler)


Info = strawberry.Info[Context[DatasetReaders], None]
