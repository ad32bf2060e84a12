"""CompositionSettings: what is composed from which subgraphs, from supergraph.yaml."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from gateway.settings_problems import settings_problems
from gemeentegraaf.command_error import CommandError
from gemeentegraaf.subgraph_sdl import SourceError, sdl_of_file, sdl_of_object, sdl_of_service
from gemeentegraaf.yaml_file import yaml_file
from schema.subgraph import SubgraphSource

_SOURCES = ("file", "schema", "service")

ContractName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class SubgraphEntry(_Section):
    """One subgraph: where a gateway reaches it, and where its SDL is: in one of file, schema and service."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [one]} for one in _SOURCES]})

    url: str = ""
    """Where a gateway reaches it. Without it the address of `service`."""
    file: Path | None = None
    """A file with the SDL, relative to the settings file."""
    schema_: str | None = Field(default=None, alias="schema")
    """A Python object, as module:attribute: a strawberry, graphene or graphql-core schema, or a text."""
    service: str | None = None
    """The address of a subgraph that runs, which is asked `{ _service { sdl } }`."""

    @model_validator(mode="after")
    def _one_source(self) -> "SubgraphEntry":
        if [self.file, self.schema_, self.service].count(None) != len(_SOURCES) - 1:
            raise ValueError("a subgraph has either a file or a schema or a service")
        return self

    def source(self, name: str, folder: Path) -> SubgraphSource:
        """With its SDL. `folder` is where files are looked for. Raises SourceError."""
        if self.file is not None:
            path = folder / self.file
            return SubgraphSource(name, self.url, sdl_of_file(path), str(path))
        if self.schema_ is not None:
            return SubgraphSource(name, self.url, sdl_of_object(self.schema_), self.schema_)
        assert self.service is not None, "the settings have one of the three"
        return SubgraphSource(name, self.url or self.service, sdl_of_service(self.service), name)


class ContractEntry(_Section):
    """A smaller supergraph, chosen by tags; written beside the supergraph as NAME.graphql."""

    include: frozenset[str] = frozenset()
    """If any: fields without one of these tags, on them or on their type, are left out."""
    exclude: frozenset[str] = frozenset()
    """What carries one of these tags is left out."""
    keep_unreachable: bool = False
    """Whether types that nothing leads to any more are shown."""


class CompositionSettings(_Section):
    """The root of supergraph.yaml."""

    subgraphs: Mapping[str, SubgraphEntry]
    """By name. The names are what a gateway's settings, logs and errors call them."""
    closed_by_default: bool = False
    """Whether a field that is neither public nor gated does not compose."""
    contracts: Mapping[ContractName, ContractEntry] = Field(default_factory=dict)
    """Made anew with every composition."""

    @classmethod
    def read(cls, path: Path) -> "CompositionSettings":
        """Raises CommandError, with a line for each key that is wrong."""
        try:
            return cls.model_validate(yaml_file(path))
        except ValidationError as error:
            raise CommandError("\n".join(f"{path}: {line}" for line in settings_problems(error))) from error

    @classmethod
    def of_arguments(cls, given: list[str]) -> "CompositionSettings":
        """From NAME=FILE and NAME=URL. Raises CommandError."""
        entries: dict[str, SubgraphEntry] = {}
        for one in given:
            name, separator, place = one.partition("=")
            if not (name and separator and place):
                raise CommandError(f"{one}: write a subgraph as NAME=FILE or NAME=URL")
            if name in entries:
                raise CommandError(f"{one}: there are two subgraphs {name}")
            is_url = place.startswith(("http://", "https://"))
            entries[name] = SubgraphEntry(service=place) if is_url else SubgraphEntry(file=Path(place))
        return cls(subgraphs=entries)

    def sources(self, folder: Path) -> list[SubgraphSource]:
        """The subgraphs with their SDL. Raises CommandError, with a line for each that cannot be had."""
        found: list[SubgraphSource] = []
        problems: list[str] = []
        for name, entry in self.subgraphs.items():
            try:
                found.append(entry.source(name, folder))
            except SourceError as error:
                problems.append(f"{error.code}: subgraph {name}: {error}")
        if problems:
            raise CommandError("\n".join(problems))
        return found

    def files(self, folder: Path) -> Iterator[Path]:
        """The SDL files that are read."""
        return (folder / entry.file for entry in self.subgraphs.values() if entry.file is not None)

    def modules(self) -> frozenset[str]:
        """The Python modules that are imported."""
        return frozenset(
            entry.schema_.partition(":")[0] for entry in self.subgraphs.values() if entry.schema_ is not None
        )


def composition_json_schema() -> dict[str, Any]:
    """The JSON Schema of supergraph.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **CompositionSettings.model_json_schema(),
        "title": "supergraph.yaml",
    }
