"""Naming: which directives reach the supergraph, under which names, and the links and definitions they need
there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from graphql import DefinitionNode, NameNode, parse, parse_type

from schema.errors import Code, Findings, Place
from schema.federation import (
    CACHE_TAG,
    CONTEXT,
    COST,
    FEATURES,
    LATEST,
    SCALARS,
    Feature,
    directives_of,
    feature_directives,
)
from schema.merge.composed import Composed, compose_directives
from schema.merge.merged import MergedLink
from schema.merge.wording import by_value
from schema.subgraph import Subgraph
from schema.type_ref import read_type

_FEATURE_OF = {spec.name: spec.feature for spec in directives_of(LATEST).values() if spec.feature}


@dataclass(frozen=True, slots=True)
class Naming:
    """`names`: the federation directives in use, each with its name in the supergraph.

    `composed`: the subgraphs' own directives that `@composeDirective` carries over, by name.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    composed: Mapping[str, Composed] = field(default_factory=dict)
    has_cache_tags: bool = False

    @property
    def features(self) -> tuple[Feature, ...]:
        used = {_FEATURE_OF[name] for name in self.names}
        return tuple(feature for feature in FEATURES if feature in used)

    def links(self) -> Iterator[MergedLink]:
        """The links of the supergraph beside those to link and join themselves."""
        for feature in self.features:
            own = [spec.name for spec in feature_directives(feature) if spec.name in self.names]
            imports = tuple(
                (f"@{name}", f"@{self.names[name]}")
                for name in own
                if self.names[name] != _default_name(feature, name)
            )
            yield MergedLink(feature.url, feature.purpose, imports=imports)
        if self.has_cache_tags:
            yield MergedLink(CACHE_TAG.url, CACHE_TAG.purpose)
        urls: dict[str, list[Composed]] = {}
        for composed in self.composed.values():
            urls.setdefault(composed.url, []).append(composed)
        for url, those in sorted(urls.items()):
            yield MergedLink(url, imports=tuple((f"@{one.standard}", f"@{one.name}") for one in those))

    def definitions(self) -> Iterator[DefinitionNode]:
        """The definitions of all these directives and of the scalars in them."""
        scalars: set[str] = set()
        for feature in self.features:
            for spec in feature_directives(feature):
                if spec.name not in self.names and feature not in (CONTEXT, COST):
                    continue
                node = spec.node
                arguments = []
                for argument in node.arguments or ():
                    type_ = read_type(argument.type)
                    if type_.name in SCALARS:
                        type_ = type_.of(f"{feature.name}__{type_.name}")
                        scalars.add(type_.name)
                    arguments.append(replace(argument, type=parse_type(str(type_), no_location=True)))
                name = NameNode(value=self.names.get(spec.name, _default_name(feature, spec.name)))
                yield replace(node, name=name, arguments=tuple(arguments))
        yield from (composed.definition for composed in self.composed.values())
        if scalars:
            text = " ".join(f"scalar {name}" for name in sorted(scalars))
            yield from parse(text, no_location=True).definitions


def name_directives(subgraphs: Iterable[Subgraph], findings: Findings) -> Naming:
    """The naming of these subgraphs; LINK_IMPORT_NAME_MISMATCH where they differ over one that is in use."""
    everyone = tuple(subgraphs)
    found: dict[str, dict[str, Place]] = {}
    has_cache_tags = False
    for subgraph in everyone:
        for element in subgraph.elements():
            for application in element.federation:
                has_cache_tags |= application.name == "cacheTag"
                if application.name in _FEATURE_OF:
                    names = found.setdefault(application.name, {})
                    names.setdefault(application.node.name.value, subgraph.place(application.node))
    chosen: dict[str, str] = {}
    for standard, names in sorted(found.items()):
        chosen[standard] = min(names)
        if len(names) > 1:
            used = by_value((f"@{name}", place.subgraph) for name, place in names.items())
            message = (
                f"@{standard} must have one name in all subgraphs, but is {used}. Import it under one name."
            )
            findings.error(Code.LINK_IMPORT_NAME_MISMATCH, message, names.values())
    names_in_supergraph = {
        name: _default_name(CONTEXT, name) if name == "fromContext" else local
        for name, local in chosen.items()
    }
    return Naming(names_in_supergraph, compose_directives(everyone, findings), has_cache_tags)


def _default_name(feature: Feature, directive: str) -> str:
    return directive if directive == feature.name else f"{feature.name}__{directive}"
