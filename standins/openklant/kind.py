"""Kind: one collection of Klantinteracties as a value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standins.openklant.refusals import invalid
from standins.openklant.register import Item, Register

Filter = Callable[[Register, Item, str], bool]
Derived = Callable[[Register, Item], Mapping[str, Any]]
Rule = Callable[[Register, Item], None]
"""Completes a thing before it is held. Raises Refusal 400."""
ROOT = "/klantinteracties/api/v1"
REQUIRED = object()


def nothing(_register: Register, _item: Item) -> Mapping[str, Any]:
    return {}


def free(_register: Register, _item: Item) -> None:
    """No rule."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A collection.

    `fields` has the default of each field that may be written, or REQUIRED. `references` has, by field, the
    kind that it refers to. `expands` has, by relation, the kind of what is found there. `derived` gives what
    is shown beside what is held; a list of uuids there is shown as references.
    """

    name: str
    fields: Mapping[str, Any]
    references: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    derived: Derived = nothing
    expands: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    rule: Rule = free

    def read(self, register: Register, given: Mapping[str, Any], base: Item | None = None) -> Item:
        """The fields that were given, over those of `base` or the defaults. Raises Refusal 400."""
        start = dict(self.fields) if base is None else dict(base)
        item = {**start, **{name: given[name] for name in self.fields.keys() & given.keys()}}
        problems: dict[str, tuple[str, str]] = {}
        for name, value in item.items():
            if value is REQUIRED:
                problems[name] = ("required", "Dit veld is vereist.")
            elif name in self.choices and value not in self.choices[name]:
                problems[name] = ("invalid_choice", "Dit is geen geldige keuze.")
        for name in self.references.keys() & given.keys():
            if given[name] is None:
                continue
            found = register.get(self.references[name], _uuid(given[name]))
            if found is None:
                problems[name] = ("does_not_exist", "Object bestaat niet.")
            else:
                item[name] = found["uuid"]
        if problems:
            raise invalid(problems)
        return item


def _uuid(reference: Any) -> Any:
    return reference.get("uuid") if isinstance(reference, Mapping) else None


def foreign(kind: str, uuid: str | None) -> dict[str, str] | None:
    """A reference as it is shown, with a path for a URL."""
    return None if uuid is None else {"uuid": uuid, "url": f"{ROOT}/{kind}/{uuid}"}


def equal(name: str) -> Filter:
    return lambda _register, item, value: _text(item.get(name)) == value


def contains(name: str) -> Filter:
    return lambda _register, item, value: value.lower() in _text(item.get(name)).lower()


def refers(name: str) -> Mapping[str, Filter]:
    """The filters on a reference: by uuid and by URL."""
    return {
        f"{name}__uuid": lambda _register, item, value: item.get(name) == value,
        f"{name}__url": lambda _register, item, value: item.get(name) == value.rpartition("/")[2],
    }


def through(name: str, kind: str, filters: Mapping[str, Filter], prefix: str) -> Mapping[str, Filter]:
    """The filters of what a reference refers to, under a prefix."""

    def of(test: Filter) -> Filter:
        def tested(register: Register, item: Item, value: str) -> bool:
            found = register.get(kind, item.get(name))
            return found is not None and test(register, found, value)

        return tested

    return {f"{prefix}__{key}": of(test) for key, test in filters.items()}


def back(kind: str, name: str, filters: Mapping[str, Filter], prefix: str) -> Mapping[str, Filter]:
    """The filters of what refers here by `name`, under a prefix: any of them may meet it."""

    def of(test: Filter) -> Filter:
        return lambda register, item, value: any(
            test(register, each, value) for each in register.referring(kind, name, item["uuid"])
        )

    return {f"{prefix}__{key}": of(test) for key, test in filters.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
