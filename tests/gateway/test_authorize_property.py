"""For any requirements, any operation and any caller: what is closed is denied, and what is open is not.

The oracle below decides each field by itself, straight from the random requirements and the caller's scopes.
It shares nothing with the code under test but the graph.
"""

from collections.abc import Iterator
from dataclasses import replace

from graphql import (
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    OperationDefinitionNode,
    get_named_type,
    is_abstract_type,
    is_composite_type,
    is_leaf_type,
    parse,
    validate,
)
from harness.guarded_graph import customer, guarded_graph
from harness.thoroughness import amount
from hypothesis import given, settings
from hypothesis import strategies as st

from auth.assurance import Niveau
from auth.policy import Rights
from auth.principal import ANONIEM, Caller, Klantsoort, Principal
from gateway.operation.authorize import authorize
from gateway.operation.normalize import normalize
from gateway.operation.requirements import Requirements
from gateway.operation.selection import Field, SelectionSet
from schema.access import Access, conjunction

GRAPH = guarded_graph()
SCOPES = [
    *(f"klantsoort:{soort}" for soort in Klantsoort),
    *(f"loa:{niveau.name.lower()}" for niveau in Niveau if niveau),
    "machtiging:zaken",
]
TYPES = ["Query", "Nieuws", "Persoon", "Bedrijf", "Zaak", "Klant", "Kaart", "Bsn", "String", "ID"]
COORDINATES = TYPES + [
    f"{name}.{field}" for name in TYPES[:7] for field in getattr(GRAPH.full.type_map[name], "fields", {})
]

alternatives = st.lists(st.frozensets(st.sampled_from(SCOPES), max_size=2), max_size=2).map(tuple)
accesses = st.builds(
    Access,
    authenticated=st.booleans(),
    scopes=alternatives,
    policies=st.lists(st.frozensets(st.sampled_from(["ja", "nee"]), max_size=2), max_size=2).map(tuple),
)
access_maps = st.dictionaries(st.sampled_from(COORDINATES), accesses, max_size=10)
callers = st.one_of(
    st.just(ANONIEM),
    st.builds(customer, st.sampled_from(Klantsoort), st.sampled_from(Niveau)),
    st.builds(customer, st.sampled_from(Klantsoort), st.sampled_from(Niveau), st.just("zaken")),
)


@st.composite
def selections(draw: st.DrawFn, named: GraphQLNamedType, depth: int) -> str:
    parts = [draw(st.sampled_from(["__typename", ""]))]
    fields = {} if isinstance(named, GraphQLUnionType) else getattr(named, "fields", {})
    for number, name in enumerate(
        draw(st.lists(st.sampled_from(sorted(fields)), max_size=4)) if fields else []
    ):
        inner = get_named_type(fields[name].type)
        if is_leaf_type(inner):
            parts.append(f"k{depth}{number}: {name}")
        elif depth:
            parts.append(f"k{depth}{number}: {name} {draw(selections(inner, depth - 1))}")
    if is_abstract_type(named):
        for member in GRAPH.full.get_possible_types(named):
            if draw(st.booleans()):
                # Aliases are unique per type, so that any two fragments merge.
                body = draw(selections(member, max(depth - 1, 0))).replace("k", f"k{member.name}")
                parts.append(f"... on {member.name} {body}")
    text = " ".join(filter(None, parts)) or "__typename"
    return f"{{ {text} }}"


def fields_of(selection: SelectionSet) -> Iterator[tuple[str, Field]]:
    for branch in selection.branches:
        for field in branch.fields:
            for name in branch.types:
                yield name, field
            if field.selection:
                yield from fields_of(field.selection)


def met(access: Access, caller: Caller) -> bool:
    known = isinstance(caller, Principal) and caller.niveau != Niveau.GEEN
    scopes = not access.scopes or any(part <= caller.scopes for part in access.scopes)
    policies = not access.policies or any(part <= {"ja"} for part in access.policies)
    return (known or not access.authenticated) and scopes and policies


