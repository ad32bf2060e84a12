"""The table of docs/components.md: what is there of each component, and the questions that prove it.

A row names a component and links to the section about it; the section has GraphQL that is asked in order:

    # as digid sanne-de-vries                      who asks, in the first; without it nobody is logged in
    # with $id from aanvraagStarten.aanvraag.id    a variable, out of the answer before
    # until aanvraag.zaak.statussen.1              asked again until that is there
    # then send a file to bijlage.uploadUrl        an address in the answer
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "components.md"
_ROW = re.compile(r"^\| \[(?P<name>[^]]+)\]\(#(?P<anchor>[\w-]+)\) \|(?P<rest>.*)\|$", re.MULTILINE)
_SECTION = re.compile(r"^## (?P<name>.+?)\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```graphql\n(.*?)^```", re.MULTILINE | re.DOTALL)
_AS = re.compile(r"^# as (\w+) ([\w-]+)$", re.MULTILINE)
_WITH = re.compile(r"^# with \$(\w+) from ([\w.]+)$", re.MULTILINE)
_UNTIL = re.compile(r"^# until ([\w.]+)$", re.MULTILINE)
_SEND = re.compile(r"^# then send a file to ([\w.]+)$", re.MULTILINE)
_PLACE = re.compile(r"`([\w-]+/[\w./-]*)`")


@dataclass(frozen=True, slots=True)
class Question:
    """One block: `given` has paths in the answer before by variable, `until` one that must be there, `send`

    one to an address that then gets a file.
    """

    text: str
    given: Mapping[str, str]
    until: str | None
    send: str | None

    @classmethod
    def of(cls, block: str) -> Question:
        until, send = _UNTIL.search(block), _SEND.search(block)
        given = dict(_WITH.findall(block))
        return cls(block, given, until[1] if until else None, send[1] if send else None)


@dataclass(frozen=True, slots=True)
class Component:
    """A row: who asks which questions, and the paths in the repository that it names."""

    name: str
    login: tuple[str, str] | None
    questions: tuple[Question, ...]
    places: tuple[str, ...]


def components(page: Path = PAGE) -> list[Component]:
    """Every row of the table, in order."""
    text = page.read_text(encoding="utf-8")
    sections = {_anchor(found["name"]): found["text"] for found in _SECTION.finditer(text)}
    return [
        _component(row["name"], sections.get(row["anchor"], ""), row["rest"]) for row in _ROW.finditer(text)
    ]


def _component(name: str, section: str, row: str) -> Component:
    who = _AS.search(section)
    return Component(
        name,
        (who[1], who[2]) if who else None,
        tuple(Question.of(block) for block in _BLOCK.findall(section)),
        tuple(_PLACE.findall(row + section)),
    )


def _anchor(heading: str) -> str:
    """As the documentation's own table of contents makes it."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


def at(answer: Any, path: str) -> Any:
    """What an answer has at `a.0.b`; None where it has nothing."""
    for part in path.split("."):
        if isinstance(answer, list) and part.isdecimal() and int(part) < len(answer):
            answer = answer[int(part)]
        else:
            answer = answer.get(part) if isinstance(answer, dict) else None
    return answer


def missing(answer: Any, path: str = "data") -> Iterator[str]:
    """The places in an answer that have nothing: null, an empty list, or word that something did not work."""
    if answer is None or answer == []:
        yield path
    elif isinstance(answer, dict):
        for key, value in answer.items():
            place = f"{path}.{key}"
            yield from [place] if key == "gelukt" and value is not True else missing(value, place)
    elif isinstance(answer, list):
        for index, value in enumerate(answer):
            yield from missing(value, f"{path}.{index}")
