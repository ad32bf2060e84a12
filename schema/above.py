"""Above: what the objects on the way to a field give of the contexts that its arguments are filled from."""

from schema.field_set import parse_field_set
from schema.graph import FieldMove, Graph
from schema.reach import Places, Reach

Given = frozenset[tuple[str, str]]
"""The pairs of a context and a selection that the nearest object with that context can give."""


class Above:
    """Follows contexts along the walks over one graph. Most graphs have none, and then it costs nothing."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def after(self, reach: Reach, type_name: str, around: set[Places], given: Given) -> Given:
        """What is given below an object of the type that can be had at any of the sets of places."""
        selections = self._graph.context_selections
        contexts = self._graph.contexts_set(type_name) if selections else frozenset()
        if not contexts:
            return given
        own = {
            (context, selection)
            for context in contexts
            for selection in selections.get(context, ())
            if any(not any(reach.missing(type_name, places, parse_field_set(selection))) for places in around)
        }
        return frozenset(one for one in given if one[0] not in contexts) | own

    @staticmethod
    def fills(move: FieldMove | None, given: Given) -> bool:
        """Whether every argument of the field that the gateway fills has a value."""
        return move is None or all((one.context, one.selection) in given for one in move.contexts)
