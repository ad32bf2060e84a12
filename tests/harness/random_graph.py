"""Random worlds: a monolithic schema, cut at random into subgraphs, and random queries over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from graphql import build_schema
from harness.composed import LINK
from harness.world import Laws

T = TypeVar("T")
LEAVES = ("String", "String!", "Int", "Int!", "[String]", "[Int!]!")
NULLABLE_LEAVES = ("String", "Int", "[String]")
"""What may be required: a required field that is non-null takes its whole object with it when it fails."""

WRAPPERS = ("{}", "{}!", "[{}]", "[{}!]!", "[{}!]")


class Chooser(Protocol):
    """Draws numbers: from a seeded generator, or from hypothesis, which can then shrink."""

    def integer(self, low: int, high: int) -> int: ...


def pick(chooser: Chooser, options: Sequence[T]) -> T:
    return options[chooser.integer(0, len(options) - 1)]


def chance(chooser: Chooser, percent: int) -> bool:
    return chooser.integer(1, 100) <= percent


@dataclass
class FieldPlan:
    """One field of the world and the subgraphs that resolve it."""

    name: str
    type: str
    owners: list[str]
    arguments: str = ""
    needs: str | None = None

    @property
    def target(self) -> str:
        return self.type.strip("[]!")


@dataclass
class TypePlan:
    """One entity: its fields, and by which keys each subgraph knows it."""

    name: str
    keys: dict[str, list[str]]
    fields: list[FieldPlan] = field(default_factory=list)


@dataclass(frozen=True)
class RandomGraph:
    """What was drawn: the monolith's SDL, the subgraphs' SDL by name, and the laws of the world."""

    monolith: str
    subgraphs: dict[str, str]
    laws: Laws


class GraphDrawing:
    """Draws one graph. Everything it decides comes from the chooser."""

    def __init__(self, chooser: Chooser) -> None:
        self._draw = chooser
        self._names = ["a", "b", "c", "d"][: chooser.integer(2, 4)]
        self._types = [TypePlan(f"E{n}", {}) for n in range(chooser.integer(2, 4))]
        self._roots: list[FieldPlan] = []
        self._members: dict[str, list[str]] = {}
        self._home: str | None = None
        self._masked: str | None = None
        self._mask_fields: list[FieldPlan] = []

    def draw(self) -> RandomGraph:
        for type_plan in self._types:
            self._settle(type_plan)
        self._abstract()
        for type_plan in self._types:
            self._fields(type_plan)
        self._root_fields()
        self._complete()
        monolith = self._monolith()
        laws = Laws(
            monolith=build_schema(monolith),
            members={name: tuple(members) for name, members in self._members.items()},
            requires=self._requirements(),
            salt=self._draw.integer(0, 10_000),
        )
        return RandomGraph(monolith, {name: self._sdl(name) for name in self._all_names()}, laws)

    def _requirements(self) -> dict[tuple[str, str], str]:
        members = self._members["I"]
        masked = {(name, f.name): f.needs for name in members for f in self._mask_fields if f.needs}
        return {(t.name, f.name): f.needs for t in self._types for f in t.fields if f.needs} | masked

    def _all_names(self) -> list[str]:
        return [*self._names, *([self._masked] if self._masked else [])]

    def _settle(self, type_plan: TypePlan) -> None:
        """In which subgraphs the type lives, and by which keys. The first one has them all."""
        homes = [name for name in self._names if chance(self._draw, 60)] or [self._names[0]]
        for number, name in enumerate(homes):
            type_plan.keys[name] = (
                ["id", "k"] if number == 0 else pick(self._draw, [["id"], ["id"], ["k"], ["id", "k"]])
            )

    def _abstract(self) -> None:
        members = [t.name for t in self._types if chance(self._draw, 60)] or [self._types[0].name]
        self._members = {
            "I": members,
            "U": [t.name for t in self._types if chance(self._draw, 60)] or members,
        }
        self._home = pick(self._draw, self._names)
        for type_plan in self._types:
            if type_plan.name in members:
                keys = type_plan.keys.setdefault(self._home, ["id"])
                if "id" not in keys:
                    keys.insert(0, "id")
                type_plan.fields.append(FieldPlan("common", "String", [self._home]))
        if chance(self._draw, 50):
            self._masked = "m"
            self._mask_fields = [FieldPlan("masked", pick(self._draw, LEAVES), ["m"])]
            if chance(self._draw, 50):
                self._mask_fields.append(FieldPlan("maskedToo", "String", ["m"], needs="common"))

    def _fields(self, type_plan: TypePlan) -> None:
        homes = list(type_plan.keys)
        for number in range(self._draw.integer(1, 4)):
            owners = [pick(self._draw, homes)]
            if chance(self._draw, 25):
                owners = list(dict.fromkeys([*owners, pick(self._draw, homes)]))
            arguments = "(n: Int)" if chance(self._draw, 20) else ""
            type_plan.fields.append(FieldPlan(f"f{number}", pick(self._draw, LEAVES), owners, arguments))
        for number in range(self._draw.integer(0, 2)):
            target = pick(self._draw, [*(t.name for t in self._types), "I", "U", "V"])
            owners = [pick(self._draw, homes)]
            if target == "V" and chance(self._draw, 30):
                owners = list(dict.fromkeys([*owners, pick(self._draw, homes)]))
            type_plan.fields.append(
                FieldPlan(f"r{number}", pick(self._draw, WRAPPERS).format(target), owners)
            )
        self._requiring(type_plan, homes)

    def _requiring(self, type_plan: TypePlan, homes: list[str]) -> None:
        for number in range(self._draw.integer(0, 2)):
            owner = pick(self._draw, homes)
            able = [
                f
                for f in type_plan.fields
                if not f.arguments and owner not in f.owners and f.type in NULLABLE_LEAVES
            ]
            if able:
                needed = pick(self._draw, able)
                type_plan.fields.append(FieldPlan(f"q{number}", "String", [owner], needs=needed.name))

    def _root_fields(self) -> None:
        for type_plan in self._types:
            for name, wrapper in (("one", "{}"), ("many", "[{}!]!")):
                if chance(self._draw, 60):
                    owner = pick(self._draw, list(type_plan.keys))
                    field_plan = FieldPlan(name + type_plan.name, wrapper.format(type_plan.name), [owner])
                    self._roots.append(field_plan)
        assert self._home is not None
        self._roots.append(FieldPlan("someI", pick(self._draw, WRAPPERS).format("I"), [self._home]))
        if chance(self._draw, 60):
            self._roots.append(
                FieldPlan("someU", pick(self._draw, WRAPPERS).format("U"), [pick(self._draw, self._names)])
            )
        if self._masked:
            self._roots.append(
                FieldPlan("someMasked", pick(self._draw, WRAPPERS).format("I"), [self._masked])
            )

    def _complete(self) -> None:
        """Give every subgraph the types that its fields return, at least as references."""
        by_name = {t.name: t for t in self._types}
        owned = [(f, owner) for t in self._types for f in t.fields for owner in f.owners]
        owned += [(f, owner) for f in self._roots for owner in f.owners]
        for field_plan, owner in owned:
            if owner == self._masked:
                continue
            for name in self._members.get(field_plan.target, [field_plan.target]):
                if name in by_name:
                    keys = by_name[name].keys.setdefault(owner, ["id"])
                    if "id" not in keys:
                        keys.append("id")

    def _monolith(self) -> str:
        lines = ["type V { x: String y: Int! }"]
        masked = "".join(f" {f.name}: {f.type}" for f in self._mask_fields)
        lines.append(f"interface I {{ id: ID! common: String{masked} }}")
        lines.append(f"union U = {' | '.join(self._members['U'])}")
        for t in self._types:
            is_member = t.name in self._members["I"]
            head = f"type {t.name}{' implements I' if is_member else ''}"
            fields = [f"{f.name}{f.arguments}: {f.type}" for f in t.fields]
            lines.append(f"{head} {{ id: ID! k: ID! {' '.join(fields)}{masked if is_member else ''} }}")
        roots = " ".join(f"{f.name}: {f.type}" for f in self._roots)
        lines.append(f"type Query {{ {roots} }}")
        return "\n".join(lines)

    def _sdl(self, name: str) -> str:
        if name == self._masked:
            return self._masked_sdl()
        lines = [LINK, "type V @shareable { x: String y: Int! }"]
        targets = {f.target for t in self._types for f in t.fields if name in f.owners}
        targets |= {f.target for f in self._roots if name in f.owners}
        interface = name == self._home or "I" in targets
        if interface:
            home = name == self._home
            common = " common: String" if home else ""
            key = ' @key(fields: "id")' if home else ""
            lines.append(f"interface I{key} {{ id: ID!{common} }}")
        if "U" in targets:
            lines.append(f"union U = {' | '.join(self._members['U'])}")
        lines += [
            self._type_sdl(t, name, interface and t.name in self._members["I"])
            for t in self._types
            if name in t.keys
        ]
        roots = " ".join(f"{f.name}: {f.type}" for f in self._roots if name in f.owners)
        if roots:
            lines.append(f"type Query {{ {roots} }}")
        return "\n".join(lines)

    def _type_sdl(self, t: TypePlan, name: str, implements: bool) -> str:
        keys = " ".join(f'@key(fields: "{key}")' for key in t.keys[name])
        fields = [f"{key}: ID!" for key in t.keys[name]]
        external: dict[str, FieldPlan] = {}
        by_name = {f.name: f for f in t.fields}
        for f in t.fields:
            if name not in f.owners:
                continue
            shareable = " @shareable" if len(f.owners) > 1 else ""
            if f.needs:
                external[f.needs] = by_name[f.needs]
            fields.append(f"{f.name}{f.arguments}: {f.type}{shareable}{_requires(f)}")
        fields += [f"{f.name}{f.arguments}: {f.type} @external" for f in external.values()]
        head = f"type {t.name}{' implements I' if implements else ''}"
        return f"{head} {keys} {{ {' '.join(fields)} }}"

    def _masked_sdl(self) -> str:
        fields = [f"{f.name}: {f.type}{_requires(f)}" for f in self._mask_fields]
        if any(f.needs for f in self._mask_fields):
            fields.append("common: String @external")
        roots = " ".join(f"{f.name}: {f.type}" for f in self._roots if self._masked in f.owners)
        return (
            f'{LINK}type I @interfaceObject @key(fields: "id") {{ id: ID! {" ".join(fields)} }}\n'
            f"type Query {{ {roots} }}"
        )


def _requires(one: FieldPlan) -> str:
    return f' @requires(fields: "{one.needs}")' if one.needs else ""
