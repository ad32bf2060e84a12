"""Explanation: why each field of an operation opens for a caller, or stays closed.

The same requirements and rights as `authorize` decides by, told in full instead of at the first refusal.
Nothing of it says who the caller is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass

from auth.policy import Dnf, Rights
from gateway.operation.requirements import Requirements
from gateway.operation.selection import Operation, SelectionSet
from schema.access import Access


@dataclass(frozen=True, slots=True)
class Alternative:
    """Names that must all hold, and those of them that do not."""

    names: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """What one coordinate asks, and how far it is met. Of `scopes` and of `policies` one alternative must be
    met; when empty nothing is asked.
    """

    coordinate: str
    authenticated: bool
    scopes: tuple[Alternative, ...]
    policies: tuple[Alternative, ...]
    is_met: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """One field that the operation selects, on one object type. It is open when all `reasons` are met; one
    without reasons is public.
    """

    coordinate: str
    reasons: tuple[Reason, ...]

    @property
    def is_open(self) -> bool:
        return all(reason.is_met for reason in self.reasons)


def explain(operation: Operation, requirements: Requirements, rights: Rights) -> list[Explained]:
    """Each field once, in the operation's order, those below a closed field too."""
    coordinates = dict.fromkeys(_coordinates(operation.selection, set()))
    return [
        Explained(
            f"{type_name}.{name}",
            tuple(_reason(asking, access, rights) for asking, access in requirements.of(type_name, name)),
        )
        for type_name, name in coordinates
    ]


def _coordinates(selection: SelectionSet, done: set[SelectionSet]) -> Iterator[tuple[str, str]]:
    if selection in done:
        return
    done.add(selection)
    for branch in selection.branches:
        for field in branch.all_fields:
            if field.local or field.name.startswith("__"):
                continue
            yield from ((name, field.name) for name in branch.types)
            if field.selection is not None:
                yield from _coordinates(field.selection, done)


def _reason(coordinate: str, access: Access, rights: Rights) -> Reason:
    return Reason(
        coordinate=coordinate,
        authenticated=access.authenticated,
        scopes=_alternatives(access.scopes, rights.scopes.__contains__),
        policies=_alternatives(access.policies, rights.grants),
        is_met=rights.denial(((coordinate, access),)) is None,
    )


def _alternatives(dnf: Dnf, holds: Callable[[str], bool]) -> tuple[Alternative, ...]:
    def lacking(names: Set[str]) -> tuple[str, ...]:
        return tuple(sorted(name for name in names if not holds(name)))

    return tuple(Alternative(tuple(sorted(names)), lacking(names)) for names in dnf)
