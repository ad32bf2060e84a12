"""A subgraph believes the gateway's statement, and nobody else's word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.subgraph_desk import SANNE, SIGNING_KEY, principal, settings_for

from auth.identification import Recipient, generate_identification_key
from auth.keys import generate_signing_key
from auth.principal import ANONIEM
from auth.propagation import Issuer, Statement, Verifier
from subgraphs.service.context import Context, caller_of, verifier_of
from subgraphs.service.errors import NumberUnknown, Unauthorized
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


def test_the_number_of_the_customer_is_there_for_the_subgraph_that_has_the_key() -> None:
    key = generate_identification_key()
    pem = key.as_pem(private=True).decode()
    settings = replace(settings_for("brp", "sqlite:///x"), identification_key=pem)
    issuer = Issuer(SIGNING_KEY, recipients={"brp": Recipient(key)})
    caller = caller_of(issuer.statement(principal(SANNE), "brp"), verifier_of(settings))
    assert Context(caller, None).require_number() == principal(SANNE).subject
    assert SANNE.waarde not in repr(caller) + repr(settings)
    assert pem not in repr(settings)


def test_who_asks_for_what_needs_a_number_that_was_not_told_is_told_so(verifier: Verifier) -> None:
    caller = caller_of(Issuer(SIGNING_KEY).statement(principal(SANNE), "zaken"), verifier)
    with pytest.raises(NumberUnknown) as refused:
        Context(caller, None).require_number()
    assert refused.value.extensions == {"code": "NUMMER_ONBEKEND"}
    with pytest.raises(Unauthorized):
        Context(ANONIEM, None).require_number()


def test_an_identification_that_cannot_be_read_makes_the_caller_nobody(verifier: Verifier) -> None:
    issuer = Issuer(SIGNING_KEY, recipients={"zaken": Recipient(generate_identification_key())})
    assert caller_of(issuer.statement(principal(SANNE), "zaken"), verifier) == ANONIEM


def test_an_identification_key_that_cannot_be_used_is_refused_at_the_start() -> None:
    settings = replace(settings_for("zaken", "sqlite:///x"), identification_key="geen sleutel")
    with pytest.raises(SettingsError, match="GEMEENTEGRAAF_IDENTIFICATIESLEUTEL"):
        verifier_of(settings)
