"""Above: what the objects on the way to a field give of the contexts that its arguments are filled from."""

from schema.field_set import parse_field_set
from schema.graph import FieldMove, Graph
from schema.reach import Places, Reach
from schema.supergraph import JoinedType, Supergraph

Given = frozenset[tuple[str, str]]
"""The pairs of a context and a selection that the nearest object with that context can give."""


class Above:
    """Follows contexts along the walks over one graph. Most graphs have none, and then it costs nothing."""

    def __init__(self, graph: Graph) -> None:
        supergraph = graph.supergraph
        self._wanted: dict[str, set[str]] = {}
        for type_ in supergraph.types.values():
            for join in (join for field in type_.fields.values() for join in field.joins.values()):
                for one in join.context_arguments:
                    self._wanted.setdefault(one.context, set()).add(one.selection)
        objects = supergraph.types.values() if self._wanted else ()
        self._set = {type_.name: _contexts(supergraph, type_) for type_ in objects}

    def after(self, reach: Reach, type_name: str, around: set[Places], given: Given) -> Given:
        """What is given below an object of the type that can be had at any of the sets of places."""
        contexts = self._set.get(type_name, frozenset())
        if not contexts:
            return given
        own = {
            (context, selection)
            for context in contexts
            for selection in self._wanted.get(context, ())
            if any(not any(reach.missing(type_name, places, parse_field_set(selection))) for places in around)
        }
        return frozenset(one for one in given if one[0] not in contexts) | own

    @staticmethod
    def fills(move: FieldMove | None, given: Given) -> bool:
        """Whether every argument of the field that the gateway fills has a value."""
        return move is None or all((one.context, one.selection) in given for one in move.contexts)


def _contexts(supergraph: Supergraph, type_: JoinedType) -> frozenset[str]:
    """The contexts of a type, those of its interfaces and unions among them."""
    upper = {name for names in type_.implements.values() for name in names}
    unions = (one for one in supergraph.types.values() if one.kind == "union" and one.contexts)
    upper |= {one.name for one in unions if any(type_.name in those for those in one.members.values())}
    return type_.contexts.union(*(supergraph.types[name].contexts for name in upper))
