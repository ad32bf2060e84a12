"""The part of Solr's query language that clients of CKAN use: an expression that fits a document, or not.

word                    "two words"             in the text
field:value             field:"a value"         field:(a OR b)          field:[x TO *]
+must -mustnot          a OR b                  (a OR b) c              clauses beside each other: all of them
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from standins.ckan.fout import bad_search

Document = Mapping[str, Sequence[str]]
"""The values of each field, folded; `text` holds what words are looked for in."""
Test = Callable[[Document], bool]

FIELDS = frozenset(
    {
        *("id", "name", "title", "notes", "tags", "groups", "organization", "license_id", "res_format"),
        *("metadata_created", "metadata_modified", "state", "capacity", "dataset_type", "text"),
    }
)
_TOKEN = re.compile(
    r"""\s*(?:(?P<phrase>"(?:\\.|[^"\\])*")|(?P<range>\[[^\]]*\])|(?P<sign>[()+]|-(?=\S))"""
    r"""|(?P<field>[A-Za-z_*][A-Za-z0-9_.*]*):|(?P<word>(?:\\.|[^\s()"\[\]:\\])+))"""
)
_RANGE = re.compile(r"\[(\S+) TO (\S+)\]")


def parse(query: str) -> Test:
    """The test that a query is. Raises Refusal 409 for one that cannot be read."""
    tokens = _tokens(query)
    test, rest = _clauses(tokens, "text")
    if rest:
        raise bad_search("unbalanced brackets")
    return test


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def _tokens(query: str) -> list[_Token]:
    found, place, query = [], 0, query.strip()
    while place < len(query):
        match = _TOKEN.match(query, place)
        if match is None or match.lastgroup is None:
            raise bad_search("undefined syntax")
        found.append(_Token(match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


def _clauses(tokens: list[_Token], field: str) -> tuple[Test, list[_Token]]:
    """All clauses up to a closing bracket; those with OR between them count as one."""
    groups: list[list[Test]] = []
    joined = False
    while tokens and tokens[0].text != ")":
        if tokens[0] == _Token("word", "OR") or tokens[0] == _Token("word", "AND"):
            joined, tokens = tokens[0].text == "OR", tokens[1:]
            continue
        test, tokens = _clause(tokens, field)
        if joined and groups:
            groups[-1].append(test)
        else:
            groups.append([test])
        joined = False
    if not groups:
        raise bad_search("an empty clause")
    return lambda document: all(any(test(document) for test in group) for group in groups), tokens


def _clause(tokens: list[_Token], field: str) -> tuple[Test, list[_Token]]:
    first, rest = tokens[0], tokens[1:]
    if not rest and first.kind in {"field", "sign"}:
        raise bad_search("an unfinished clause")
    if first.kind == "field":
        return _clause(rest, _known(first.text))
    if first.text == "(":
        test, rest = _clauses(rest, field)
        if not rest:
            raise bad_search("unbalanced brackets")
        return test, rest[1:]
    if first.kind == "sign":
        test, rest = _clause(rest, field)
        return (lambda document: not test(document)) if first.text == "-" else test, rest
    return _value(first, field), rest


def _known(field: str) -> str:
    if field not in FIELDS | {"*"} and not field.startswith("extras_"):
        raise bad_search(f"undefined field {field}")
    return field


def _value(token: _Token, field: str) -> Test:
    if token.kind == "range":
        return _range(token.text, field)
    plain = re.sub(r"\\(.)", r"\1", token.text.strip('"') if token.kind == "phrase" else token.text)
    wanted = plain.casefold()
    if wanted == "*":
        return lambda document: field == "*" or bool(document.get(field))
    if field in {"text", "title", "notes"} or field.startswith("extras_"):
        return lambda document: any(wanted in value.casefold() for value in document.get(field, ()))
    return lambda document: any(wanted == value.casefold() for value in document.get(field, ()))


def _range(text: str, field: str) -> Test:
    match = _RANGE.fullmatch(text)
    if match is None:
        raise bad_search("undefined range")
    low, high = match.groups()
    return lambda document: any(
        (low == "*" or value >= low) and (high == "*" or value <= high) for value in document.get(field, ())
    )
