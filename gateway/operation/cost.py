"""Cost: what an operation may cost at most, told from its text and variables before anything is fetched.

In: the permitted selection tree. Out: a formula, worked out once for a plan and filled in for each request.

    an object            1, or the @cost of its type, or the @cost of the field that gives it
    a scalar or enum     0, or likewise
    a list               as many times all of that as @listSize says, with the arguments of the request
    an input object      1 each, or its @cost; what arguments are given counts once
    a mutation           10 besides

That is how Apollo Router and Hive Router count, so that weights mean the same there. Of a position where
several types are possible the dearest counts. What the caller may not see costs nothing: it is not fetched.
IBM's specification: https://ibm.github.io/graphql-specs/cost-spec.html.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.operation.refusal import TooExpensive

Variables = Mapping[str, Any]

MUTATION = 10
"""What is begun with a mutation, whatever it does."""


class Part(Protocol):
    """What of a cost depends on variables."""

    def of(self, variables: Variables) -> int: ...


@dataclass(frozen=True, slots=True)
class Sum:
    """A cost: what is known of it, and what depends on variables."""

    fixed: int = 0
    parts: tuple[Part, ...] = ()

    @classmethod
    def total(cls, sums: Iterable[Sum]) -> Sum:
        fixed = 0
        parts: list[Part] = []
        for one in sums:
            fixed += one.fixed
            parts.extend(one.parts)
        return cls(fixed, tuple(parts))

    @classmethod
    def dearest(cls, sums: Iterable[Sum]) -> Sum:
        """Of alternatives: what the dearest costs."""
        alternatives = tuple(sums)
        if len(alternatives) == 1:
            return alternatives[0]
        if any(one.parts for one in alternatives):
            return cls(0, (_Dearest(tuple(dict.fromkeys(alternatives))),))
        return cls(max((one.fixed for one in alternatives), default=0))

    def of(self, variables: Variables) -> int:
        return self.fixed + sum(part.of(variables) for part in self.parts)

    def times(self, size: Size) -> Sum:
        if size.variables or self.parts:
            return Sum(0, (_Repeated(size, self),))
        return Sum(size.of({}) * self.fixed)


@dataclass(frozen=True, slots=True)
class Size:
    """How long a list can become: the most of what the document gives and what the `variables` hold;
    `assumed` when none of them is there.
    """

    given: int | None = None
    variables: tuple[str, ...] = ()
    assumed: int = 1

    def of(self, variables: Variables) -> int:
        held = (variables.get(name) for name in self.variables)
        known = [one for one in (self.given, *held) if isinstance(one, int)]
        return max(0, max(known, default=self.assumed))


@dataclass(frozen=True, slots=True)
class _Repeated:
    """What a list costs whose length, or one of whose items, depends on variables."""

    size: Size
    item: Sum

    def of(self, variables: Variables) -> int:
        return self.size.of(variables) * self.item.of(variables)


@dataclass(frozen=True, slots=True)
class _Dearest:
    """The dearest of alternatives, which depends on variables."""

    alternatives: tuple[Sum, ...]

    def of(self, variables: Variables) -> int:
        return max(one.of(variables) for one in self.alternatives)


@dataclass(frozen=True, slots=True)
class CostFormula:
    """What one operation may cost: `begun` for being of its kind, and for each field at its top, by response
    key.
    """

    begun: int
    roots: tuple[tuple[str, Sum], ...]

    def of(self, variables: Variables) -> int:
        """With these variables, coerced."""
        return self.begun + sum(cost.of(variables) for _, cost in self.roots)

    def check(self, variables: Variables, most: float) -> None:
        """Raises TooExpensive when it may cost more than `most`."""
        if (estimated := self.of(variables)) > most:
            by_field = {key: cost.of(variables) for key, cost in self.roots}
            raise TooExpensive.of(estimated, most, by_field)
