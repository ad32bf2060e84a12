"""Text that a database can hold, and look for: PostgreSQL takes no NUL, and neither half a surrogate pair."""

from subgraphs.service.errors import InvalidInput

LONGEST = 200
"""Characters of an argument that something is looked for by. Every word is a condition of the statement."""


def is_plain(text: str) -> bool:
    """Whether the text can be stored, and so whether it can ever be found."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def plain(text: str | None, veld: str) -> str | None:
    """The text of an argument as it is. Raises InvalidInput, naming `veld`, when nothing could hold it, or
    looking for it would cost too much.
    """
    if text is not None and len(text) > LONGEST:
        raise InvalidInput(f"Deze tekst is langer dan {LONGEST} tekens.", veld=veld)
    if text is not None and not is_plain(text):
        raise InvalidInput("Deze tekst bevat tekens die niet kunnen.", veld=veld)
    return text
