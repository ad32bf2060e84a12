"""Access: what a coordinate of the supergraph asks of the caller."""

from collections.abc import Iterable
from dataclasses import dataclass

Dnf = tuple[frozenset[str], ...]
"""An OR of ANDs. The empty tuple asks nothing; a tuple with an empty set is satisfied by anyone."""


NEVER: Dnf = (frozenset({""}),)
"""What an application without alternatives asks: nobody has the scope without a name."""


@dataclass(frozen=True, slots=True)
class Access:
    """The requirements on one type or field: authenticated, scopes and policies (all must hold)."""

    authenticated: bool = False
    scopes: Dnf = ()
    policies: Dnf = ()


_OPEN = Access()


def conjunction(parts: Iterable[Access]) -> Access:
    """What is asked when all parts are."""
    found = [one for one in parts if one != _OPEN]
    return Access(
        authenticated=any(one.authenticated for one in found),
        scopes=_all_of(one.scopes for one in found),
        policies=_all_of(one.policies for one in found),
    )


def simplified(alternatives: Iterable[frozenset[str]]) -> Dnf:
    """Sorted, without alternatives that ask more than another does."""
    found = set(alternatives)
    minimal = [one for one in found if not any(other < one for other in found)]
    return tuple(sorted(minimal, key=lambda one: sorted(one)))


def _all_of(parts: Iterable[Dnf]) -> Dnf:
    """The conjunction of ORs of ANDs, as one OR of ANDs. An empty part asks nothing."""
    product: list[frozenset[str]] = [frozenset()]
    asked = False
    for part in parts:
        if part:
            asked = True
            product = list(simplified(one | other for one in product for other in part))
    return tuple(product) if asked else ()
