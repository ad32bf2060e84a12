"""Report: errors and hints of composition as a terminal shows them, each with the line it is about.

zaken.graphql:12:3
[zaken] EXTERNAL_UNUSED Zaak.naam is @external, but no ...
   12 |   naam: String @external
      |   ^
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from schema.errors import CompositionError, Hint, Place
from schema.excerpt import excerpt
from schema.subgraph import SubgraphSource

_RED, _YELLOW, _FAINT, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True, slots=True)
class Report:
    """Knows the texts that places point into. `colour`: with the escape sequences of terminals."""

    sources: Mapping[str, SubgraphSource]
    colour: bool = False

    @classmethod
    def of(cls, subgraphs: Iterable[SubgraphSource], *, colour: bool = False) -> "Report":
        return cls({source.name: source for source in subgraphs}, colour)

    def text(self, findings: Iterable[CompositionError | Hint]) -> str:
        """All findings, a blank line between them, without a line break at the end."""
        return "\n\n".join("\n".join(self._lines(finding)) for finding in findings)

    def _lines(self, finding: CompositionError | Hint) -> Iterator[str]:
        first = finding.places[0] if finding.places else None
        paint = _YELLOW if isinstance(finding, Hint) else _RED
        if first and first.line:
            yield self._painted(_FAINT, self._position(first))
        subgraph = f"[{first.subgraph}] " if first else ""
        yield f"{subgraph}{self._painted(paint, finding.code)} {finding.message}"
        for place in finding.places:
            if place != first and place.line:
                yield self._painted(_FAINT, f"   see also {self._position(place)}")
            yield from self._excerpt(place, paint)

    def _position(self, place: Place) -> str:
        source = self.sources.get(place.subgraph)
        return f"{(source.origin if source else '') or place.subgraph}:{place.line}:{place.column}"

    def _excerpt(self, place: Place, paint: str) -> Iterator[str]:
        """The line of the place and a caret under its column; nothing where the text is not at hand."""
        source = self.sources.get(place.subgraph)
        if source:
            yield from excerpt(source.sdl, place.line, place.column, self._painted(paint, "^"))

    def _painted(self, paint: str, text: str) -> str:
        return f"{paint}{text}{_PLAIN}" if self.colour else text
