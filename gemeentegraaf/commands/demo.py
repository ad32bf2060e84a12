"""demo: everything in one process."""

from pathlib import Path
from typing import Annotated

import typer


def demo(
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = 8000,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Where databases and keys are kept.")] = Path(
        "data"
    ),
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin again with the data of a first start.")
    ] = False,
) -> None:
    """Serve Voorbeeldstad: the gateway, its four subgraphs, their databases and a login for development.

    Only for trying out, and on this machine only: one logs in as anyone, without a password.
    """
    # The graph and its databases take a second to import: no other command should wait for them.
    from gemeentegraaf.demo import run

    run(port, data, reset=reset)
