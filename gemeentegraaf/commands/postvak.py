"""postvak: the messages that the demo sent to customers, such as codes."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf.command_error import CommandError
from subgraphs.persoonsgegevens.bericht import Bericht, Postvak
from subgraphs.service.database import Database, DatabaseUnavailable


def postvak(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the demo keeps its databases and keys.")
    ] = Path("data"),
) -> None:
    """Show the messages to customers that were never really sent, the oldest first.

    The demo sends no mail and no SMS: a code that a customer asked for is here.
    """
    file = data.absolute() / "persoonsgegevens.sqlite3"
    if not file.is_file():
        raise CommandError(f"{data}: there is no demo in this folder")
    try:
        found = asyncio.run(_berichten(f"sqlite:///{file}"))
    except DatabaseUnavailable as error:
        raise CommandError(str(error)) from error
    for bericht in found:
        print(f"{bericht.kanaal} {bericht.adres}: {bericht.onderwerp}\n  {bericht.tekst}")


async def _berichten(url: str) -> list[Bericht]:
    database = Database(url)
    try:
        await database.ping()
        return await Postvak(database, lambda: datetime.now(UTC)).berichten()
    finally:
        await database.close()
