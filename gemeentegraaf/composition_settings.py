"""CompositionSettings: which subgraphs are composed, from supergraph.yaml."""

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from gemeentegraaf.command_error import CommandError
from gemeentegraaf.supergraph_source import read_text
from schema.subgraph import SubgraphSource


class SubgraphEntry(BaseModel):
    """One subgraph: where a gateway reaches it, and where its SDL is, in a file or in a Python object."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    url: str = ""
    file: Path | None = None
    """Relative to the settings file."""
    schema_: str | None = None
    """A strawberry schema, as module:attribute."""

    @model_validator(mode="before")
    @classmethod
    def _plain_name(cls, given: Any) -> Any:
        """`schema` in the file: pydantic has a use of its own for that name."""
        if isinstance(given, dict) and "schema" in given:
            return {("schema_" if name == "schema" else name): value for name, value in given.items()}
        return given

    @model_validator(mode="after")
    def _one_source(self) -> "SubgraphEntry":
        if (self.file is None) == (self.schema_ is None):
            raise ValueError("a subgraph has either a file or a schema")
        return self


class CompositionSettings(BaseModel):
    """The root of supergraph.yaml. With `closed_by_default` no field may be neither public nor gated."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subgraphs: Mapping[str, SubgraphEntry]
    closed_by_default: bool = False

    @classmethod
    def read(cls, path: Path) -> "CompositionSettings":
        """Raises CommandError, with a line for each key that is wrong."""
        try:
            return cls.model_validate(yaml.safe_load(read_text(path)) or {})
        except yaml.YAMLError as error:
            raise CommandError(f"{path}: not valid YAML") from error
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False, include_context=False)
            lines = (f"{path}: {'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
            raise CommandError("\n".join(lines)) from error

    def sources(self, folder: Path) -> list[SubgraphSource]:
        """The subgraphs with their SDL. Raises CommandError."""
        return [_source(name, entry, folder) for name, entry in self.subgraphs.items()]


def _source(name: str, entry: SubgraphEntry, folder: Path) -> SubgraphSource:
    if entry.file is not None:
        path = folder / entry.file
        return SubgraphSource(name, entry.url, read_text(path), str(path))
    assert entry.schema_ is not None, "the settings have one of both"
    return SubgraphSource(name, entry.url, _printed(name, entry.schema_), entry.schema_)


def _printed(name: str, place: str) -> str:
    """The SDL of a strawberry schema. Only the import of the module itself is a mistake in the settings."""
    module, _, attribute = place.partition(":")
    try:
        sdl = getattr(import_module(module), attribute).as_str()
    except ModuleNotFoundError as error:
        raise CommandError(f"subgraphs.{name}.schema: there is no module {error.name}") from error
    except AttributeError as error:
        raise CommandError(f"subgraphs.{name}.schema: {place} is no strawberry schema") from error
    return str(sdl)
