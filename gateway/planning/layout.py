"""The layout: under which storage key each field lies in the merged data.

A Position stands for one place in the tree of merged data and hands out its storage keys. Fields that ask the same thing
(name, arguments, shape) share a key, whoever asks them: the client twice, or the client and a @requires. Fields that differ
never do. Where nothing collides the storage key is the client's own response key.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphql import ArgumentNode, print_ast

TYPENAME = "__typename"

Signature = tuple[str, str, str]


class Position:
    """One place in the tree of merged data."""

    def __init__(self) -> None:
        self._keys: dict[Signature, str] = {}
        self._taken: set[str] = set()
        self._children: dict[str, Position] = {}

    def key(self, name: str, arguments: Sequence[ArgumentNode], shape: str, preferred: str) -> str:
        """The storage key of a field; `preferred` if it is new and the key is still free."""
        if name == TYPENAME:
            return TYPENAME
        signature = (name, ", ".join(print_ast(argument) for argument in arguments), shape)
        if signature not in self._keys:
            self._keys[signature] = self._free(preferred)
        return self._keys[signature]

    def child(self, storage_key: str) -> Position:
        return self._children.setdefault(storage_key, Position())

    def _free(self, preferred: str) -> str:
        key, count = preferred, 1
        while key in self._taken:
            count += 1
            key = f"{preferred}_{count}"
        self._taken.add(key)
        return key
