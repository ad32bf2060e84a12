"""Vocabulary: the names under which one subgraph uses the federation specification.

A subgraph without a link to federation speaks Federation 1, whose directives have fixed names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graphql import DocumentNode

from schema.federation import FEATURES, FED1, FEDERATION, LATEST, directives_of, feature_directives
from schema.link import LINK, Link, Links, Version, read_links


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`names` maps a directive's name here to its name in the specification."""

    version: Version
    links: Links
    names: Mapping[str, str]

    @property
    def is_fed1(self) -> bool:
        return self.version < (2, 0)

    @property
    def link_name(self) -> str:
        """The name of `@link` itself here."""
        link = self.links.find(LINK)
        return link.namespace if link else "link"

    def specification_name(self, directive: str) -> str | None:
        """What the specification calls `@directive`; None when it is none of its directives."""
        return self.names.get(directive)

    def scalar_name(self, scalar: str) -> str:
        """The name here of a scalar of the federation specification, such as FieldSet."""
        link = self.links.find(FEDERATION)
        return link.type(scalar.removeprefix("_")) if link else scalar

    def owns_type(self, name: str) -> bool:
        """Whether the type is machinery of federation or of a linked specification, and so no part of the
        graph."""
        return name in _MACHINERY or any(link.owns_type(name) for link in self._specifications)

    def owns_directive(self, name: str) -> bool:
        return name in self.names or any(link.owns_directive(name) for link in self._specifications)

    @property
    def _specifications(self) -> list[Link]:
        known = {FEDERATION, LINK, *(feature.identity for feature in FEATURES)}
        stated = [link for link in self.links if link.identity in known]
        if not self.links.find(LINK):
            stated.append(Link(url="", identity=LINK, name="link", version=(1, 0), namespace="link"))
        return stated


_MACHINERY = frozenset({"_Any", "_Entity", "_Service", "_FieldSet"})
ENTRY_FIELDS = frozenset({"_entities", "_service"})
"""The fields of the query root through which a gateway reaches a subgraph."""


def read_vocabulary(document: DocumentNode) -> Vocabulary:
    """The vocabulary of a subgraph; a version that does not exist is read as the latest."""
    links = read_links(document)
    federation = links.find(FEDERATION)
    version = federation.version or LATEST if federation else FED1
    if federation and not (2, 0) <= version <= LATEST:
        version = LATEST
    names: dict[str, str] = {}
    for name in directives_of(version):
        names[federation.directive(name) if federation else name] = name
    for feature in FEATURES:
        if link := links.find(feature.identity):
            names |= {link.directive(spec.name): spec.name for spec in feature_directives(feature)}
    return Vocabulary(version, links, names)
