"""Random parts of federated graphs: each uses one thing that subgraphs can say, spread over several of them.

A part gives SDL for some of the subgraphs. What it names carries its own prefix, so any parts go together.
Most of what is drawn composes; what does not must not compose for any composer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

LINK = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", '
    '"@external", "@requires", "@provides", "@override", "@tag", "@inaccessible", "@extends", '
    '"@interfaceObject", "@composeDirective", "@authenticated", "@requiresScopes", "@policy", "@cost", '
    '"@listSize"])\n'
)
NAMES = ("alfa", "beta", "gamma", "delta")
LEAVES = ("Int", "Int!", "String", "ID!", "[Int]", "[String!]!", "Boolean")


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a part draws from: chance, the subgraphs, and the prefix of the names that are its own."""

    chance: random.Random
    names: Sequence[str]
    prefix: str

    def some(self, *options: str) -> str:
        return self.chance.choice(options)

    def maybe(self, text: str, odds: float = 0.5) -> str:
        return text if self.chance.random() < odds else ""

    def leaf(self) -> str:
        return self.chance.choice(LEAVES)

    def two(self) -> tuple[str, str]:
        first, second = self.chance.sample(list(self.names), 2)
        return first, second


Sdls = dict[str, str]
Part = Callable[[Drawing], Sdls]


def entities(draw: Drawing) -> Sdls:
    """An entity with one or two keys, in every subgraph, with fields of its own and shared ones."""
    p, leaf = draw.prefix, draw.leaf()
    sdls = {}
    for number, name in enumerate(draw.names):
        keys = '@key(fields: "id")' + draw.maybe(' @key(fields: "k { n }")')
        inner = f" k: {p}K" if "k {" in keys else ""
        shared = f" shared: {leaf} @shareable" if number < 2 else ""
        sdls[name] = f"type {p}E {keys} {{ id: ID!{inner} own{number}: {draw.leaf()}{shared} }}"
        sdls[name] += f" type {p}K @shareable {{ n: Int! }}" if inner else ""
    sdls[draw.names[0]] += f" extend type Query {{ {p}one: {p}E {p}many: [{p}E!]! }}"
    return sdls


def references(draw: Drawing) -> Sdls:
    """A subgraph that only names an entity, by a key it does not resolve."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f'type {p}E @key(fields: "id") {{ id: ID! x: {draw.leaf()} }} extend type'
        f" Query {{ {p}e: {p}E }}",
        second: f'type {p}E @key(fields: "id", resolvable: false) {{ id: ID! }}'
        f' type {p}F @key(fields: "id") {{ id: ID! e: {p}E }} extend type Query {{ {p}f: [{p}F] }}',
    }


def requirements(draw: Drawing) -> Sdls:
    """A field that requires others, nested or not."""
    p, (first, second) = draw.prefix, draw.two()
    nested = draw.maybe("n")
    needed = " w { d }" if nested else ""
    inner = f" type {p}W {draw.maybe('@shareable')} {{ d: Int h: Int }}" if nested else ""
    away = f" type {p}W {{ d: Int @external }}" if nested else ""
    return {
        first: f'type {p}E @key(fields: "id") {{ id: ID! x: Int{f" w: {p}W" if nested else ""} }}{inner}'
        f" extend type Query {{ {p}e: {p}E }}",
        second: f'{draw.maybe("extend ", 0.3)}type {p}E @key(fields: "id") {{ id: ID! x: Int @external'
        f'{f" w: {p}W @external" if nested else ""} y: {draw.leaf()} @requires(fields: "x{needed}") }}{away}',
    }


def provisions(draw: Drawing) -> Sdls:
    """A field that provides what another subgraph owns."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f'type {p}E @key(fields: "id") {{ id: ID! x: Int @shareable z: {draw.leaf()} }}'
        f" extend type Query {{ {p}e: {p}E }}",
        second: f'type {p}E @key(fields: "id") {{ id: ID! x: Int @external }}'
        f" extend type Query {{ {p}q: {draw.some('{}', '[{}]', '[{}!]!').format(p + 'E')}"
        f' @provides(fields: "x") }}',
    }


def overrides(draw: Drawing) -> Sdls:
    """A field that moves, at once or by label."""
    p, (first, second) = draw.prefix, draw.two()
    label = draw.maybe(f', label: "{draw.some("percent(10)", "percent(0.5)", "nieuw")}"')
    source = draw.some(first, first, first, "weg")
    gone = draw.maybe("x: Int ") if source == "weg" or not label else "x: Int "
    gone = "" if source == "weg" else gone
    return {
        first: f'type {p}E @key(fields: "id") {{ id: ID! {gone}a: Int }} extend type Query {{ {p}e: {p}E }}',
        second: f'type {p}E @key(fields: "id") {{ id: ID! x: Int @override(from: "{source}"{label}) }}',
    }


