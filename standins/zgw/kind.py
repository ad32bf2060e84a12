"""Kind: one collection of one API as a value: what its things hold, how they are found, who may do what."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standins.zgw.field import Fields, Wrong
from standins.zgw.register import Item, Register
from standins.zgw.token import Caller

Derived = Callable[[Register, Item], Mapping[str, Any]]
"""What is shown beside what is held."""
Test = Callable[[Register, Item], bool]
Filter = Callable[[str], Test]
"""Reads the value of a query parameter. Raises Wrong."""

CREATE, REPLACE, CHANGE, DELETE = "create", "update", "partial_update", "destroy"
"""The actions, as Notificaties names them."""


@dataclass(frozen=True, slots=True)
class Write:
    """A change that a request asks for: the item `before` (None when it is new) and as it will be (empty when
    it goes). `may` says whether the caller has a scope.
    """

    register: Register
    caller: Caller
    may: Callable[[str], bool]
    before: Item | None
    item: Item


Complete = Callable[[Register, Item], None]
"""Adds what the register itself gives to a new thing. Raises Wrong for what does not hang together."""
Rule = Callable[[Write], None]
"""Refuses a change that the standard forbids (raises Refusal), or fills in what the standard derives."""


AsyncRule = Callable[[Write], Awaitable[None]]


async def unchecked(_write: Write) -> None:
    """Nothing to ask of others."""


def nothing(_register: Register, _item: Item) -> Mapping[str, Any]:
    return {}


def free(_write: Write) -> None:
    """No rule."""


def complete_already(_register: Register, _item: Item) -> None:
    """Nothing to add."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A collection.

    `under` is the field with the reference to the thing that it is nested below, as `zaak` of the
    zaakeigenschappen. `writes` are the actions that requests may do. `expands` are the relations that may be
    asked for in one go. `takes` are keys of a request that are no fields, and reach the rule as
    `given_<key>`; `hides` what is held and not shown. `computed` gives the items of a collection that follows
    from others.
    `complete` runs on what is new, `check` and `rule` before a change, `after` when it is done.
    """

    api: str
    name: str
    fields: Fields
    derived: Derived = nothing
    filters: Mapping[str, Filter] = field(default_factory=dict)
    searches: Mapping[str, Filter] = field(default_factory=dict)
    orderings: frozenset[str] = frozenset()
    expands: frozenset[str] = frozenset()
    writes: frozenset[str] = frozenset()
    under: str | None = None
    paged: bool = True
    geo: bool = False
    shows_uuid: bool = True
    max_bytes: int = 1024 * 1024
    takes: frozenset[str] = frozenset()
    hides: frozenset[str] = frozenset()
    computed: Callable[[Register], Iterable[Item]] | None = None
    complete: Complete = complete_already
    check: AsyncRule = unchecked
    rule: Rule = free
    after: Rule = free

    @property
    def root(self) -> str:
        """Where the API of this collection begins."""
        return f"/{self.api}/api/v1"

    def path(self, item: Item, uuid: str) -> str:
        """The path of an item."""
        return f"{item[self.under] if self.under else self.root}/{self.segment}/{uuid}"

    @property
    def segment(self) -> str:
        return self.name.removeprefix(f"{self.api}.")

    def shown(self, register: Register, item: Item) -> dict[str, Any]:
        """The item as the API shows it, with references as paths."""
        held = {**item, **self.derived(register, item)}
        hidden = self.hides if self.shows_uuid else self.hides | {"uuid"}
        return {key: value for key, value in held.items() if key not in hidden}

    def items(self, register: Register) -> Iterable[Item]:
        """All there are, in the order in which they came."""
        return register.all(self.name) if self.computed is None else self.computed(register)

    def item(self, register: Register, url: str) -> Item | None:
        """The one under `url`, if there is one."""
        if self.computed is None:
            return register.get(url, self.name)
        return next((item for item in self.computed(register) if item["url"] == url), None)


def equal(name: str) -> Filter:
    return lambda value: lambda _register, item: _text(item.get(name)) == value


def one_of(name: str) -> Filter:
    return lambda value: lambda _register, item: _text(item.get(name)) in value.split(",")


def none_of(name: str) -> Filter:
    return lambda value: lambda _register, item: _text(item.get(name)) not in value.split(",")


def contains(name: str) -> Filter:
    return lambda value: lambda _register, item: value.lower() in _text(item.get(name)).lower()


def has(name: str) -> Filter:
    """The value stands in the list that the field is."""
    return lambda value: lambda _register, item: value in item.get(name, [])


def is_null(name: str) -> Filter:
    def read(value: str) -> Test:
        wanted = boolean(value)
        return lambda _register, item: (item.get(name) is None) is wanted

    return read


def is_flag(name: str) -> Filter:
    def read(value: str) -> Test:
        wanted = boolean(value)
        return lambda _register, item: item.get(name) is wanted

    return read


def boolean(value: str) -> bool:
    """Raises Wrong."""
    try:
        return {"true": True, "false": False}[value.lower()]
    except KeyError as exc:
        raise Wrong("invalid", "Voer true of false in.") from exc


def compared(name: str, parse: Callable[[str], Any]) -> dict[str, Filter]:
    """The filters of a field with an order: itself, and __gt, __gte, __lt and __lte."""
    tests: Mapping[str, Callable[[Any, Any], bool]] = {
        "": lambda held, value: held == value,
        "__gt": lambda held, value: held > value,
        "__gte": lambda held, value: held >= value,
        "__lt": lambda held, value: held < value,
        "__lte": lambda held, value: held <= value,
    }
    return {f"{name}{suffix}": _comparing(name, parse, test) for suffix, test in tests.items()}


def _comparing(name: str, parse: Callable[[str], Any], test: Callable[[Any, Any], bool]) -> Filter:
    def read(value: str) -> Test:
        try:
            wanted = parse(value)
        except ValueError as exc:
            raise Wrong("invalid", "Voer een geldige waarde in.") from exc
        return lambda _register, item: item.get(name) is not None and test(parse(item[name]), wanted)

    return read


def _text(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
