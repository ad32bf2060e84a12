"""Seeding: a scenario into the register, completed as the APIs would have."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

from standins.service.scenario import Scenario, ScenarioError
from standins.zgw.field import Wrong, absent, checked, defaults
from standins.zgw.kind import Kind
from standins.zgw.origin import APIS, inward
from standins.zgw.register import Item, Register

OTHERS = frozenset({"jwtsecrets", "applicaties"})


def seed(register: Register, kinds: Mapping[str, Kind], scenario: Scenario) -> None:
    """Holds everything in the scenario. Raises ScenarioError for what the APIs could not answer with.

    All things are there before any is checked: they may refer to each other in any order.
    """
    if unknown := sorted(scenario.keys() - OTHERS - set(APIS)):
        raise ScenarioError(f"the scenario has {', '.join(unknown)}: what is that?")
    items = [(kind, _item(kind, given)) for kind, given in _given(kinds, scenario)]
    for kind, item in items:
        register.put(kind.name, item)
    for kind, item in items:
        _completed(register, kind, item)


def _given(kinds: Mapping[str, Kind], scenario: Scenario) -> Iterator[tuple[Kind, Mapping[str, Any]]]:
    for api in APIS:
        for name, items in scenario.get(api, {}).items():
            kind = kinds.get(name)
            if kind is None or kind.api != api:
                raise ScenarioError(f"the scenario has {api}.{name}: the {api} API has no such things")
            for given in items:
                yield kind, given


def _item(kind: Kind, given: Mapping[str, Any]) -> Item:
    if missing := absent(kind.fields, given):
        raise ScenarioError(f"one of {kind.name} has no {', '.join(param.name for param in missing)}")
    item: Item = {**defaults(kind.fields), **inward(dict(given), None)}
    item["uuid"] = given.get("uuid") or item.get("url", "").rpartition("/")[2] or str(uuid4())
    item["url"] = kind.path(item, item["uuid"])
    return item


def _completed(register: Register, kind: Kind, item: Item) -> None:
    given = {name: item[name] for name in kind.fields if item[name] != ""}
    values, wrong = checked(kind.fields, given, register)
    if wrong:
        raise ScenarioError(f"one of {kind.name} has a wrong {', '.join(param.name for param in wrong)}")
    item.update(values)
    try:
        kind.complete(register, item)
    except Wrong as exc:
        raise ScenarioError(f"one of {kind.name} does not hang together: {exc.reason}") from exc
    register.put(kind.name, item)
