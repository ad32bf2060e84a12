"""Obstacles: why a walk that is at one place cannot have a field, in words for the author of a subgraph."""

from collections.abc import Iterator

from graphql import SelectionSetNode, print_ast

from schema.graph import Entry, Graph
from schema.reach import Place, Places, Reach


def obstacles(reach: Reach, type_name: str, start: Place, name: str) -> Iterator[str]:
    """One sentence for each subgraph that has the field, and one for the place itself."""
    field = f"{type_name}.{name}"
    if reach.declares(start, name) is None:
        yield f"{start.subgraph} does not resolve {field}"
    places = reach.around(type_name, start)
    for subgraph in _owners(reach.graph, type_name, name):
        there = [place for place in places if place.subgraph == subgraph]
        if there:
            yield from _unmet(reach, type_name, there[0], (name, places))
        elif subgraph != start.subgraph:
            yield f"{subgraph} has {field}, but {_blocked(reach, type_name, start, subgraph)}"


def _owners(graph: Graph, type_name: str, name: str) -> list[str]:
    """The subgraphs that declare the field, on the type or on an interface object of it."""
    types = graph.supergraph.types
    owners = set(types[type_name].fields[name].joins)
    for interface in {one for those in types[type_name].implements.values() for one in those}:
        lent = types[interface].fields.get(name)
        owners |= {one for one in lent.joins if graph.is_interface_object(one, interface)} if lent else set()
    return sorted(owners)


def _unmet(reach: Reach, type_name: str, place: Place, wanted: tuple[str, Places]) -> Iterator[str]:
    name, places = wanted
    move = reach.declares(place, name)
    if move is None:
        yield f"{place.subgraph} has {type_name}.{name} as @external or overridden only"
    elif move.requires is not None:
        missing = ", ".join(reach.missing(type_name, places, move.requires))
        yield f"{place.subgraph} requires {_printed(move.requires)} for it; nothing gives {missing}"
    elif move.contexts:
        names = ", ".join(sorted({one.context for one in move.contexts}))
        yield f"{place.subgraph} fills arguments of it from {names}; nothing above sets that, or can give it"


def _blocked(reach: Reach, type_name: str, start: Place, subgraph: str) -> str:
    entries = [one for one in reach.entries(type_name, start) if one.subgraph == subgraph]
    if entries:
        return " and ".join(_closed(reach, type_name, start, entry) for entry in entries)
    joined = reach.graph.supergraph.types[type_name].joins.get(subgraph, ())
    if any(join.key is not None for join in joined):
        return f"every @key of {type_name} there is resolvable: false"
    return f"{type_name} has no @key there"


def _closed(reach: Reach, type_name: str, start: Place, entry: Entry) -> str:
    if entry.key is None:
        return "it cannot be entered"
    places = reach.around(type_name, start)
    missing = ", ".join(reach.missing(type_name, places, entry.key))
    if missing:
        return f"its @key(fields: {_printed(entry.key)}) needs {missing}, which nothing at hand gives"
    return f"the object is only known to be a {start.type}"


def _printed(selection: SelectionSetNode) -> str:
    return f'"{" ".join(print_ast(selection)[1:-1].split())}"'
