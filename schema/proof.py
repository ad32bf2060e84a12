"""Proof: what only the whole supergraph can show, once its parts have merged without error.

First that it is a valid schema, with and without its inaccessible elements; then that it guards what it
promises to guard; then that the subgraphs can answer every query. The last rests on the printed supergraph
itself, read as a gateway reads it.
"""

from collections.abc import Iterator

from graphql import GraphQLSchema, validate_schema

from schema.errors import Code, CompositionError, HintCode, Place
from schema.merge.merged import Merged
from schema.merge.sources import Sources
from schema.rules.closed import check_closed
from schema.rules.inaccessible import check_inaccessible
from schema.rules.transitive import check_transitive
from schema.satisfiability import RuntimeTypes, Unsatisfiable, check_satisfiability
from schema.supergraph import Supergraph


def prove(merged: Merged, sdl: str, sources: Sources, *, closed_by_default: bool) -> None:
    """Adds what does not hold to the findings of `sources`. `sdl` is `merged`, printed."""
    findings = sources.findings
    findings.errors += check_inaccessible(merged, sources)
    findings.errors += check_transitive(merged, sources)
    if closed_by_default:
        findings.errors += check_closed(merged, sources)
    if findings.errors:
        return
    supergraph = Supergraph.parse(sdl)
    findings.errors += _check_validity(supergraph)
    if findings.errors:
        return
    for found in check_satisfiability(supergraph):
        if isinstance(found, Unsatisfiable):
            _report_unsatisfiable(sources, found)
        else:
            _report_runtime_types(sources, found)


def _check_validity(supergraph: Supergraph) -> Iterator[CompositionError]:
    """INVALID_GRAPHQL: parts that are valid by themselves can still contradict each other, as covariant
    fields do."""
    for schema in dict.fromkeys((supergraph.full, supergraph.public)):
        parts = schema.to_kwargs()
        parts["assume_valid"] = False  # readers of supergraphs assume it
        for error in validate_schema(GraphQLSchema(**parts)):
            message = f"Merged, the subgraphs are no valid schema. {error.message}"
            yield CompositionError(message, code=Code.INVALID_GRAPHQL)


def _report_unsatisfiable(sources: Sources, found: Unsatisfiable) -> None:
    reasons = "\n".join(f"- {reason}" for reason in found.reasons)
    message = f"{found.type}.{found.field} cannot be had in the query\n{found.query}\nbecause\n{reasons}"
    sources.findings.error(Code.SATISFIABILITY_ERROR, message, _places(sources, found.type, found.field))


def _report_runtime_types(sources: Sources, found: RuntimeTypes) -> None:
    types = "; ".join(f"{subgraph}: {', '.join(names)}" for subgraph, names in found.by_subgraph)
    message = (
        f"{found.type}.{found.field} gives objects of other types by the subgraph that is asked ({types})"
    )
    places = _places(sources, found.type, found.field)
    if found.have_common:
        code = HintCode.INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN
        sources.findings.hint(code, f"{message}.", places)
    else:
        code_of_error = Code.SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES
        sources.findings.error(code_of_error, f"{message}; they must have one in common.", places)


def _places(sources: Sources, type_name: str, field_name: str) -> list[Place]:
    return [
        one.subgraph.place(one.element.fields[field_name].node)
        for one in sources.types.get(type_name, ())
        if field_name in one.element.fields
    ]
