"""PublicSection: what subgraphs have for everyone beside GraphQL, from the part `public` of gateway.yaml."""

import re
from collections.abc import Mapping
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, PositiveFloat, PositiveInt

from gateway.settings_section import Section
from gateway.transport.file_server import FilePatience

FOLDER = "openbaar"
_PATIENCE = FilePatience()
_PATH = re.compile(r"[a-z][a-z0-9-]{0,63}")


def _free(path: str) -> str:
    if not _PATH.fullmatch(path) or path == "graphql":
        raise ValueError("a path is one lower-case word, and not graphql")
    return path


PublicPath: TypeAlias = Annotated[str, AfterValidator(_free)]


class PublicSection(Section):
    """What anyone may have of subgraphs by plain HTTP, at `/openbaar/<path>`: a catalogue for harvesters,
    open data to download. There is nothing unless a path is named here."""

    paths: Mapping[PublicPath, str] = Field(default_factory=dict)
    """The subgraph that answers, by path: `catalog: opendata` passes on `/openbaar/catalog`, with an
    extension or one more segment behind it, to the same path of that subgraph."""
    answer_bytes: PositiveInt = 1_000_000_000
    """The largest answer that is passed on."""
    silence_seconds: PositiveFloat = _PATIENCE.silence
    """How long a subgraph may send nothing while its answer is on its way."""
    at_once: PositiveInt = 100
    """The most answers that are on their way at a time. Who comes then is asked to try again."""

    @property
    def subgraphs(self) -> frozenset[str]:
        """The names of those that answer."""
        return frozenset(self.paths.values())

    def patience(self, connect_seconds: float) -> FilePatience:
        return FilePatience(connect_seconds, self.silence_seconds)
