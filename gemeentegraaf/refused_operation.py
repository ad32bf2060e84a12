"""RefusedOperation: why an operation is not begun, with the lines of its text that are to blame."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from gateway.operation.refusal import OperationUnresolved, Refusal
from gateway.operation.response import ErrorEntry
from gemeentegraaf.command_error import FAILED, CommandError
from schema.excerpt import excerpt


@dataclass(frozen=True, slots=True)
class RefusedOperation:
    """`origin` is where the text came from, for messages."""

    refusal: Refusal
    text: str
    origin: str

    def told(self) -> CommandError:
        """Prints the report; what is returned ends the command."""
        print(self.report, file=sys.stderr)
        count = len(self.refusal.errors)
        return CommandError(f"the operation is refused: {count} error{'s' * (count != 1)}", FAILED)

    @property
    def report(self) -> str:
        """All errors, a blank line between them, as composition tells its own."""
        return "\n\n".join("\n".join(self._lines(error)) for error in self.refusal.errors)

    def _lines(self, error: ErrorEntry) -> Iterator[str]:
        places = [(place["line"], place["column"]) for place in error.get("locations") or ()]
        if places:
            line, column = places[0]
            yield f"{self.origin}:{line}:{column}"
        code = error.get("extensions", {}).get("code", self.refusal.code)
        yield f"{code} {error['message']}"
        for line, column in places:
            yield from excerpt(self.text, line, column)
        if isinstance(self.refusal, OperationUnresolved):
            yield "on the command line: --operation NAME"
