"""Executable directives: the supergraph has those that every subgraph has, where every subgraph has them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from graphql import DirectiveDefinitionNode, InputValueDefinitionNode, parse_const_value, parse_type

from schema.definition import InputValue
from schema.errors import HintCode
from schema.merge.inputs import merge_arguments
from schema.merge.merged import MergedInput
from schema.merge.sources import Sources
from schema.merge.wording import listed
from schema.public import EXECUTABLE
from schema.subgraph import Subgraph
from schema.type_ref import read_type

_Definitions = Sequence[tuple[Subgraph, DirectiveDefinitionNode]]


def merge_executable_directives(sources: Sources) -> Iterator[DirectiveDefinitionNode]:
    """The definitions, by name."""
    names = {name for subgraph in sources.subgraphs for name in subgraph.directives}
    for name in sorted(names - sources.naming.composed.keys()):
        found = [(one, one.directives[name]) for one in sources.subgraphs if name in one.directives]
        if any(_locations(node) for _, node in found) and (merged := _merge(sources, name, found)):
            yield merged


def _merge(sources: Sources, name: str, found: _Definitions) -> DirectiveDefinitionNode | None:
    hint, places = sources.findings.hint, [subgraph.place(node) for subgraph, node in found]
    absent = [one.name for one in sources.subgraphs if name not in one.directives]
    if absent:
        message = f"@{name} is left out of the supergraph: {listed(absent)} does not define it."
        hint(HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE, message, places)
        return None
    common = set.intersection(*(_locations(node) for _, node in found))
    if not common:
        message = f"@{name} is left out of the supergraph: there is no location that all subgraphs allow."
        hint(HintCode.NO_EXECUTABLE_DIRECTIVE_INTERSECTION, message, places)
        return None
    if any(_locations(node) != common for _, node in found):
        message = f"@{name} may stand on {', '.join(sorted(common))} only: what all subgraphs allow."
        hint(HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS, message, places)
    if len({node.repeatable for _, node in found}) > 1:
        message = f"@{name} is not repeatable in the supergraph, for it is not in all subgraphs."
        hint(HintCode.INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE, message, places)
    return replace(
        found[0][1],
        locations=tuple(one for one in found[0][1].locations if one.value in common),
        repeatable=all(node.repeatable for _, node in found),
        arguments=_arguments(sources, name, found),
    )


def _arguments(sources: Sources, name: str, found: _Definitions) -> tuple[InputValueDefinitionNode, ...]:
    nodes = {argument.name.value: argument for _, node in found for argument in node.arguments or ()}
    holders = [
        (one, {argument.name.value: _input(argument) for argument in node.arguments or ()})
        for one, node in found
    ]
    merged = merge_arguments(sources, f"@{name}", holders)
    return tuple(_node(nodes[argument.name], argument) for argument in merged.values())


def _input(node: InputValueDefinitionNode) -> InputValue:
    return InputValue(name=node.name.value, node=node, type=read_type(node.type), default=node.default_value)


def _node(node: InputValueDefinitionNode, merged: MergedInput) -> InputValueDefinitionNode:
    default = None if merged.default is None else parse_const_value(merged.default, no_location=True)
    return replace(node, type=parse_type(str(merged.type)), default_value=default, directives=())


def _locations(node: DirectiveDefinitionNode) -> set[str]:
    return {location.value for location in node.locations} & EXECUTABLE
