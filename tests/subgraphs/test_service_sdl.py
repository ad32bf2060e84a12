"""What every subgraph's printed SDL keeps to: described, closed by default, complete in its imports."""

from __future__ import annotations

from importlib import import_module

import pytest
from harness.sdl_rules import (
    gated_interfaces,
    open_without_saying,
    taking_others_along,
    taking_the_customer_along,
    undescribed,
    used_but_not_imported,
)


@pytest.fixture(params=["persoonsgegevens", "zaken", "formulieren", "opendata", "website", "raadsinformatie"])
def sdl(request: pytest.FixtureRequest) -> str:
    printed: str = import_module(f"subgraphs.{request.param}.schema").schema.as_str()
    return printed


def test_everything_is_described(sdl: str) -> None:
    assert undescribed(sdl) == []


def test_every_field_is_public_or_gated(sdl: str) -> None:
    assert open_without_saying(sdl) == []


def test_no_interface_is_gated(sdl: str) -> None:
    assert gated_interfaces(sdl) == []


def test_what_fails_leaves_the_answers_of_other_subgraphs(sdl: str) -> None:
    assert taking_others_along(sdl) == []


def test_what_fails_of_a_customer_leaves_the_customer(sdl: str) -> None:
    assert taking_the_customer_along(sdl) == []


def test_every_federation_directive_is_imported(sdl: str) -> None:
    assert used_but_not_imported(sdl) == set()
    assert '"https://specs.apollo.dev/federation/v2.9"' in sdl
