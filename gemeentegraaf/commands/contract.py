"""contract: from a supergraph, a smaller one, chosen by tags."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.output_file import write_whole
from gemeentegraaf.supergraph_source import parse_supergraph, supergraph_text
from schema.contracts import contract as make_contract

PRINTED = Path("-")


def contract(
    supergraph: Annotated[str, typer.Argument(metavar="SUPERGRAPH", help="A file or a URL.")],
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="TAG", help="Leave out the fields without this tag, or another included one."),
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Leave out what carries this tag.")
    ] = None,
    keep_unreachable: Annotated[
        bool, typer.Option("--keep-unreachable", help="Show types that nothing leads to any more.")
    ] = False,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - prints.")
    ] = PRINTED,
) -> None:
    """Hide what tags leave out of a supergraph, or say why what is left is no schema.

    The tag of a type counts for its fields. Give --include and --exclude as often as there are tags.
    """
    if not (include or exclude):
        raise CommandError("say what is in it: --include TAG, --exclude TAG, or both")
    text = supergraph_text(supergraph)
    parse_supergraph(text, supergraph)
    made = make_contract(
        text, frozenset(include or ()), frozenset(exclude or ()), remove_unreachable=not keep_unreachable
    )
    for tag in sorted(made.unknown_tags):
        print(f"gemeentegraaf: nothing carries the tag {tag}", file=sys.stderr)
    if made.sdl is None:
        raise CommandError("\n".join(f"{error.code}: {error.message}" for error in made.errors), FAILED)
    if output == PRINTED:
        print(made.sdl, end="")
    else:
        write_whole(output, made.sdl)
