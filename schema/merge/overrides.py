"""Overrides: which subgraph's declaration of a field still counts, after `@override`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from schema.definition import Application, Field
from schema.errors import Code, HintCode
from schema.merge.sources import Source, Sources
from schema.subgraph import Subgraph
from schema.usage import Coordinate

_Place = tuple[Coordinate, str]
"""A field in a subgraph."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """Fields in subgraphs that another took over. `labels`: by steps, both then count."""

    dropped: frozenset[_Place] = frozenset()
    used: frozenset[_Place] = frozenset()
    """Dropped, but field sets or interfaces of that subgraph go on naming them."""
    labels: Mapping[_Place, str] = field(default_factory=dict)

    def is_overridden(self, coordinate: Coordinate, subgraph: str) -> bool:
        place = (coordinate, subgraph)
        return place in self.dropped or place in self.used or place in self.labels


def read_overrides(sources: Sources) -> Overrides:
    """All overrides, and what is wrong with them."""
    dropped: set[_Place] = set()
    used: set[_Place] = set()
    labels: dict[_Place, str] = {}
    for override in _overrides(sources):
        previous = sources.by_name.get(override.previous)
        if previous is None or not _is_in_order(sources, override, previous):
            continue
        place = (override.coordinate, previous.name)
        if override.label is not None:
            labels[place] = override.label
        elif previous.usage.uses(override.coordinate):
            used.add(place)
        else:
            dropped.add(place)
    return Overrides(frozenset(dropped), frozenset(used), labels)


@dataclass(frozen=True, slots=True)
class _Override:
    """One `@override` of a field of an object type, from an existing subgraph or not."""

    coordinate: Coordinate
    source: Source[Field]
    application: Application

    @property
    def previous(self) -> str:
        return self.application.arguments.text("from") or ""

    @property
    def label(self) -> str | None:
        return self.application.arguments.text("label")

    @property
    def name(self) -> str:
        return ".".join(self.coordinate)


def _overrides(sources: Sources) -> Iterator[_Override]:
    for subgraph in sources.subgraphs:
        for type_ in subgraph.types.values():
            for one in type_.fields.values():
                application = one.first("override")
                if application is None or application.arguments.text("from") == subgraph.name:
                    continue
                override = _Override((type_.name, one.name), Source(subgraph, one), application)
                if type_.is_interface_object:
                    _report_interface_object(sources, override)
                else:
                    yield from _known(sources, override)


def _known(sources: Sources, override: _Override) -> Iterator[_Override]:
    """The override, with a hint when it names no subgraph, or no field there."""
    previous = sources.by_name.get(override.previous)
    places = [override.source.subgraph.place(override.application.node)]
    hint = sources.findings.hint
    if previous is None:
        close = get_close_matches(override.previous, [one.name for one in sources.subgraphs], n=1)
        mend = f" Did you mean {close[0]}?" if close else ""
        message = f"@override on {override.name}: there is no subgraph {override.previous}.{mend}"
        hint(HintCode.FROM_SUBGRAPH_DOES_NOT_EXIST, message, places)
        return
    field_there = previous.field(*override.coordinate)
    if field_there is None or previous.is_external(override.coordinate):
        message = f"@override on {override.name} can go: {previous.name} does not resolve the field any more."
        hint(HintCode.OVERRIDE_DIRECTIVE_CAN_BE_REMOVED, message, places)
        return
    yield override


def _is_in_order(sources: Sources, override: _Override, previous: Subgraph) -> bool:
    there = previous.field(*override.coordinate)
    assert there is not None
    places = [override.source.subgraph.place(override.application.node), previous.place(there.node)]
    if there.has("override"):
        message = (
            f"{override.name} has @override in {override.source.name} and in {previous.name}; only one may."
        )
        sources.findings.error(Code.OVERRIDE_SOURCE_HAS_OVERRIDE, message, places)
        return False
    for directive in ("requires", "provides"):
        if there.has(directive):
            message = f"{override.name} cannot be taken over from {previous.name}, where it has @{directive}."
            sources.findings.error(Code.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE, message, places)
            return False
    if override.label is not None:
        message = f"{override.name} is on its way from {previous.name} to {override.source.name}."
        sources.findings.hint(HintCode.OVERRIDE_MIGRATION_IN_PROGRESS, message, places)
    else:
        message = f"{override.name} in {previous.name} can go: {override.source.name} has taken it over."
        sources.findings.hint(HintCode.OVERRIDDEN_FIELD_CAN_BE_REMOVED, message, places[1:])
    return True


def _report_interface_object(sources: Sources, override: _Override) -> None:
    message = f"@override on {override.name}: fields of interface objects cannot take over others."
    places = [override.source.subgraph.place(override.application.node)]
    sources.findings.error(Code.OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE, message, places)
