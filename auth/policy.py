"""What a caller may open: the decision about what a coordinate asks, as a value with its reason.

A requirement is what a supergraph states with `@authenticated`, `@requiresScopes` and `@policy`; all three
must hold. Scopes and policies are disjunctions of conjunctions: one whole alternative must be met.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any, Protocol

from auth.assurance import Niveau
from auth.principal import Caller, Klantsoort, Principal

Dnf = tuple[frozenset[str], ...]
Policy = Callable[[Caller], bool]
"""A rule in Python, registered under the name that `@policy` uses. It decides on the caller alone, without
waiting.
"""
WaysIn = Callable[[Sequence[str], "str | None"], tuple[str, ...]]
"""Where one logs in as any of these klantsoorten, at this level or higher: URLs."""


def no_way_in(klantsoorten: Sequence[str], niveau: str | None) -> tuple[str, ...]:  # noqa: ARG001 - WaysIn
    """Of a gateway that has no login, or none with a browser."""
    return ()


_LEVELS = {f"loa:{niveau.name.lower()}": niveau for niveau in Niveau if niveau > Niveau.GEEN}
_KINDS = {f"klantsoort:{soort}": soort for soort in Klantsoort}


class Requirement(Protocol):
    """What one coordinate asks. An empty `scopes` or `policies` asks nothing."""

    @property
    def authenticated(self) -> bool: ...

    @property
    def scopes(self) -> Dnf: ...

    @property
    def policies(self) -> Dnf: ...


@dataclass(frozen=True, slots=True)
class Denied:
    """A coordinate that stays closed, and what would open it: any of `klantsoorten`, at `niveau` or higher,
    after a login at one of the URLs `inloggen`.

    All are empty when no login of the caller's could open it (a policy said no, or a mandate is missing).
    """

    coordinate: str
    klantsoorten: tuple[str, ...] = ()
    niveau: str | None = None
    inloggen: tuple[str, ...] = ()

    @property
    def extensions(self) -> dict[str, Any]:
        """What the error says, so that a frontend can offer the right login or a step-up."""
        hints = {
            "klantsoorten": list(self.klantsoorten),
            "niveau": self.niveau,
            "inloggen": list(self.inloggen),
        }
        return {"code": "UNAUTHORIZED_FIELD_OR_TYPE", **{name: hint for name, hint in hints.items() if hint}}


@dataclass(frozen=True, slots=True)
class Rights:
    """What one caller may open. Make it with `Rights.of`.

    `authenticated`: someone logged in, at a level that we know. `grants` tells whether the policy of a name
    lets the caller in, `ways_in` where they could log in for what stays closed.
    """

    authenticated: bool
    scopes: frozenset[str]
    grants: Callable[[str], bool] = field(repr=False)
    ways_in: WaysIn = field(default=no_way_in, repr=False)

    @classmethod
    def of(
        cls, caller: Caller, policies: Mapping[str, Policy] | None = None, ways_in: WaysIn = no_way_in
    ) -> Rights:
        """`policies` are the known ones by name; a policy with no entry denies. An unknown `acr` counts as no
        login at all.
        """
        known = policies or {}

        def grants(name: str) -> bool:
            policy = known.get(name)
            return policy is not None and policy(caller)

        authenticated = isinstance(caller, Principal) and caller.niveau > Niveau.GEEN
        return cls(authenticated, caller.scopes, grants, ways_in)

    def remembered(self, policies: Iterable[str]) -> Rights:
        """The same rights as far as these `policies` go, decided now: they may be kept, for the caller is not
        in them.
        """
        return replace(self, grants=frozenset(filter(self.grants, policies)).__contains__)

    def denial(self, asked: Sequence[tuple[str, Requirement]]) -> Denied | None:
        """None when every requirement of `asked` is met; else the first coordinate that is closed, with hints
        that

        would open all of them together.
        """
        closed = next((coordinate for coordinate, one in asked if not self._meets(one)), None)
        if closed is None:
            return None
        if not all(self._grants(one.policies) for _, one in asked):
            return Denied(closed)
        together = product(*(one.scopes for _, one in asked if one.scopes))
        klantsoorten, niveau = _login_for((frozenset().union(*parts) for parts in together), self.scopes)
        inloggen = self.ways_in(klantsoorten, niveau) if klantsoorten else ()
        return Denied(closed, klantsoorten, niveau, inloggen)

    def fingerprint(self, scopes: Iterable[str], policies: Iterable[str]) -> Hashable:
        """All that decisions and hints can depend on, in a schema that names these `scopes` and `policies`.

        Two callers with the same fingerprint may see exactly the same, so a plan may be shared between them.
        """
        granted = frozenset(filter(self.grants, policies))
        return self.authenticated, self.scopes & {*scopes, *_KINDS}, granted

    def _meets(self, asked: Requirement) -> bool:
        if asked.authenticated and not self.authenticated:
            return False
        if asked.scopes and not any(alternative <= self.scopes for alternative in asked.scopes):
            return False
        return self._grants(asked.policies)

    def _grants(self, policies: Dnf) -> bool:
        return not policies or any(all(map(self.grants, alternative)) for alternative in policies)


def _login_for(
    alternatives: Iterable[frozenset[str]], has: frozenset[str]
) -> tuple[tuple[str, ...], str | None]:
    """The klantsoorten that could open any of `alternatives`, and the level that is enough for all of them.

    A caller whose own klantsoort will do is told of that one only: they need a step-up, not another login.
    """
    levels: dict[Klantsoort, Niveau] = {}
    for alternative in alternatives:
        if any(scope not in _LEVELS and scope not in _KINDS for scope in alternative - has):
            continue
        named = {_KINDS[scope] for scope in alternative if scope in _KINDS}
        if len(named) > 1:
            continue
        level = max((_LEVELS[scope] for scope in alternative if scope in _LEVELS), default=Niveau.GEEN)
        for soort in named or Klantsoort:
            levels[soort] = min(levels.get(soort, Niveau.HOOG), level)
    own = {soort: level for soort, level in levels.items() if f"klantsoort:{soort}" in has}
    useful = own or levels
    highest = max(useful.values(), default=Niveau.GEEN)
    kinds = tuple(soort.value for soort in Klantsoort if soort in useful)
    return kinds, highest.name.lower() if highest > Niveau.GEEN else None
