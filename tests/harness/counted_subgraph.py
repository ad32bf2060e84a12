"""CountedSubgraph: a Subgraph that remembers how often it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.execution.subgraph import Subgraph, SubgraphRequest, SubgraphResponse


@dataclass(slots=True)
class CountedSubgraph:
    """Passes everything on to `inner`."""

    inner: Subgraph
    bodies: list[bytes] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    async def execute(self, request: SubgraphRequest) -> SubgraphResponse:
        self.bodies.append(request.body)
        self.headers.append(request.headers)
        return await self.inner.execute(request)

    async def close(self) -> None:
        await self.inner.close()
