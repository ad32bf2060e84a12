"""The environ of a subgraph service: the process's own, over what stands in a file."""

import os
from pathlib import Path

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.yaml_file import yaml_file


def service_environ(config: Path | None) -> dict[str, str]:
    """The variables; those of the process win. Raises CommandError for a file that cannot be used."""
    return {**_variables(config), **os.environ}


def _variables(config: Path | None) -> dict[str, str]:
    if config is None:
        return {}
    given = yaml_file(config)
    if not isinstance(given, dict) or not all(
        isinstance(value, str | int | bool) for value in given.values()
    ):
        raise CommandError(f"{config}: must be a mapping of names to plain values")
    return {str(key): str(value) for key, value in given.items()}
