"""What the resolvers of one request read with: the source and its DataLoaders, for one caller."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar, cast

import strawberry
from strawberry.dataloader import DataLoader

from auth.propagation import Statement
from subgraphs.service.context import Caller, Context
from subgraphs.service.loading import many_by_key, one_by_key
from subgraphs.zaken.aanlevering.proces import Aanleverproces
from subgraphs.zaken.gebeurtenisfeed import Gebeurtenisfeed
from subgraphs.zaken.geldende_zaaktypen import geldende_zaaktypen
from subgraphs.zaken.postbus.bericht import Bericht
from subgraphs.zaken.postbus.bijlage import Bijlage
from subgraphs.zaken.postbus.postbus import Postbus
from subgraphs.zaken.source import Gelezen, Inzage, Zakenbron
from subgraphs.zaken.zaak import (
    Besluit,
    Document,
    Resultaat,
    Rol,
    Status,
    Statustype,
    Substatus,
    Zaak,
    Zaaktype,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Werking:
    """What the subgraph does beside reading zaken, the same for all requests."""

    feed: Gebeurtenisfeed
    postbus: Postbus
    aanlevering: Aanleverproces


class ZakenReaders:
    """Made anew for each request: what is loaded for one caller is never there for another."""

    def __init__(
        self, bron: Zakenbron, werking: Werking, caller: Caller, vandaag: Callable[[], date]
    ) -> None:
        inzage = Inzage.van(caller) if isinstance(caller, Statement) else None
        op = vandaag()

        def own(
            read: Callable[[Inzage, Sequence[str]], Awaitable[Gelezen[T]]],
        ) -> Callable[[Sequence[str]], Awaitable[Mapping[str, T]]]:
            async def seen(ids: Sequence[str]) -> Gelezen[T]:
                return await read(inzage, ids) if inzage else {}

            return _raising(seen)

        async def bijlagen(berichten: list[Bericht]) -> list[Sequence[Bijlage] | BaseException]:
            found = await werking.postbus.bijlagen.van(inzage, berichten) if inzage else {}
            return [found.get(each.id, ()) for each in berichten]

        async def besluiten(inzage: Inzage, ids: Sequence[str]) -> Gelezen[Sequence[Besluit]]:
            return await bron.besluiten(inzage, ids, op)

        self.bron = bron
        self.feed = werking.feed
        self.postbus = werking.postbus
        self.aanlevering = werking.aanlevering
        self.vandaag = op
        self.zaken: DataLoader[str, Zaak | None] = one_by_key(own(bron.zaken))
        self.deelzaken: DataLoader[str, Sequence[Zaak]] = many_by_key(own(bron.deelzaken))
        self.laatste_statussen: DataLoader[str, Status | None] = one_by_key(own(bron.laatste_statussen))
        self.statussen: DataLoader[str, Sequence[Status]] = many_by_key(own(bron.statussen))
        self.substatussen: DataLoader[str, Sequence[Substatus]] = many_by_key(own(bron.substatussen))
        self.resultaten: DataLoader[str, Resultaat | None] = one_by_key(own(bron.resultaten))
        self.rollen: DataLoader[str, Sequence[Rol]] = many_by_key(own(bron.rollen))
        self.documenten: DataLoader[str, Sequence[Document]] = many_by_key(own(bron.documenten))
        self.besluiten: DataLoader[str, Sequence[Besluit]] = many_by_key(own(besluiten))
        self.besluitdocumenten: DataLoader[str, Sequence[str]] = many_by_key(own(bron.besluitdocumenten))
        self.bijlagen: DataLoader[Bericht, Sequence[Bijlage]] = DataLoader(
            bijlagen, cache_key_fn=lambda bericht: bericht.id
        )
        self.zaaktypen: DataLoader[str, Zaaktype | None] = one_by_key(_raising(bron.zaaktypen))
        self.geldende_zaaktypen: DataLoader[str, Zaaktype | None] = one_by_key(
            partial(geldende_zaaktypen, bron, op)
        )
        self.statustypen: DataLoader[str, Sequence[Statustype]] = many_by_key(_raising(bron.statustypen))

    def forget(self) -> None:
        """What was loaded may have changed since: whoever listens for long loads it again."""
        for value in vars(self).values():
            if isinstance(value, DataLoader):
                value.clear_all()


def _raising(
    read: Callable[[Sequence[str]], Awaitable[Gelezen[T]]],
) -> Callable[[Sequence[str]], Awaitable[Mapping[str, T]]]:
    """For a DataLoader: what is an exception, that raises for whoever asked for this id."""
    return cast("Callable[[Sequence[str]], Awaitable[Mapping[str, T]]]", read)


Info = strawberry.Info[Context[ZakenReaders], None]
