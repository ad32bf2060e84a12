"""The values that planning passes from stage to stage, as indented lines for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatch

from graphql import ArgumentNode, print_ast

from gateway.operation.selection import Field, Operation, SelectionSet
from gateway.planning.draft import Draft, DraftEntity, DraftSelection
from gateway.planning.formats.wording import counted, print_path
from gateway.planning.plan import OutputField, OutputSelection
from gateway.planning.walk import Below, Choice, Cost, Door, Solution

Lines = Iterator[str]


@singledispatch
def lines_of(value: object) -> Lines:
    """Raises TypeError for what no stage makes."""
    raise TypeError(f"no stage makes a {type(value).__name__}")


@lines_of.register
def _operation(operation: Operation) -> Lines:
    variables = ", ".join(map(print_ast, operation.variables))
    yield f"{operation.kind} {operation.name or ''}".rstrip() + f" ({variables})" * bool(variables)
    yield from indented(lines_of(operation.selection))


@lines_of.register
def _selection(selection: SelectionSet) -> Lines:
    for branch in selection.branches:
        fields = [line for field in branch.fields for line in _field(field)]
        for later in branch.deferred:
            labels = ", ".join(one.label or "without a label" for one in later.deferrals)
            fields += [f"deferred ({labels})", *indented(line for f in later.fields for line in _field(f))]
        if branch.types == (selection.type,):
            yield from fields
        else:
            yield f"of {', '.join(branch.types)}"
            yield from indented(fields)


def _field(field: Field) -> Lines:
    alias = f" as {field.response_key}" if field.response_key != field.name else ""
    denied = f" - denied: {field.denial.coordinate}" if field.denial else ""
    local = " - answered by the gateway itself" if field.local else ""
    filled = "".join(f" - ${one.context}: {one.selection} of {one.type}" for one in field.contexts)
    yield f"{field.name}{_arguments(field.arguments)}{alias}: {field.type}{denied}{local}{filled}"
    if field.selection is not None:
        yield from indented(lines_of(field.selection))


@lines_of.register
def _output(output: OutputSelection) -> Lines:
    for name, fields in output.by_type.items():
        later = [one for part in output.deferred.get(name, ()) for one in part.fields]
        lines = [line for field in (*fields, *later) for line in _output_field(field)]
        if output.by_type.keys() == {output.type}:
            yield from lines
        else:
            yield f"of {name}"
            yield from indented(lines)


def _output_field(field: OutputField) -> Lines:
    source = "nothing: it is denied" if field.denial else field.storage_key
    hidden = f", without {', '.join(sorted(field.hidden))}" if field.hidden else ""
    yield f"{field.response_key}: {field.type} from {source}{hidden}"
    if field.selection is not None:
        yield from indented(lines_of(field.selection))


@lines_of.register
def _solution(solution: Solution) -> Lines:
    yield _cost(solution.cost)
    yield from _ways(solution)


def _ways(solution: Solution) -> Lines:
    for choice in solution.local:
        yield from _choice(choice)
    for visit in solution.visits:
        yield from _door(visit.door)
        yield from indented(line for choice in visit.choices for line in _choice(choice))
    for field in solution.missing:
        yield f"no way to {field.name}"


def _door(door: Door) -> Lines:
    place = f"{door.place.subgraph}, {door.place.type}"
    if door.needs is None or door.condition is None:
        yield f"go to {place}"
        return
    needs = dict.fromkeys(field.name for branch in door.needs.branches for field in branch.fields)
    yield f"go to {place}, with {', '.join(needs)} ({_cost(door.cost)}); these:"
    yield from indented(indented(_ways(door.condition)))


def _choice(choice: Choice) -> Lines:
    yield f"{choice.field.name}{_arguments(choice.field.arguments)}"
    if choice.below is not None:
        yield from indented(_below(choice.below))


def _below(below: Below) -> Lines:
    for name, solution in below.by_type:
        ways = list(_ways(solution))
        if len(below.by_type) == 1:
            yield from ways
        else:
            yield f"of {name}"
            yield from indented(ways)
    if below.unmasking is not None:
        yield from _door(below.unmasking.door)
        yield from indented(_below(below.unmasking.below))
    for deferrals, later in below.deferred:
        yield f"deferred ({', '.join(one.label or 'without a label' for one in deferrals)})"
        yield from indented(_below(later))


@lines_of.register
def _drafts(drafts: list) -> Lines:  # type: ignore[type-arg]  # singledispatch knows plain classes only
    for draft in drafts:
        yield from _draft(draft)


def _draft(draft: Draft) -> Lines:
    path, after = print_path(draft.path), ", ".join(f"({number})" for number in sorted(draft.after))
    later = " - deferred" if draft.deferrals else ""
    yield (
        f"({draft.id}) {draft.subgraph}"
        + f" at {path}" * bool(path)
        + f" after {after}" * bool(after)
        + later
    )
    if draft.root is not None:
        yield f"  {_written(draft.root)}"
    yield from (f"  {_entity(entity)}" for entity in draft.entities)


def _entity(entity: DraftEntity) -> str:
    types = "|".join(sorted(entity.types)) if entity.types else "all"
    named = f" as {entity.typename}" if entity.typename else ""
    return f"{types}{named}({', '.join(entity.representation)}) {_written(entity.selection)}"


def _written(selection: DraftSelection) -> str:
    parts = ["__typename"] * selection.typename
    for key, field in selection.fields.items():
        alias = f"{key}: " if key != field.name else ""
        below = f" {_written(field.selection)}" if field.selection else ""
        parts.append(f"{alias}{field.name}{_arguments(field.arguments)}{below}")
    parts += (f"... on {name} {_written(one)}" for name, one in selection.by_type.items())
    return f"{{ {' '.join(parts)} }}" if parts else "{ }"


def indented(lines: Iterable[str]) -> Lines:
    return (f"  {line}" for line in lines)


def _cost(cost: Cost) -> str:
    trips, calls = counted(cost.depth, "round trip"), counted(cost.calls, "call")
    return f"{trips}, {calls}, {counted(cost.size, 'field')}"


def _arguments(arguments: Iterable[ArgumentNode]) -> str:
    text = ", ".join(map(print_ast, arguments))
    return f"({text})" if text else ""
