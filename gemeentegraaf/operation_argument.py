"""Operations and variables as the command line takes them."""

import sys
from pathlib import Path
from typing import Any

import orjson

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.supergraph_source import read_text


def operation_text(query: str) -> str:
    """The operation: its text, that of a file, or of the standard input for `-`. Raises CommandError."""
    if query == "-":
        return sys.stdin.read()
    return query if "{" in query else read_text(Path(query))


def operation_origin(query: str) -> str:
    """Where the text comes from, for messages about places in it."""
    if query == "-":
        return "input"
    return "operation" if "{" in query else query


def json_object(option: str, text: str) -> dict[str, Any]:
    """A JSON object that `option` gives. Raises CommandError, which never quotes the text."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CommandError(f"{option}: not valid JSON (column {error.colno})") from error
    if not isinstance(given, dict):
        raise CommandError(f"{option}: must be a JSON object")
    return given
