"""Wording: how messages say what is found where."""

from collections.abc import Iterable


def by_value(found: Iterable[tuple[str, str]]) -> str:
    """`Int in a and b, String in c`, from pairs of value and subgraph."""
    groups: dict[str, list[str]] = {}
    for value, subgraph in found:
        groups.setdefault(value, []).append(subgraph)
    return ", ".join(f"{value} in {listed(names)}" for value, names in groups.items())


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    *head, last = [*names] or [""]
    return f"{', '.join(head)} and {last}" if head else last
