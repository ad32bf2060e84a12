"""The composers compared: ours in this process, the peers' in one Node process for a whole corpus."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from graphql import build_schema, lexicographic_sort_schema, parse, print_ast, print_schema, print_type

from schema.compose import compose
from schema.public import public_schema
from schema.subgraph import SubgraphSource

PEERS = ("apollo", "guild")
FOLDER = Path(__file__).parents[1] / "peers"
PATIENCE = 300
"""Seconds that the peers may take for the whole corpus."""


@dataclass(frozen=True, slots=True)
class SubgraphSet:
    """Subgraphs to compose, under a name that says what is special about them."""

    name: str
    subgraphs: Mapping[str, str]

    @property
    def line(self) -> str:
        subgraphs = [{"name": name, "url": _url(name), "sdl": sdl} for name, sdl in self.subgraphs.items()]
        return json.dumps({"name": self.name, "subgraphs": subgraphs})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one composer made of one set: codes when it refuses, `crash` when it has no answer at all."""

    codes: tuple[str, ...] = ()
    supergraph: str = ""
    public: str = ""
    crash: str = ""

    @property
    def verdict(self) -> str:
        """`accepts`, `crashes` or the first code."""
        return "crashes" if self.crash else self.codes[0] if self.codes else "accepts"


def ours(given: SubgraphSet) -> Outcome:
    sources = [SubgraphSource(name, _url(name), sdl) for name, sdl in given.subgraphs.items()]
    composition = compose(sources)
    if composition.supergraph_sdl is None:
        return Outcome(codes=tuple(str(error.code) for error in composition.errors))
    public = print_schema(public_schema(parse(composition.supergraph_sdl)))
    return Outcome(supergraph=composition.supergraph_sdl, public=public)


def peers(corpus: Iterable[SubgraphSet]) -> dict[str, dict[str, Outcome]]:
    """The outcomes by the set's name and the peer's. Raises CalledProcessError when Node fails."""
    done = subprocess.run(
        ["node", "composers.mjs"],
        cwd=FOLDER,
        input="\n".join(one.line for one in corpus),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    lines = map(json.loads, done.stdout.splitlines())
    return {line["name"]: {peer: _outcome(line[peer]) for peer in PEERS} for line in lines}


def _outcome(given: Mapping[str, object]) -> Outcome:
    codes = given.get("codes", ())
    assert isinstance(codes, list | tuple)
    texts = {key: str(given.get(key, "")) for key in ("supergraph", "public", "crash")}
    return Outcome(codes=tuple(codes), **texts)


def verdicts(mine: Outcome, theirs: Outcome) -> tuple[str, str] | None:
    """Both verdicts where they differ: codes by the first, accepted sets by `public` if the schemas differ.

    Two refusals agree when each one's first code is among the other's: the order of finding is nobody's rule.
    """
    if mine.codes and theirs.codes:
        agree = theirs.codes[0] in mine.codes and mine.codes[0] in theirs.codes
        return None if agree else (mine.verdict, theirs.verdict)
    if mine.verdict != theirs.verdict:
        return mine.verdict, theirs.verdict
    return None if public_types(mine) == public_types(theirs) else ("public", "public")


def differing_joins(mine: Outcome, theirs: Sequence[Outcome]) -> list[str]:
    """The coordinates on which the peers all have the same join directives, and ours are others."""
    if not all(one.supergraph for one in (mine, *theirs)):
        return []
    own, first, *others = map(join_directives, (mine, *theirs))
    return sorted(
        name
        for name in {*own, *first}
        if own.get(name) != first.get(name) and all(one.get(name) == first.get(name) for one in others)
    )


def public_types(outcome: Outcome) -> dict[str, str]:
    """The types and directives of the public schema as printed, by name, in an order of their own. A schema

    that names a type it does not have has none.
    """
    try:
        schema = lexicographic_sort_schema(build_schema(outcome.public, assume_valid=True))
    except TypeError:
        return {}
    printed = {name: print_type(type_) for name, type_ in schema.type_map.items() if name[:2] != "__"}
    plain = print_schema(schema)
    return printed | {line: line for line in plain.splitlines() if line.startswith(("directive ", "schema "))}


def join_directives(outcome: Outcome) -> dict[str, frozenset[str]]:
    """The applications of join directives in the supergraph, by coordinate."""
    found: dict[str, frozenset[str]] = {}
    for node in parse(outcome.supergraph).definitions:
        name = getattr(getattr(node, "name", None), "value", "schema")
        if node.kind != "directive_definition" and not name.startswith("join__"):
            found[name] = _joins(node)
            members = [*(getattr(node, "fields", None) or ()), *(getattr(node, "values", None) or ())]
            found |= {f"{name}.{one.name.value}": _joins(one) for one in members}
    return {coordinate: joins for coordinate, joins in found.items() if joins}


def _joins(node: object) -> frozenset[str]:
    directives = getattr(node, "directives", None) or ()
    joins = (print_ast(one) for one in directives if one.name.value.startswith("join__"))
    return frozenset(" ".join(join.split()).replace('" ', '"') for join in joins)


def _url(name: str) -> str:
    return f"http://{name}.test/graphql"