def read(type_name: str, field_name: str, access: dict[str, Access]) -> set[str]:
    """The coordinates that a field of the guarded graph touches, written out by hand."""
    owner = GRAPH.full.type_map[type_name]
    assert isinstance(owner, GraphQLObjectType)
    returned = get_named_type(owner.fields[field_name].type)
    touched = {type_name, f"{type_name}.{field_name}"}
    if not is_abstract_type(returned):
        touched.add(returned.name)
    if field_name == "taken":
        touched.add("Klant.taken")
        # an interface that asks just what its types ask together says nothing of its own
        together = conjunction(access.get(name, Access()) for name in ("Bedrijf", "Persoon"))
        if conjunction([access.get("Klant", Access())]) != together:
            touched.add("Klant")
    if field_name == "brief":
        touched |= {"Persoon.partner", "Persoon", "Persoon.bsn", "Bsn", "Persoon.naam", "String"}
    if (type_name, field_name) == ("Kaart", "titel"):  # filled from whatever vondst lies above
        touched |= {"Persoon", "Persoon.naam", "Nieuws", "Nieuws.titel", "String"}
    return touched


@settings(max_examples=amount(100, 300), deadline=None)
@given(text=selections(GRAPH.full.type_map["Query"], 3), access=access_maps, caller=callers)
def test_exactly_what_is_closed_is_denied(text: str, access: dict[str, Access], caller: Caller) -> None:
    document = parse(text)
    if validate(GRAPH.full, document):  # two fragments that conflict: no client gets that far
        return
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    graph = replace(GRAPH, access=access)
    asked = normalize(document, definition, {}, GRAPH.full)
    rights = Rights.of(caller, {"ja": lambda _: True, "nee": lambda _: False})
    for type_name, field in fields_of(authorize(asked, Requirements(graph), rights).selection):
        if field.name.startswith("__"):
            assert field.denial is None
            continue
        asking = read(type_name, field.name, access) & access.keys()
        closed = {name for name in asking if not met(access[name], caller)}
        assert (field.denial is not None) == bool(closed)
        assert field.denial is None or field.denial.coordinate in closed


@settings(max_examples=amount(40, 100), deadline=None)
@given(text=selections(GRAPH.full.type_map["Query"], 3), access=access_maps, caller=callers)
def test_nothing_is_lost_or_added_but_what_lies_under_a_denial(
    text: str, access: dict[str, Access], caller: Caller
) -> None:
    document = parse(text)
    if validate(GRAPH.full, document):
        return
    definition = document.definitions[0]
    assert isinstance(definition, OperationDefinitionNode)
    asked = normalize(document, definition, {}, GRAPH.full)
    marked = authorize(asked, Requirements(replace(GRAPH, access=access)), Rights.of(caller))
    assert same(asked.selection, marked.selection)


def same(before: SelectionSet, after: SelectionSet) -> bool:
    wanted = {name: branch for branch in before.branches for name in branch.types}
    found = {name: branch for branch in after.branches for name in branch.types}
    return wanted.keys() == found.keys() and all(
        len(wanted[name].fields) == len(found[name].fields)
        and all(
            (one.response_key, one.name, one.type) == (other.response_key, other.name, other.type)
            and (
                other.denial is not None
                or one.selection is None
                or (other.selection is not None and same(one.selection, other.selection))
            )
            for one, other in zip(wanted[name].fields, found[name].fields, strict=True)
        )
        for name in wanted
    )


def test_the_generator_reaches_every_kind_of_position() -> None:
    """Guards the properties above: a generator that never nests would prove nothing."""
    seen: set[str] = set()

    @settings(max_examples=amount(60, 200), deadline=None, derandomize=True)
    @given(selections(GRAPH.full.type_map["Query"], 3))
    def collect(text: str) -> None:
        document = parse(text)
        if not validate(GRAPH.full, document):
            definition = document.definitions[0]
            assert isinstance(definition, OperationDefinitionNode)
            asked = normalize(document, definition, {}, GRAPH.full)
            seen.update(name for name, _ in fields_of(asked.selection))

    collect()
    composites = {name for name in TYPES if is_composite_type(GRAPH.full.type_map[name])}
    assert composites - {"Klant"} <= seen
