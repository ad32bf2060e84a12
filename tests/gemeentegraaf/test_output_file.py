"""A text is written whole or not at all."""

import os
from pathlib import Path

import pytest

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.output_file import write_whole


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.graphql"
    path.write_text("oud")
    held = path.open()
    write_whole(path, "nieuw\r\nö")
    assert path.read_bytes() == "nieuw\r\nö".encode()
    assert held.read() == "oud"
    held.close()
    assert [*tmp_path.iterdir()] == [path]


def test_the_same_text_leaves_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.graphql"
    path.write_text("tekst")
    os.utime(path, (1, 1))
    write_whole(path, "tekst")
    assert path.stat().st_mtime == 1


def test_a_link_keeps_pointing_at_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "echt").write_text("oud")
    (tmp_path / "link").symlink_to(tmp_path / "echt")
    write_whole(tmp_path / "link", "nieuw")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "echt").read_text() == "nieuw"


def test_a_device_is_written_to() -> None:
    write_whole(Path(os.devnull), "tekst")
    assert not Path(os.devnull).is_file()


def test_a_folder_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        write_whole(tmp_path / "weg" / "a", "tekst")
