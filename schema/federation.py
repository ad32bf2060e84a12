"""Federation: its versions, its directives and the specifications through which they reach a supergraph.

Source: the published definitions of federation v2.0 to v2.14 (https://specs.apollo.dev/federation) and of
Federation 1.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graphql import DirectiveDefinitionNode, parse

from schema.link import Version

FEDERATION = "https://specs.apollo.dev/federation"
LATEST: Version = (2, 14)

FED1: Version = (1, 0)

SCALARS = frozenset({"FieldSet", "_FieldSet", "ContextFieldValue", "Scope", "Policy"})
"""The scalars in the definitions below; `_FieldSet` is Federation 1's."""

_FIELD_OBJECT = "FIELD_DEFINITION | OBJECT"
_TAG = (
    "FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE"
    " | INPUT_OBJECT | INPUT_FIELD_DEFINITION"
)
_AUTH = "FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM"


@dataclass(frozen=True, slots=True)
class Feature:
    """A specification of its own by which a directive appears in supergraphs."""

    name: str
    version: str
    purpose: str | None = None

    @property
    def identity(self) -> str:
        return f"https://specs.apollo.dev/{self.name}"

    @property
    def url(self) -> str:
        return f"{self.identity}/{self.version}"


@dataclass(frozen=True, slots=True)
class DirectiveSpec:
    """One federation directive: since which version, its definition, and the feature that carries it
    onwards."""

    name: str
    since: Version
    definition: str
    feature: Feature | None = None

    @property
    def node(self) -> DirectiveDefinitionNode:
        return _parse_directive(self.definition)


TAG = Feature("tag", "v0.3")
INACCESSIBLE = Feature("inaccessible", "v0.2", "SECURITY")
AUTHENTICATED = Feature("authenticated", "v0.1", "SECURITY")
REQUIRES_SCOPES = Feature("requiresScopes", "v0.1", "SECURITY")
POLICY = Feature("policy", "v0.1", "SECURITY")
CONTEXT = Feature("context", "v0.1", "SECURITY")
COST = Feature("cost", "v0.1")
CACHE_TAG = Feature("cacheTag", "v0.1", "EXECUTION")
"""Its directive travels by `@join__directive`, so supergraphs link it without a definition."""
FEATURES = (TAG, INACCESSIBLE, AUTHENTICATED, REQUIRES_SCOPES, POLICY, CONTEXT, COST)

_SPECS = (
    DirectiveSpec("key", FED1, "@key(fields: _FieldSet!) repeatable on OBJECT | INTERFACE"),
    DirectiveSpec("requires", FED1, "@requires(fields: _FieldSet!) on FIELD_DEFINITION"),
    DirectiveSpec("provides", FED1, "@provides(fields: _FieldSet!) on FIELD_DEFINITION"),
    DirectiveSpec("external", FED1, f"@external(reason: String) on {_FIELD_OBJECT}"),
    DirectiveSpec("extends", FED1, "@extends on OBJECT | INTERFACE"),
    DirectiveSpec("tag", FED1, f"@tag(name: String!) repeatable on {_TAG}", TAG),
    DirectiveSpec(
        "key", (2, 0), "@key(fields: FieldSet!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE"
    ),
    DirectiveSpec("requires", (2, 0), "@requires(fields: FieldSet!) on FIELD_DEFINITION"),
    DirectiveSpec("provides", (2, 0), "@provides(fields: FieldSet!) on FIELD_DEFINITION"),
    DirectiveSpec("shareable", (2, 0), f"@shareable on {_FIELD_OBJECT}"),
    DirectiveSpec("shareable", (2, 2), f"@shareable repeatable on {_FIELD_OBJECT}"),
    DirectiveSpec("inaccessible", (2, 0), f"@inaccessible on {_TAG}", INACCESSIBLE),
    DirectiveSpec("override", (2, 0), "@override(from: String!) on FIELD_DEFINITION"),
    DirectiveSpec("override", (2, 7), "@override(from: String!, label: String) on FIELD_DEFINITION"),
    DirectiveSpec("tag", (2, 3), f"@tag(name: String!) repeatable on {_TAG} | SCHEMA", TAG),
    DirectiveSpec("composeDirective", (2, 1), "@composeDirective(name: String) repeatable on SCHEMA"),
    DirectiveSpec("interfaceObject", (2, 3), "@interfaceObject on OBJECT"),
    DirectiveSpec("authenticated", (2, 5), f"@authenticated on {_AUTH}", AUTHENTICATED),
    DirectiveSpec(
        "requiresScopes", (2, 5), f"@requiresScopes(scopes: [[Scope!]!]!) on {_AUTH}", REQUIRES_SCOPES
    ),
    DirectiveSpec("policy", (2, 6), f"@policy(policies: [[Policy!]!]!) on {_AUTH}", POLICY),
    DirectiveSpec(
        "context", (2, 8), "@context(name: String!) repeatable on INTERFACE | OBJECT | UNION", CONTEXT
    ),
    DirectiveSpec(
        "fromContext", (2, 8), "@fromContext(field: ContextFieldValue) on ARGUMENT_DEFINITION", CONTEXT
    ),
    DirectiveSpec(
        "cost",
        (2, 9),
        "@cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION"
        " | OBJECT | SCALAR",
        COST,
    ),
    DirectiveSpec(
        "listSize",
        (2, 9),
        "@listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!],"
        " requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION",
        COST,
    ),
    DirectiveSpec("cacheTag", (2, 12), f"@cacheTag(format: String!) repeatable on {_FIELD_OBJECT}"),
)


@cache
def directives_of(version: Version) -> Mapping[str, DirectiveSpec]:
    """The directives that `version` of federation has, by their name in the specification."""
    found: dict[str, DirectiveSpec] = {}
    for spec in _SPECS:
        known = found.get(spec.name)
        if spec.since[0] <= version[0] and spec.since <= version and (not known or known.since <= spec.since):
            found[spec.name] = spec
    return found


def feature_directives(feature: Feature) -> Iterator[DirectiveSpec]:
    """The newest definitions of the directives that `feature` carries."""
    return (spec for spec in directives_of(LATEST).values() if spec.feature == feature)


def since(feature: Feature) -> Version:
    """The version of federation that first had a directive of the feature."""
    return min(spec.since for spec in _SPECS if spec.feature == feature)


def is_supported(version: Version) -> bool:
    """Whether a subgraph may link this version of federation."""
    return (2, 0) <= version <= LATEST


@cache
def _parse_directive(definition: str) -> DirectiveDefinitionNode:
    node = parse(f"directive {definition}", no_location=True).definitions[0]
    assert isinstance(node, DirectiveDefinitionNode)
    return node
