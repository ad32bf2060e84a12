"""Relay connections: the types that a subgraph's own connection and edge types derive from.

    @strawberry.type(directives=[OPENBAAR], description="Een plaats in de lijst.")
    class DatasetEdge(Edge[Dataset]): ...

    @strawberry.type(directives=[OPENBAAR], description="Een bladzijde met datasets.")
    class DatasetConnection(Connection[DatasetEdge]): ...

    return DatasetConnection.of(page, lambda row: DatasetEdge(cursor=cursor(keys(row)), node=to_type(row)),
    after)

They carry the directive themselves because only the subgraph knows whether a list is public.
"""

from collections.abc import Awaitable, Callable
from typing import Generic, Self, TypeVar

import strawberry

from subgraphs.service.directives import DEELBAAR, OPENBAAR
from subgraphs.service.pagination import Page

N = TypeVar("N")
E = TypeVar("E")
R = TypeVar("R")


@strawberry.type(directives=[OPENBAAR, DEELBAAR], description="Waar een bladzijde in de hele lijst staat.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Of er na deze bladzijde nog meer is.")
    has_previous_page: bool = strawberry.field(description="Of er voor deze bladzijde al iets was.")
    start_cursor: str | None = strawberry.field(
        description="De cursor van het eerste element; leeg bij een lege bladzijde."
    )
    end_cursor: str | None = strawberry.field(description="De cursor voor `after` om verder te bladeren.")


@strawberry.type(description="Een plaats in een lijst.")
class Edge(Generic[N]):
    cursor: str = strawberry.field(
        description="De plaats in de lijst, voor `after`. De inhoud heeft geen betekenis."
    )
    node: N = strawberry.field(description="Het element zelf.")


@strawberry.type(description="Een bladzijde van een lijst.")
class Connection(Generic[E]):
    edges: list[E] = strawberry.field(description="De elementen op deze bladzijde, in volgorde.")
    page_info: PageInfo = strawberry.field(description="Waar deze bladzijde in de hele lijst staat.")
    count: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Het aantal elementen in de hele lijst. Vraag dit alleen als het nodig is.")
    async def totaal(self) -> int:
        return await self.count()

    @classmethod
    def of(cls, page: Page[R], edge: Callable[[R], E], after: str | None) -> Self:
        """The connection over one page; `edge` makes an edge (with a cursor) of a row."""
        edges = [edge(row) for row in page.rows]
        cursors = [str(getattr(each, "cursor")) for each in edges]  # noqa: B009
        info = PageInfo(
            has_next_page=page.more,
            has_previous_page=after is not None,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )
        return cls(edges=edges, page_info=info, count=page.count)
