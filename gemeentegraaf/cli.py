"""The command line: which commands there are, and how each of them ends.

Exit codes: 0 done; 1 the outcome is no (it does not compose, the operation is refused, the server did not
start); 2 what was given cannot be used (a missing file, a bad setting, a taken port, an unknown option).
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from gemeentegraaf.command_error import CommandError

COMMANDS = (
    "demo", "serve", "subgraph", "standin",
    "compose", "contract", "check", "plan", "explain-auth", "bus", "synchroniseer",
    "synchroniseer-raad", "postvak", "keys", "config",
)  # fmt: skip
"""Each is what its module in `gemeentegraaf.commands` has under the same name, with underscores."""


class _Commands(TyperGroup):
    """Imports the module of a command when it is asked for: no command waits for what only others need."""

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - Click's shape
        return list(COMMANDS)

    def get_command(self, ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        found = getattr(import_module(f"gemeentegraaf.commands.{name}"), name)
        if not isinstance(found, typer.Typer):
            function, found = found, typer.Typer(**_STYLE)
            found.command(cmd_name)(function)
        command = get_command(found)
        assert isinstance(command, TyperCommand | TyperGroup)
        return command


_STYLE: dict[str, Any] = {
    "add_completion": False,
    "pretty_exceptions_enable": False,
    "rich_markup_mode": None,
}
app = typer.Typer(
    cls=_Commands,
    help="One GraphQL graph over everything a municipality offers its customers digitally.",
    no_args_is_help=True,
    **_STYLE,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"gemeentegraaf {version('gemeentegraaf')}")
        raise typer.Exit


@app.callback()
def about(
    show_version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """One GraphQL graph over everything a municipality offers its customers digitally."""


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of `gemeentegraaf`; without `arguments` those of the process. Ends by SystemExit."""
    try:
        app(args=arguments)
    except CommandError as error:
        for line in str(error).splitlines():
            print(f"gemeentegraaf: {line}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(0)
