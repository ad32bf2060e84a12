"""Settings come from an environ, completely or not at all, and never show a secret."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from subgraphs.service.settings import ServiceSettings, SettingsError

COMPLETE = {
    "GEMEENTEGRAAF_DATABASE_URL": "postgresql://zaken:wachtwoord@db/zaken",
    "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": "p" * 32,
    "GEMEENTEGRAAF_IDENTITEITSSLEUTELS": '{"keys": []}',
    "GEMEENTEGRAAF_DEMO": "ja",
    "GEMEENTEGRAAF_VANDAAG": "2026-01-31",
    "GEMEENTEGRAAF_REGISTRATIEGEHEIM": "geheim",
    "PATH": "/usr/bin",
}


def test_every_setting_is_read() -> None:
    settings = ServiceSettings.from_environ("zaken", COMPLETE, ("REGISTRATIEGEHEIM",))
    assert settings == ServiceSettings(
        name="zaken",
        database_url="postgresql://zaken:wachtwoord@db/zaken",
        pseudonym_key=b"p" * 32,
        statement_keys='{"keys": []}',
        demo=True,
        today=date(2026, 1, 31),
        secrets={"REGISTRATIEGEHEIM": "geheim"},
    )


def test_what_is_optional_may_be_left_out() -> None:
    required = {
        key: COMPLETE[key] for key in ("GEMEENTEGRAAF_DATABASE_URL", "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL")
    }
    settings = ServiceSettings.from_environ("zaken", required)
    assert (settings.statement_keys, settings.demo, settings.today) == (None, False, None)


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as caught:
        ServiceSettings.from_environ("zaken", {}, ("REGISTRATIEGEHEIM",))
    assert str(caught.value) == (
        "not set: GEMEENTEGRAAF_DATABASE_URL, GEMEENTEGRAAF_PSEUDONIEMSLEUTEL, "
        "GEMEENTEGRAAF_REGISTRATIEGEHEIM"
    )


def test_a_secret_may_be_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "sleutel"
    secret.write_text("q" * 40 + "\n")
    environ = {**COMPLETE, "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL_FILE": str(secret)}
    del environ["GEMEENTEGRAAF_PSEUDONIEMSLEUTEL"]
    assert ServiceSettings.from_environ("zaken", environ).pseudonym_key == b"q" * 40


def test_a_value_and_a_file_for_it_contradict_each_other(tmp_path: Path) -> None:
    environ = {**COMPLETE, "GEMEENTEGRAAF_DATABASE_URL_FILE": str(tmp_path / "url")}
    with pytest.raises(SettingsError, match=r"GEMEENTEGRAAF_DATABASE_URL or .*_FILE, not both"):
        ServiceSettings.from_environ("zaken", environ)


def test_a_file_that_cannot_be_read_is_named_by_its_variable(tmp_path: Path) -> None:
    environ = {**COMPLETE, "GEMEENTEGRAAF_REGISTRATIEGEHEIM_FILE": str(tmp_path / "weg")}
    del environ["GEMEENTEGRAAF_REGISTRATIEGEHEIM"]
    with pytest.raises(SettingsError, match="GEMEENTEGRAAF_REGISTRATIEGEHEIM_FILE cannot be read"):
        ServiceSettings.from_environ("zaken", environ, ("REGISTRATIEGEHEIM",))


@pytest.mark.parametrize(
    ("variable", "value", "complaint"),
    [
        ("DEMO", "misschien", "GEMEENTEGRAAF_DEMO must be one of"),
        ("VANDAAG", "31-01-2026", "GEMEENTEGRAAF_VANDAAG must be a date"),
        ("PSEUDONIEMSLEUTEL", "kort", "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL must be at least 32 bytes"),
    ],
)
def test_an_unusable_value_is_refused(variable: str, value: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        ServiceSettings.from_environ("zaken", {**COMPLETE, f"GEMEENTEGRAAF_{variable}": value})


def test_no_secret_is_in_the_repr() -> None:
    shown = repr(ServiceSettings.from_environ("zaken", COMPLETE, ("REGISTRATIEGEHEIM",)))
    assert not any(secret in shown for secret in ("wachtwoord", "pppp", "geheim"))


def test_the_calendar_follows_the_clock_unless_it_is_fixed() -> None:
    fixed = ServiceSettings.from_environ("zaken", COMPLETE)
    running = ServiceSettings("zaken", "sqlite:///x", b"p" * 32)
    assert fixed.calendar_day() == date(2026, 1, 31)
    assert running.calendar_day() > date(2025, 1, 1)
