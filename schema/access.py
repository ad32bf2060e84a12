"""Access: what a coordinate of the supergraph asks of the caller."""

from dataclasses import dataclass

Dnf = tuple[frozenset[str], ...]
"""An OR of ANDs. The empty tuple asks nothing; a tuple with an empty set is satisfied by anyone."""


@dataclass(frozen=True, slots=True)
class Access:
    """The requirements on one type or field: `@authenticated`, `@requiresScopes`, `@policy` (all must hold)."""

    authenticated: bool = False
    scopes: Dnf = ()
    policies: Dnf = ()
