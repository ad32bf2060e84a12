"""The databases of the topology, made as their container makes them when it starts for the first time."""

from __future__ import annotations

import re

import asyncpg
from harness.topology import COMPOSE

SCRIPT = COMPOSE.parent / "settings" / "databases.sql"


async def make_databases(server: str) -> None:
    """Runs that script on a server, which may have the databases of an earlier run: those go first."""
    script = SCRIPT.read_text(encoding="utf-8")
    statements = [
        *(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
            for name in re.findall(r"CREATE DATABASE (\w+)", script)
        ),
        *(f"DROP ROLE IF EXISTS {name}" for name in re.findall(r"CREATE ROLE (\w+)", script)),
        *filter(str.strip, script.split(";\n")),
    ]
    connection = await asyncpg.connect(server)
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()
