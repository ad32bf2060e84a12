"""Mutations: one change to one subgraph of a set, as an author might make it by mistake or on purpose.

Most make a set that must be refused; some make one that still composes, to something else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from harness.draft import Definition, Draft, Member

Candidates = Callable[[Draft], Sequence[object]]
Change = Callable[["Turn", object], None]


@dataclass(frozen=True, slots=True)
class Turn:
    """One mutation being made: chance, the subgraph that changes, and all subgraphs of the set."""

    chance: random.Random
    draft: Draft
    others: Sequence[Draft]

    def owner(self, member: Member) -> Definition:
        """The definition that has the member."""
        return next(one for one in self.draft.definitions if any(each is member for each in one.members))


@dataclass(frozen=True, slots=True)
class Mutation:
    """A change, by name, and what of a draft it can be made to."""

    name: str
    candidates: Candidates
    change: Callable[[Turn, object], None]


def mutated(mutation: Mutation, drafts: Sequence[Draft], chance: random.Random) -> bool:
    """Changes one of the drafts; False when none has what the mutation changes."""
    able = [draft for draft in drafts if mutation.candidates(draft)]
    if not able:
        return False
    draft = chance.choice(able)
    target = chance.choice(list(mutation.candidates(draft)))
    mutation.change(Turn(chance, draft, [one for one in drafts if one is not draft]), target)
    return True


def types(*kinds: str) -> Candidates:
    """The types of these kinds, root types aside."""
    return lambda draft: [one for one in draft.of_kind(*kinds) if not one.is_root]


def marked_types(directive: str) -> Candidates:
    return lambda draft: [one for one in draft.definitions if one.has(directive)]


def members(*kinds: str) -> Candidates:
    """Fields, input fields or values of the types of these kinds."""
    return lambda draft: [one for _, one in draft.fields(*kinds)]


def marked_members(directive: str) -> Candidates:
    kinds = ("type", "interface", "input", "enum")
    return lambda draft: [one for _, one in draft.fields(*kinds) if one.has(directive)]


def with_arguments(draft: Draft) -> list[object]:
    return [one for _, one in draft.fields() if one.arguments]


def entity_fields(draft: Draft) -> list[object]:
    return [one for type_, one in draft.fields() if type_.has("key")]


def whole(draft: Draft) -> list[object]:
    return [draft]


def adding(directive: str) -> Change:
    """Adds a directive, in which `{other}` is another subgraph and `{self}` this one."""

    def change(turn: Turn, target: object) -> None:
        assert isinstance(target, Definition | Member)
        other = turn.chance.choice(turn.others).name if turn.others else "nobody"
        text = directive.replace("{other}", other).replace("{self}", turn.draft.name)
        target.directives.append(text)

    return change


def dropping(directive: str) -> Change:
    def change(_: Turn, target: object) -> None:
        assert isinstance(target, Definition | Member)
        kept = [one for one in target.directives if one.partition("(")[0] != f"@{directive}"]
        target.directives[:] = kept

    return change


def rewriting(directive: str, text: str) -> Change:
    """Puts a directive in the place of one."""

    def change(turn: Turn, target: object) -> None:
        dropping(directive)(turn, target)
        adding(text)(turn, target)

    return change


def typed(rewrite: Callable[[str], str]) -> Change:
    """Another type for a field or input field."""

    def change(_: Turn, target: object) -> None:
        assert isinstance(target, Member)
        target.type = rewrite(target.type)

    return change


def on_argument(change_argument: Callable[[Member], None]) -> Change:
    def change(turn: Turn, target: object) -> None:
        assert isinstance(target, Member)
        change_argument(turn.chance.choice(target.arguments))

    return change


def removing(turn: Turn, target: object) -> None:
    """Removes a type, or a field, input field or value from its type."""
    if isinstance(target, Definition):
        turn.draft.definitions.remove(target)
    else:
        assert isinstance(target, Member)
        turn.owner(target).members.remove(target)


def renaming(_: Turn, target: object) -> None:
    assert isinstance(target, Definition | Member)
    target.name += "Anders"


def copying(turn: Turn, target: object) -> None:
    """The same field in another subgraph that has the type."""
    assert isinstance(target, Member)
    owner = turn.owner(target)
    for other in turn.others:
        for one in other.definitions:
            if one.name == owner.name and all(each.name != target.name for each in one.members):
                one.members.append(Member(target.name, target.type, directives=list(target.directives)))
                return


def kind(keyword: str, body: str) -> Change:
    """A type becomes one of another kind."""

    def change(turn: Turn, target: object) -> None:
        assert isinstance(target, Definition)
        turn.draft.definitions.remove(target)
        turn.draft.rest.append(f"{keyword} {target.name} {body}")

    return change


def adding_member(member: Member) -> Change:
    def change(_: Turn, target: object) -> None:
        assert isinstance(target, Definition)
        target.members.append(member)

    return change


def adding_text(text: str) -> Change:
    def change(turn: Turn, _: object) -> None:
        turn.draft.rest.append(text)

    return change


def linked(old: str, new: str) -> Change:
    """Another text in the link."""

    def change(turn: Turn, _: object) -> None:
        turn.draft.rest[:] = [one.replace(old, new) for one in turn.draft.rest]

    return change
