"""Enums and unions. What an enum keeps depends on its use: all values for output, the common ones for
input."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schema.definition import EnumValue, Type
from schema.errors import Code, HintCode
from schema.merge.applications import merge_applications
from schema.merge.descriptions import merge_description
from schema.merge.merged import MergedValue
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import listed


@dataclass(frozen=True, slots=True)
class EnumUsage:
    """A coordinate that gives the enum, and one that takes it, if there are such."""

    output: str | None = None
    input: str | None = None


def merge_values(sources: Sources, types: Sequence[Source[Type]], usage: EnumUsage) -> dict[str, MergedValue]:
    """The values of one enum."""
    name = types[0].element.name
    if usage == EnumUsage():
        message = f"The enum {name} is used by no field or argument; it keeps all values of all subgraphs."
        sources.findings.hint(HintCode.UNUSED_ENUM_TYPE, message, places(types))
    values = dict.fromkeys(value for one in types for value in one.element.values)
    merged: dict[str, MergedValue] = {}
    for value in values:
        found = [
            Source(one.subgraph, one.element.values[value]) for one in types if value in one.element.values
        ]
        if len(found) < len(types) and not _is_kept(sources, types, usage, found):
            continue
        coordinate = f"{name}.{value}"
        merged[value] = MergedValue(
            name=value,
            description=merge_description(coordinate, found, sources.findings),
            directives=merge_applications(sources, coordinate, found),
            subgraphs=tuple(one.name for one in found),
        )
    if not merged:
        message = (
            f"The enum {name} has no value that {listed(one.name for one in types)} all have, as its"
            " use asks."
        )
        sources.findings.error(Code.EMPTY_MERGED_ENUM_TYPE, message, places(types))
    return merged


def _is_kept(
    sources: Sources, types: Sequence[Source[Type]], usage: EnumUsage, found: Sequence[Source[EnumValue]]
) -> bool:
    """Whether a value that not all subgraphs have stays, and word of it."""
    name = f"{types[0].element.name}.{found[0].element.name}"
    having = {one.name for one in found}
    absent = listed(one.name for one in types if one.name not in having)
    if usage.input and usage.output:
        if any(one.element.has("inaccessible") for one in found):
            return True
        message = (
            f"{name} is not in {absent}. The enum is given by {usage.output} and taken by {usage.input},"
            " so all subgraphs must know the same values."
        )
        sources.findings.error(Code.ENUM_VALUE_MISMATCH, message, places(found))
        return True
    if usage.input:
        if any(one.element.has("inaccessible") for one in found):
            return True
        message = f"{name} is left out of the supergraph, for {absent} does not have it."
        sources.findings.hint(HintCode.INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM, message, places(found))
        return False
    message = f"{name} is in the supergraph, though {absent} does not have it."
    sources.findings.hint(HintCode.INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM, message, places(found))
    return True


def hint_union_members(sources: Sources, types: Sequence[Source[Type]]) -> None:
    """INCONSISTENT_UNION_MEMBER: members that only some of the union's subgraphs know."""
    name = types[0].element.name
    members: Iterable[str] = dict.fromkeys(member for one in types for member in one.element.members)
    for member in members:
        absent = [one for one in types if member not in one.element.members]
        if absent:
            message = (
                f"{member} is a member of the union {name}, but not in {listed(one.name for one in absent)}."
            )
            sources.findings.hint(HintCode.INCONSISTENT_UNION_MEMBER, message, places(absent))
