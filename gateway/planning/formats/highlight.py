"""Highlighting: a GraphQL document as HTML, with its keywords, variables and strings told apart by class."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from graphql import Source, TokenKind
from graphql.language import Lexer

_KEYWORDS = frozenset({"query", "mutation", "subscription", "fragment", "on", "true", "false", "null"})
_STRINGS = frozenset({TokenKind.STRING, TokenKind.BLOCK_STRING, TokenKind.INT, TokenKind.FLOAT})


def highlighted(document: str) -> str:
    """The same text, escaped, in elements of the classes `k`, `v`, `t` and `p` (punctuation)."""
    return "".join(_marked(document))


def _marked(document: str) -> Iterator[str]:
    lexer = Lexer(Source(document))
    end = 0
    before: TokenKind | None = None
    while (token := lexer.advance()).kind is not TokenKind.EOF:
        yield escape(document[end : token.start])
        text = escape(document[token.start : token.end])
        kind = _class(token.kind, token.value, before)
        yield f'<span class="{kind}">{text}</span>' if kind else text
        end, before = token.end, token.kind
    yield escape(document[end:])


def _class(kind: TokenKind, value: str | None, before: TokenKind | None) -> str:
    if kind is TokenKind.DOLLAR or before is TokenKind.DOLLAR:
        return "v"
    if kind is TokenKind.NAME:
        return "k" if value in _KEYWORDS or before is TokenKind.AT else ""
    return "t" if kind in _STRINGS else "p"
