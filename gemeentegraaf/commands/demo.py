"""demo: everything in one process."""

import gc
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf.address_options import Port


def demo(
    port: Port = 8000,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Where databases and keys are kept.")] = Path(
        "data"
    ),
    bronnen: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Which real registers stand behind the subgraphs, as YAML."),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Begin again with the data of a first start.")
    ] = False,
) -> None:
    """Serve Voorbeeldstad: the gateway, its subgraphs, their databases and a login for development.

    Only for trying out, and on this machine only: one logs in as anyone, without a password.
    """
    # Nothing that is imported becomes garbage: looking for it would take a tenth of the start.
    gc.disable()
    from gemeentegraaf.demo import run

    gc.freeze()
    gc.enable()
    run(port, data, bronnen, reset=reset)
