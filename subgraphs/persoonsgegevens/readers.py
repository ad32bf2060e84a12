"""What the resolvers of one request read with: the source and its DataLoaders, for one caller."""

from collections.abc import Callable
from datetime import date

import strawberry

from subgraphs.persoonsgegevens.source import Persoonsgegevensbron
from subgraphs.service.context import Context
from subgraphs.service.loading import many_by_key, one_by_key


class KlantReaders:
    """Made anew for each request: what is loaded for one caller is never there for another."""

    def __init__(self, bron: Persoonsgegevensbron, vandaag: Callable[[], date]) -> None:
        self.bron = bron
        self.vandaag = vandaag()
        self.klanten = one_by_key(bron.klanten)
        self.verwanten = many_by_key(bron.verwanten)
        self.vestigingen = many_by_key(bron.vestigingen)
        self.contactgegevens = one_by_key(bron.contactgegevens)


Info = strawberry.Info[Context[KlantReaders], None]
