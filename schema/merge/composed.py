"""Composed: the subgraphs' own type-system directives that `@composeDirective` carries into the
supergraph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from graphql import DirectiveDefinitionNode

from schema.definition import Application
from schema.errors import Code, Findings, HintCode
from schema.federation import FEATURES, FEDERATION, feature_directives
from schema.link import LINK, Link
from schema.merge.wording import listed
from schema.subgraph import Subgraph

_SPECIFICATIONS = frozenset({FEDERATION, LINK, *(feature.identity for feature in FEATURES)})
_CARRIED = frozenset(spec.name for feature in FEATURES for spec in feature_directives(feature))
_SPECIFIED = frozenset({"skip", "include", "deprecated", "specifiedBy", "oneOf"})


@dataclass(frozen=True, slots=True)
class Composed:
    """One directive: its name in the supergraph and in its specification, that specification, its
    definition."""

    name: str
    standard: str
    url: str
    definition: DirectiveDefinitionNode


@dataclass(frozen=True, slots=True)
class _Request:
    """One `@composeDirective`, found good."""

    subgraph: Subgraph
    application: Application
    name: str
    standard: str
    link: Link
    definition: DirectiveDefinitionNode


def compose_directives(subgraphs: Iterable[Subgraph], findings: Findings) -> Mapping[str, Composed]:
    """The directives to carry over, by name; DIRECTIVE_COMPOSITION_ERROR for requests that cannot be met."""
    everyone = tuple(subgraphs)
    requests = [request for subgraph in everyone for request in _requests(subgraph, findings)]
    by_identity: dict[str, list[_Request]] = {}
    for request in requests:
        by_identity.setdefault(request.link.identity, []).append(request)
    composed: dict[str, Composed] = {}
    for identity, those in sorted(by_identity.items()):
        _hint_other_names(identity, those, everyone, findings)
        if _agree(those, findings):
            newest = max(those, key=lambda one: (one.link.version or (0, 0), one.subgraph.name))
            for name in sorted({one.name for one in those}):
                same = [one for one in those if one.name == name]
                composed[name] = _composed(same, newest.link.url, findings)
    return composed


def _requests(subgraph: Subgraph, findings: Findings) -> Iterator[_Request]:
    for application in subgraph.schema.applied("composeDirective"):
        stated = application.arguments.text("name") or ""
        name = stated.removeprefix("@")
        link = next((link for link in subgraph.vocabulary.links if link.owns_directive(name)), None)
        definition = subgraph.directives.get(name)
        if stated.startswith("@") and subgraph.vocabulary.specification_name(name) in _CARRIED:
            message = f"@composeDirective of {stated} can go: federation carries it over by itself."
            places = [subgraph.place(application.node)]
            findings.hint(HintCode.DIRECTIVE_COMPOSITION_INFO, message, places)
            continue
        problem = _problem(stated, link, definition)
        if problem or link is None or definition is None:
            places = [subgraph.place(application.node)]
            findings.error(Code.DIRECTIVE_COMPOSITION_ERROR, f"@composeDirective: {problem}", places)
            continue
        standard = next((one.name[1:] for one in link.imports if one.alias == f"@{name}"), name)
        yield _Request(subgraph, application, name, standard, link, definition)


def _problem(stated: str, link: Link | None, definition: DirectiveDefinitionNode | None) -> str | None:
    if not stated.startswith("@"):
        return f'the name of a directive starts with @, but here it is "{stated}".'
    if stated.removeprefix("@") in _SPECIFIED or (link and link.identity in _SPECIFICATIONS):
        return f"{stated} is no directive of yours: federation carries it over where that is due."
    if definition is None:
        return f"there is no definition of {stated} in this subgraph."
    if link is None:
        return f"{stated} belongs to no specification: give it a URL by @link, and import it from there."
    return None


def _agree(requests: list[_Request], findings: Findings) -> bool:
    """Whether the requests for one specification name one major version, and each directive alike."""
    places = [one.subgraph.place(one.application.node) for one in requests]
    identity = requests[0].link.identity
    majors = {(one.link.version or (0, 0))[0] for one in requests}
    if len(majors) > 1:
        message = f"{identity} is linked in versions that do not go together: {listed(_urls(requests))}."
        findings.error(Code.DIRECTIVE_COMPOSITION_ERROR, message, places)
        return False
    for standard in sorted({one.standard for one in requests}):
        names = {f"@{one.name}" for one in requests if one.standard == standard}
        if len(names) > 1:
            message = (
                f"@{standard} of {identity} must have one name in all subgraphs, not {listed(sorted(names))}."
            )
            findings.error(Code.DIRECTIVE_COMPOSITION_ERROR, message, places)
            return False
    return True


def _hint_other_names(
    identity: str, requests: list[_Request], subgraphs: Iterable[Subgraph], findings: Findings
) -> None:
    """DIRECTIVE_COMPOSITION_WARN: a subgraph that does not ask for the directive has it by another name."""
    asking = {one.subgraph.name for one in requests}
    names = {one.standard: one.name for one in requests}
    for subgraph in subgraphs:
        link = subgraph.vocabulary.links.find(identity)
        for standard, name in names.items() if link and subgraph.name not in asking else ():
            local = link.directive(standard) if link else name
            if local != name and local in subgraph.directives:
                message = (
                    f"@{local} is composed as @{name}, so {subgraph.name} loses what it says by @{local}."
                )
                places = [subgraph.place(subgraph.directives[local])]
                findings.hint(HintCode.DIRECTIVE_COMPOSITION_WARN, message, places)


def _urls(requests: list[_Request]) -> list[str]:
    return sorted({one.link.url for one in requests})


def _composed(requests: list[_Request], url: str, findings: Findings) -> Composed:
    """The definition of the newest version, standing wherever and as often as any subgraph lets it."""
    newest = max(requests, key=lambda one: (one.link.version or (0, 0), one.subgraph.name))
    definitions = [one.definition for one in requests]
    locations = {location.value: location for one in definitions for location in one.locations}
    repeatable = any(one.repeatable for one in definitions)
    places = [one.subgraph.place(one.definition) for one in requests]
    if len({one.repeatable for one in definitions}) > 1:
        message = f"@{newest.name} is repeatable in some subgraphs, so it is in the supergraph."
        findings.hint(HintCode.INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_REPEATABLE, message, places)
    if any(len(one.locations) < len(locations) for one in definitions):
        message = f"@{newest.name} may stand on {', '.join(sorted(locations))}: all that any subgraph allows."
        findings.hint(HintCode.INCONSISTENT_TYPE_SYSTEM_DIRECTIVE_LOCATIONS, message, places)
    definition = replace(
        newest.definition,
        locations=tuple(locations[name] for name in sorted(locations)),
        repeatable=repeatable,
    )
    return Composed(newest.name, newest.standard, url, definition)
