"""CompositionRun: one composition from settings to all the texts it makes, and what was found on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from gemeentegraaf.composition_settings import CompositionSettings, ContractEntry
from schema.compose import compose
from schema.contracts import contract
from schema.errors import CompositionError, Hint
from schema.report import Report
from schema.subgraph import SubgraphSource


@dataclass(frozen=True, slots=True)
class CompositionRun:
    """`supergraph` is None, and `contracts` (name to text) empty, exactly when there are errors."""

    sources: tuple[SubgraphSource, ...]
    supergraph: str | None
    contracts: Mapping[str, str]
    errors: tuple[CompositionError, ...]
    hints: tuple[Hint, ...]
    unknown_tags: tuple[str, ...] = ()
    """What is said of tags in contracts that nothing carries."""

    @classmethod
    def of(cls, settings: CompositionSettings, folder: Path) -> "CompositionRun":
        """Raises CommandError when the SDL of a subgraph cannot be had."""
        sources = settings.sources(folder)
        made = compose(sources, closed_by_default=settings.closed_by_default)
        run = cls(tuple(sources), made.supergraph_sdl, {}, made.errors, made.hints)
        return run._with_contracts(settings.contracts)

    def _with_contracts(self, wanted: Mapping[str, ContractEntry]) -> "CompositionRun":
        if self.supergraph is None:
            return self
        texts: dict[str, str] = {}
        errors: list[CompositionError] = []
        unknown: list[str] = []
        for name, entry in sorted(wanted.items()):
            made = contract(
                self.supergraph,
                entry.include,
                entry.exclude,
                remove_unreachable=not entry.keep_unreachable,
            )
            unknown += (
                f"contract {name}: nothing carries the tag {tag}" for tag in sorted(made.unknown_tags)
            )
            errors += (replace(one, message=f"contract {name}: {one.message}") for one in made.errors)
            if made.sdl is not None:
                texts[name] = made.sdl
        found = replace(self, errors=tuple(errors), unknown_tags=tuple(unknown))
        return replace(found, supergraph=None) if errors else replace(found, contracts=texts)

    def text(self, *, colour: bool) -> str:
        """What was found, for a terminal: errors last, so that they are what is seen."""
        report = Report.of(self.sources, colour=colour)
        parts = [report.text(self.hints), *self.unknown_tags, report.text(self.errors)]
        return "\n\n".join(part for part in parts if part)

    def values(self) -> dict[str, Any]:
        """What was found, as JSON values."""
        return {
            "composes": self.supergraph is not None,
            "errors": [*self._findings(self.errors)],
            "hints": [*self._findings(self.hints)],
            "unknownTags": list(self.unknown_tags),
        }

    def _findings(self, findings: Iterable[CompositionError | Hint]) -> Iterator[dict[str, Any]]:
        origins = {source.name: source.origin for source in self.sources}
        for one in findings:
            places = [
                {
                    "subgraph": place.subgraph,
                    "origin": origins.get(place.subgraph, ""),
                    "line": place.line,
                    "column": place.column,
                }
                for place in one.places
            ]
            yield {"code": one.code, "message": one.message, "places": places}
