"""Blueprint: a random graph while it is drawn, and when it is done: types, and who knows and gives what.

The monolith and the subgraphs are both printed from it (monolith.py, cut.py), and what its fields hold
follows from it (laws.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

HIDDEN_VALUE = "PAARS"
KLEUREN = ("ROOD", "GROEN", "BLAUW", HIDDEN_VALUE)
"""The values of the enum `Kleur`, which is only given; every subgraph has some of them."""

INTERFACE, PARENT, UNION = "I", "J", "U"
"""The abstract types of a world: `I` implements `J`."""

VALUE, HIDDEN_TYPE, PAYLOAD = "V", "H", "R"
"""Objects that are no entities: one that all may share, one that clients may not see, a mutation's result."""

MASKS = "m"
"""The subgraph that knows `I` as an interface object."""

KEYS = {
    "id": ("id",),
    "k": ("k",),
    "a b": ("a", "b"),
    "n { x }": ("n",),
    "n { x y }": ("n",),
    "id l { x }": ("id", "l"),
    "o { id }": ("o",),
}
"""The keys that entities may have, with the fields at their top."""

KEY_TYPES = {"id": "ID!", "k": "ID!", "a": "Int!", "b": "String!", "n": "N{}!", "l": "[L{}!]!", "o": "{}!"}
"""The fields that keys are made of, with their types; `{}` is the entity's number, or another type."""


def named(type_: str) -> str:
    """The name in a type."""
    return type_.replace("[", "").replace("]", "").replace("!", "")


@dataclass
class KeyPlan:
    """One @key of an entity in one subgraph."""

    fields: str
    resolvable: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        return KEYS[self.fields]


@dataclass(frozen=True)
class Context:
    """In `subgraph` these types set the context, each by the field named here."""

    subgraph: str
    fields: dict[str, str]

    @property
    def selection(self) -> str:
        """What an argument is filled with."""
        parts = (f"... on {type_name} {{ {name} }}" for type_name, name in self.fields.items())
        return f"$ctx {' '.join(parts)}"


@dataclass
class FieldPlan:
    """One field of the world.

    `owners` resolve it, each perhaps as a narrower type of its own (`types`). `external` subgraphs declare
    it so; `stale` ones had it before the first owner overrode them: for good, or with a `label` while that is
    on. `provides` has an owner's field set.
    `yields` are the object types or enum values that come out. A `sure` field is never null and never fails.
    A `live` one depends on how many mutations there were. One that `reads_context` has an argument for that,
    which clients do not see.
    """

    name: str
    type: str
    owners: list[str]
    arguments: str = ""
    requires: str = ""
    types: dict[str, str] = field(default_factory=dict)
    provides: dict[str, str] = field(default_factory=dict)
    external: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    label: str = ""
    yields: tuple[str, ...] = ()
    provided: bool = False
    required: bool = False
    inaccessible: bool = False
    sure: bool = False
    live: bool = False
    reads_context: bool = False

    @property
    def target(self) -> str:
        return named(self.type)

    @property
    def is_shared(self) -> bool:
        return len(self.owners) > 1 or self.provided

    @property
    def is_settled(self) -> bool:
        """Whether nothing special is said of it yet."""
        return not (self.requires or self.external or self.stale or self.types or self.provides)

    def type_in(self, subgraph: str) -> str:
        return self.types.get(subgraph, self.type)

    def resolved_in(self, subgraph: str, labels: frozenset[str]) -> bool:
        """Whether the subgraph resolves it with these labels on."""
        if subgraph in self.stale:
            return bool(self.label) and self.label not in labels
        waits = bool(self.label) and subgraph == self.owners[0] and self.label not in labels
        return subgraph in self.owners and not waits

    def declared_in(self, subgraph: str) -> bool:
        return subgraph in self.owners or subgraph in self.external or subgraph in self.stale


@dataclass
class TypePlan:
    """One object type. An entity has `keys` by the subgraph; those that only refer to it are no `homes`.

    `plain`: fields of keys that a subgraph gives without their being a key there. `whole`: the subgraphs
    that know the parts of its keys entirely. `extended`: those that only extend it. `other`: the type in its
    key field `o`. `ghostly`: the subgraphs that may not know some of its objects. `everywhere`: each of the
    homes gives all fields.
    """

    name: str
    fields: list[FieldPlan] = field(default_factory=list)
    keys: dict[str, list[KeyPlan]] = field(default_factory=dict)
    homes: list[str] = field(default_factory=list)
    plain: dict[str, list[str]] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    extended: set[str] = field(default_factory=set)
    ghostly: set[str] = field(default_factory=set)
    implements: dict[str, set[str]] = field(default_factory=dict)
    other: str = ""
    everywhere: bool = False
    is_entity: bool = False

    @property
    def number(self) -> str:
        return self.name[1:]

    def field(self, name: str) -> FieldPlan | None:
        return next((one for one in self.fields if one.name == name), None)

    def key_names(self, subgraph: str) -> list[str]:
        """The fields of keys that the subgraph has, plain ones last."""
        of_keys = [name for key in self.keys.get(subgraph, ()) for name in key.names]
        return list(dict.fromkeys([*of_keys, *self.plain.get(subgraph, ())]))

    def key_type(self, name: str) -> str:
        return KEY_TYPES[name].format(self.other if name == "o" else self.number)

    def knows_whole_parts(self, subgraph: str) -> bool:
        return subgraph in self.whole or any("x y" in key.fields for key in self.keys.get(subgraph, ()))

    def is_home(self, subgraph: str) -> bool:
        return subgraph in self.homes


@dataclass
class AbstractPlan:
    """An interface or union: its members, the subgraph that knows them all, and what each subgraph knows.

    `contract`: the fields of an interface besides `id`, with the widest type.
    """

    name: str
    members: list[str]
    home: str
    known: dict[str, list[str]] = field(default_factory=dict)
    contract: list[FieldPlan] = field(default_factory=list)

    def add(self, subgraph: str, members: list[str]) -> None:
        self.known[subgraph] = list(dict.fromkeys([*self.known.get(subgraph, ()), *members]))


@dataclass
class Blueprint:
    """A whole world. `masked` says whether there is a subgraph with an interface object."""

    names: list[str]
    types: dict[str, TypePlan] = field(default_factory=dict)
    abstract: dict[str, AbstractPlan] = field(default_factory=dict)
    colours: dict[str, list[str]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    masked: TypePlan | None = None
    context: Context | None = None

    @property
    def subgraphs(self) -> list[str]:
        return [*self.names, *([MASKS] if self.masked else [])]

    @property
    def entities(self) -> list[TypePlan]:
        return [one for one in self.types.values() if one.is_entity]

    @property
    def labels(self) -> list[str]:
        """Those of progressive overrides."""
        return sorted({plan.label for _, plan in self.every_field() if plan.label})

    def plans_of(self, type_name: str) -> list[FieldPlan]:
        """The fields of an object type, with those that an interface object lends it."""
        own = self.types[type_name].fields
        lent = self.masked and type_name in self.abstract[INTERFACE].members
        return [*own, *self.masked.fields] if lent and self.masked else own

    def possible(self, type_name: str) -> list[str]:
        """The object types that a field of this type may give."""
        plan = self.abstract.get(type_name)
        return plan.members if plan else [type_name]

    def every_field(self) -> Iterator[tuple[TypePlan, FieldPlan]]:
        masked = [self.masked] if self.masked else []
        return ((one, plan) for one in [*self.types.values(), *masked] for plan in one.fields)
