"""Closes what the schema's own directives gate: the subgraph does not trust the gateway to have asked the
right thing.

The same `@authenticated` and `@requiresScopes` that are printed in the SDL are enforced here, so what is
promised and what is done cannot drift apart. A requirement stands on a field, on its object type, or on the
type it returns.
"""

from collections.abc import Callable, Iterable
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLResolveInfo,
    GraphQLSchema,
    default_field_resolver,
    get_named_type,
)
from strawberry.federation.schema_directives import Authenticated, RequiresScopes

from subgraphs.service.context import Caller, Context
from subgraphs.service.errors import Unauthorized

DEFINITION = "strawberry-definition"
Requirement = Authenticated | RequiresScopes


def close_gated_fields(schema: GraphQLSchema) -> None:
    """Wraps the resolvers of gated fields so that they raise Unauthorized before anything is read."""
    for type_ in schema.type_map.values():
        if isinstance(type_, GraphQLObjectType):
            for field in type_.fields.values():
                _close(
                    field,
                    [
                        *_requirements(type_),
                        *_requirements(field),
                        *_requirements(get_named_type(field.type)),
                    ],
                )


def _requirements(element: Any) -> list[Requirement]:
    definition = element.extensions.get(DEFINITION)
    directives = getattr(definition, "directives", None) or ()
    return [directive for directive in directives if isinstance(directive, Requirement)]


def _close(field: GraphQLField, requirements: list[Requirement]) -> None:
    if requirements:
        field.resolve = _guarded(field.resolve or default_field_resolver, requirements)
        if field.subscribe:
            field.subscribe = _guarded(field.subscribe, requirements)


def _guarded(resolve: Callable[..., Any], requirements: list[Requirement]) -> Callable[..., Any]:
    def guarded(source: Any, info: GraphQLResolveInfo[Context[Any]], **arguments: Any) -> Any:
        if not admits(requirements, info.context.caller):
            raise Unauthorized
        return resolve(source, info, **arguments)

    return guarded


def admits(requirements: Iterable[Requirement], caller: Caller) -> bool:
    """Whether the caller's scopes meet all requirements; someone without any scope is not logged in."""
    return all(
        any(caller.scopes.issuperset(alternative) for alternative in requirement.scopes)
        if isinstance(requirement, RequiresScopes)
        else bool(caller.scopes)
        for requirement in requirements
    )
