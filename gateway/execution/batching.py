"""Batching: the entity fetches that are ready together for one subgraph go in one request.

Fetches that select the same share one lookup, whatever their paths: no entity is asked twice for the same.
Different lookups stand side by side under aliases, each with its own list of representations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from gateway.errors import FieldFailure
from gateway.execution.answers import EntitiesAnswer, Report, read_entities
from gateway.execution.paths import Entity
from gateway.execution.prepared import LookupText, PreparedFetch
from gateway.execution.representations import Batch
from gateway.execution.subgraph import SubgraphResponse


@dataclass(frozen=True, slots=True)
class Work:
    """What one fetch has to look up; `values` are those of its variables that are filled from further up."""

    prepared: PreparedFetch
    batch: Batch
    values: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def fail(self, reason: FieldFailure) -> list[tuple[Entity, Mapping[str, Any], FieldFailure]]:
        """What to mark when nothing of it comes."""
        groups = self.batch.entities.values()
        return [(target, self.prepared.fills_of(target), reason) for group in groups for target in group]


@dataclass(slots=True)
class Lookup:
    """One `_entities` of a request, for fetches that select the same; `numbers` are places in the list."""

    works: list[Work] = field(default_factory=list)
    numbers: dict[bytes, int] = field(default_factory=dict)

    def add(self, work: Work) -> None:
        self.works.append(work)
        for representation in work.batch.entities:
            self.numbers.setdefault(representation, len(self.numbers))

    @property
    def values(self) -> Mapping[str, Any]:
        """Of the variables that are filled from further up; the same for all its works."""
        return self.works[0].values

    def own_names(self, number: int) -> dict[str, str]:
        """What those variables are called in a document that has several lookups: each fills its own."""
        return {name: f"{name}_{number}" for name in self.values}

    def text(self, number: int) -> LookupText:
        """What it asks, as number so many of a document."""
        return self.works[0].prepared.lookup.renamed(self.own_names(number))

    def read(self, response: SubgraphResponse, report: Report) -> EntitiesAnswer:
        """The answers, by number. Raises SubgraphFailure."""
        fills = {
            representation: work.prepared.fills_of(targets[0])
            for work in self.works
            for representation, targets in work.batch.entities.items()
        }
        return read_entities(response, [fills[representation] for representation in self.numbers], report)


class Lookups:
    """All lookups of one request, in order."""

    def __init__(self, works: Sequence[Work]) -> None:
        self._first = works[0].prepared
        alike: dict[tuple[str, bytes], Lookup] = {}
        for work in works:
            # a single fetch's document is never taken apart
            selection = work.prepared.lookup.selection if len(works) > 1 else ""
            values = orjson.dumps(work.values) if work.values else b""
            alike.setdefault((selection, values), Lookup()).add(work)
        self.lookups = list(alike.values())

    def body(self, variables: Mapping[str, Any]) -> bytes:
        """The JSON to send."""
        if len(self.lookups) == 1:
            (lookup,) = self.lookups
            return self._first.body({**variables, **lookup.values}, list(lookup.numbers))
        asked = {name for lookup in self.lookups for name in lookup.works[0].prepared.fetch.variables}
        given = {name: variables[name] for name in sorted(asked) if name in variables}
        for number, lookup in enumerate(self.lookups):
            names = lookup.own_names(number)
            given.update({names[name]: value for name, value in lookup.values.items()})
            given[f"r{number}"] = _json(lookup.numbers)
        return orjson.dumps(
            {
                "query": self._document(),
                "operationName": self._first.fetch.operation_name,
                "variables": given,
            }
        )

    def split(self, response: SubgraphResponse) -> list[SubgraphResponse]:
        """What the answer says to each lookup. An error that names none of them is said to all."""
        if len(self.lookups) == 1:
            return [response]
        aliases = [f"_{number}" for number in range(len(self.lookups))]
        return [_part(response, alias, aliases) for alias in aliases]

    def _document(self) -> str:
        texts = [lookup.text(number) for number, lookup in enumerate(self.lookups)]
        definitions = dict.fromkeys(each for text in texts for each in text.definitions)
        lists = [f"$r{number}:[_Any!]!" for number in range(len(texts))]
        fields = [
            f"_{number}:_entities(representations:$r{number}){text.selection}"
            for number, text in enumerate(texts)
        ]
        name = self._first.fetch.operation_name or ""
        return f"query {name}({','.join([*lists, *definitions])}){{{' '.join(fields)}}}"


def _json(representations: Mapping[bytes, int]) -> orjson.Fragment:
    return orjson.Fragment(b"[" + b",".join(representations) + b"]")


def _part(response: SubgraphResponse, alias: str, aliases: Sequence[str]) -> SubgraphResponse:
    errors: list[Mapping[str, Any]] = []
    for error in response.errors:
        path = error.get("path")
        steps = path if isinstance(path, list) else []
        if steps[:1] == [alias]:
            errors.append({**error, "path": ["_entities", *steps[1:]]})
        elif not steps or steps[0] not in aliases:
            errors.append(error)
    if response.data is None:
        # another lookup's error left no data at all: then it explains this one's nulls too
        return SubgraphResponse(None, errors or [{**error, "path": None} for error in response.errors])
    return SubgraphResponse({"_entities": response.data.get(alias)}, errors)
