"""Settings that would make a login unsafe are refused at start-up."""

from dataclasses import replace
from typing import Any

import pytest
from harness.openid_provider import DIGID

from auth.bearer_rules import BearerRules
from auth.client import Client
from auth.errors import ConfigurationError
from auth.login import LoginSettings
from auth.loopback import is_secure
from auth.request_rules import RequestRules


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "http://login.voorbeeldstad.nl"},
        {"url": "login.voorbeeldstad.nl"},
        {"url": ""},
        {"algorithms": frozenset({"RS256", "HS256"})},
        {"algorithms": frozenset({"none"})},
        {"middel": ""},
        {"middel": "../digid"},
        {"algorithms": frozenset()},
        {"algorithms": frozenset({"ES256K"})},
        {"request": RequestRules(signed=True)},
    ],
    ids=lambda changes: ",".join(changes),
)
def test_an_unsafe_issuer_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        replace(DIGID, **changes)


def test_tokens_without_an_audience_are_for_anyone() -> None:
    with pytest.raises(ConfigurationError):
        BearerRules(frozenset())


@pytest.mark.parametrize(
    "rules",
    [
        {"scopes": ("profile",)},
        {"scopes": ("openid", "offline_access")},
        {"parameters": {"redirect_uri": "https://elders.nl"}},
        {"parameters": {"state": "vast"}},
    ],
    ids=repr,
)
def test_a_request_for_a_login_cannot_be_bent(rules: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError):
        RequestRules(**rules)


def test_a_secret_goes_with_a_confidential_client_only() -> None:
    with pytest.raises(ConfigurationError):
        Client("graaf")
    with pytest.raises(ConfigurationError):
        Client("graaf", "geheim", "none")
    assert "geheim" not in repr(Client("graaf", "geheim"))


def test_people_do_not_log_in_over_plain_http() -> None:
    with pytest.raises(ConfigurationError):
        LoginSettings("http://graaf.voorbeeldstad.nl", b"")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://voorbeeldstad.nl", True),
        ("http://localhost:8000", True),
        ("http://127.0.0.1", True),
        ("http://[::1]:8000", True),
        ("http://voorbeeldstad.nl", False),
        ("http://127.0.0.1.voorbeeldstad.nl", False),
        ("http://localhost.voorbeeldstad.nl", False),
        ("ftp://localhost", False),
        ("https://", False),
    ],
)
def test_only_tls_or_this_machine_is_safe(url: str, safe: bool) -> None:
    assert is_secure(url) is safe
