"""What a client is told of an error that a subgraph reported."""

from __future__ import annotations

from typing import Any

import pytest
from harness.memory_subgraph import ScriptedSubgraph
from harness.plans import root, run

from gateway.errors import FieldFailure
from gateway.execution.failures import ALL, DEFAULT_CODE, MASKED, Disclosure, ErrorPolicy
from gateway.execution.subgraph import SubgraphResponse


async def told_of(error: dict[str, Any], policy: ErrorPolicy | None = None) -> Any:
    """What stands in the data where subgraph `a` leaves null with this error."""
    a = ScriptedSubgraph([SubgraphResponse({"x": None}, (error,))])
    result = await run([root(1, "a", "{ x }", "x")], {"a": a}, policy=policy)
    return result.data["x"]


async def test_of_an_errors_extensions_only_those_on_the_list_pass() -> None:
    error = {
        "message": "not with this login",
        "path": ["x"],
        "extensions": {
            "code": "UNAUTHORIZED_FIELD_OR_TYPE",
            "niveau": "hoog",
            "stack": "secret",
            "service": "spoofed",
        },
    }
    assert await told_of(error) == FieldFailure(
        "not with this login", "UNAUTHORIZED_FIELD_OR_TYPE", {"niveau": "hoog", "service": "a"}
    )


@pytest.mark.parametrize("code", [None, 7, "", {"a": 1}])
async def test_an_error_without_a_code_gets_one(code: Any) -> None:
    error = {"message": "m", "path": ["x"], "extensions": {"code": code}}
    assert await told_of(error) == FieldFailure("m", DEFAULT_CODE, {"service": "a"})


async def test_messages_can_be_masked() -> None:
    error = {"message": "column bsn of table personen", "path": ["x"]}
    policy = ErrorPolicy(Disclosure(messages=False))
    assert await told_of(error, policy) == FieldFailure(MASKED, DEFAULT_CODE, {"service": "a"})


async def test_what_passes_can_differ_by_subgraph() -> None:
    error = {"message": "m", "path": ["x"], "extensions": {"code": "C", "hint": "h", "service": "spoofed"}}
    policy = ErrorPolicy(
        Disclosure(messages=False, extensions=frozenset({"hint"})),
        {"open": Disclosure(extensions=frozenset({ALL})), "closed": Disclosure(extensions=frozenset())},
    )
    assert policy.reported("any", error) == FieldFailure(MASKED, "C", {"hint": "h", "service": "any"})
    passed = {"code": "C", "hint": "h", "service": "open"}
    assert policy.reported("open", error) == FieldFailure("m", "C", passed)
    assert policy.reported("closed", error) == FieldFailure("m", "C", {"service": "closed"})


@pytest.mark.parametrize(
    "veld", ["postcode", "verblijfplaats.huisnummer", "kinderen[0].naam", "x-forwarded-host"]
)
def test_which_field_was_refused_passes(veld: str) -> None:
    error = {"message": "m", "extensions": {"code": "ONGELDIGE_INVOER", "veld": veld}}
    passed = {"veld": veld, "service": "a"}
    assert ErrorPolicy().reported("a", error) == FieldFailure("m", "ONGELDIGE_INVOER", passed)


@pytest.mark.parametrize(
    "veld", ["Sanne de Vries", "123456", "naam=Sanne", "veld123456", "", "v" * 101, None, {}]
)
def test_what_is_no_name_of_a_field_does_not_pass_as_one(veld: object) -> None:
    error = {"message": "m", "extensions": {"code": "ONGELDIGE_INVOER", "veld": veld}}
    assert ErrorPolicy().reported("a", error).extensions == {"service": "a"}


def test_who_passes_nothing_passes_no_field() -> None:
    error = {"message": "m", "extensions": {"code": "C", "veld": "postcode"}}
    closed = ErrorPolicy(Disclosure(extensions=frozenset()))
    assert closed.reported("a", error).extensions == {"service": "a"}


@pytest.mark.parametrize("error", [{}, {"message": 5}, {"message": None, "extensions": "x"}])
async def test_an_error_that_is_no_proper_error_still_counts(error: dict[str, Any]) -> None:
    assert await told_of(error) == FieldFailure(MASKED, DEFAULT_CODE, {"service": "a"})
