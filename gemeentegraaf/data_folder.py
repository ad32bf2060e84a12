"""DataFolder: where the all-in-one process keeps its databases and keys."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

DATABASE_FILES = ("", "-wal", "-shm", "-journal")
"""SQLite keeps up to three files beside a database."""


class DataFolderError(Exception):
    """The folder cannot be used. The text is one line for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that this process alone uses, as long as `open_data_folder` lasts."""

    path: Path

    @property
    def keys(self) -> Path:
        return self.path / "keys"

    def database_url(self, subgraph: str) -> str:
        """The SQLAlchemy URL of a subgraph's embedded database."""
        return f"sqlite:///{self._database(subgraph)}"

    def processing_log(self, part: str) -> Path:
        """Where one part of the process writes what it does with personal data."""
        return self.path.absolute() / "verwerkingenlog" / part

    def forget(self, subgraphs: tuple[str, ...]) -> None:
        """Removes the databases, and nothing else that stands in the folder. The keys stay, and so does the
        processing log: what was done was done.
        """
        for subgraph in subgraphs:
            database = self._database(subgraph)
            for suffix in DATABASE_FILES:
                database.with_name(database.name + suffix).unlink(missing_ok=True)

    def _database(self, subgraph: str) -> Path:
        return self.path.absolute() / f"{subgraph}.sqlite3"


@contextmanager
def open_data_folder(path: Path) -> Iterator[DataFolder]:
    """The folder, made when it is not there, and locked. Raises DataFolderError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (path / "in-use").open("w")
    except OSError as exc:
        raise DataFolderError(f"cannot write in the folder {path}: {exc.strerror}") from exc
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            raise DataFolderError(
                f"another Gemeentegraaf is using the folder {path}: stop it, or choose another folder"
            ) from exc
        yield DataFolder(path)
