"""Externals: an `@external` declaration must tell of the field what the subgraphs that resolve it say."""

from collections.abc import Sequence

from schema.definition import Field
from schema.errors import Code
from schema.merge.merged import MergedField
from schema.merge.sources import Source, Sources
from schema.type_ref import TypeRef


def check_externals(
    sources: Sources, name: str, merged: MergedField, external: Sequence[Source[Field]]
) -> None:
    """The type and the arguments of the field `name` where it is external."""
    for one in external:
        if not _fits(sources, one.element.type, merged.type):
            message = (
                f"{name} is {merged.type} in the supergraph, but {one.element.type} in {one.name}, where"
                f" it is @external; make it {merged.type} there."
            )
            sources.findings.error(Code.EXTERNAL_TYPE_MISMATCH, message, [one.place])
        _check_arguments(sources, name, merged, one)


def _fits(sources: Sources, stated: TypeRef, merged: TypeRef) -> bool:
    same_shape = stated.wrappers == merged.wrappers
    return same_shape and (stated.name == merged.name or sources.is_member(stated.name, merged.name))


def _check_arguments(sources: Sources, name: str, merged: MergedField, one: Source[Field]) -> None:
    for argument in merged.arguments.values():
        coordinate = f"{name}({argument.name}:)"
        stated = one.element.arguments.get(argument.name)
        if stated is None:
            message = f"{coordinate} is missing in {one.name}, where {name} is @external; add it there."
            sources.findings.error(Code.EXTERNAL_ARGUMENT_MISSING, message, [one.place])
            continue
        if not sources.is_subtype(argument.type, stated.type):
            message = f"{coordinate} is {argument.type} in the supergraph, but {stated.type} in {one.name}."
            places = [one.subgraph.place(stated.node)]
            sources.findings.error(Code.EXTERNAL_ARGUMENT_TYPE_MISMATCH, message, places)
        if stated.printed_default != argument.default:
            message = (
                f"{coordinate} has {argument.default or 'no'} default in the supergraph, but"
                f" {stated.printed_default or 'none'} in {one.name}, where {name} is @external."
            )
            places = [one.subgraph.place(stated.node)]
            sources.findings.error(Code.EXTERNAL_ARGUMENT_DEFAULT_MISMATCH, message, places)
