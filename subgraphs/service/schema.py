"""A subgraph's schema: strawberry's federation schema with this project's scalars, gates, errors, deadlines
and processing log.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import aclosing
from functools import partial
from typing import Any

import strawberry.federation
from graphql import GraphQLError
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema_directives import Key
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionResult
from strawberry.types.execution import ExecutionContext

from subgraphs.service.asked import REMEMBERED, Asked, Asking
from subgraphs.service.deadline import DeadlinePassed, answering_within
from subgraphs.service.errors import CodedError, InvalidInput
from subgraphs.service.gate import close_gated_fields
from subgraphs.service.known_documents import KnownDocuments
from subgraphs.service.masking import CodeErrors, log_unexpected
from subgraphs.service.outcome import judge
from subgraphs.service.processing import CHANGING, READING, NotWrittenDown, Proceedings, in_hand
from subgraphs.service.scalars import SCALARS


class SubgraphSchema(strawberry.federation.Schema):
    """Federation 2.9; every gated field is closed to callers without the scopes; every error has a code.

    `types` names the object types that only an interface or `_entities` leads to.
    """

    def __init__(
        self,
        query: type,
        mutation: type | None = None,
        subscription: type | None = None,
        types: Iterable[type] = (),
    ) -> None:
        super().__init__(
            query=query,
            mutation=mutation,
            subscription=subscription,
            types=types,
            extensions=[CodeErrors, KnownDocuments(REMEMBERED).extension],
            config=StrawberryConfig(scalar_map=SCALARS),
            federation_version="2.9",
        )
        close_gated_fields(self._schema)
        self._asking = Asking(self._schema)

    async def execute(self, query: str | None, *arguments: Any, **named: Any) -> Any:
        """As ever, but written down where it is about personal data, and broken off when nobody waits for it
        any more. What changes something is done in full: nobody could tell how much of it was.
        """
        asked = self._asking.of(query)
        seconds = None if asked.changes else getattr(named.get("context_value"), "seconds", None)
        try:
            async with asyncio.timeout(seconds):
                with answering_within(seconds):
                    return await self._executed(asked, partial(super().execute, query, *arguments, **named))
        except TimeoutError:
            return _nothing_but(DeadlinePassed())
        except NotWrittenDown as problem:
            return _nothing_but(problem)

    async def stream(self, query: str | None, *arguments: Any, **named: Any) -> Any:
        """As ever, but with a line for each event."""
        results = await super().stream(query, *arguments, **named)
        asked, proceedings = self._asking.of(query), in_hand()
        if proceedings is None or not asked.activities:
            return results
        return _each_written_down(results, asked, proceedings)

    async def _executed(self, asked: Asked, work: Callable[[], Awaitable[Any]]) -> Any:
        proceedings = in_hand()
        if proceedings is None or not asked.activities:
            return await work()
        async with proceedings.step(CHANGING if asked.changes else READING, asked.activities) as step:
            result = await work()
            judge(step, result)
        return result

    def entities_resolver(
        self, info: strawberry.Info, representations: list[FederationAny]
    ) -> list[FederationAny]:
        """One result for each representation, in order; a bad one is an error at its own position.

        An interface with a key is an entity too: a gateway that came by an `@interfaceObject` sends the
        interface's name, and the interface's own `resolve_reference` then finds the object behind the key.
        """
        return [self._entity(info, representation) for representation in representations]

    def _entity(self, info: strawberry.Info, representation: Any) -> Any:
        if not isinstance(representation, dict) or not self._is_entity(representation.get("__typename")):
            return InvalidInput(
                "Dit is geen verwijzing naar een type met een sleutel.", veld="representations"
            )
        # The original takes the representation apart; this one belongs to the request's variables.
        return super().entities_resolver(info, [dict(representation)])[0]  # type: ignore[list-item]

    def _is_entity(self, name: object) -> bool:
        concrete = self.schema_converter.type_map.get(name) if isinstance(name, str) else None
        directives = getattr(concrete and concrete.definition, "directives", None) or ()
        return any(isinstance(directive, Key) for directive in directives)

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,  # noqa: ARG002
    ) -> None:
        log_unexpected(errors)


async def _each_written_down(
    results: AsyncGenerator[Any, None], asked: Asked, proceedings: Proceedings
) -> AsyncGenerator[Any, None]:
    async with aclosing(results):
        async for result in results:
            try:
                async with proceedings.step(READING, asked.activities) as step:
                    judge(step, result)
            except NotWrittenDown as problem:
                yield _nothing_but(problem)
                return
            yield result


def _nothing_but(error: CodedError) -> ExecutionResult:
    return ExecutionResult(data=None, errors=[error])
