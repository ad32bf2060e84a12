"""docs/login.md says what is so: every code, setting and claim of a profile, and examples that load."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from joserfc.jwk import ECKey
from pydantic import BaseModel
from yaml import safe_dump, safe_load

from auth.keys import dump_signing_key, generate_signing_key
from auth.profiles import PROFILES
from gateway import claim_settings, client_settings, login_settings
from gateway.settings import GatewaySettings
from gateway.settings_section import Section

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "login.md").read_text(encoding="utf-8")
EXAMPLES = [dedent(one) for one in re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)]
SOURCES = [*(ROOT / "auth").glob("*.py"), *(ROOT / "gateway" / "http").glob("*.py")]
CODE = r"(?:TOKEN|DPOP|LOGIN|LOGOUT|SESSIONS?|STATEMENT|CSRF|KEY)_[A-Z_]+"


def codes_of_the_source() -> set[str]:
    return {code for path in SOURCES for code in re.findall(rf'"({CODE})"', path.read_text(encoding="utf-8"))}


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the tables under a heading."""
    part = TEXT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    for line in lines[2:]:  # after the header and its rule
        yield [cell.strip() for cell in line.strip("|").split(" | ")]


def test_every_code_is_explained_and_no_other() -> None:
    explained = [code for row in rows("Refusals") for code in re.findall(rf"`({CODE})`", row[0])]
    assert len(explained) == len(set(explained))
    assert set(explained) == codes_of_the_source()


def sections() -> list[type[Section]]:
    found = {
        each
        for module in (login_settings, client_settings, claim_settings)
        for each in vars(module).values()
        if isinstance(each, type) and issubclass(each, Section) and each is not Section
    }
    assert len(found) > 10
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("section", sections(), ids=lambda each: each.__name__)
def test_every_setting_is_explained(section: type[BaseModel]) -> None:
    in_examples = (name for example in EXAMPLES for name in re.findall(r"([a-z_]+): [^#\n]*# ", example))
    explained = {*re.findall(r"`([a-z_]+)`", TEXT), *in_examples}
    assert section.model_fields.keys() - explained == set()


@pytest.mark.parametrize("name", PROFILES)
def test_every_claim_of_a_profile_is_named(name: str) -> None:
    listed = {row[0].strip("`"): " ".join(row[1:]) for row in rows("Profiles")}
    assert listed.keys() == PROFILES.keys()
    text = listed[name]
    for other in re.findall(r"as `([a-z_]+)`", text):
        text += listed[other]
    named = set(re.findall(r"`([^`]+)`", text))
    assert {".".join(path) for path in PROFILES[name].claims.paden} - named == set()


WHOLE = """
public_url: https://mijn.voorbeeldstad.nl
login:
  sessions_url: ${SESSIONS_URL}
  pseudonym_key: ${PSEUDONYM_KEY}
  signing_key: ${SIGNING_KEY}
  issuers: {}
"""


@pytest.mark.parametrize("example", EXAMPLES, ids=range(len(EXAMPLES)))
def test_an_example_can_be_used_as_it_stands(example: str) -> None:
    """One that shows a part, beside what every gateway with login has."""
    whole, shown = safe_load(WHOLE), safe_load(example)
    whole["login"] |= shown.pop("login")
    given = {
        "SESSIONS_URL": "sqlite:///:memory:",
        "PSEUDONYM_KEY": "p" * 32,
        "SIGNING_KEY": dump_signing_key(generate_signing_key()),
    }
    key = ECKey.generate_key("P-256").as_pem(private=True).decode()
    named = set(re.findall(r"\$\{(\w+)\}", example))
    settings = GatewaySettings.load(safe_dump(whole | shown), {**dict.fromkeys(named, key), **given})
    assert settings.login
    assert len(settings.login.trusted_issuers) == len(whole["login"]["issuers"])


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 2
