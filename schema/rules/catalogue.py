"""Catalogue: all rules that a subgraph must keep by itself."""

from collections.abc import Callable, Iterator

from schema.errors import CompositionError
from schema.rules.authorization import check_authorization
from schema.rules.cache_tags import check_cache_tags
from schema.rules.contexts import check_contexts
from schema.rules.costs import check_costs
from schema.rules.externals import check_externals
from schema.rules.field_sets import check_field_sets
from schema.rules.interfaces import check_interfaces
from schema.rules.overrides import check_overrides
from schema.rules.sharing import check_shareable
from schema.rules.tags import check_tags
from schema.subgraph import Subgraph

Rule = Callable[[Subgraph], Iterator[CompositionError]]

RULES: tuple[Rule, ...] = (
    check_field_sets,
    check_externals,
    check_shareable,
    check_interfaces,
    check_overrides,
    check_authorization,
    check_tags,
    check_costs,
    check_contexts,
    check_cache_tags,
)


def check_subgraph(subgraph: Subgraph) -> Iterator[CompositionError]:
    """Everything wrong with one subgraph that is valid GraphQL."""
    for rule in RULES:
        yield from rule(subgraph)
