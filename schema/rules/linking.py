"""Linking: the subgraph's name, its `@link`s, and the definitions it gives for what federation defines."""

from collections.abc import Iterator

from graphql import (
    DefinitionNode,
    DirectiveDefinitionNode,
    Node,
    ScalarTypeDefinitionNode,
    TypeDefinitionNode,
)

from schema.errors import Code, CompositionError, Findings, HintCode, Place, place
from schema.federation import (
    FEATURES,
    FEDERATION,
    SCALARS,
    directives_of,
    feature_directives,
    is_supported,
    since,
)
from schema.link import CORE, LINK, Link
from schema.subgraph import SubgraphSource
from schema.type_ref import read_type
from schema.vocabulary import Vocabulary

_CONNECT = "https://specs.apollo.dev/connect"
_LEGACY_SCALARS = frozenset({"String", "_FieldSet", "FieldSet", "federation__FieldSet"})
"""What libraries write as the type of field sets."""


def check_name(source: SubgraphSource) -> Iterator[CompositionError]:
    """INVALID_SUBGRAPH_NAME: names that supergraphs cannot hold."""
    if source.name in {"", "_"}:
        message = f'"{source.name}" cannot be the name of a subgraph; give it another.'
        yield CompositionError(message, (Place(source.name),), code=Code.INVALID_SUBGRAPH_NAME)


def check_links(subgraph: str, vocabulary: Vocabulary) -> Iterator[CompositionError]:
    """The links of a document, each by itself and among each other."""
    seen: dict[str, Link] = {}
    imported: dict[str, Link] = {}
    for link in vocabulary.links:
        if link.identity in seen:
            yield _misused(
                subgraph, link, f"{link.identity} is linked more than once; one @link says it all."
            )
        seen[link.identity] = link
        yield from _check_version(subgraph, link)
        yield from _check_imports(subgraph, link, vocabulary)
        for item in link.imports:
            other = imported.setdefault(item.alias, link)
            if other is not link:
                both = f"{other.identity} and {link.identity}"
                message = f"{item.alias} is imported from {both}; rename one with `as`."
                yield _misused(subgraph, link, message)


def hint_upgrade(subgraph: str, vocabulary: Vocabulary, findings: Findings) -> None:
    """IMPLICITLY_UPGRADED_FEDERATION_VERSION: a specification is linked that needs a later federation."""
    for feature in FEATURES:
        link = vocabulary.links.find(feature.identity)
        first = since(feature)
        if link and vocabulary.links.find(FEDERATION) and vocabulary.version < first:
            linked, needed = (f"v{major}.{minor}" for major, minor in (vocabulary.version, first))
            message = (
                f"{link.url} came with federation {needed}, but {linked} is linked; link {needed} or later."
            )
            code = HintCode.IMPLICITLY_UPGRADED_FEDERATION_VERSION
            findings.hint(code, message, [place(subgraph, link.node)])


def check_definitions(
    subgraph: str, definitions: Iterator[DefinitionNode], vocabulary: Vocabulary
) -> Iterator[CompositionError]:
    """Definitions that the subgraph repeats of what the specifications define: they must agree."""
    for node in definitions:
        if isinstance(node, DirectiveDefinitionNode) and node.name.value in vocabulary.names:
            for problem in _definition_problems(node, vocabulary):
                message = f"@{node.name.value} is not defined as federation defines it: {problem}"
                yield _error(subgraph, node, Code.DIRECTIVE_DEFINITION_INVALID, message)
        elif isinstance(node, TypeDefinitionNode):
            scalars = {vocabulary.scalar_name(name) for name in SCALARS}
            if node.name.value in scalars and not isinstance(node, ScalarTypeDefinitionNode):
                message = (
                    f"{node.name.value} is a scalar of federation, and cannot be defined as anything else."
                )
                yield _error(subgraph, node, Code.TYPE_DEFINITION_INVALID, message)


