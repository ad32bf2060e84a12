"""yaml_file: what a YAML file holds, or where it goes wrong."""

from pathlib import Path
from typing import Any

import yaml

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.supergraph_source import read_text


def yaml_file(path: Path) -> Any:
    """An empty file is an empty mapping. Raises CommandError, with line and column when it is no YAML."""
    try:
        found = yaml.safe_load(read_text(path))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
        raise CommandError(f"{path}: not valid YAML{where}") from error
    return {} if found is None else found
