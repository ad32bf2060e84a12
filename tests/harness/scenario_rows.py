"""Rows: what a scenario's subgraph knows, and how it guards that.

A row is a mapping from field names to values. A field without a value throws when it is asked, so a subgraph
gives what its rows hold and not a bit more. A value may be an instruction instead:

    {$throws: message}                     the field throws
    {$needs: {...}, $gives: value}         gives the value if the representation carried just those values
    {$args: {...}, $gives: value}          gives the value for exactly those arguments
    {$when: [instruction, ...]}            the first instruction that fits
    {$counts: true}                        the next number of the world's counter, which subgraphs share
    {$once: value, $token: name}           the value the first time in the world; after that it throws

A looked-up row with `$missing: true` is answered by null.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import GraphQLError


@dataclass(frozen=True)
class Source:
    """An object that is being resolved; `given` is the representation it was looked up by."""

    row: Mapping[str, Any]
    type: str | None = None
    given: Mapping[str, Any] | None = None


@dataclass
class Memory:
    """What a played scenario remembers, over all its subgraphs."""

    count: int = 0
    spent: set[str] = field(default_factory=set)


def value_of(source: Source, name: str, arguments: Mapping[str, Any], memory: Memory) -> Any:
    """The value of a field. Raises GraphQLError for whatever should not have been asked."""
    if name not in source.row:
        raise GraphQLError(f"{name} was asked of a row that does not hold it")
    return _value(source.row[name], source, arguments, memory)


def _value(value: Any, source: Source, arguments: Mapping[str, Any], memory: Memory) -> Any:
    if isinstance(value, list):
        return [_value(item, source, arguments, memory) for item in value]
    if not isinstance(value, dict):
        return value
    if any(name.startswith("$") and name != "$missing" for name in value):
        return _instructed(value, source, arguments, memory)
    return Source(value, value.get("__typename"))


def _instructed(
    instruction: dict[str, Any], source: Source, arguments: Mapping[str, Any], memory: Memory
) -> Any:
    for one in instruction.get("$when", [instruction]):
        if not _fits(one, source, arguments):
            continue
        if "$throws" in one:
            raise GraphQLError(one["$throws"])
        if "$counts" in one:
            memory.count += 1
            return memory.count
        if "$once" in one:
            if one["$token"] in memory.spent:
                raise GraphQLError("asked a second time")
            memory.spent.add(one["$token"])
            return _value(one["$once"], source, {}, memory)
        return _value(one["$gives"], source, {}, memory)
    raise GraphQLError(f"wrong arguments {dict(arguments)} or representation {source.given}")


def _fits(instruction: Mapping[str, Any], source: Source, arguments: Mapping[str, Any]) -> bool:
    if "$args" in instruction and not same(instruction["$args"], dict(arguments)):
        return False
    return "$needs" not in instruction or (
        source.given is not None and _holds(instruction["$needs"], source.given)
    )


def _holds(needed: Any, given: Any) -> bool:
    """Whether all that is needed was given, to the letter; objects may hold more."""
    if isinstance(needed, dict) and isinstance(given, dict):
        return all(name in given and _holds(value, given[name]) for name, value in needed.items())
    if isinstance(needed, list) and isinstance(given, list):
        return len(needed) == len(given) and all(map(_holds, needed, given))
    return same(needed, given)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: 1, 1.0, true and "1" are four values."""
    return orjson.dumps(one, option=orjson.OPT_SORT_KEYS) == orjson.dumps(other, option=orjson.OPT_SORT_KEYS)


Tree = dict[str, "Tree"]
"""The fields of a field set, whatever the fragments they stand in; empty below leaves."""


def unite(one: Tree, other: Tree) -> Tree:
    return {name: unite(one.get(name, {}), other.get(name, {})) for name in {**one, **other}}


def unexpected(given: Any, allowed: Tree, path: str = "") -> Iterator[str]:
    """What a representation holds that nobody asked for."""
    if isinstance(given, list):
        for item in given:
            yield from unexpected(item, allowed, path)
    elif isinstance(given, dict):
        for name in given.keys() - {"__typename"}:
            if name not in allowed:
                yield f"{path}{name}"
            else:
                yield from unexpected(given[name], allowed[name], f"{path}{name}.")


def projected(value: Any, key: Tree) -> Any:
    """The part of a row or representation that a key selects. Raises KeyError where it is missing or null."""
    if value is None:
        raise KeyError
    if isinstance(value, list):
        return [projected(item, key) for item in value]
    return {name: projected(value[name], below) for name, below in key.items()} if key else value