def _check_version(subgraph: str, link: Link) -> Iterator[CompositionError]:
    known = {FEDERATION, LINK, *(feature.identity for feature in FEATURES)}
    if link.version is None:
        specification = next((one for one in sorted(known) if link.url.startswith(f"{one}/")), None)
        if specification:
            message = f"{link.url} must end in a version such as v1.0."
            yield _error(subgraph, link.node, Code.INVALID_LINK_IDENTIFIER, message)
    elif link.identity == FEDERATION and not is_supported(link.version):
        message = (
            f"{link.url}: there is federation v2.0 to v2.14, but no v{link.version[0]}.{link.version[1]}."
        )
        yield _error(subgraph, link.node, Code.UNKNOWN_FEDERATION_LINK_VERSION, message)
    elif link.identity == LINK and link.version != (1, 0):
        message = f"{link.url}: there is no version of @link but v1.0."
        yield _error(subgraph, link.node, Code.UNKNOWN_LINK_VERSION, message)
    elif link.identity == _CONNECT:
        message = f"{link.url}: connectors are no part of what composes here; put a subgraph before the API."
        yield _error(subgraph, link.node, Code.UNSUPPORTED_FEATURE, message)
    elif link.identity == CORE:
        message = f"{link.url}: subgraphs link specifications with @link, not with @core."
        yield _error(subgraph, link.node, Code.UNSUPPORTED_LINKED_FEATURE, message)


def _check_imports(subgraph: str, link: Link, vocabulary: Vocabulary) -> Iterator[CompositionError]:
    elements = _elements(link, vocabulary)
    for item in link.imports:
        if item.name.startswith("@") != item.alias.startswith("@"):
            message = (
                f"{item.name} cannot be imported as {item.alias}: directives start with @, types do not."
            )
            yield _misused(subgraph, link, message)
        elif elements is not None and item.name not in elements:
            mend = f" Did you mean @{item.name}?" if f"@{item.name}" in elements else ""
            yield _misused(subgraph, link, f"{link.url} has no element {item.name} to import.{mend}")


def _elements(link: Link, vocabulary: Vocabulary) -> set[str] | None:
    """What a link to a specification we know can import; None for other specifications."""
    if link.identity == FEDERATION:
        names = directives_of(vocabulary.version)
        return {f"@{name}" for name in names} | set(SCALARS)
    if link.identity == LINK:
        return {"@link", "Import", "Purpose"}
    for feature in FEATURES:
        if link.identity == feature.identity:
            return {f"@{spec.name}" for spec in feature_directives(feature)} | set(SCALARS)
    return None


def _definition_problems(node: DirectiveDefinitionNode, vocabulary: Vocabulary) -> Iterator[str]:
    standard = vocabulary.names[node.name.value]
    specs = {spec.name: spec for feature in FEATURES for spec in feature_directives(feature)}
    specs |= directives_of(vocabulary.version)
    expected = specs[standard].node
    arguments = {argument.name.value: argument for argument in expected.arguments or ()}
    given = {argument.name.value: argument for argument in node.arguments or ()}
    for name, argument in given.items():
        if name not in arguments:
            yield f"it has no argument {name}."
            continue
        found, wanted = read_type(argument.type), read_type(arguments[name].type)
        is_field_set = wanted.name in SCALARS and (
            found.name in _LEGACY_SCALARS or found.name == vocabulary.scalar_name(wanted.name)
        )
        if found.name != wanted.name and not is_field_set:
            yield f"its argument {name} is of type {wanted}, not {found}."
    for name, argument in arguments.items():
        if name not in given and read_type(argument.type).required:
            yield f"its argument {name} is missing."
    allowed = {location.value for location in expected.locations}
    extra = [location.value for location in node.locations if location.value not in allowed]
    if extra:
        yield f"it cannot stand on {', '.join(extra)}, only on {', '.join(sorted(allowed))}."
    if node.repeatable and not expected.repeatable:
        yield "it is not repeatable."


def _misused(subgraph: str, link: Link, message: str) -> CompositionError:
    return _error(subgraph, link.node, Code.INVALID_LINK_DIRECTIVE_USAGE, message)


def _error(subgraph: str, node: Node | None, code: Code, message: str) -> CompositionError:
    return CompositionError(message, (place(subgraph, node),), code=code)
