"""A plan made ready to run: everything that can be worked out once per plan instead of once per request."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import orjson
from graphql import FieldNode, Node, OperationDefinitionNode, parse

from gateway.execution.paths import Entity, Way
from gateway.execution.representations import Builders, compile_builders
from gateway.execution.shares import AT_ONCE, Part, Share, shares_of
from gateway.planning.plan import Fetch, Fills, Key, Path, Plan

Position = tuple[str, ...]
"""Storage keys from the root down; lists and type conditions are left out."""


@dataclass(frozen=True, slots=True)
class LookupText:
    """The parts of an entity fetch's document: what it selects, and how it defines its variables."""

    selection: str
    definitions: tuple[str, ...]

    def renamed(self, names: Mapping[str, str]) -> "LookupText":
        """With other variables in their place: `names` by the present ones."""
        if not names:
            return self
        anyone = re.compile(rf"\$({'|'.join(map(re.escape, names))})\b")
        rename = partial(anyone.sub, lambda found: f"${names[found[1]]}")
        return LookupText(rename(self.selection), tuple(map(rename, self.definitions)))

    @classmethod
    def of(cls, document: str) -> "LookupText":
        (operation,) = parse(document).definitions
        assert isinstance(operation, OperationDefinitionNode)
        (entities,) = operation.selection_set.selections
        assert isinstance(entities, FieldNode)
        return cls(
            selection=_text(entities.selection_set, document),
            definitions=tuple(
                _text(definition, document)
                for definition in operation.variable_definitions or ()
                if definition.variable.name.value != "representations"
            ),
        )


@dataclass(frozen=True, eq=False)
class PreparedFetch:
    """A fetch, or one of its shares, with its request half serialised and its way of merging decided.

    `number` is its place in the plan, `before` the places of the fetches that wait for it, `after` those of
    the ones that it waits for. `way` leads to its objects; `part` is the place, among the plan's parts, of
    the one that it serves. `companions`: the places, its own among them, of the entity fetches to the same
    subgraph as many round trips down the plan, for the same part; empty when it is the only one. When
    `contested`, other fetches write to the same positions: the answer is merged key by key, else it is put in
    as it is, if it has no other keys than `keys`. When `shared`, no other fetch writes below what it puts in,
    so that several targets can hold the same answer.
    """

    number: int
    fetch: Fetch
    way: Way
    part: int
    opening: bytes
    builders: Builders
    keys: frozenset[str]
    contested: bool
    shared: bool
    before: tuple[int, ...]
    after: tuple[int, ...]
    companions: tuple[int, ...]

    @property
    def awaits(self) -> int:
        """For how many fetches it waits."""
        return len(self.after)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """All that the document uses: the client's, and those that are filled from further up."""
        return (*self.fetch.variables, *(context.variable for context in self.fetch.contexts))

    @cached_property
    def lookup(self) -> LookupText:
        """The document in parts; needed only when another fetch is ready for the same subgraph."""
        return LookupText.of(self.fetch.document)

    def fills_of(self, target: Entity) -> Fills:
        """What this fetch fills in an object at its path."""
        if not self.fetch.representations:
            return self.fetch.fills or {}
        builder = self.builders.of(target)
        return builder.fills if builder else {}

    def body(self, variables: Mapping[str, Any], representations: Sequence[bytes]) -> bytes:
        """The JSON to send. Variables that the client left out stay out."""
        given = {name: variables[name] for name in self.variables if name in variables}
        parts = [orjson.dumps(given)[1:-1]] if given else []
        if representations:
            parts.append(b'"representations":[' + b",".join(representations) + b"]")
        return self.opening + b",".join(parts) + b"}}"


@dataclass(frozen=True, slots=True)
class PreparedPlan:
    """What the executor runs. Belongs in the plan cache, beside the projection.

    `parts` are those that are fetched for; the first is AT_ONCE, also when nothing is.
    """

    fetches: tuple[PreparedFetch, ...]
    parts: tuple[Part, ...] = (AT_ONCE,)

    @property
    def changes(self) -> bool:
        """Whether it is that of a mutation."""
        return any(prepared.fetch.kind == "mutation" for prepared in self.fetches)


def prepare(plan: Plan) -> PreparedPlan:
    """Compile a plan for the executor. Pure."""
    shares = shares_of(plan.fetches)
    numbers = {(share.fetch.id, share.part.stream): number for number, share in enumerate(shares)}
    after = [tuple(numbers[earlier] for earlier in share.after) for share in shares]
    parts = tuple(dict.fromkeys((AT_ONCE, *(share.part for share in shares))))
    companions = _companions(shares, after)
    writes = [frozenset(_writes(fetch)) for fetch in plan.fetches]
    writers_at = Counter(position for written in writes for position in written)
    writers_below = Counter(position for written in writes for position in _with_ancestors(written))
    prepared = (
        PreparedFetch(
            number=number,
            fetch=share.fetch,
            way=share.way,
            part=parts.index(share.part),
            opening=_opening(share.fetch),
            builders=compile_builders(share.fetch.representations),
            keys=frozenset(key for fills in _all_fills(share.fetch) for key in fills) | {"__typename"},
            contested=any(writers_at[position] > 1 for position in _top_positions(share.fetch)),
            shared=all(writers_below[position] == 1 for position in _top_positions(share.fetch)),
            before=tuple(later for later, those in enumerate(after) if number in those),
            after=after[number],
            companions=companions.get(number, ()),
        )
        for number, share in enumerate(shares)
    )
    return PreparedPlan(tuple(prepared), parts)


def _companions(shares: Sequence[Share], after: Sequence[Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """By place in the plan; only of those that have any."""
    depths: list[int] = []
    together: dict[tuple[str, Part, int], list[int]] = {}
    for number, share in enumerate(shares):
        depths.append(1 + max((depths[earlier] for earlier in after[number]), default=0))
        if share.fetch.representations:
            alike = (share.fetch.subgraph, share.part, depths[number])
            together.setdefault(alike, []).append(number)
    groups = (tuple(group) for group in together.values() if len(group) > 1)
    return {number: group for group in groups for number in group}


def _text(node: Node | None, document: str) -> str:
    assert node is not None
    assert node.loc is not None
    return document[node.loc.start : node.loc.end]


def _opening(fetch: Fetch) -> bytes:
    request = {"query": fetch.document}
    if fetch.operation_name is not None:
        request["operationName"] = fetch.operation_name
    return orjson.dumps(request)[:-1] + b',"variables":{'


def _all_fills(fetch: Fetch) -> list[Fills]:
    if fetch.representations:
        return [representation.fills for representation in fetch.representations]
    return [fetch.fills or {}]


def _top_positions(fetch: Fetch) -> set[Position]:
    base = _position(fetch.path)
    return {(*base, key) for fills in _all_fills(fetch) for key in fills if key != "__typename"}


def _writes(fetch: Fetch) -> Iterator[Position]:
    base = _position(fetch.path)
    for fills in _all_fills(fetch):
        yield from _positions(base, fills)


def _with_ancestors(positions: Iterable[Position]) -> set[Position]:
    return {position[:length] for position in positions for length in range(1, len(position) + 1)}


def _positions(base: Position, fills: Fills) -> Iterator[Position]:
    for key, below in fills.items():
        if key != "__typename":
            yield (*base, key)
        if below is not None:
            yield from _positions((*base, key), below)


def _position(path: Path) -> Position:
    return tuple(step.key for step in path if isinstance(step, Key))
