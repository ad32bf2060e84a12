"""compose: from subgraphs to a supergraph."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.composition_settings import CompositionSettings
from gemeentegraaf.supergraph_source import read_text
from schema.compose import Composition
from schema.compose import compose as compose_subgraphs
from schema.errors import CompositionError, Hint
from schema.subgraph import SubgraphSource

CONFIG = Path("schema/supergraph.yaml")
NAME_OF_OUTPUT = "supergraph.graphql"


def compose(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME=FILE]...", help="Subgraphs, by name and SDL file.")
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help=f"What to compose; without it or files, {CONFIG}.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - prints.")
    ] = None,
) -> None:
    """Compose subgraphs into a supergraph, or say in full why they do not fit together.

    What a settings file names is written to supergraph.graphql beside it; what NAME=FILE names is printed.
    """
    if files and config:
        raise CommandError("give either --config or NAME=FILE, not both")
    if files:
        composition = compose_subgraphs([_named(each) for each in files])
        _finish(composition, output)
    else:
        path = config or CONFIG
        settings = CompositionSettings.read(path)
        composition = compose_subgraphs(
            settings.sources(path.parent), closed_by_default=settings.closed_by_default
        )
        _finish(composition, output or path.with_name(NAME_OF_OUTPUT))


def _named(given: str) -> SubgraphSource:
    name, separator, file = given.partition("=")
    if not (name and separator and file):
        raise CommandError(f"{given}: write a subgraph as NAME=FILE")
    return SubgraphSource(name, "", read_text(Path(file)), file)


def _finish(composition: Composition, output: Path | None) -> None:
    for hint in composition.hints:
        print(f"hint {_line(hint)}", file=sys.stderr)
    if composition.supergraph_sdl is None:
        count = len(composition.errors)
        lines = [f"the subgraphs do not compose: {count} error{'s' * (count != 1)}"]
        raise CommandError("\n".join([*map(_line, composition.errors), *lines]), FAILED)
    if output is None or output == Path("-"):
        print(composition.supergraph_sdl, end="")
        return
    try:
        output.write_text(composition.supergraph_sdl, encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{output}: {error.strerror}") from error


def _line(finding: CompositionError | Hint) -> str:
    places = ", ".join(f"{p.subgraph}:{p.line}:{p.column}" if p.line else p.subgraph for p in finding.places)
    return f"{finding.code}: {finding.message}" + f" ({places})" * bool(places)
