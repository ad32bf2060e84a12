"""Tokenless: a document without the tokens it was parsed from.

graphql-core links the tokens of a text to each other both ways, so that nothing but the collector of cycles
can free them, and of a large supergraph they are nearly half of all objects.
"""

from graphql import DocumentNode, Lexer, Source, Token
from graphql.language.parser import Parser


def parse_tokenless(text: str) -> DocumentNode:
    """The document, without locations. Raises GraphQLSyntaxError."""
    source = Source(text)
    lexer = Lexer(source)
    try:
        return Parser(source, no_location=True, lexer=lexer).parse_document()
    finally:
        token: Token | None = lexer.token
        while token is not None:
            token.next = None
            token.prev, token = None, token.prev
