"""A subgraph's schema: strawberry's federation schema with this project's scalars, gates and errors."""

from collections.abc import Iterable
from typing import Any

import strawberry.federation
from graphql import GraphQLError
from strawberry.federation.schema import FederationAny
from strawberry.federation.schema_directives import Key
from strawberry.schema.config import StrawberryConfig
from strawberry.types.execution import ExecutionContext

from subgraphs.service.errors import InvalidInput
from subgraphs.service.gate import close_gated_fields
from subgraphs.service.masking import CodeErrors, log_unexpected
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
            extensions=[CodeErrors],
            config=StrawberryConfig(scalar_map=SCALARS),
            federation_version="2.9",
        )
        close_gated_fields(self._schema)

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
