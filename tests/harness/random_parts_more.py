"""More random parts: how fields merge, who may see them, what they cost, and the ways to write a subgraph."""

from __future__ import annotations

from harness.random_parts import Drawing, Sdls


def arguments(draw: Drawing) -> Sdls:
    """A shared field whose arguments differ in presence, type and default."""
    p, (first, second) = draw.prefix, draw.two()
    default = draw.some("", " = 1", " = 2")
    return {
        first: f"extend type Query {{ {p}x(a: Int{default}, b: {draw.some('Int', 'Int!')}"
        f"{draw.maybe(', c: [String]')}): Int @shareable }}",
        second: f"extend type Query {{ {p}x(a: Int{default}, b:"
        f" {draw.some('Int', 'Int!')}): Int @shareable }}",
    }


def widths(draw: Drawing) -> Sdls:
    """Shared fields whose types differ, and still go together."""
    p, (first, second) = draw.prefix, draw.two()
    pairs = (
        ("Int", "Int!"),
        ("[Int]", "[Int!]!"),
        (f"{p}I", f"{p}T"),
        (f"[{p}I]", f"[{p}T!]"),
    )
    wide, narrow = draw.chance.choice(pairs)
    if draw.chance.random() < 0.5:
        wide, narrow = narrow, wide
    shared = f"type {p}T implements {p}I @shareable {{ x: Int }} interface {p}I {{ x: Int }}"
    return {
        first: f"{shared} extend type Query {{ {p}x: {wide} @shareable }}",
        second: f"{shared} extend type Query {{ {p}x: {narrow} @shareable }}",
    }


def words(draw: Drawing) -> Sdls:
    """Descriptions and deprecations that differ."""
    p = draw.prefix

    def described() -> str:
        return draw.some("", '"Een" ', '"Een" ', '"Twee" ', '"""\nEen\ntwee\n""" ')

    def deprecated() -> str:
        return draw.some("", "", " @deprecated", ' @deprecated(reason: "oud")')

    return {
        name: f"{described()}type {p}V @shareable {{ {described()}x(\n{described()}a: Int{deprecated()}): Int"
        f" {described()}y: {p}N{deprecated()} }} {described()}enum {p}N {{ {described()}A B{deprecated()} }}"
        f" extend type Query {{ {p}{name}: {p}V{deprecated()} }}"
        for name in draw.names
    }


def scalars(draw: Drawing) -> Sdls:
    """A scalar and executable directives, which every subgraph must know to keep."""
    p, (first, second) = draw.prefix, draw.two()
    where = draw.some("FRAGMENT_SPREAD", "INLINE_FRAGMENT | QUERY", "QUERY")
    url = draw.maybe(' @specifiedBy(url: "https://example.org/datum")')
    sdls = {
        name: f"directive @{p}d(a: Int) on FIELD | {where}"
        for name in draw.names
        if draw.chance.random() < 0.9
    }
    for name in (first, second):
        sdls[name] = f"{sdls.get(name, '')} scalar {p}Datum{url} extend type Query {{ {p}{name}: {p}Datum }}"
    return sdls


def composed_directives(draw: Drawing) -> Sdls:
    """A directive of an own specification that is kept."""
    p, (first, second) = draw.prefix, draw.two()
    repeatable = draw.maybe("repeatable ")
    return {
        name: f'extend schema @link(url: "https://example.org/{p}eigen/v1.{minor}", import: ["@{p}m"])'
        f' @composeDirective(name: "@{p}m") directive @{p}m(a: Int = 1) {repeatable}on'
        f" FIELD_DEFINITION | OBJECT"
        f" type {p}V @shareable {draw.maybe(f'@{p}m')} {{ x: Int @{p}m(a: {draw.some('1', '2')}) }}"
        f" extend type Query {{ {p}{name}: {p}V }}"
        for minor, name in enumerate((first, second))
    }


def gates(draw: Drawing) -> Sdls:
    """Authorization that subgraphs ask together."""
    p, (first, second) = draw.prefix, draw.two()

    def gate() -> str:
        scopes = draw.some('[["a"]]', '[["a", "b"]]', '[["a"], ["b"]]', '[["b"]]')
        return draw.some(
            "", "@authenticated", f"@requiresScopes(scopes: {scopes})", f"@policy(policies: {scopes})"
        )

    return {
        name: f"type {p}V @shareable {gate()} {{ x: Int {gate()} y: {p}N }} enum {p}N {gate()} {{ A }}"
        f" extend type Query {{ {p}{name}: {p}V {gate()} }}"
        for name in (first, second)
    }


def gated_interfaces(draw: Drawing) -> Sdls:
    """Requirements of implementations, which an interface takes over."""
    p, (first, _) = draw.prefix, draw.two()
    gate = draw.some("@authenticated", '@requiresScopes(scopes: [["a"]])')
    return {
        first: f"interface {p}I {{ x: Int }} type {p}A implements {p}I {draw.maybe(gate)} {{ x: Int }}"
        f" type {p}B implements {p}I {{ x: Int {gate} }} extend type Query {{ {p}i: {p}I }}"
    }


def costs(draw: Drawing) -> Sdls:
    """Costs and list sizes; the greatest counts."""
    p, (first, second) = draw.prefix, draw.two()

    def cost() -> str:
        return draw.maybe(f"@cost(weight: {draw.some('1', '5', '20')})")

    def size() -> str:
        return draw.some(
            "", "@listSize(assumedSize: 5)", "@listSize(assumedSize: 10)",
            '@listSize(slicingArguments: ["first"])',
            '@listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)',
        )  # fmt: skip

    return {
        name: f"type {p}V @shareable {cost()} {{ x: Int {cost()} }} scalar {p}D {cost()}"
        f" enum {p}N {cost()} {{ A }} input {p}In {{ a: Int {cost()} }} extend type Query {{"
        f" {p}l(first: Int {cost()}, last: Int): [{p}V] @shareable {size()} {cost()}"
        f" {p}{name}(i: {p}In): {p}N {p}d{name}: {p}D }}"
        for name in (first, second)
    }


