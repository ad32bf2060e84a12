"""Supergraph: a composed supergraph SDL as the gateway reads it.

In: SDL in the join specification (v0.1 to v0.5; https://specs.apollo.dev/join). Out: which subgraph has
which type, field, key, implementation and union member; the full and the public GraphQL schema; what each
coordinate asks of the caller; what it costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graphql import GraphQLError, GraphQLSchema

from schema.access import Access
from schema.access_directives import read_access
from schema.activities import Activities, read_activities
from schema.allocation import without_cycle_collection
from schema.costs import Costs, read_costs
from schema.features import unknown_features
from schema.field_set_names import unknown_names
from schema.join_reader import JoinError, JoinReader
from schema.joined import JoinedType
from schema.link import read_links
from schema.public import full_schema, has_hidden, public_schema
from schema.tokenless import parse_tokenless


class SupergraphError(Exception):
    """The text is not a supergraph that can be served. The message says what is wrong."""

    code = "INVALID_SUPERGRAPH"


@dataclass(frozen=True)
class Supergraph:
    """A supergraph that was read. Make it with `Supergraph.parse`."""

    subgraphs: Mapping[str, str]
    types: Mapping[str, JoinedType]
    full: GraphQLSchema
    public: GraphQLSchema
    access: Mapping[str, Access]
    activities: Activities
    costs: Costs

    @classmethod
    def parse(cls, sdl: str) -> Supergraph:
        """Raises SupergraphError when `sdl` is no supergraph, or asks for what is not known here."""
        with without_cycle_collection():
            return cls._parse(sdl)

    @classmethod
    def _parse(cls, sdl: str) -> Supergraph:
        try:
            document = parse_tokenless(sdl)
        except GraphQLError as error:
            raise SupergraphError(f"the supergraph is not GraphQL: {_told(error)}") from error
        links = read_links(document)
        if unknown := unknown_features(links):
            raise SupergraphError(f"the supergraph needs {', '.join(unknown)}, which is not known here")
        try:
            reader = JoinReader(document, links)
            types = reader.types()
        except JoinError as error:
            raise SupergraphError(str(error)) from error
        try:
            full = full_schema(document)
            public = public_schema(document) if has_hidden(document) else full
        except (GraphQLError, TypeError, ValueError) as error:
            raise SupergraphError(f"the supergraph's schema is not valid: {error}") from error
        try:
            missing = next(unknown_names(types, full), None)
        except GraphQLError as error:
            raise SupergraphError(f"a field set of the supergraph is none: {error.message}") from error
        if missing is not None:
            raise SupergraphError(missing)
        activities = Activities(full, read_activities(document))
        return cls(
            reader.subgraphs, types, full, public, read_access(document), activities, read_costs(document)
        )

    @cached_property
    def roots(self) -> Mapping[str, str]:
        """The root type's name for each kind of operation that the full schema has."""
        types = {
            "query": self.full.query_type,
            "mutation": self.full.mutation_type,
            "subscription": self.full.subscription_type,
        }
        return {kind: root.name for kind, root in types.items() if root}


def _told(error: GraphQLError) -> str:
    place = error.locations[0] if error.locations else None
    return f"{error.message} (line {place.line}, column {place.column})" if place else error.message
