"""A subgraph believes the gateway's statement, and nobody else's word."""

from __future__ import annotations

import pytest
from harness.subgraph_desk import SANNE, SIGNING_KEY, principal, settings_for

from auth.keys import generate_signing_key
from auth.principal import ANONIEM
from auth.propagation import Issuer, Statement, Verifier
from subgraphs.service.context import Context, caller_of, verifier_of
from subgraphs.service.errors import Unauthorized
from subgraphs.service.settings import ServiceSettings, SettingsError


@pytest.fixture
def verifier() -> Verifier:
    verifier = verifier_of(settings_for("zaken", "sqlite:///x"))
    assert verifier
    return verifier


def test_a_statement_that_holds_says_who_is_calling(verifier: Verifier) -> None:
    token = Issuer(SIGNING_KEY).statement(principal(SANNE), "zaken")
    caller = caller_of(token, verifier)
    assert isinstance(caller, Statement)
    assert caller.klant == principal(SANNE).subject.id
    assert Context(caller, None).require_customer() is caller


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "onzin",
        Issuer(SIGNING_KEY).statement(principal(SANNE), "opendata"),
        Issuer(generate_signing_key()).statement(principal(SANNE), "zaken"),
        Issuer(SIGNING_KEY, clock=lambda: 1_000_000.0).statement(principal(SANNE), "zaken"),
    ],
    ids=["absent", "empty", "nonsense", "for another subgraph", "by another key", "expired"],
)
def test_without_a_statement_that_holds_the_caller_is_nobody(token: str | None, verifier: Verifier) -> None:
    caller = caller_of(token, verifier)
    assert caller == ANONIEM
    with pytest.raises(Unauthorized):
        Context(caller, None).require_customer()


def test_without_keys_every_caller_is_nobody() -> None:
    verifier = verifier_of(ServiceSettings("zaken", "sqlite:///x", b"p" * 32))
    assert verifier is None
    token = Issuer(SIGNING_KEY).statement(principal(SANNE), "zaken")
    assert caller_of(token, verifier) == ANONIEM


def test_keys_that_cannot_be_used_are_refused_at_the_start() -> None:
    with pytest.raises(SettingsError, match="GEMEENTEGRAAF_IDENTITEITSSLEUTELS"):
        verifier_of(ServiceSettings("zaken", "sqlite:///x", b"p" * 32, statement_keys="{}"))
