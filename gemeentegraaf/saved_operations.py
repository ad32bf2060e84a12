"""SavedOperations: the operations that clients have, in files, and whether a supergraph answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graphql import (
    REMOVE,
    DirectiveNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    Node,
    OperationDefinitionNode,
    Source,
    Visitor,
    parse,
    validate,
    visit,
)

from gateway.operation.incremental_directives import with_incremental_delivery
from gateway.operation.normalize import normalize
from gateway.planning.planner import Planner, UnplannableError
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.supergraph_source import read_text
from schema.supergraph import Supergraph

Fragments = Mapping[str, FragmentDefinitionNode]


@dataclass(frozen=True, slots=True)
class Problem:
    """Why an operation is not answered: its file, relative to the folder, with line and column from 1."""

    file: str
    code: str
    message: str
    line: int = 0
    column: int = 0

    @property
    def place(self) -> tuple[str, str, int, int]:
        """By which it is the same problem on another supergraph: texts may suggest other names."""
        return self.file, self.code, self.line, self.column


@dataclass(frozen=True, slots=True)
class SavedOperations:
    """The documents with operations, by file, and the problems of files that are no GraphQL.

    Files with nothing but fragments lend them to the others.
    """

    documents: Mapping[str, DocumentNode]
    unreadable: tuple[Problem, ...]

    @classmethod
    def read(cls, folder: Path) -> SavedOperations:
        """All *.graphql files in the folder and below. Raises CommandError when there are none."""
        found: dict[str, DocumentNode] = {}
        unreadable: list[Problem] = []
        for path in sorted(folder.rglob("*.graphql")):
            name = path.relative_to(folder).as_posix()
            try:
                found[name] = parse(Source(read_text(path), name))
            except GraphQLError as error:
                unreadable.append(_problem(name, "GRAPHQL_PARSE_FAILED", error))
        if not (found or unreadable):
            raise CommandError(f"{folder}: has no *.graphql files")
        shared: dict[str, FragmentDefinitionNode] = {}
        for document in found.values():
            if not _operations(document):
                shared |= _fragments(document)
        documents = {
            name: _with_fragments(document, shared)
            for name, document in found.items()
            if _operations(document)
        }
        return cls(documents, tuple(unreadable))

    def problems(self, supergraph: Supergraph) -> tuple[Problem, ...]:
        """Of all documents, in the order of their files; once for a fragment that several of them spread."""
        planner = Planner(supergraph)
        public = with_incremental_delivery(supergraph.public)
        found = list(self.unreadable)
        for name, document in self.documents.items():
            invalid = [
                _problem(name, "GRAPHQL_VALIDATION_FAILED", error) for error in validate(public, document)
            ]
            found += invalid or _unplannable(name, document, supergraph, planner)
        return tuple(sorted(set(found), key=lambda one: (one.file, one.line, one.column, one.message)))


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {
        each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
    }


def _with_fragments(document: DocumentNode, shared: Fragments) -> DocumentNode:
    """The document with the shared fragments that it spreads, and those that they spread."""
    own = _fragments(document)
    added: dict[str, FragmentDefinitionNode] = {}
    pending: list[Node] = [document]
    while pending:
        for name in _spreads(pending.pop()):
            if name in shared and name not in own and name not in added:
                added[name] = shared[name]
                pending.append(shared[name])
    return replace(document, definitions=(*document.definitions, *added.values()))


def _spreads(node: Node) -> Iterator[str]:
    found: list[str] = []

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
            found.append(node.name.value)

    visit(node, Spreads())
    yield from found


class _Unconditional(Visitor):
    """Without @skip and @include: a plan for all that an operation may want."""

    def enter_directive(self, node: DirectiveNode, *_: Any) -> Any:
        return REMOVE if node.name.value in ("skip", "include") else None


def _unplannable(
    name: str, document: DocumentNode, supergraph: Supergraph, planner: Planner
) -> Iterator[Problem]:
    """As for a caller to whom everything opens."""
    everything = visit(document, _Unconditional())
    for operation in _operations(everything):
        try:
            planner.plan(normalize(everything, operation, {}, supergraph.full))
        except UnplannableError as error:
            line, column = _place(operation)
            yield Problem(name, error.code, str(error), line, column)


def _place(node: Node) -> tuple[int, int]:
    return (node.loc.start_token.line, node.loc.start_token.column) if node.loc else (0, 0)


def _problem(file: str, code: str, error: GraphQLError) -> Problem:
    """An error inside a shared fragment is told of the file it is written in."""
    source = error.source.name if error.source else file
    line, column = next(((at.line, at.column) for at in error.locations or ()), (0, 0))
    return Problem(source, code, error.message, line, column)
