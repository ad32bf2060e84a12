"""Scenario: what a stand-in knows when it starts, in the shape that its register publishes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

Scenario = Mapping[str, Any]
"""Per stand-in a mapping of its own kinds of things; each package says which."""


class ScenarioError(ValueError):
    """The file cannot be used. The text names it, and nothing of what is in it."""


def read_scenario(path: Path) -> Scenario:
    """The scenario in a file of YAML or JSON. Raises ScenarioError."""
    try:
        found = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except OSError as exc:
        raise ScenarioError(f"{path}: cannot be read: {exc.strerror}") from exc
    except yaml.YAMLError as exc:
        raise ScenarioError(f"{path}: is not YAML") from exc
    if not isinstance(found, dict):
        raise ScenarioError(f"{path}: must be a mapping")
    return found
