"""compose: from subgraphs to a supergraph, once or at every change."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import orjson
import typer

from gemeentegraaf.command_error import FAILED, CommandError
from gemeentegraaf.composition_run import CompositionRun
from gemeentegraaf.composition_settings import CompositionSettings
from gemeentegraaf.output_file import write_whole
from gemeentegraaf.subgraph_sdl import find_modules_here
from gemeentegraaf.watch import changes, python_files

CONFIG = Path("schema/supergraph.yaml")
NAME_OF_OUTPUT = "supergraph.graphql"
PRINTED = Path("-")
INTERVAL_SECONDS = 0.5
ALONE = "from gemeentegraaf.cli import main; main()"
"""The command line in a process of its own: the only way to import changed modules anew."""


class Format(StrEnum):
    """How what was found is written."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class _Task:
    """What to compose, and where it goes; without `output` it is printed."""

    settings: CompositionSettings
    folder: Path
    output: Path | None

    @classmethod
    def of(cls, files: list[str] | None, config: Path | None, output: Path | None) -> "_Task":
        if files and config:
            raise CommandError("give either --config or NAME=FILE, not both")
        if files:
            return cls(CompositionSettings.of_arguments(files), Path(), None if output == PRINTED else output)
        path = config or CONFIG
        target = path.with_name(NAME_OF_OUTPUT) if output is None else output
        return cls(CompositionSettings.read(path), path.parent, None if output == PRINTED else target)


def compose(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME=FILE|URL]...", help="Subgraphs: an SDL file, or where one runs."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help=f"What to compose; without it or files, {CONFIG}.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - prints.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to write what was found.")] = Format.TEXT,  # noqa: A002
    watch: Annotated[bool, typer.Option("--watch", help="Compose anew whenever a file changes.")] = False,
) -> None:
    """Compose subgraphs into a supergraph, or say in full why they do not fit together.

    What a settings file names is written to supergraph.graphql beside it, and each of its contracts to a file
    of its name; what NAME=FILE names is printed. Nothing is written when anything does not compose. With
    --format json all that was found goes to the standard output, and the supergraph with it unless it is
    written to a file.
    """
    find_modules_here()
    if watch:
        _watch(files, config, output, format)
    task = _Task.of(files, config, output)
    run = CompositionRun.of(task.settings, task.folder)
    if run.supergraph is not None and task.output is not None:
        for name, text in run.contracts.items():
            write_whole(task.output.with_name(f"{name}.graphql"), text)
        write_whole(task.output, run.supergraph)
    if format is Format.JSON:
        printed = {"supergraph": run.supergraph} if task.output is None else {"output": str(task.output)}
        print(orjson.dumps(run.values() | printed, option=orjson.OPT_INDENT_2).decode())
    else:
        _print(run, to_output=task.output is None)
    if run.supergraph is None:
        count = len(run.errors)
        raise CommandError(f"the subgraphs do not compose: {count} error{'s' * (count != 1)}", FAILED)


def _print(run: CompositionRun, *, to_output: bool) -> None:
    colour = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    if found := run.text(colour=colour):
        print(found, file=sys.stderr)
    if to_output and run.supergraph is not None:
        print(run.supergraph, end="")


def _watch(files: list[str] | None, config: Path | None, output: Path | None, format_: Format) -> None:
    """Until it is interrupted. A process of its own does each composition and writes what it made."""
    if output == PRINTED or (files and output is None):
        raise CommandError("--watch needs a file to write to: give -o FILE")
    _Task.of(files, config, output)
    command = [sys.executable, "-c", ALONE, "compose", *(files or ()), "--format", format_]
    command += ["--config", str(config)] if config else []
    command += ["--output", str(output)] if output else []

    def watched() -> Iterator[Path]:
        return _watched(files, config, output)

    for _ in changes(watched, lambda: time.sleep(INTERVAL_SECONDS)):
        done = subprocess.run(command, check=False)  # noqa: S603 - what we were given ourselves
        outcome = "what was there stays" if done.returncode else "composed"
        print(f"{time.strftime('%H:%M:%S')} {outcome}; waiting for changes", file=sys.stderr, flush=True)


def _watched(files: list[str] | None, config: Path | None, output: Path | None) -> Iterator[Path]:
    """The files whose change can matter. Settings that cannot be read now may be mended later."""
    if not files:
        yield config or CONFIG
    try:
        task = _Task.of(files, config, output)
    except CommandError:
        return
    yield from task.settings.files(task.folder)
    for module in task.settings.modules():
        yield from python_files(module)
