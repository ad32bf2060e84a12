"""SDL that nobody would write: drawn from the grammar over few names, so that they clash, or broken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from harness.federated import LINK
from harness.worlds.chooser import Chooser, chance, pick

OBJECTS, INTERFACES, UNIONS, ENUMS, INPUTS = ("P", "Q", "R"), ("I", "J"), ("U",), ("E",), ("N", "M")
FIELDS = ("a", "b", "c", "d")
WRAPPERS = ("{}", "{}", "{}", "{}!", "[{}]", "[{}!]!", "[[{}]]")
FIELD_SETS = (
    "a", "a", "a", "b", "a b", "c { a }", "d { b }", "c { a c { b } }", "... on P { a }", "c(n: 1)",
    "__typename", "a { b", "", "z", "a: b",
)  # fmt: skip
MARKS = {
    "field": (
        "@shareable", "@external", '@requires(fields: "{set}")', '@provides(fields: "{set}")',
        '@override(from: "{name}")', '@override(from: "{name}", label: "l")', "@inaccessible",
        '@tag(name: "t")', "@authenticated", '@requiresScopes(scopes: [["s"]])',
        "@requiresScopes(scopes: [])", "@cost(weight: 2)", '@listSize(slicingArguments: ["n"])',
        '@cacheTag(format: "{format}")', "@deprecated", "@unknown", "@tag",
    ),
    "object": (
        '@key(fields: "{set}")', '@key(fields: "{set}", resolvable: false)', "@shareable", "@external",
        "@extends", "@interfaceObject", "@inaccessible", '@context(name: "x")', "@authenticated",
        '@cacheTag(format: "{format}")', "@key", "@key(fields: 1)",
    ),
    "interface": ('@key(fields: "{set}")', "@inaccessible", '@context(name: "x")', "@authenticated"),
    "union": ("@inaccessible", '@context(name: "x")', '@tag(name: "t")'),
    "enum": ("@inaccessible", "@authenticated"),
    "value": ("@inaccessible", "@deprecated"),
    "input": ("@inaccessible", "@oneOf"),
    "argument": (
        "@inaccessible", '@fromContext(field: "$x {{ b }}")', '@fromContext(field: "")', "@deprecated",
    ),
}  # fmt: skip
_FORMATS = ("p", "{$args.n}", "{$key.a}", "{", "{$args}")
_TOKEN = re.compile(r'"""[\s\S]*?"""|"[^"\n]*"|\w+|[^\s\w]|\s+')


@dataclass
class Grammar:
    """Draws subgraphs by the grammar. What fields are is drawn once for all of them, with exceptions.

    `boldness`: in percent, how often a mark stands where it can, and how often a field is an exception.
    """

    draw: Chooser
    boldness: int
    _links: bool = True
    _targets: dict[str, str] = field(default_factory=dict)

    def subgraphs(self) -> dict[str, str]:
        targets = (*OBJECTS, *INTERFACES, *UNIONS, *ENUMS, "Int", "D")
        self._targets = {"a": "ID!", "b": "Int"} | {
            name: pick(self.draw, WRAPPERS).format(pick(self.draw, targets)) for name in ("c", "d")
        }
        return {name: self._subgraph() for name in ("k", "l", "m")[: self.draw.integer(1, 3)]}

    def _subgraph(self) -> str:
        self._links = chance(self.draw, 85)
        drawn = {*self._some(OBJECTS), *self._some(INTERFACES), *self._some((*UNIONS, *INPUTS))}
        drawn |= {target.strip("[]!") for target in self._targets.values()} - {"ID", "Int"}
        drawn |= {*OBJECTS} if drawn & {"U", *INTERFACES} else set()
        drawn |= {"Query"} if chance(self.draw, 90) else set()
        drawn |= {"Mutation"} if chance(self.draw, 5) else set()
        known = sorted(drawn)
        return (LINK if self._links else "") + "\n".join(self._type(name, known) for name in known)

    def _some(self, names: Sequence[str]) -> list[str]:
        return [name for name in names if chance(self.draw, 50)]

    def _type(self, name: str, known: Sequence[str]) -> str:
        extend = "extend " if chance(self.draw, self.boldness) else ""
        if name in UNIONS:
            members = " | ".join(self._some(OBJECTS) or OBJECTS[:1])
            return f"{extend}union {name} {self._marks('union')} = {members}"
        if name in ENUMS:
            values = [f"{one} {self._marks('value')}" for one in ("A", *self._some(("B", "C")))]
            return f"{extend}enum {name} {self._marks('enum')} {{ {' '.join(values)} }}"
        if name in INPUTS:
            fields = [self._input(one) for one in ("a", *self._some(FIELDS[1:]))]
            return f"{extend}input {name} {self._marks('input')} {{ {' '.join(fields)} }}"
        if name == "D":
            return "scalar D"
        return extend + self._fielded(name, known)

    def _fielded(self, name: str, known: Sequence[str]) -> str:
        if name in INTERFACES:
            fields = " ".join(self._field(one, name) for one in ("a", *self._some(FIELDS[1:])))
            return f"interface {name} {self._marks('interface')} {{ {fields} }}"
        chances = {"P": 70, "Q": 30, "R": 30}  # now and then nothing implements an interface
        interfaces = [one for one in INTERFACES if one in known and chance(self.draw, chances.get(name, 0))]
        implements = f" implements {' & '.join(interfaces)}" if interfaces else ""
        names = FIELDS if implements else ("a", *self._some(FIELDS[1:]))
        fields = " ".join(self._field(one, name) for one in names)
        return f"type {name}{implements} {self._marks('object', name)} {{ {fields} }}"

    def _field(self, name: str, owner: str) -> str:
        target = self._targets[name]
        if chance(self.draw, self.boldness):
            target = pick(self.draw, WRAPPERS).format(pick(self.draw, (*OBJECTS, *INTERFACES, "Int", "Z")))
        marks = self._marks("field").split(" ")
        if owner not in INTERFACES and self._links and chance(self.draw, 90):
            marks = [*dict.fromkeys(("@shareable", *marks))]
        is_taking = owner not in INTERFACES and chance(self.draw, self.boldness)
        arguments = f"(n: Int {self._marks('argument')})" if is_taking else ""
        return f"{name}{arguments}: {target} {' '.join(marks)}"

    def _input(self, name: str) -> str:
        default = (
            f" = {pick(self.draw, ('1', 'A', '[]', 'null'))}" if chance(self.draw, self.boldness) else ""
        )
        return f"{name}: {pick(self.draw, WRAPPERS).format('Int')}{default} {self._marks('argument')}"

    def _marks(self, place: str, owner: str = "") -> str:
        found = [pick(self.draw, MARKS[place]) for _ in range(2) if chance(self.draw, self.boldness)]
        if owner in OBJECTS and chance(self.draw, 70):
            found.insert(0, '@key(fields: "a")')
        return " ".join(
            mark.format(
                set=pick(self.draw, FIELD_SETS),
                name=pick(self.draw, ("k", "l", "nobody")),
                format=pick(self.draw, _FORMATS),
            )
            for mark in dict.fromkeys(found)
        )


@dataclass
class Accident:
    """Breaks SDL token by token: left out, doubled, swapped with one of its kind, or one from elsewhere."""

    draw: Chooser

    def happen(self, sdls: dict[str, str], elsewhere: Sequence[str]) -> dict[str, str]:
        broken = dict(sdls)
        for _ in range(self.draw.integer(1, 3)):
            name = pick(self.draw, sorted(broken))
            tokens = _TOKEN.findall(broken[name])
            strange = _TOKEN.findall(pick(self.draw, elsewhere))
            if tokens:
                broken[name] = "".join(self._changed(tokens, strange))
        return broken

    def _changed(self, tokens: list[str], strange: list[str]) -> list[str]:
        words = [at for at, token in enumerate(tokens) if _kind(token) != " "]
        at = pick(self.draw, words or [0])
        alike = [other for other in words if _kind(tokens[other]) == _kind(tokens[at])] or [at]
        foreign = [token for token in strange if _kind(token) == _kind(tokens[at])] or ["x"]
        match self.draw.integer(0, 7):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(at, tokens[at])
            case 2 | 3 | 4:
                other = pick(self.draw, alike)
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                tokens[at] = pick(self.draw, foreign)
        return tokens


def _kind(token: str) -> str:
    """Words, strings and white space each are of one kind; punctuation is of its own."""
    if token[0] == '"':
        return '"'
    if token[0].isspace():
        return " "
    return "w" if re.match(r"\w", token) else token
