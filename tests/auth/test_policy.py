"""What a denial says would open the coordinate: the right login, or a step-up, or nothing."""

import gc
from dataclasses import dataclass
from types import FunctionType, ModuleType

import pytest

from auth.assurance import Niveau
from auth.policy import Denied, Dnf, Rights
from auth.principal import ANONIEM, Caller, Identifier, Identiteit, Klantsoort, Principal


@dataclass(frozen=True)
class Asked:
    """A requirement that stands by itself."""

    scopes: Dnf = ()
    authenticated: bool = False
    policies: Dnf = ()


def dnf(*alternatives: str) -> Dnf:
    return tuple(frozenset(alternative.split()) for alternative in alternatives)


WHO = Identiteit("klant-1", Identifier.PSEUDONIEM)
BURGER = Principal(WHO, WHO, Klantsoort.BURGER, "digid", Niveau.BASIS)


@pytest.mark.parametrize(
    ("caller", "asked", "klantsoorten", "niveau"),
    [
        (ANONIEM, Asked(authenticated=True), ("burger", "bedrijf", "instelling"), None),
        (ANONIEM, Asked(dnf("klantsoort:burger loa:midden")), ("burger",), "midden"),
        (ANONIEM, Asked(dnf("loa:substantieel")), ("burger", "bedrijf", "instelling"), "substantieel"),
        (
            ANONIEM,
            Asked(dnf("klantsoort:burger loa:hoog", "klantsoort:burger loa:basis")),
            ("burger",),
            "basis",
        ),
        (
            ANONIEM,
            Asked(dnf("klantsoort:burger", "klantsoort:bedrijf loa:midden")),
            ("burger", "bedrijf"),
            "midden",
        ),
        (ANONIEM, Asked(dnf("machtiging:zaken")), (), None),
        (ANONIEM, Asked(dnf("klantsoort:burger klantsoort:bedrijf")), (), None),
        (ANONIEM, Asked(dnf("klantsoort:burger machtiging:x", "klantsoort:bedrijf")), ("bedrijf",), None),
        (ANONIEM, Asked(policies=dnf("onbekend"), authenticated=True), (), None),
        (BURGER, Asked(dnf("klantsoort:burger loa:midden", "klantsoort:bedrijf")), ("burger",), "midden"),
        (BURGER, Asked(dnf("klantsoort:bedrijf loa:midden")), ("bedrijf",), "midden"),
    ],
)
def test_a_denial_names_the_logins_that_would_do(
    caller: Caller, asked: Asked, klantsoorten: tuple[str, ...], niveau: str | None
) -> None:
    assert Rights.of(caller).denial([("T.f", asked)]) == Denied("T.f", klantsoorten, niveau)


def test_hints_open_all_of_several_requirements_together() -> None:
    asked = [
        ("T", Asked(dnf("klantsoort:burger", "klantsoort:bedrijf"))),
        ("T.f", Asked(dnf("klantsoort:bedrijf loa:midden", "klantsoort:instelling"))),
    ]
    assert Rights.of(ANONIEM).denial(asked) == Denied("T", ("bedrijf",), "midden")


def test_an_error_carries_only_the_hints_there_are() -> None:
    assert Denied("T.f").extensions == {"code": "UNAUTHORIZED_FIELD_OR_TYPE"}
    assert Denied("T.f", ("burger",), "midden").extensions == {
        "code": "UNAUTHORIZED_FIELD_OR_TYPE",
        "klantsoorten": ["burger"],
        "niveau": "midden",
    }


def test_nothing_asked_is_open_to_all() -> None:
    assert Rights.of(ANONIEM).denial([]) is None
    assert Rights.of(ANONIEM).denial([("T.f", Asked((frozenset(),)))]) is None


def test_a_policy_sees_the_caller() -> None:
    rights = Rights.of(BURGER, {"eigen": lambda caller: caller is BURGER})
    assert rights.denial([("T.f", Asked(policies=dnf("eigen")))]) is None
    assert rights.denial([("T.f", Asked(policies=dnf("eigen ander", "ander")))]) == Denied("T.f")


def test_remembered_rights_decide_the_same_without_holding_on_to_the_caller() -> None:
    known = {"eigen": lambda caller: caller is BURGER, "later": lambda _: True}
    rights = Rights.of(BURGER, known)
    kept = rights.remembered(["eigen", "onbekend"])
    for asked in (Asked(policies=dnf("eigen")), Asked(dnf("loa:midden")), Asked(authenticated=True)):
        assert kept.denial([("T.f", asked)]) == rights.denial([("T.f", asked)])
    assert kept.fingerprint(["loa:basis"], ["eigen"]) == rights.fingerprint(["loa:basis"], ["eigen"])
    assert kept.denial([("T.f", Asked(policies=dnf("later")))]) == Denied("T.f")
    assert BURGER in _reachable(rights)
    assert BURGER not in _reachable(kept)


def _reachable(start: object) -> list[object]:
    """All values that can be got at from this one, modules and classes left out."""
    found: dict[int, object] = {}
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if id(one) not in found and not isinstance(one, type | ModuleType | FunctionType):
            found[id(one)] = one
            waiting += gc.get_referents(one)
        elif isinstance(one, FunctionType):
            waiting += one.__closure__ or ()
    return list(found.values())
