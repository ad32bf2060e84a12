"""Mutated sets: every mutation of the catalogue, made to several random sets."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from harness.composers import SubgraphSet
from harness.draft import Definition, Draft, Member
from harness.mutations import (
    Mutation,
    adding,
    adding_member,
    adding_text,
    copying,
    dropping,
    entity_fields,
    kind,
    linked,
    marked_members,
    marked_types,
    members,
    mutated,
    on_argument,
    removing,
    renaming,
    rewriting,
    typed,
    types,
    whole,
    with_arguments,
)


def _argument(**changes: str) -> Mutation:
    """A mutation of an argument's attributes: named after them."""

    def change(argument: Member) -> None:
        for name, value in changes.items():
            setattr(argument, name, value)

    words = "-".join(f"{name}-{value.strip('[]!')}" for name, value in changes.items())
    return Mutation(
        f"argument-{words}{'!' if '!' in str(changes) else ''}", with_arguments, on_argument(change)
    )


def _without_member(turn: object, target: object) -> None:
    assert isinstance(target, Definition)
    if target.union:
        target.union.pop()


def _without_interfaces(turn: object, target: object) -> None:
    assert isinstance(target, Definition)
    target.interfaces.clear()


DROPPED = (
    "key",
    "shareable",
    "external",
    "requires",
    "provides",
    "override",
    "interfaceObject",
    "inaccessible",
)
CATALOGUE: tuple[Mutation, ...] = (
    *(Mutation(f"no-{name}-on-type", marked_types(name), dropping(name)) for name in DROPPED),
    *(Mutation(f"no-{name}-on-field", marked_members(name), dropping(name)) for name in DROPPED),
    *(
        Mutation(f"{name}-on-{place}", candidates, adding(f"@{text}"))
        for place, candidates in (
            ("field", members("type")),
            ("interface-field", members("interface")),
            ("entity-field", entity_fields),
        )
        for name, text in {
            "external": "external",
            "shareable": "shareable",
            "inaccessible": "inaccessible",
            "requires-unknown": 'requires(fields: "niets")',
            "requires-typename": 'requires(fields: "__typename")',
            "provides-unknown": 'provides(fields: "niets")',
            "override-other": 'override(from: "{other}")',
            "override-self": 'override(from: "{self}")',
            "override-nobody": 'override(from: "niemand")',
            "cost": "cost(weight: 3)",
            "list-size": "listSize(assumedSize: 3)",
            "authenticated": "authenticated",
            "tag": 'tag(name: "etiket")',
            "unknown-directive": "niets",
        }.items()
    ),
    *(
        Mutation(f"{name}-on-{place}", types(place), adding(f"@{text}"))
        for place in ("type", "interface", "enum", "union", "input", "scalar")
        for name, text in {
            "inaccessible": "inaccessible",
            "shareable": "shareable",
            "key-unknown": 'key(fields: "niets")',
            "authenticated": "authenticated",
            "tag": 'tag(name: "etiket")',
        }.items()
        if (place, name) != ("union", "authenticated")
    ),
    Mutation("external-on-type", types("type"), adding("@external")),
    Mutation("extends-on-type", types("type"), adding("@extends")),
    Mutation("interface-object-on-type", types("type"), adding("@interfaceObject")),
    Mutation("key-syntax", marked_types("key"), rewriting("key", '@key(fields: "id {")')),
    Mutation("key-number", marked_types("key"), rewriting("key", "@key(fields: 3)")),
    Mutation("key-typename", marked_types("key"), rewriting("key", '@key(fields: "__typename")')),
    Mutation("key-directive", marked_types("key"), rewriting("key", '@key(fields: "id @include(if: true)")')),
    Mutation("key-alias", marked_types("key"), rewriting("key", '@key(fields: "x: id")')),
    Mutation(
        "key-unresolvable", marked_types("key"), rewriting("key", '@key(fields: "id", resolvable: false)')
    ),
    Mutation("key-leaf-selection", marked_types("key"), rewriting("key", '@key(fields: "id { x }")')),
    Mutation("requires-itself", entity_fields, adding('@requires(fields: "id")')),
    Mutation(
        "requires-syntax", marked_members("requires"), rewriting("requires", '@requires(fields: "x }")')
    ),
    Mutation(
        "requires-argument", marked_members("requires"), rewriting("requires", '@requires(fields: "x(n: 1)")')
    ),
    Mutation("provides-own", members("type"), adding('@provides(fields: "id")')),
    Mutation(
        "override-label-bad",
        marked_members("override"),
        rewriting("override", '@override(from: "{other}", label: "percent(101)")'),
    ),
    Mutation("field-nullable", members("type"), typed(lambda one: one.rstrip("!"))),
    Mutation("field-non-null", members("type"), typed(lambda one: one.rstrip("!") + "!")),
    Mutation("field-list", members("type"), typed(lambda one: f"[{one}]")),
    Mutation("field-float", members("type"), typed(lambda _: "Float")),
    Mutation("field-unknown-type", members("type"), typed(lambda _: "Nergens")),
    Mutation("field-query", members("type"), typed(lambda _: "Query")),
    Mutation("field-gone", members("type"), removing),
    Mutation("field-renamed", members("type"), renaming),
    Mutation("field-copied", entity_fields, copying),
    Mutation("value-type-field-copied", members("type"), copying),
    Mutation("interface-field-gone", members("interface"), removing),
    Mutation("interface-field-renamed", members("interface"), renaming),
    Mutation("interface-field-float", members("interface"), typed(lambda _: "Float")),
    Mutation("interface-field-new", types("interface"), adding_member(Member("nieuw", "Int"))),
    Mutation(
        "implements-none",
        lambda draft: [one for one in draft.definitions if one.interfaces],
        _without_interfaces,
    ),
    Mutation("input-field-gone", members("input"), removing),
    Mutation("input-field-required", members("input"), typed(lambda one: one.rstrip("!") + "!")),
    Mutation("input-field-float", members("input"), typed(lambda _: "Float")),
    Mutation("input-field-renamed", members("input"), renaming),
    Mutation("input-field-new-required", types("input"), adding_member(Member("nieuw", "Int!"))),
    Mutation("input-field-new-default", types("input"), adding_member(Member("nieuw", "Int!", "7"))),
    Mutation("input-field-hidden", members("input"), adding("@inaccessible")),
    Mutation("value-gone", members("enum"), removing),
    Mutation("value-new", types("enum"), adding_member(Member("NIEUW"))),
    Mutation("value-renamed", members("enum"), renaming),
    Mutation("value-hidden", members("enum"), adding("@inaccessible")),
    Mutation("union-member-gone", types("union"), _without_member),
    _argument(type="Int!"),
    _argument(type="Float"),
    _argument(default="9"),
    _argument(default='"tekst"'),
    _argument(name="anders"),
    _argument(name="anders", type="Int!"),
    Mutation(
        "argument-hidden", with_arguments, on_argument(lambda one: one.directives.append("@inaccessible"))
    ),
    Mutation("type-gone", types("type"), removing),
    Mutation("enum-gone", types("enum"), removing),
    Mutation("type-renamed", types("type"), renaming),
    Mutation("type-to-scalar", types("type"), kind("scalar", "")),
    Mutation("type-to-input", types("type"), kind("input", "{ id: ID }")),
    Mutation("type-to-interface", types("type"), kind("interface", "{ id: ID! }")),
    Mutation("type-to-union", types("type"), kind("union", "= Query")),
    Mutation("enum-to-scalar", types("enum"), kind("scalar", "")),
    Mutation("input-to-scalar", types("input"), kind("scalar", "")),
    Mutation("interface-to-type", types("interface"), kind("type", "{ id: ID! x: Int s: String }")),
    Mutation("scalar-to-enum", types("scalar"), kind("enum", "{ A }")),
    Mutation("text-syntax", whole, adding_text("type {")),
    Mutation("text-type-without-fields", whole, adding_text("type Leeg")),
    Mutation("text-empty-extension", whole, adding_text("extend type Vreemd { x: Int }")),
    Mutation("text-type-named-query", whole, adding_text("schema { query: Anders } type Anders { z: Int }")),
    Mutation("text-unknown-composed", whole, adding_text('extend schema @composeDirective(name: "@niets")')),
    Mutation(
        "text-unlinked-composed",
        whole,
        adding_text('extend schema @composeDirective(name: "@eigen") directive @eigen on OBJECT'),
    ),
    Mutation("text-key-defined", whole, adding_text("directive @key(fields: String!) repeatable on OBJECT")),
    Mutation("text-key-defined-wrong", whole, adding_text("directive @key(velden: String!) on OBJECT")),
    Mutation("text-service", whole, adding_text("scalar _Any type _Service { sdl: String }")),
    Mutation(
        "text-unused-directive", whole, adding_text("directive @eigen(a: Int) on OBJECT | FIELD_DEFINITION")
    ),
    Mutation("text-unlinked-tag", whole, adding_text("type Extra { x: Int @tag }")),
    Mutation("link-later", whole, linked("federation/v2.9", "federation/v2.99")),
    Mutation("link-major", whole, linked("federation/v2.9", "federation/v3.0")),
    Mutation("link-older", whole, linked("federation/v2.9", "federation/v2.0")),
    Mutation("link-other", whole, linked("specs.apollo.dev/federation", "example.org/federation")),
    Mutation("link-unknown-import", whole, linked('"@key"', '"@key", "@niets"')),
    Mutation("link-renamed-key", whole, linked('"@key"', '{ name: "@key", as: "@sleutel" }')),
    Mutation("link-without-import", whole, linked('"@shareable", ', "")),
    Mutation("link-alias", whole, linked('v2.9"', 'v2.9", as: "fed"')),
)


def mutated_sets(bases: Sequence[SubgraphSet], each: int) -> Iterator[SubgraphSet]:
    """Every mutation made to up to `each` of the sets that have what it changes."""
    for mutation in CATALOGUE:
        chance = random.Random(mutation.name)
        made = 0
        for base in chance.sample(list(bases), len(bases)):
            drafts = [Draft.of(name, sdl) for name, sdl in base.subgraphs.items()]
            if mutated(mutation, drafts, chance):
                name = f"{mutation.name}/{base.name}"
                yield SubgraphSet(name, {draft.name: draft.sdl for draft in drafts})
                made += 1
            if made == each:
                break
