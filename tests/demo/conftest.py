"""What the tests of the demo share: the data of a first start, made once and copied for each of them."""

from __future__ import annotations

import asyncio
import shutil
from datetime import date
from pathlib import Path

import pytest
from harness.visitor import running

from gemeentegraaf.data_folder import open_data_folder
from gemeentegraaf.demo import make_demo


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo that was started on 2 March 2026, and stopped. To copy, not to use."""
    folder = tmp_path_factory.mktemp("first-start")

    async def fill() -> None:
        with open_data_folder(folder) as data:
            async with running(make_demo(data, "http://127.0.0.1:8000", date(2026, 3, 2)).app()):
                pass

    asyncio.run(fill())
    return folder


@pytest.fixture
def filled(first_start: Path, tmp_path: Path) -> Path:
    """A folder of one's own with those data."""
    return Path(shutil.copytree(first_start, tmp_path / "data"))


@pytest.fixture(scope="module")
def filled_once(first_start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Likewise, for all tests of a module."""
    return Path(shutil.copytree(first_start, tmp_path_factory.mktemp("town") / "data"))
