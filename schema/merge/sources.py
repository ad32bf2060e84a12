"""Sources: the same element in the subgraphs that have it, and what holds across all subgraphs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from schema.definition import Element, Kind, Type
from schema.errors import Code, Findings, Place
from schema.merge.naming import Naming
from schema.merge.wording import by_value, listed
from schema.subgraph import Subgraph
from schema.type_ref import TypeRef, is_subtype

E_co = TypeVar("E_co", bound=Element, covariant=True)


@dataclass(frozen=True)
class Source(Generic[E_co]):
    """An element as one subgraph has it."""

    subgraph: Subgraph
    element: E_co

    @property
    def name(self) -> str:
        return self.subgraph.name

    @property
    def place(self) -> Place:
        return self.subgraph.place(self.element.node)


@dataclass(frozen=True)
class Sources:
    """All subgraphs, sorted by name, what directives are called, and where the merging reports what it
    finds."""

    subgraphs: tuple[Subgraph, ...]
    naming: Naming
    findings: Findings

    @cached_property
    def types(self) -> Mapping[str, tuple[Source[Type], ...]]:
        """Every type's sources; types in the order of the subgraphs, then of their SDL."""
        found: dict[str, list[Source[Type]]] = {}
        for subgraph in self.subgraphs:
            for name, type_ in subgraph.types.items():
                found.setdefault(name, []).append(Source(subgraph, type_))
        return {name: tuple(sources) for name, sources in found.items()}

    @cached_property
    def by_name(self) -> Mapping[str, Subgraph]:
        return {subgraph.name: subgraph for subgraph in self.subgraphs}

    @cached_property
    def interfaces(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Type to the interfaces it implements, each with the subgraphs that state so."""
        return self._stated("interfaces")

    @cached_property
    def members(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Union to its members, each with the subgraphs that state so."""
        return self._stated("members")

    @cached_property
    def implementations(self) -> Mapping[str, tuple[str, ...]]:
        """Interface to the types that implement it in any subgraph."""
        found: dict[str, tuple[str, ...]] = {}
        for name, interfaces in self.interfaces.items():
            for interface in interfaces:
                found[interface] = (*found.get(interface, ()), name)
        return found

    def kind(self, name: str) -> Kind | None:
        """The kind in the supergraph: interface, where interface objects meet interfaces."""
        sources = self.types.get(name, ())
        if any(source.element.is_interface_object for source in sources):
            return Kind.INTERFACE
        return sources[0].element.kind if sources else None

    def is_member(self, name: str, abstract: str) -> bool:
        """Whether `name` is a member of, or implements, `abstract` anywhere."""
        return name in self.members.get(abstract, ()) or abstract in self.interfaces.get(name, ())

    def is_subtype(self, lower: TypeRef, upper: TypeRef) -> bool:
        return is_subtype(lower, upper, self.is_member)

    def _stated(self, attribute: str) -> dict[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for name, sources in self.types.items():
            for source in sources:
                for one in getattr(source.element, attribute):
                    stated = found.setdefault(name, {})
                    stated[one] = (*stated.get(one, ()), source.name)
        return found


def places(sources: Iterable[Source[Element]]) -> tuple[Place, ...]:
    return tuple(source.place for source in sources)


def check_kinds(sources: Sources) -> None:
    """TYPE_KIND_MISMATCH: a name means one kind of type; an interface object counts as the interface."""
    for name, those in sources.types.items():
        found = [
            (Kind.INTERFACE if one.element.is_interface_object else one.element.kind, one) for one in those
        ]
        if len({kind for kind, _ in found}) > 1:
            kinds = by_value((str(kind), one.name) for kind, one in found)
            sources.findings.error(
                Code.TYPE_KIND_MISMATCH,
                f"{name} is not the same kind of type everywhere: {kinds}.",
                places(those),
            )
        elif all(one.element.is_extension for one in those) and name not in (
            "Query",
            "Mutation",
            "Subscription",
        ):
            message = (
                f"{name} is extended in {listed(one.name for one in those)}, but no subgraph defines it."
            )
            sources.findings.error(Code.EXTENSION_WITH_NO_BASE, message, places(those))
