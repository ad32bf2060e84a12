"""Redaction: the last thing that happens to a log line, in every process, whoever wrote it.

Our own code logs no identifier, token or cookie in the first place; what a library quotes, or a mistake lets
through, ends here. By their shape: a nine-digit number that can be a BSN, anything that is a token, the name
of a secret with a value, and any long random word.
"""

import logging
import re
from typing import Final

from subgraphs.service.elfproef import elfproef

REDACTED: Final = "[redacted]"

_NAMES = (
    "access_token|client_assertion|client_secret|code|code_verifier|id_token|id_token_hint|logout_token|nonce"
    "|password|refresh_token|state|token"
)
_SHAPES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", REDACTED),
        (r"\beyJ[\w-]+(?:\.[\w-]*){1,4}", REDACTED),
        (r"(?i)\b(bearer|dpop|basic)(\s+)[\w.~+/=-]{8,}", rf"\1\2{REDACTED}"),
        (rf"(?i)\b({_NAMES})(=|['\"]?:\s*['\"]?)[^\s&;,'\"{{}}\[\]]+", rf"\1\2{REDACTED}"),
        (r"\b((?:__Host-)?gemeentegraaf(?:-login)?=)[^\s;,'\"]+", rf"\1{REDACTED}"),
        (r"(?<=://)[^\s/:@]*:[^\s/@]+@", f"{REDACTED}@"),
        (r"\b(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{40,}", REDACTED),
    )
)
_NINE_DIGITS = re.compile(r"(?<![\d.])(\d{4})\.?(\d{2})\.?(\d{3})(?!\d)")


def redacted(text: str) -> str:
    """The text without anything that has the shape of an identifier of a person, or of a secret."""
    for shape, replacement in _SHAPES:
        text = shape.sub(replacement, text)
    return _NINE_DIGITS.sub(_if_bsn, text)


class RedactingFormatter(logging.Formatter):
    """Formats a record as any other would, traceback included, and redacts the whole."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


def _if_bsn(match: re.Match[str]) -> str:
    return REDACTED if elfproef("".join(match.groups())) else match[0]
