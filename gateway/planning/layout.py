"""The layout: under which storage key each field lies in the merged data.

A Position stands for one place in the tree of merged data and hands out its storage keys. Leaves that ask
the same thing (name, arguments, shape) share a key, whoever asks them: the client twice, or the client and
a @requires. Composite fields share one only under the same response key: what fails below the one must not
reach the other. Where nothing collides the storage key is the client's own response key.
"""

from __future__ import annotations

from graphql import print_ast

from gateway.operation.selection import Field

TYPENAME = "__typename"

Signature = tuple[str, str, str, str]


class Position:
    """One place in the tree of merged data. With `apart` nothing shares a key that has another response key:

    a mutation is to be done as often as it is asked.
    """

    def __init__(self, *, apart: bool = False) -> None:
        self._apart = apart
        self._keys: dict[Signature, str] = {}
        self._taken: set[str] = set()
        self._children: dict[str, Position] = {}

    def key(self, field: Field, shape: str) -> str:
        """The storage key of a field: its response key, if the field is new here and that is still free."""
        if field.name == TYPENAME:
            return TYPENAME
        arguments = ", ".join(print_ast(argument) for argument in field.arguments)
        scope = field.response_key if field.selection or self._apart else ""
        signature = (field.name, arguments, f"{field.type} {shape}", scope)
        if signature not in self._keys:
            self._keys[signature] = self._free(field.response_key)
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
