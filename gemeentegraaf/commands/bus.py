"""bus: what a subgraph still has to bring somewhere, and what it gave up."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.service_environ import service_environ
from subgraphs.service.bronnen import sectie
from subgraphs.service.bus.letters import Letter, Letters, NoOutbox, NotDead, State
from subgraphs.service.database import Database, DatabaseUnavailable
from subgraphs.service.register_errors import RegisterRefused, RegisterUnavailable
from subgraphs.service.settings import ServiceSettings, SettingsError, database_url
from subgraphs.service.text import is_plain
from subgraphs.zaken.abonnement import abonneer as subscribe
from subgraphs.zaken.bronnen import Zaakbronnen

T = TypeVar("T")

bus = typer.Typer(
    help="What a subgraph still has to bring somewhere, and what it gave up: its dead letters. "
    "GEMEENTEGRAAF_DATABASE_URL says whose. What is in a message is never shown.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

Config = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The service's variables, as YAML: the process's own win."),
]


def _readable(letter_id: str | None) -> str | None:
    """The id as it was typed. Raises CommandError for bytes that are no text: no message is called that."""
    if letter_id is not None and not is_plain(letter_id):
        raise CommandError("this id is no text: give one that `bus list` shows")
    return letter_id


LetterId = Annotated[
    str, typer.Argument(metavar="ID", help="The id that `bus list` shows.", callback=_readable)
]


@bus.callback()
def about() -> None:
    """What a subgraph still has to bring somewhere, and what it gave up."""


@bus.command("list")
def list_letters(
    config: Config = None,
    dead: Annotated[bool, typer.Option("--dead", help="Only dead letters.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="No more than this.")] = 100,
) -> None:
    """Show the messages, the oldest first."""
    found = _over(config, lambda letters: letters.list(dead=dead, limit=limit))
    for line in _table(found):
        print(line)


@bus.command()
def show(letter_id: LetterId, config: Config = None) -> None:
    """Show one message: where it goes, how far it is and what went wrong."""
    letter = _over(config, lambda letters: letters.show(letter_id))
    if letter is None:
        raise CommandError(
            f"there is no message {letter_id}: it arrived, was discarded, or never was", FAILED
        )
    for name, value in _facts(letter):
        print(f"{name + ':':14}{value}")


@bus.command()
def replay(
    letter_id: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="One dead letter.", callback=_readable)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All dead letters.")] = False,
    config: Config = None,
) -> None:
    """Have dead letters tried again. What was done of them already is not done again."""
    if every == (letter_id is not None):
        raise CommandError("give the id of a dead letter, or --all")
    count = _over(config, lambda letters: letters.replay(letter_id, datetime.now(UTC)))
    print(f"to be tried again: {count}")


@bus.command()
def discard(letter_id: LetterId, config: Config = None) -> None:
    """Give a dead letter up: it will not arrive, and the service tells whom it concerns."""
    _over(config, lambda letters: letters.discard(letter_id, datetime.now(UTC)))
    print(f"discarded: {letter_id}")


@bus.command()
def abonneer(
    callback: Annotated[
        str, typer.Argument(metavar="URL", help="Where the Notificaties API reaches this zaken service.")
    ],
    config: Config = None,
) -> None:
    """Have the Notificaties API of the registers tell the zaken service what happens to zaken, and to their
    besluiten and documents.

    Run it again when the registers in the settings have changed: what is there is brought up to date.
    The section `zaken.notificaties` of GEMEENTEGRAAF_BRONNEN says where that API is.
    """
    try:
        settings = ServiceSettings.from_environ("zaken", service_environ(config))
        found = sectie(settings, Zaakbronnen)
        if found is None or found.notificaties is None:
            raise CommandError("zaken.notificaties: not in the file of GEMEENTEGRAAF_BRONNEN")
        abonnement = asyncio.run(subscribe(found, callback))
    except SettingsError as error:
        raise CommandError(str(error)) from error
    except (RegisterUnavailable, RegisterRefused) as error:
        raise CommandError(str(error), FAILED) from error
    done = "subscribed" if abonnement.nieuw else "brought up to date"
    print(f"{done}: {callback} ({', '.join(abonnement.kanalen)})")


def _over(config: Path | None, act: Callable[[Letters], Awaitable[T]]) -> T:
    """What the act gives on the subgraph's letters. Raises CommandError."""

    async def done(database: Database) -> T:
        letters = Letters(database)
        try:
            await letters.check()
            return await act(letters)
        finally:
            await database.close()

    try:
        return asyncio.run(done(Database(database_url(service_environ(config)))))
    except (SettingsError, DatabaseUnavailable) as error:
        raise CommandError(str(error)) from error
    except (NoOutbox, NotDead) as error:
        raise CommandError(str(error), FAILED) from error


def _table(letters: Sequence[Letter]) -> list[str]:
    if not letters:
        return ["nothing is waiting"]
    head = ("ID", "TO", "STATE", "TRIED", "MADE", "LAST ERROR")
    rows = [head, *(_row(letter) for letter in letters)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _row(letter: Letter) -> tuple[str, ...]:
    tried, last = str(letter.attempts), letter.last_error or "-"
    return letter.id, letter.destination, letter.state.value, tried, _moment(letter.made_at), last


def _facts(letter: Letter) -> list[tuple[str, str]]:
    ended = ("dead since", letter.dead_since) if letter.state is State.DEAD else ("due", letter.not_before)
    return [
        ("id", letter.id),
        ("to", letter.destination),
        ("state", letter.state.value),
        ("in order of", letter.order_key or "-"),
        ("made", _moment(letter.made_at)),
        (ended[0], _moment(ended[1]) if ended[1] else "-"),
        ("tried", str(letter.attempts)),
        ("last error", letter.last_error or "-"),
        ("steps done", ", ".join(letter.steps) or "-"),
        ("content", ", ".join(f"{name} (hidden)" for name in letter.fields) or "-"),
    ]


def _moment(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
