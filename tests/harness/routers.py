"""The peers' routers, each a Node process over one supergraph."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphql import REMOVE, Node, Visitor, VisitorAction, parse, print_ast, visit

FOLDER = Path(__file__).parents[1] / "peers"
PATIENCE = 120
"""Seconds for a router to load the supergraph and answer all queries."""


class NotLoaded(Exception):
    """The router ended; the message is what it said."""


def answers(router: str, supergraph: Path, queries: Sequence[str]) -> list[dict[str, Any]]:
    """What `apollo` or `hive` answers over the supergraph. Raises NotLoaded when it refuses it."""
    done = subprocess.run(
        ["node", "routers.mjs", str(supergraph), router],
        cwd=FOLDER,
        input="\n".join(map(json.dumps, queries)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    if done.returncode:
        raise NotLoaded(done.stderr)
    return [json.loads(line) for line in done.stdout.splitlines()]


def without_authorization(supergraph: str) -> str:
    """The supergraph for a router that leaves authorization to the subgraphs: nothing of it is linked."""
    return print_ast(visit(parse(supergraph), _Authorization()))


class _Authorization(Visitor):
    """Takes away the authorization directives, their definitions and their links."""

    _NAMES = ("authenticated", "requiresScopes", "policy")

    def enter_directive(self, node: Any, *_: object) -> VisitorAction:
        linked = (argument.value.value for argument in node.arguments or () if argument.name.value == "url")
        names = [url.rsplit("/", 2)[-2] for url in linked] if node.name.value == "link" else []
        return REMOVE if {node.name.value, *names} & set(self._NAMES) else None

    def enter_directive_definition(self, node: Any, *_: object) -> VisitorAction:
        return REMOVE if node.name.value in self._NAMES else None

    def enter_scalar_type_definition(self, node: Node, *_: object) -> VisitorAction:
        name = node.name.value  # type: ignore[attr-defined]
        return REMOVE if name.partition("__")[0] in self._NAMES else None
