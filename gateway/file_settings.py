"""FilesSection: which subgraphs have files, and how much may go by, from the part `files` of gateway.yaml."""

from collections.abc import Mapping

from pydantic import Field, PositiveFloat, PositiveInt, field_validator

from gateway.settings_section import Section
from gateway.transport.file_server import FilePatience

_PATIENCE = FilePatience()


class FilePlaceSection(Section):
    """The files of one subgraph."""

    url: str | None = None
    """The folder they are in, if that is not `bestanden/` beside the address where the subgraph is asked."""

    @field_validator("url")
    @classmethod
    def _over_http(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("files need an address with http or https")
        return url


class FilesSection(Section):
    """Files that go from and to subgraphs at `/bestanden/<subgraph>/<name>`. There are none unless a subgraph
    is named here."""

    subgraphs: Mapping[str, FilePlaceSection] = Field(default_factory=dict)
    """The subgraphs that have files, by name."""
    upload_bytes: PositiveInt = 100_000_000
    """The largest file that may be sent in. A subgraph may allow less."""
    download_bytes: PositiveInt = 1_000_000_000
    """The largest file that is passed on to a client."""
    silence_seconds: PositiveFloat = _PATIENCE.silence
    """How long a client or a subgraph may send nothing while a file is on its way."""
    slowest_bytes_per_second: PositiveInt = 1000
    """The fewest bytes a second of what is sent in, on the whole, after the first `silence_seconds`."""
    at_once: PositiveInt = 100
    """The most files that are on their way at a time. Who comes then is asked to try again."""

    def patience(self, connect_seconds: float) -> FilePatience:
        return FilePatience(connect_seconds, self.silence_seconds)