def hidden(draw: Drawing) -> Sdls:
    """What is inaccessible: a field, an argument, an enum's value, an input field, a whole type."""
    p, (first, second) = draw.prefix, draw.two()
    mark = "@inaccessible"
    return {
        first: f"extend type Query {{ {p}a(x: Int {draw.maybe(mark)} i: {p}In): {p}N {p}h: {p}H {mark} }}"
        f" enum {p}N {{ A B {draw.maybe(mark)} }} input {p}In {{ a: Int b: Int {draw.maybe(mark)} }}"
        f" type {p}H @shareable {draw.some(mark, mark, '')} {{ x: Int y: Int {draw.maybe(mark)} }}",
        second: f"type {p}H @shareable {{ x: Int{draw.maybe(' y: Int')} }} extend type"
        f" Query {{ {p}g: {p}H {mark} }}",
    }


def tags(draw: Drawing) -> Sdls:
    """Tags that several subgraphs give."""
    p, (first, second) = draw.prefix, draw.two()

    def tag() -> str:
        return draw.maybe(f'@tag(name: "{draw.some("een", "twee", "drie")}")')

    return {
        name: f"type {p}V @shareable {tag()} {{ x: Int {tag()} {tag()} y(a: Int {tag()}): {p}N }}"
        f" enum {p}N {tag()} {{ A {tag()} B }} extend type Query {{ {p}{name}: {p}V {tag()} }}"
        for name in (first, second)
    }


def enums(draw: Drawing) -> Sdls:
    """An enum for input, for output or for both, whose values differ."""
    p, (first, second) = draw.prefix, draw.two()
    use = draw.some("(e: {0}): Int", ": {0}", ": [{0}!]!", "(e: {0}!): {0}", ": Int")
    same = "{0}!" in use and "(" in use
    values = {first: "A B" + draw.maybe(" C", 0.0 if same else 0.5)}
    values[second] = "A B" + draw.maybe(" D", 0.0 if same else 0.5)
    return {
        name: f"enum {p}N {{ {listed} }} extend type Query {{ {p}{name}{use.format(p + 'N')} }}"
        for name, listed in values.items()
    }


def inputs(draw: Drawing) -> Sdls:
    """An input object of which some fields are only in one subgraph."""
    p, (first, second) = draw.prefix, draw.two()
    default = draw.maybe(" = 3")
    own = draw.maybe(f" extra: {draw.some('Int', '[Int!]', 'Int! = 5')}", 0.6)
    extra = own if "!" not in own or "[" in own else ""
    return {
        first: f"input {p}In {{ a: Int{default} b: {draw.some('Int', 'Int!')}{extra} n: {p}Nested }}"
        f" input {p}Nested {{ v: [Int!] }} extend type Query {{ {p}x(i: {p}In{draw.maybe('!')}): Int }}",
        second: f"input {p}In {{ a: Int{default} b: {draw.some('Int', 'Int!')} n: {p}Nested }}"
        f" input {p}Nested {{ v: {draw.some('[Int!]', '[Int!]!')} }}"
        f" extend type Query {{ {p}y(i: [{p}In]): Int }}",
    }


def unions(draw: Drawing) -> Sdls:
    """A union of which each subgraph knows its own members."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f"union {p}U = {p}A | {p}B type {p}A @shareable {{ x: Int }} type {p}B {{ b: Int }}"
        f" extend type Query {{ {p}u: {p}U }}",
        second: f"union {p}U = {p}A{draw.maybe(f' | {p}C')} type {p}A @shareable {{ x: Int }}"
        f" type {p}C {{ c: {draw.leaf()} }} extend type Query {{ {p}v: [{p}U!] {p}c: {p}C }}",
    }


def interfaces(draw: Drawing) -> Sdls:
    """Interfaces that extend one another, over entities and values."""
    p, (first, second) = draw.prefix, draw.two()
    parent = draw.maybe("n")
    inherits = f" implements {p}Root" if parent else ""
    both = f"{p}I & {p}Root" if parent else f"{p}I"
    root = f"interface {p}Root {{ x: Int }} " if parent else ""
    return {
        first: f"{root}interface {p}I{inherits} {{ x: Int s: String }}"
        f" type {p}A implements {both} {{ x: {draw.some('Int', 'Int!')} s: String }}"
        f' type {p}B implements {both} @key(fields: "id") {{ id: ID! x: Int s: String }}'
        f" extend type Query {{ {p}i: [{p}I] }}",
        second: f'type {p}B @key(fields: "id") {{ id: ID! y: {draw.leaf()} }} extend type'
        f" Query {{ {p}b: {p}B }}",
    }


def masks(draw: Drawing) -> Sdls:
    """An interface object: fields for all implementations of an interface."""
    p, (first, second) = draw.prefix, draw.two()
    need = draw.maybe("n", 0.4)
    external = " s: String @external" if need else ""
    requires = ' @requires(fields: "s")' if need else ""
    second_key = draw.maybe(' @key(fields: "k")')
    return {
        first: f'interface {p}I @key(fields: "id") {{ id: ID! s: String }}'
        f' type {p}A implements {p}I @key(fields: "id") {{ id: ID! s: String a: Int }}'
        f' type {p}B implements {p}I @key(fields: "id"){second_key}'
        f" {{ id: ID! k: ID! s: String }} extend type Query {{ {p}i: {p}I }}",
        second: f'type {p}I @interfaceObject @key(fields: "id") {{ id: ID!{external} m:'
        f" {draw.leaf()}{requires} }}" + draw.maybe(f" extend type Query {{ {p}m: [{p}I!] }}"),
    }
