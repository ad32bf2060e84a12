"""Programs that some tests need and a fresh machine may lack: where they are, or that they are absent."""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

REQUIRE = "GEMEENTEGRAAF_TESTS_REQUIRE"
"""Environment variable: the markers, comma-separated, that may not be skipped on this machine."""

POSTGRES_URL = "GEMEENTEGRAAF_TEST_POSTGRES"
"""Environment variable: the URL of a running PostgreSQL server on which the tests may make databases."""

VALKEY_URL = "GEMEENTEGRAAF_TEST_VALKEY"
"""Environment variable: the URL of a running Valkey or Redis server that the tests may fill and empty."""

KEYCLOAK_HOME = "GEMEENTEGRAAF_TEST_KEYCLOAK"
"""Environment variable: the folder of a Keycloak that was unpacked and built (`make keycloak`)."""

SLOW = "GEMEENTEGRAAF_TESTS_SLOW"
"""Environment variable: set to run what takes a minute as well."""

PEERS = Path(__file__).parents[1] / "peers"
"""The folder of the independent implementations, which npm installs."""

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
VALKEY_NAMES = ("valkey-server", "redis-server")
"""Redis of before its change of licence speaks the same; Debian 12 has that one only."""


def chromium() -> Path | None:
    """The headless-capable browser on this machine."""
    found = next((path for path in map(shutil.which, CHROMIUM_NAMES) if path), None)
    return Path(found) if found else None


def valkey() -> Path | None:
    """The server that is Valkey, or Redis."""
    found = next((path for path in map(shutil.which, VALKEY_NAMES) if path), None)
    return Path(found) if found else None


def keycloak() -> Path | None:
    """The folder of a Keycloak that only has to be started, on a machine with Java."""
    given = os.environ.get(KEYCLOAK_HOME)
    homes = [Path(given)] if given else sorted(PEERS.glob("keycloak/keycloak-*"), reverse=True)
    built = (home for home in homes if (home / "lib" / "quarkus" / "build-system.properties").exists())
    return next(built, None) if shutil.which("java") else None


def postgres_folder() -> Path | None:
    """The folder with initdb, pg_ctl and postgres. Debian keeps it outside PATH, one for each version."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version, reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


def _version(folder: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.parent.name.split(".") if part.isdigit())


@dataclass(frozen=True, slots=True)
class Need:
    """What a marker asks of the machine, and how to get it."""

    marker: str
    present: bool
    hint: str


def needs() -> dict[str, Need]:
    """Every marker that depends on the machine, looked up now."""
    return {
        need.marker: need
        for need in (
            Need("browser", chromium() is not None, "no chromium: apt install chromium"),
            Need(
                "postgres",
                POSTGRES_URL in os.environ or postgres_folder() is not None,
                f"no PostgreSQL: apt install postgresql, or set {POSTGRES_URL}",
            ),
            Need(
                "valkey",
                VALKEY_URL in os.environ or valkey() is not None,
                f"no Valkey: apt install valkey-server or redis-server, or set {VALKEY_URL}",
            ),
            Need("keycloak", keycloak() is not None, "no Keycloak: make keycloak (needs Java and Maven)"),
            Need("curl", shutil.which("curl") is not None, "no curl: apt install curl"),
            Need(
                "peers",
                shutil.which("node") is not None and (PEERS / "node_modules" / "graphql").exists(),
                f"no peers: apt install npm, then npm ci --prefix {PEERS.relative_to(PEERS.parents[1])}",
            ),
            Need(
                "slow",
                bool(os.environ.get("CI") or os.environ.get(SLOW)),
                f"takes a minute: runs in CI, and with {SLOW}=1",
            ),
            Need("docs", importlib.util.find_spec("mkdocs") is not None, "no mkdocs: pip install '.[dev]'"),
        )
    }
