"""The folder of the all-in-one process: made, locked, and reset without touching what is not ours."""

from pathlib import Path

import pytest

from gemeentegraaf.data_folder import DataFolderError, open_data_folder


def test_the_folder_is_made_and_open_to_its_owner_only(tmp_path: Path) -> None:
    with open_data_folder(tmp_path / "new" / "data") as folder:
        assert folder.path.is_dir()
        assert folder.path.stat().st_mode & 0o077 == 0


def test_two_processes_cannot_use_one_folder(tmp_path: Path) -> None:
    with (
        open_data_folder(tmp_path),
        pytest.raises(DataFolderError, match="another Gemeentegraaf is using"),
        open_data_folder(tmp_path),
    ):
        pass


def test_a_folder_that_was_given_back_can_be_used_again(tmp_path: Path) -> None:
    with open_data_folder(tmp_path):
        pass
    with open_data_folder(tmp_path) as folder:
        assert folder.path == tmp_path


def test_a_file_in_the_way_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")

    with (
        pytest.raises(DataFolderError, match="cannot write in the folder") as caught,
        open_data_folder(tmp_path / "data"),
    ):
        pass
    assert "\n" not in str(caught.value)


def test_reset_removes_the_databases_and_keeps_everything_else(tmp_path: Path) -> None:
    for name in ("zaken.sqlite3", "zaken.sqlite3-wal", "zaken.sqlite3-shm", "holiday.jpg", "other.sqlite3"):
        (tmp_path / name).write_text("")

    with open_data_folder(tmp_path) as folder:
        folder.forget(("zaken", "opendata"))

    assert {path.name for path in tmp_path.iterdir()} == {"holiday.jpg", "other.sqlite3", "in-use"}
