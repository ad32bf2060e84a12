"""Expanding: related things shown within the thing that refers to them, below `_expand`."""

from collections.abc import Iterable, Mapping
from typing import Any

from standins.zgw.fout import Param, validatie_fout
from standins.zgw.kind import Kind
from standins.zgw.register import Item, Register

Tree = dict[str, "Tree"]


def expansion(kind: Kind, asked: str | Iterable[str] | None) -> Tree:
    """The relations asked for, as a tree. Raises Refusal 400 for one that this API does not expand."""
    paths = asked.split(",") if isinstance(asked, str) else list(asked or [])
    tree: Tree = {}
    for path in filter(None, paths):
        if path not in kind.expands:
            raise validatie_fout([Param("expand", "invalid_choice", f"{path} is geen geldige keuze.")])
        branch = tree
        for step in path.split("."):
            branch = branch.setdefault(step, {})
    return tree


def expanded(kinds: Mapping[str, Kind], register: Register, item: Item, tree: Tree) -> dict[str, Any]:
    """The item as shown, with the relations of `tree` inside. A relation that is empty is left out."""
    kind = register.kind(item["url"])
    shown = kinds[kind].shown(register, item) if kind else dict(item)
    if tree:
        inside = {name: _related(kinds, register, shown.get(name), branch) for name, branch in tree.items()}
        shown["_expand"] = {name: value for name, value in inside.items() if value is not None}
    return shown


def _related(kinds: Mapping[str, Kind], register: Register, value: Any, tree: Tree) -> Any:
    if isinstance(value, list):
        return [_related(kinds, register, each, tree) for each in value]
    found = register.get(value) if isinstance(value, str) else None
    return None if found is None else expanded(kinds, register, found, tree)
