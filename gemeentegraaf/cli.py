"""The command line: which commands there are, and how each of them ends.

Exit codes: 0 done; 1 the outcome is no (it does not compose, the operation is refused, the server did not
start); 2 what was given cannot be used (a missing file, a bad setting, a taken port, an unknown option).
"""

import sys
from collections.abc import Sequence

import typer

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.commands.compose import compose
from gemeentegraaf.commands.config import config
from gemeentegraaf.commands.demo import demo
from gemeentegraaf.commands.keys import keys
from gemeentegraaf.commands.plan import plan
from gemeentegraaf.commands.serve import serve
from gemeentegraaf.commands.subgraph import subgraph

app = typer.Typer(
    help="One GraphQL graph over everything a municipality offers its customers digitally.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo)
app.command()(serve)
app.command()(subgraph)
app.command()(compose)
app.command()(plan)
app.command()(keys)
app.add_typer(config, name="config")


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
