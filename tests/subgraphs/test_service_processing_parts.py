"""Where a service's processing log goes is a setting, and one that cannot be used is named at the start."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from harness.subgraph_desk import PSEUDONYM_KEY

from subgraphs.service.processing_parts import open_log
from subgraphs.service.settings import ProcessingSettings, ServiceSettings, SettingsError

KEY = b"sleutel-van-het-verwerkingenlog!"
REQUIRED = {
    "GEMEENTEGRAAF_DATABASE_URL": "sqlite:///proef.sqlite3",
    "GEMEENTEGRAAF_PSEUDONIEMSLEUTEL": PSEUDONYM_KEY.decode(),
}
WRITTEN = {
    "GEMEENTEGRAAF_VERWERKINGENLOG_MAP": "/var/log/verwerkingen",
    "GEMEENTEGRAAF_VERWERKINGENLOG_SLEUTEL": KEY.decode(),
}


def test_the_settings_say_where_lines_go() -> None:
    collector = {
        "GEMEENTEGRAAF_VERWERKINGENLOG_VERZAMELAAR": "https://logboek.voorbeeldstad.example",
        "GEMEENTEGRAAF_VERWERKINGENLOG_AUTORISATIE": "Bearer geheim",
        "GEMEENTEGRAAF_VERWERKINGENLOG_DOORLATEN": "ja",
    }
    settings = ServiceSettings.from_environ("proef", {**REQUIRED, **WRITTEN, **collector})
    assert settings.processing is not None
    assert settings.processing.collector is not None
    assert settings.processing.collector.headers == {"authorization": "Bearer geheim"}
    assert not settings.processing.fail_closed
    assert "geheim" not in repr(settings)
    assert ServiceSettings.from_environ("proef", REQUIRED).processing is None


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"GEMEENTEGRAAF_VERWERKINGENLOG_MAP": ""}, "_MAP"),
        ({"GEMEENTEGRAAF_VERWERKINGENLOG_SLEUTEL": ""}, "_SLEUTEL"),
        ({"GEMEENTEGRAAF_VERWERKINGENLOG_SLEUTEL": "kort"}, "_SLEUTEL must be at least 32 bytes"),
        ({"GEMEENTEGRAAF_VERWERKINGENLOG_VERZAMELAAR": "http://logboek.example"}, "_VERZAMELAAR"),
    ],
)
def test_settings_that_cannot_be_used_are_named(changed: Mapping[str, str], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        ServiceSettings.from_environ("proef", {**REQUIRED, **WRITTEN, **changed})


def test_a_folder_that_cannot_be_written_is_named_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "bezet").write_text("")
    with pytest.raises(SettingsError, match="VERWERKINGENLOG_MAP"):
        open_log(ProcessingSettings(tmp_path / "bezet", KEY), "proef")
