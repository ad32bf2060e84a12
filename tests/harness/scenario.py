"""Scenarios: subgraphs with their rows, a query, and what must come of it, as data.

A file holds worlds (YAML documents); a world holds the subgraphs and the scenarios that are played in them.
How rows are written is told in scenario_rows.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@external", "@requires", "@provides", "@override", "@interfaceObject", "@inaccessible", "@extends", '
    '"@tag", "@context", "@fromContext"])\n'
)


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which `on` and `no` are words: only `true` and `false` are booleans."""


_Loader.yaml_implicit_resolvers = {
    letter: [each for each in resolvers if each[0] != "tag:yaml.org,2002:bool" or letter in "tf"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class ScenarioSubgraph:
    """A subgraph as written.

    `roots`: a row for each root type. `entities`: rows that can be looked up, by type. With `one_shot` a row
    that was looked up is gone. `federation` is 1 for SDL that is to be taken without a link.
    """

    sdl: str
    roots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    entities: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    one_shot: bool = False
    federation: int = 2

    @property
    def linked(self) -> str:
        """The SDL as it is composed."""
        return self.sdl if self.federation == 1 or "@link" in self.sdl else LINK + self.sdl


@dataclass(frozen=True)
class Scenario:
    """One request and its outcome.

    `data`: the whole of it. `errors`: a `path` and a `code` for each, in any order; or "some". `fails`: the
    code with which the request is refused. `calls`: how many requests a subgraph may get at
    most; 0 for those that must be left alone. `labels`: the progressive overrides that are on, beside those
    whose label says so itself. `expected_failure`: why this cannot hold yet; `invalid_plan`: why, though
    the answer is right, the plan is not valid.
    """

    name: str
    query: str
    data: Any = None
    errors: Any = ()
    fails: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    calls: Mapping[str, int] = field(default_factory=dict)
    labels: Sequence[str] = ()
    expected_failure: str | None = None
    invalid_plan: str | None = None


@dataclass(frozen=True, eq=False)
class World:
    """Subgraphs by name and what is played in them."""

    subgraphs: Mapping[str, ScenarioSubgraph]
    scenarios: Sequence[Scenario]


def documents_of(path: Path) -> Iterator[dict[str, Any]]:
    """The YAML documents of one file, without what is only there to be referred to."""
    for document in yaml.load_all(path.read_text(), _Loader):
        shared = document.pop("rows", None)  # a place for anchors
        assert shared is None or isinstance(shared, list | dict)
        yield document


def worlds_of(path: Path) -> Iterator[World]:
    """The worlds of one file. Raises TypeError for a word that means nothing."""
    for document in documents_of(path):
        subgraphs = {name: ScenarioSubgraph(**given) for name, given in document.pop("subgraphs").items()}
        yield World(subgraphs, [Scenario(**given) for given in document.pop("scenarios")])
        assert not document, f"{path.name}: {document.keys()}"
