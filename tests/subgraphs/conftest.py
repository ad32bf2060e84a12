"""What tests of the subgraphs share: a database of their own, on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from harness.filled_catalogue import fill_file
from harness.filled_zaken import fill_zaken

from subgraphs.service.database import Database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database; the test runs once for each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of an empty SQLite database, for what does not depend on the kind."""
    return f"sqlite:///{tmp_path / 'store.sqlite3'}"


@pytest.fixture(scope="session")
def catalogue_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the demo catalogue of open data, to be copied."""
    path = tmp_path_factory.mktemp("opendata") / "catalogus.sqlite3"
    fill_file(path)
    return path


@pytest.fixture
def catalogue_url(catalogue_file: Path, tmp_path: Path) -> str:
    """The URL of a copy of one's own."""
    copy = shutil.copy(catalogue_file, tmp_path / "catalogus.sqlite3")
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def zaken_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database with the demo zaken, to be copied."""
    path = tmp_path_factory.mktemp("zaken") / "zaken.sqlite3"
    fill_zaken(path)
    return path


@pytest.fixture
def zaken_url(zaken_file: Path, tmp_path: Path) -> str:
    """The URL of a copy of one's own."""
    copy = shutil.copy(zaken_file, tmp_path / "zaken.sqlite3")
    return f"sqlite:///{copy}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open, empty database of either kind."""
    database = Database(database_url)
    yield database
    await database.close()