def changes(draw: Drawing) -> Sdls:
    """Mutations and subscriptions, with root types of any name."""
    p, (first, second) = draw.prefix, draw.two()
    shared = draw.maybe(" @shareable", 0.2)
    return {
        first: f"extend type Mutation {{ {p}m(a: Int!): {p}R s{p}: Int{shared} }} type {p}R {{ ok: Boolean }}"
        f" extend type Subscription {{ {p}s: {p}R }}",
        second: f"extend type Mutation {{ {p}n: Int{f' s{p}: Int{shared}' if shared else ''} }}",
    }


def contexts(draw: Drawing) -> Sdls:
    """An argument that is filled from an ancestor."""
    p, (first, second) = draw.prefix, draw.two()
    use = '@federation__fromContext(field: "$' + p + 'c { v }")'
    return {
        first: f'type {p}P @key(fields: "id") @federation__context(name: "{p}c") {{ id: ID! v: Int e: {p}E }}'
        f' type {p}E @key(fields: "id") {{ id: ID! x(v: Int {use}{draw.maybe(", n: Int")}): Int }}'
        f" extend type Query {{ {p}p: {p}P }}",
        second: f'type {p}E @key(fields: "id") {{ id: ID! y: {draw.leaf()} }}',
    }


def chains(draw: Drawing) -> Sdls:
    """Entities that are reached by way of others, over keys that not all subgraphs have."""
    p, names = draw.prefix, list(draw.names)
    sdls = {}
    for number, name in enumerate(names):
        key = f'@key(fields: "k{number}")'
        former = f' @key(fields: "k{number - 1}")' if number and draw.chance.random() < 0.9 else ""
        fields = f"k{number}: ID!{f' k{number - 1}: ID!' if former else ''} x{number}: {draw.leaf()}"
        sdls[name] = f"type {p}E {key}{former} {{ {fields} }}"
    sdls[names[0]] += f" extend type Query {{ {p}e: {p}E }}"
    return sdls


def values(draw: Drawing) -> Sdls:
    """A value type whose fields only some subgraphs have: reachable where all roots can give them."""
    p, (first, second) = draw.prefix, draw.two()
    extra = draw.maybe(" z: Int", 0.4)
    return {
        first: f"type {p}V @shareable {{ x: Int{extra} }} extend type Query {{ {p}v: {p}V @shareable }}",
        second: f"type {p}V @shareable {{ x: Int }} extend type Query {{ {p}v: {p}V @shareable }}",
    }


def nested_keys(draw: Drawing) -> Sdls:
    """A key that goes into another entity."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f'type {p}A @key(fields: "b {{ id }} n") {{ b: {p}B! n: Int! x: Int }}'
        f' type {p}B @key(fields: "id") {{ id: ID! y: {draw.leaf()} }} extend type Query {{ {p}a: {p}A }}',
        second: f'type {p}A @key(fields: "b {{ id }} n") {{ b: {p}B! n: Int! z: {draw.leaf()} }}'
        f' type {p}B @key(fields: "id"{draw.maybe(", resolvable: false")}) {{ id: ID! }}',
    }


def first_federation(draw: Drawing) -> Sdls:
    """Types in the manner of Federation 1, whatever the subgraph's own version."""
    p, (first, second) = draw.prefix, draw.two()
    extended = draw.some(f"extend type {p}E", f"type {p}E @extends")
    return {
        first: f'type {p}E @key(fields: "id") {{ id: ID! x: {draw.leaf()} }} extend type'
        f" Query {{ {p}e: {p}E }}",
        second: f'{extended} @key(fields: "id") {{ id: ID! @external z: {draw.leaf()} }}',
    }


def member_widths(draw: Drawing) -> Sdls:
    """A shared field that is a union here and one of its members there."""
    p, (first, second) = draw.prefix, draw.two()
    shared = f"type {p}T @shareable {{ x: Int }} union {p}U = {p}T extend type Query {{ {p}x: {p}"
    return {first: f"{shared}U @shareable }}", second: f"{shared}T @shareable }}"}


def narrow_lists(draw: Drawing) -> Sdls:
    """An input field whose list may hold nulls here and not there."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f"input {p}In {{ v: [Int] }} extend type Query {{ {p}x(i: {p}In): Int }}",
        second: f"input {p}In {{ v: [Int!] }} extend type Query {{ {p}y(i: {p}In): Int }}",
    }


def strict_directives(draw: Drawing) -> Sdls:
    """An executable directive whose argument must be given in some subgraphs only."""
    must = draw.chance.choice(list(draw.names))
    name = f"{draw.prefix}d"
    return {one: f"directive @{name}(a: Int{'!' if one == must else ''}) on FIELD" for one in draw.names}


def repeatable_directives(draw: Drawing) -> Sdls:
    """An executable directive that may be repeated in some subgraphs only."""
    often = draw.chance.choice(list(draw.names))
    name = f"{draw.prefix}d"
    return {one: f"directive @{name} {'repeatable ' if one == often else ''}on FIELD" for one in draw.names}


def lone_defaults(draw: Drawing) -> Sdls:
    """A shared field whose argument has a default in one subgraph only."""
    p, (first, second) = draw.prefix, draw.two()
    return {
        first: f"extend type Query {{ {p}x(a: Int = 1): Int @shareable }}",
        second: f"extend type Query {{ {p}x(a: Int): Int @shareable }}",
    }
