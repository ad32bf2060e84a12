"""Presence: hints on types that subgraphs have in common, yet not alike."""

from collections.abc import Iterable, Sequence

from schema.definition import Kind, Type
from schema.errors import HintCode
from schema.merge.sources import Source, Sources, places
from schema.merge.wording import listed
from schema.subgraph import ROOTS


def hint_presence(sources: Sources) -> None:
    """Types that are entities in some subgraphs only; fields of value types that only some subgraphs have."""
    for name, found in sources.types.items():
        if len(found) == 1 or name in ROOTS.values():
            continue
        keyed = [one for one in found if one.element.has("key")]
        kind = found[0].element.kind
        if not keyed and kind in {Kind.OBJECT, Kind.INTERFACE}:
            _hint_fields(sources, name, found)
        elif len(keyed) < len(found) and kind is Kind.OBJECT:
            bare = [one for one in found if not one.element.has("key")]
            message = (
                f"{name} has a @key in {_names(keyed)}, but none in {_names(bare)}: from there no other"
                " subgraph can add to it."
            )
            sources.findings.hint(HintCode.INCONSISTENT_ENTITY, message, places(bare))


def _hint_fields(sources: Sources, name: str, found: Sequence[Source[Type]]) -> None:
    is_object = found[0].element.kind is Kind.OBJECT
    code = (
        HintCode.INCONSISTENT_OBJECT_VALUE_TYPE_FIELD
        if is_object
        else HintCode.INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD
    )
    for field in dict.fromkeys(field for one in found for field in one.element.fields):
        absent = [one for one in found if field not in one.element.fields]
        if absent:
            message = f"{name}.{field} is not in {_names(absent)}, which has the type too."
            sources.findings.hint(code, message, places(absent))


def _names(found: Iterable[Source[Type]]) -> str:
    return listed(one.name for one in found)
