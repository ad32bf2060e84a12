"""`gemeentegraaf bus`: an operator sees what waits and what was given up, and never what it says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from harness.command import Run, run_command
from sqlalchemy import MetaData

from subgraphs.service.bus.message import Message
from subgraphs.service.bus.outbox import Outbox, outbox_table
from subgraphs.service.database import Database

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
VARIABLE = "GEMEENTEGRAAF_DATABASE_URL"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return run_command(capsys)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'formulieren.sqlite3'}"
    monkeypatch.setenv(VARIABLE, url)
    return url


async def filled(url: str) -> None:
    """One message that is done for, with a step behind it, and one that waits."""
    database, metadata = Database(url), MetaData()
    outbox = Outbox(database, outbox_table(metadata))
    await database.create_tables(metadata)
    for name, due in [("dood", NOW), ("levend", NOW + timedelta(days=1))]:
        message = Message(name, "zaakregistratie", {"naam": "Sanne"}, NOW, due)
        async with database.writing() as session:
            await outbox.put(session, message)
    (taken,) = await outbox.take(NOW, NOW + timedelta(seconds=30), 10)
    await outbox.note(taken, "zaak", "zaak-1")
    await outbox.bury(taken, "HTTP_400", NOW)
    await database.close()


async def empty(url: str) -> None:
    database = Database(url)
    await database.create_tables(MetaData())
    await database.close()


@pytest.fixture
def letters(url: str) -> str:
    asyncio.run(filled(url))
    return url


@pytest.mark.usefixtures("letters")
def test_it_lists_what_waits_and_what_is_dead(run: Run) -> None:
    everything, dead = run("bus", "list"), run("bus", "list", "--dead")
    assert [line.split()[0] for line in everything.out.splitlines()] == ["ID", "dood", "levend"]
    assert [line.split()[0] for line in dead.out.splitlines()] == ["ID", "dood"]
    assert "HTTP_400" in dead.out


@pytest.mark.usefixtures("letters")
def test_it_shows_a_message_but_not_what_it_says(run: Run) -> None:
    shown = run("bus", "show", "dood")
    assert "steps done:   zaak" in shown.out
    assert "content:      naam (hidden)" in shown.out
    assert "Sanne" not in shown.out


@pytest.mark.usefixtures("letters")
def test_a_dead_letter_that_is_replayed_waits_again(run: Run) -> None:
    assert run("bus", "replay", "dood").out == "to be tried again: 1\n"
    assert "waiting" in run("bus", "show", "dood").out
    assert run("bus", "list", "--dead").out == "nothing is waiting\n"


@pytest.mark.usefixtures("letters")
def test_all_dead_letters_are_replayed_at_once(run: Run) -> None:
    assert run("bus", "replay", "--all").out == "to be tried again: 1\n"
    assert run("bus", "replay", "--all").out == "to be tried again: 0\n"


@pytest.mark.usefixtures("letters")
def test_a_discarded_letter_is_there_until_the_service_has_told_of_it(run: Run) -> None:
    assert run("bus", "discard", "dood").out == "discarded: dood\n"
    assert run("bus", "list", "--dead").out == "nothing is waiting\n"
    assert "discarded" in run("bus", "show", "dood").out
    assert run("bus", "replay", "dood").code == 1


@pytest.mark.usefixtures("letters")
def test_a_message_that_is_not_there_is_said_so(run: Run) -> None:
    gone = run("bus", "show", "never was")
    assert (gone.code, gone.err.count("\n")) == (1, 1)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("command", ["show", "discard", "replay"])
def test_an_id_of_bytes_that_are_no_text_is_refused(run: Run, command: str) -> None:
    refused = run("bus", command, b"\xff".decode(errors="surrogateescape"))
    assert (refused.code, refused.err) == (
        2,
        "gemeentegraaf: this id is no text: give one that `bus list` shows\n",
    )


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("command", ["discard", "replay"])
def test_what_still_waits_is_left_alone(run: Run, command: str) -> None:
    refused = run("bus", command, "levend")
    assert (refused.code, refused.err) == (1, "gemeentegraaf: there is no dead letter levend\n")


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("arguments", [["replay"], ["replay", "dood", "--all"]])
def test_one_says_which_letters_are_replayed(run: Run, arguments: list[str]) -> None:
    assert run("bus", *arguments).code == 2


def test_a_database_without_a_bus_is_said_to_have_none(run: Run, url: str) -> None:
    asyncio.run(empty(url))
    refused = run("bus", "list")
    assert (refused.code, "has no outbox" in refused.err) == (1, True)


@pytest.mark.usefixtures("url")
def test_to_look_makes_no_database(run: Run, tmp_path: Path) -> None:
    refused = run("bus", "list")
    assert (refused.code, "there is no such database" in refused.err) == (2, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("setting", ["", "mysql://elsewhere", "sqlite:////no/such/folder/x.sqlite3"])
def test_a_setting_that_cannot_be_used_is_said_in_one_line(
    run: Run, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, setting)
    refused = run("bus", "list")
    assert (refused.code, refused.err.count("\n")) == (2, 1)


def test_the_database_may_stand_in_the_services_file(run: Run, letters: str, tmp_path: Path) -> None:
    config = tmp_path / "formulieren.yaml"
    config.write_text(f"{VARIABLE}: {letters}\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(VARIABLE)
        assert "HTTP_400" in run("bus", "list", "--config", str(config)).out


@pytest.mark.usefixtures("url")
def test_to_subscribe_the_settings_must_say_where(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bronnen = tmp_path / "bronnen.yaml"
    monkeypatch.setenv("GEMEENTEGRAAF_PSEUDONIEMSLEUTEL", "x" * 32)
    monkeypatch.setenv("GEMEENTEGRAAF_BRONNEN", str(bronnen))
    monkeypatch.setenv("SLEUTEL", "een-sleutel")
    for text, wanted in {
        "": "not in the file",
        "zaken: {notificaties: {sleutel: {env: SLEUTEL}}}": "say where to subscribe",
    }.items():
        bronnen.write_text(text)
        refused = run("bus", "abonneer", "https://zaken.example/notificaties")
        assert (refused.code, refused.err.count("\n")) == (2, 1)
        assert wanted in refused.err


@pytest.mark.usefixtures("url")
def test_an_api_that_does_not_answer_is_said_in_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bronnen = tmp_path / "bronnen.yaml"
    monkeypatch.setenv("GEMEENTEGRAAF_PSEUDONIEMSLEUTEL", "x" * 32)
    monkeypatch.setenv("GEMEENTEGRAAF_BRONNEN", str(bronnen))
    monkeypatch.setenv("SLEUTEL", "een sleutel van minstens 32 tekens lang")
    keys = "sleutel: {env: SLEUTEL}, geheim: {env: SLEUTEL}"
    bronnen.write_text(f"zaken: {{notificaties: {{{keys}, url: 'http://127.0.0.1:9'}}}}")
    refused = run("bus", "abonneer", "https://zaken.example/notificaties")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert "een sleutel" not in refused.err
