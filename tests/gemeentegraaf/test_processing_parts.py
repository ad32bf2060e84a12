"""A processing log, all from gateway.yaml and the environment."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from harness.collector import Collector, collecting
from harness.processing import line
from harness.until import until

from gateway.app import AppParts
from gateway.settings import GatewaySettings, SettingsError
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.processing_parts import with_processing_log

ENVIRON = {"LOG_KEY": "s" * 32, "COLLECTOR_TOKEN": "Bearer geheim"}
FILES = "processing_log: {{key: '${{LOG_KEY}}', files: {{folder: {folder}}}}}"
COLLECTOR = """
processing_log:
  key: ${{LOG_KEY}}
  fail_closed: false
  files: {{folder: {folder}/log}}
  collector:
    url: {url}
    headers: {{authorization: "${{COLLECTOR_TOKEN}}"}}
    spool: {folder}/spool
    pause_seconds: 0.01
"""


def parts_of(text: str) -> AppParts:
    section = GatewaySettings.load(text, ENVIRON).processing_log
    assert section
    return with_processing_log(AppParts(), section)


async def test_lines_go_to_files(tmp_path: Path) -> None:
    parts = parts_of(FILES.format(folder=tmp_path / "log"))
    assert parts.processing
    assert parts.processing.fail_closed
    await parts.processing.log.ready()
    await parts.processing.log.write([line()])
    assert json.loads((tmp_path / "log" / "verwerkingen.jsonl").read_text())["name"] == line().name


async def test_lines_go_to_files_and_to_a_collector_for_as_long_as_the_gateway_runs(tmp_path: Path) -> None:
    collector = Collector()
    async with collecting(collector) as url:
        parts = parts_of(COLLECTOR.format(folder=tmp_path, url=url))
        assert parts.processing
        assert not parts.processing.fail_closed
        [sending] = parts.lifespans
        async with sending():
            await parts.processing.log.write([line()])
            await until(lambda: bool(collector.spans))
    assert collector.headers[0]["authorization"] == "Bearer geheim"
    assert (tmp_path / "log" / "verwerkingen.jsonl").read_text()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("processing_log: {key: '${LOG_KEY}'}", "say where it goes"),
        ("processing_log: {key: '${SHORT}', files: {folder: x}}", "at least 32 bytes"),
        (
            "processing_log: {key: geheimgeheimgeheimgeheimgeheimgeheim, files: {folder: x}}",
            "processing_log.key",
        ),
    ],
)
def test_settings_that_will_not_do_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(SettingsError, match=complaint):
        GatewaySettings.load(text, {**ENVIRON, "SHORT": "kort"})


def test_a_collector_without_tls_elsewhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="https"):
        parts_of(COLLECTOR.format(folder=tmp_path, url="http://logboek.voorbeeldstad.nl"))


def test_a_folder_that_cannot_be_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("een bestand")
    with pytest.raises(CommandError, match="log"):
        parts_of(FILES.format(folder=tmp_path / "log"))


def test_no_secret_shows_in_the_settings(tmp_path: Path) -> None:
    settings = GatewaySettings.load(COLLECTOR.format(folder=tmp_path, url="https://x.example"), ENVIRON)
    shown = repr(settings) + str(settings.model_dump())
    assert not [secret for secret in ENVIRON.values() if secret in shown]
