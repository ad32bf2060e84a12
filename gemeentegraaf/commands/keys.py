"""keys: the secrets of one municipality."""

from pathlib import Path
from typing import Annotated

import typer

from auth.errors import KeyMaterialError
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.keys import open_keys


def keys(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to keep them in.")]) -> None:
    """Make the keys with which the parts know each other and customers get their ids. What is there stays.

    DIR/gateway is for the gateway alone, DIR/shared for the gateway and the subgraphs, and each other folder
    for the subgraph of its name.
    """
    try:
        open_keys(folder)
    except OSError as error:
        raise CommandError(f"{error.filename or folder}: {error.strerror}") from error
    except KeyMaterialError as error:
        raise CommandError(f"{folder}: {error}") from error
